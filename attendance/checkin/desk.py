"""The desk at which a check-in is dealt with."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random, SystemRandom

from attendance.challenge.life import Pool
from attendance.checkin.attendee import Attendee
from attendance.records.say import local
from attendance.rules.book import RuleBook
from attendance.rules.kinds import ChallengeExemptionRule, ChallengeRule, WindowsRule


@dataclass(frozen=True)
class Desk:
    """What every step of a check-in is given: who, by which rules, at what time of ours, over which channel.

    `chance`: what challenges are drawn by. It must not be guessed, so only tests hand in another than the system's.
    """

    attendee: Attendee
    book: RuleBook
    now: datetime
    channel: str
    chance: Random = field(default_factory=SystemRandom)

    @property
    def today(self) -> date:
        return self.local(self.now).date()

    @property
    def windows(self) -> WindowsRule:
        return self.book.get(WindowsRule, self.attendee.scope, self.today).value

    @property
    def challenge(self) -> ChallengeRule:
        return self.book.get(ChallengeRule, self.attendee.scope, self.today).value

    @property
    def exemption(self) -> ChallengeExemptionRule:
        return self.book.get(ChallengeExemptionRule, self.attendee.scope, self.today).value

    @property
    def pool(self) -> Pool:
        return Pool(self.exemption.possible, self.windows.nonce_challenge_s, self.chance)

    def local(self, at: datetime) -> datetime:
        return local(at, self.attendee.timezone)

"""The desk at which a check-in is dealt with."""

from dataclasses import dataclass
from datetime import date, datetime

from attendance.checkin.attendee import Attendee
from attendance.records.say import local
from attendance.rules.book import RuleBook
from attendance.rules.kinds import WindowsRule


@dataclass(frozen=True)
class Desk:
    """What every step of a check-in is given: who, by which rules, at what time of ours, over which channel."""

    attendee: Attendee
    book: RuleBook
    now: datetime
    channel: str

    @property
    def today(self) -> date:
        return self.local(self.now).date()

    @property
    def windows(self) -> WindowsRule:
        return self.book.get(WindowsRule, self.attendee.scope, self.today).value

    def local(self, at: datetime) -> datetime:
        return local(at, self.attendee.timezone)

"""One event being worked on."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random, SystemRandom

from attendance.checkin.attendee import attendee_of
from attendance.checkin.desk import Desk
from attendance.people.person import Person
from attendance.rules.book import RuleBook


@dataclass(frozen=True)
class Scene:
    """Who, from which account, by which rules, when; `chance` as of a Desk."""

    person: Person
    account_id: int
    book: RuleBook
    now: datetime
    chance: Random = field(default_factory=SystemRandom)

    @property
    def desk(self) -> Desk:
        return Desk(attendee_of(self.person), self.book, self.now, self.person.channel, self.chance)

"""One event being worked on."""

from dataclasses import dataclass
from datetime import datetime

from attendance.checkin.attendee import attendee_of
from attendance.checkin.desk import Desk
from attendance.people.person import Person
from attendance.rules.book import RuleBook


@dataclass(frozen=True)
class Scene:
    """Who, from which account, by which rules, when."""

    person: Person
    account_id: int
    book: RuleBook
    now: datetime

    @property
    def desk(self) -> Desk:
        return Desk(attendee_of(self.person), self.book, self.now, self.person.channel)

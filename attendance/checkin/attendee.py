"""Who checks in: the part of a person that an attempt needs."""

from dataclasses import dataclass

from attendance.people.person import Person
from attendance.rules.resolve import PersonScope


@dataclass(frozen=True)
class Attendee:
    """A bound employee writing from one account. `timezone` is the IANA zone of the place of duty.

    `verified`: this account's face has matched before, or a witness has vouched. `without_face`: by choice.
    """

    employee_id: int
    account_id: int
    unit_id: int | None
    agency_id: int | None
    timezone: str
    verified: bool
    without_face: bool = False

    @property
    def scope(self) -> PersonScope:
        return PersonScope(employee_id=self.employee_id, unit_id=self.unit_id, agency_id=self.agency_id)


def attendee_of(person: Person) -> Attendee:
    """Raises ValueError for somebody who is bound to no employee: their messages must not get this far."""
    if person.employee_id is None:
        raise ValueError(f"account {person.account_id} is bound to nobody")
    return Attendee(
        person.employee_id,
        person.account_id,
        person.unit_id,
        person.agency_id,
        person.timezone,
        person.verified,
        person.without_face,
    )

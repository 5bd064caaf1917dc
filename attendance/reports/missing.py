"""Who has no enrolled face yet, by name: to be invited, photographed, reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import Agency, Employee, Nip, Unit
from attendance.reports.coverage import FaceStanding, people_by_standing
from attendance.rules.resolve import PersonScope


@dataclass(frozen=True, slots=True)
class Missing:
    """One of them. `nip` is whole: whoever shows it looks at the reader's role. `reachable`: has a chat account."""

    employee_id: int
    name: str
    nip: str | None
    agency_id: int
    agency: str
    unit_id: int | None
    unit: str | None
    reachable: bool

    @property
    def scope(self) -> PersonScope:
        return PersonScope(self.employee_id, self.unit_id, self.agency_id)


async def missing_people(
    session: AsyncSession,
    within: ColumnElement[bool] | None,
    on: date,
    *,
    first: int = 0,
    limit: int | None = None,
) -> Sequence[Missing]:
    """By agency, unit and name; `first` counts from 0."""
    person = people_by_standing(within, on)
    newest_nip = (
        select(Nip.nip)
        .where(Nip.employee_id == person.c.employee_id)
        .order_by(Nip.valid_from.desc(), Nip.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = (
        select(Employee.id, Employee.name, newest_nip, Agency.id, Agency.name, Unit.id, Unit.name, person.c.reachable)
        .join(person, person.c.employee_id == Employee.id)
        .join(Agency, Agency.id == person.c.agency_id)
        .outerjoin(Unit, Unit.id == person.c.unit_id)
        .where(person.c.standing == FaceStanding.MISSING)
        .order_by(Agency.name, Unit.name, Employee.name, Employee.id)
        .offset(first)
        .limit(limit)
    )
    return [
        Missing(employee_id, name, nip, agency_id, agency, unit_id, unit, bool(reachable))
        for employee_id, name, nip, agency_id, agency, unit_id, unit, reachable in await session.execute(found)
    ]

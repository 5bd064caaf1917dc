"""Who works where on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import BindParameter, ColumnElement, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from attendance.people.tables import Agency, Employee, Employment
from attendance.rules.resolve import PersonScope


class EmployeeKind(StrEnum):
    """What somebody is appointed as."""

    PNS = "pns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk_paruh_waktu"
    HONORARY = "honorer"


class Ending(StrEnum):
    """Why nobody counts somebody any more, as against a move, after which they count elsewhere."""

    RETIRED = "retired"
    DIED = "died"
    UNPAID_LEAVE = "unpaid_leave"
    """CLTN: released from the post without pay, for years; the return is a new employment."""
    DISMISSED = "dismissed"
    LEFT = "left"
    """To another instance, or gone from the list."""


@dataclass(frozen=True, slots=True)
class Employed:
    """One person of a headcount. `timezone`: IANA name of the zone of the place of duty."""

    employee_id: int
    name: str
    agency_id: int
    agency: str
    unit_id: int | None
    position: str
    timezone: str

    @property
    def scope(self) -> PersonScope:
        return PersonScope(self.employee_id, self.unit_id, self.agency_id)


def employed_between(first: date | BindParameter[date], last: date | BindParameter[date]) -> ColumnElement[bool]:
    """The condition that an employment holds on any day from `first` to `last`."""
    return (Employment.valid_from <= last) & or_(Employment.valid_to.is_(None), Employment.valid_to >= first)


async def employed_on(session: AsyncSession, agency_id: int | None, on: date) -> Sequence[Employed]:
    """The headcount of an agency, or with None of the regency, by agency and name; everybody once."""
    query = (
        select(Employment, Employee.name, Agency)
        .join(Employee, Employee.id == Employment.employee_id)
        .join(Agency, Agency.id == Employment.agency_id)
        .where(counts_on(on))
        .order_by(Agency.name, Employee.name, Employee.id)
    )
    if agency_id is not None:
        query = query.where(Employment.agency_id == agency_id)
    return [_employed(row, name, agency) for row, name, agency in await session.execute(query)]


def counts_on(on: date) -> ColumnElement[bool]:
    """The condition that an employment counts in the headcount of a day: everybody has one at most."""
    return employed_between(on, on) & ~_has_later(on)


def _has_later(on: date) -> ColumnElement[bool]:
    """Were two employments of one person to hold on a day, only the later one would count."""
    later = aliased(Employment)
    holds = (later.valid_from <= on) & or_(later.valid_to.is_(None), later.valid_to >= on)
    follows = tuple_(later.valid_from, later.id) > tuple_(Employment.valid_from, Employment.id)
    return select(later.id).where(later.employee_id == Employment.employee_id, holds, follows).exists()


async def employment_of(session: AsyncSession, employee_id: int, on: date) -> Employed | None:
    """Where somebody works on that day."""
    query = (
        select(Employment, Employee.name, Agency)
        .join(Employee, Employee.id == Employment.employee_id)
        .join(Agency, Agency.id == Employment.agency_id)
        .where(Employment.employee_id == employee_id, employed_between(on, on))
        .order_by(Employment.valid_from.desc(), Employment.id.desc())
        .limit(1)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else _employed(*row)


async def scope_of(session: AsyncSession, employee_id: int, on: date) -> PersonScope:
    """By which rules and roles somebody is reached on that day, also without a workplace."""
    employed = await employment_of(session, employee_id, on)
    return PersonScope(employee_id) if employed is None else employed.scope


def _employed(row: Employment, name: str, agency: Agency) -> Employed:
    return Employed(row.employee_id, name, agency.id, agency.name, row.unit_id, row.position, agency.timezone)

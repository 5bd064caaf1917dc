"""Somebody whom another person names by NIP, within what that person's roles cover."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Action
from attendance.people.employment import employment_of
from attendance.people.nip import NipRefused, mask_nip, parse_nip
from attendance.people.person import Person
from attendance.people.tables import Employee, Nip
from attendance.rules.resolve import PersonScope
from attendance.time.schedule import work_date_of


class NamedProblem(StrEnum):
    """Why nobody is meant by it."""

    NOT_ALLOWED = "not-allowed"
    UNKNOWN_NIP = "unknown-nip"
    OUT_OF_SCOPE = "out-of-scope"


@dataclass(frozen=True, slots=True)
class Named:
    """An employee as another person may be told of them. `agency` and `timezone` are None without a workplace."""

    employee_id: int
    name: str
    agency: str | None
    timezone: str | None
    scope: PersonScope
    masked_nip: str | None


async def named_by_nip(
    session: AsyncSession, actor: Person, action: Action, typed: str, now: datetime
) -> Named | NamedProblem:
    """The employee of a NIP, an older one too, on whom a role of the actor allows the action today."""
    if not actor.may_anywhere(action):
        return NamedProblem.NOT_ALLOWED
    try:
        digits = parse_nip(typed, work_date_of(now, actor.timezone))
    except NipRefused:
        return NamedProblem.UNKNOWN_NIP
    employee_id = await session.scalar(select(Nip.employee_id).where(Nip.nip == digits))
    if employee_id is None:
        return NamedProblem.UNKNOWN_NIP
    return await covered(session, actor, action, employee_id, now)


async def covered(
    session: AsyncSession, actor: Person, action: Action, employee_id: int, now: datetime
) -> Named | NamedProblem:
    """The same of somebody whose id is known."""
    found = await named(session, employee_id, work_date_of(now, actor.timezone))
    if not actor.may(action, found.scope):
        return NamedProblem.OUT_OF_SCOPE if actor.may_anywhere(action) else NamedProblem.NOT_ALLOWED
    return found


async def named(session: AsyncSession, employee_id: int, today: date) -> Named:
    """Without a look at roles."""
    employee = await session.get_one(Employee, employee_id)
    employed = await employment_of(session, employee_id, today)
    newest = select(Nip.nip).where(Nip.employee_id == employee_id).order_by(Nip.valid_from.desc(), Nip.id.desc())
    nip = await session.scalar(newest.limit(1))
    return Named(
        employee_id=employee_id,
        name=employee.name,
        agency=employed.agency if employed else None,
        timezone=employed.timezone if employed else None,
        scope=employed.scope if employed else PersonScope(employee_id),
        masked_nip=mask_nip(nip) if nip else None,
    )

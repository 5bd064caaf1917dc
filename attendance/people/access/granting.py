"""Giving and ending roles in chat: within a scope, from a day until a day, by an admin who covers that scope."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.held_roles import HeldRole, held_by, held_roles
from attendance.people.access.menus import menu_is_due
from attendance.people.access.reachable import reached, tell
from attendance.people.access.roles import Action, Grant, Role, may_give
from attendance.people.access.tenure import grant_of
from attendance.people.named import Named, NamedProblem, covered, named, named_by_nip
from attendance.people.person import Person
from attendance.people.tables import Agency, Employee, RoleGrant, Unit
from attendance.records.audit import append_audit
from attendance.records.say import Say
from attendance.rules.book import RuleBook
from attendance.time.schedule import work_date_of


@dataclass(frozen=True, slots=True)
class Where:
    """An agency by its code and a unit of it by its name, or the regency; with none of them where the person works."""

    agency: str | None = None
    unit: str | None = None
    regency: bool = False


@dataclass(frozen=True, slots=True)
class ShowRoles:
    """The step of /peran NIP."""

    nip: str


@dataclass(frozen=True, slots=True)
class GiveRole:
    """The step of /peran with a role. Both days are included; without a first one it is today."""

    nip: str
    role: Role
    where: Where = Where()
    valid_from: date | None = None
    valid_to: date | None = None
    acting: bool = False


@dataclass(frozen=True, slots=True)
class GiveRoleHere:
    """The step of a button under the card: where the person works, from today on. `seen`: the newest role it showed."""

    employee_id: int
    role: Role
    seen: int


@dataclass(frozen=True, slots=True)
class EndRole:
    """The step of the button under a role."""

    grant_id: int


class RoleProblem(StrEnum):
    """Why no role is given or ended."""

    NOT_ALLOWED = "not-allowed"
    UNKNOWN_NIP = "unknown-nip"
    OUT_OF_SCOPE = "out-of-scope"
    ONESELF = "oneself"
    TOO_WIDE = "too-wide"
    NO_WORKPLACE = "no-workplace"
    UNKNOWN_PLACE = "unknown-place"
    DATES = "dates"
    HELD = "held"
    """The person has this role there already."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RoleRefused:
    reason: RoleProblem


@dataclass(frozen=True, slots=True)
class RolesShown:
    """The card. `held`: each with whether the actor may end it. `offered`: may be given where the person works."""

    who: Named
    held: tuple[tuple[HeldRole, bool], ...]
    offered: tuple[Role, ...]
    newest: int


@dataclass(frozen=True, slots=True)
class RoleGiven:
    who: Named
    role: HeldRole


@dataclass(frozen=True, slots=True)
class RoleEnded:
    who: Named
    role: HeldRole


RoleOutcome = RolesShown | RoleGiven | RoleEnded | RoleRefused


async def show_roles(session: AsyncSession, actor: Person, step: ShowRoles, now: datetime) -> RolesShown | RoleRefused:
    """What the person has, of today and later."""
    who = await named_by_nip(session, actor, Action.GRANT_ROLE, step.nip, now)
    return await _card(session, actor, who, now) if isinstance(who, Named) else _refused(who)


async def give_role(
    session: AsyncSession, actor: Person, step: GiveRole, book: RuleBook, now: datetime
) -> RoleGiven | RoleRefused:
    """Give it, tell the person, and write down who gave it."""
    who = await named_by_nip(session, actor, Action.GRANT_ROLE, step.nip, now)
    if not isinstance(who, Named):
        return _refused(who)
    place = await place_of(session, step.where, who)
    if isinstance(place, RoleProblem):
        return RoleRefused(place)
    today = work_date_of(now, actor.timezone)
    row = RoleGrant(
        employee_id=who.employee_id,
        role=step.role,
        agency_id=place[0],
        unit_id=place[1],
        acting=step.acting,
        valid_from=step.valid_from or today,
        valid_to=step.valid_to,
    )
    if row.valid_from < today or (row.valid_to is not None and row.valid_to < row.valid_from):
        return RoleRefused(RoleProblem.DATES)
    return await _give(session, actor, who, row, book, now)


async def give_role_here(
    session: AsyncSession, actor: Person, step: GiveRoleHere, book: RuleBook, now: datetime
) -> RolesShown | RoleGiven | RoleRefused:
    """A card that is out of date is shown anew instead."""
    who = await covered(session, actor, Action.GRANT_ROLE, step.employee_id, now)
    if not isinstance(who, Named):
        return _refused(who)
    if await _newest(session, who.employee_id) != step.seen or who.scope.agency_id is None:
        return await _card(session, actor, who, now)
    row = RoleGrant(
        employee_id=who.employee_id,
        role=step.role,
        agency_id=who.scope.agency_id,
        acting=False,
        valid_from=work_date_of(now, actor.timezone),
    )
    return await _give(session, actor, who, row, book, now)


async def end_role(
    session: AsyncSession, actor: Person, step: EndRole, book: RuleBook, now: datetime
) -> RoleEnded | RoleRefused:
    """It ends at once, wherever the person is; days before today stay as they were."""
    row = await session.get(RoleGrant, step.grant_id, with_for_update=True)
    if row is None or not may_give(actor.roles, grant_of(row)):
        return RoleRefused(RoleProblem.NOT_ALLOWED)
    if row.employee_id == actor.employee_id:
        return RoleRefused(RoleProblem.ONESELF)
    last = now.date() - timedelta(days=1)  # by UTC, which is behind every zone of the country
    if row.valid_to is not None and row.valid_to <= last:
        return RoleRefused(RoleProblem.ENDED)
    who, role = await named(session, row.employee_id, work_date_of(now, actor.timezone)), await held_by(session, row)
    person = await reached(session, row.employee_id, book, now)
    row.valid_to = last
    await session.flush()
    append_audit(
        session, at=now, actor_id=actor.employee_id, action="role.ended", subject="role_grant", subject_id=row.id
    )
    await menu_is_due(session, row.employee_id)
    if person is not None:
        tell(session, person, Say("role-told-ended", {"role": role.line}), now)
    return RoleEnded(who, role)


async def place_of(session: AsyncSession, where: Where, who: Named) -> tuple[int | None, int | None] | RoleProblem:
    """Ids of agency and unit, two None for the regency."""
    if where.regency:
        return None, None
    if where.agency is None and where.unit is None:
        return (who.scope.agency_id, None) if who.scope.agency_id is not None else RoleProblem.NO_WORKPLACE
    agency_id = who.scope.agency_id
    if where.agency is not None:
        code = func.lower(Agency.code) == where.agency.lower()
        agency_id = await session.scalar(select(Agency.id).where(code))
    if agency_id is None:
        return RoleProblem.UNKNOWN_PLACE
    if where.unit is None:
        return agency_id, None
    name = func.lower(Unit.name) == where.unit.lower()
    unit_id = await session.scalar(select(Unit.id).where(Unit.agency_id == agency_id, name))
    return RoleProblem.UNKNOWN_PLACE if unit_id is None else (agency_id, unit_id)


async def store_role(session: AsyncSession, row: RoleGrant, actor_id: int | None, now: datetime) -> bool:
    """False when the person has that role there already, at some time of those days."""
    # Two who give the same role take turns here.
    await session.get_one(Employee, row.employee_id, with_for_update=True)
    same = select(RoleGrant.id).where(
        RoleGrant.employee_id == row.employee_id,
        RoleGrant.role == row.role,
        RoleGrant.agency_id.is_not_distinct_from(row.agency_id),
        RoleGrant.unit_id.is_not_distinct_from(row.unit_id),
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= row.valid_from),
    )
    if row.valid_to is not None:
        same = same.where(RoleGrant.valid_from <= row.valid_to)
    if await session.scalar(same.limit(1)) is not None:
        return False
    session.add(row)
    await session.flush()
    append_audit(session, at=now, actor_id=actor_id, action="role.granted", subject="role_grant", subject_id=row.id)
    await menu_is_due(session, row.employee_id)
    return True


async def _give(
    session: AsyncSession, actor: Person, who: Named, row: RoleGrant, book: RuleBook, now: datetime
) -> RoleGiven | RoleRefused:
    if who.employee_id == actor.employee_id:
        return RoleRefused(RoleProblem.ONESELF)
    if not may_give(actor.roles, grant_of(row)):
        return RoleRefused(RoleProblem.TOO_WIDE)
    if not await store_role(session, row, actor.employee_id, now):
        return RoleRefused(RoleProblem.HELD)
    return RoleGiven(who, await told_of(session, row, book, now))


async def told_of(session: AsyncSession, row: RoleGrant, book: RuleBook, now: datetime) -> HeldRole:
    """The new role in words, which its person is told, where there is an account that may hear it."""
    role = await held_by(session, row)
    person = await reached(session, row.employee_id, book, now)
    if person is not None:
        tell(session, person, Say("role-told-given", {"role": role.line}), now)
    return role


async def _card(session: AsyncSession, actor: Person, who: Named, now: datetime) -> RolesShown:
    held = await held_roles(session, who.employee_id, work_date_of(now, actor.timezone))
    mine = who.employee_id == actor.employee_id
    agency_id = who.scope.agency_id
    there = {role.grant.role for role in held if role.grant == Grant(role.grant.role, agency_id)}
    offered = () if mine or agency_id is None else tuple(role for role in Role if role not in there)
    return RolesShown(
        who,
        tuple((role, not mine and may_give(actor.roles, role.grant)) for role in held),
        tuple(role for role in offered if may_give(actor.roles, Grant(role, agency_id))),
        await _newest(session, who.employee_id),
    )


async def _newest(session: AsyncSession, employee_id: int) -> int:
    newest = select(func.max(RoleGrant.id)).where(RoleGrant.employee_id == employee_id)
    return await session.scalar(newest) or 0


def _refused(problem: NamedProblem) -> RoleRefused:
    return RoleRefused(RoleProblem(problem.value))

"""The role that `presensi invite` gives along with the code."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.granting import RoleProblem, Where, place_of, store_role, told_of
from attendance.people.access.operators import grant_admin
from attendance.people.access.roles import Role
from attendance.people.named import named
from attendance.people.tables import RoleGrant
from attendance.places.zones import day_in
from attendance.rules.book import read_rules
from presensi.errors import CommandRefused
from presensi.invitation_life import zone_of_regency


@dataclass(frozen=True)
class RoleAsked:
    """The options about a role."""

    role: Role
    where: Where
    since: date | None
    until: date | None
    acting: bool

    @property
    def whole_regency(self) -> bool:
        return self.role is Role.ADMIN and self.where == Where()

    @property
    def from_now_on(self) -> bool:
        """Nothing is said of when, nor of whom it stands in for."""
        return (self.since, self.until, self.acting) == (None, None, False)


def role_asked(
    role: str | None, where: Where, since: date | None, until: date | None, *, acting: bool
) -> RoleAsked | None:
    """None when no role is asked for; raises CommandRefused for options that are about one."""
    if role is not None:
        return RoleAsked(Role(role), where, since, until, acting)
    if where != Where() or since is not None or until is not None or acting:
        raise CommandRefused("--agency, --unit, --since, --until and --acting are about a role; add --role")
    return None


async def give_role(session: AsyncSession, employee_id: int, asked: RoleAsked, now: datetime) -> None:
    """The command line may give what nobody can give in chat: it is who runs the service. Raises CommandRefused."""
    today = day_in(await zone_of_regency(session, now), now)
    if asked.whole_regency and asked.from_now_on:
        await grant_admin(session, employee_id, today, now)
        return
    row = await _grant(session, employee_id, asked, today)
    if row.valid_from < today or (row.valid_to is not None and row.valid_to < row.valid_from):
        raise CommandRefused("--since is today or later, and --until is not before it")
    if await store_role(session, row, None, now):
        await told_of(session, row, await read_rules(session), now)


async def _grant(session: AsyncSession, employee_id: int, asked: RoleAsked, today: date) -> RoleGrant:
    where = Where(regency=True) if asked.whole_regency else asked.where
    place = await place_of(session, where, await named(session, employee_id, today))
    if isinstance(place, RoleProblem):
        raise CommandRefused(
            "no such agency or unit, or the person works nowhere; name one by --agency CODE and --unit NAME"
        )
    return RoleGrant(
        employee_id=employee_id,
        role=asked.role,
        agency_id=place[0],
        unit_id=place[1],
        acting=asked.acting,
        valid_from=asked.since or today,
        valid_to=asked.until,
    )

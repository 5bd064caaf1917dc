"""`presensi invite`."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from cyclopts import Parameter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.leaving import settle_begun
from attendance.people.access.granting import RoleProblem, Where, place_of, store_role, told_of
from attendance.people.access.invitation import create_invitation
from attendance.people.access.operators import create_operator, grant_admin
from attendance.people.access.releasing import release as release_accounts
from attendance.people.access.roles import Role
from attendance.people.named import named
from attendance.people.nip import normalised
from attendance.people.tables import Employee, Nip, RoleGrant
from attendance.places.zones import day_in
from attendance.records.database import Priority
from attendance.records.sayable import unsayable
from attendance.rules.book import read_rules
from bot.clock import SystemClock
from bot.settings import Settings
from presensi.errors import CommandRefused
from presensi.invitation_life import bots, life_of, zone_of_regency
from presensi.invitation_list import ListAsked, write_list
from presensi.opened import opened
from presensi.output import print_json


@dataclass(frozen=True)
class RoleAsked:
    """The options about a role."""

    role: Role
    where: Where
    since: date | None
    until: date | None
    acting: bool


async def invite(
    nip: str | None = None,
    *,
    role: Literal["admin", "operator", "supervisor", "head", "inspector"] | None = None,
    agency: str | None = None,
    unit: str | None = None,
    since: date | None = None,
    until: date | None = None,
    acting: bool = False,
    name: str | None = None,
    days: int | None = None,
    release: bool = False,
    codes: Annotated[Path | None, Parameter(name="--list")] = None,
    json: bool = False,
) -> None:
    """Make a one-time code. Whoever sends it to the bot first binds their chat account to the employee.

    Parameters
    ----------
    nip
        Of an employee of the roster.
    role
        What the employee may also do: `operator` enrols faces and looks after accounts, `supervisor` and `head` see
        attendance, `inspector` sees it and changes nothing, `admin` does all of it and gives roles. Without a NIP a new
        person from outside the roster is made, who needs no check-in.
    agency
        Code of the agency in which the role holds; without it an admin is one of the whole regency, everybody else has
        the role where they work. With --list: whose people get a code.
    unit
        Name of a unit of that agency.
    since
        First day of the role, as in 2026-12-01; today without it.
    until
        Last day of the role.
    acting
        The person stands in for somebody else (Plt, Plh).
    name
        Name of the new person from outside.
    days
        How long the code works; without it as the rule `invitation` says.
    release
        Let go the chat account that the employee has now, for one who changed it: nobody can use it any more, and the
        code binds the new one.
    codes
        Write a code for everybody of --agency who has no account yet into this file, to be handed out: .html to be
        printed, with a QR code each, or .csv. Older codes of these people end.
    json
        Print one JSON object as the last line.
    """
    now = SystemClock().now()
    if codes is not None:
        if nip is not None or role is not None or release or agency is None:
            raise CommandRefused(
                "--list makes codes for an agency; try: presensi invite --agency CODE --list codes.html"
            )
        told = await write_list(ListAsked(agency, unit, days, codes), Settings.load(), now)
        if json:
            print_json(told)
        return
    asked = _role_asked(role, Where(agency, unit), since, until, acting=acting)
    _refuse_nonsense(nip, asked, name, release=release)
    settings = Settings.load()
    async with opened(settings) as database, database.write(Priority.STEP) as session:
        employee = await _person(session, nip, asked, name, now)
        released = await _release(session, employee.id, now) if release else 0
        code, ends = await _invitation(session, employee, days, now)
    links = [f"https://t.me/{username}?start={code}" for username in await bots(settings, now)]
    if release:
        print(_released(employee, released))
    print(f"One-time code for {employee.name}, until {ends:%Y-%m-%d %H:%M %Z}: {code}")
    print("\n".join(links) if links else "They send it to the bot as a message.")
    if json:
        told = {"employee_id": employee.id, "code": code, "expires_at": ends.isoformat(), "links": links}
        print_json(told | {"released": released})


def _role_asked(
    role: str | None, where: Where, since: date | None, until: date | None, *, acting: bool
) -> RoleAsked | None:
    if role is not None:
        return RoleAsked(Role(role), where, since, until, acting)
    if where != Where() or since is not None or until is not None or acting:
        raise CommandRefused("--agency, --unit, --since, --until and --acting are about a role; add --role")
    return None


def _refuse_nonsense(nip: str | None, asked: RoleAsked | None, name: str | None, *, release: bool) -> None:
    if nip is None and asked is None:
        raise CommandRefused("nobody is named; try: presensi invite NIP, or presensi invite --role admin")
    if release and nip is None:
        raise CommandRefused("--release lets go the account of an employee; try: presensi invite NIP --release")
    if name is not None and (why := unsayable(name)) is not None:
        raise CommandRefused(f"the name {why}")


async def _release(session: AsyncSession, employee_id: int, now: datetime) -> int:
    await settle_begun(session, employee_id, await read_rules(session), now)
    return await release_accounts(session, employee_id, now)


def _released(employee: Employee, accounts: int) -> str:
    if accounts == 0:
        return f"{employee.name} had no chat account to let go."
    return f"The chat account of {employee.name} has been let go: it is a stranger's until it brings a code again."


async def _person(
    session: AsyncSession, nip: str | None, asked: RoleAsked | None, name: str | None, now: datetime
) -> Employee:
    employee = (
        await create_operator(session, (name or "").strip() or "Admin", now)
        if nip is None
        else await _known(session, nip)
    )
    if asked is not None:
        await _give(session, employee, asked, now)
    return employee


async def _give(session: AsyncSession, employee: Employee, asked: RoleAsked, now: datetime) -> None:
    """The command line may give what nobody can give in chat: it is who runs the service."""
    today = day_in(await zone_of_regency(session, now), now)
    whole_regency = asked.role is Role.ADMIN and asked.where == Where()
    if whole_regency and (asked.since, asked.until, asked.acting) == (None, None, False):
        await grant_admin(session, employee.id, today, now)
        return
    where = Where(regency=True) if whole_regency else asked.where
    place = await place_of(session, where, await named(session, employee.id, today))
    if isinstance(place, RoleProblem):
        raise CommandRefused(
            "no such agency or unit, or the person works nowhere; name one by --agency CODE and --unit NAME"
        )
    row = RoleGrant(
        employee_id=employee.id,
        role=asked.role,
        agency_id=place[0],
        unit_id=place[1],
        acting=asked.acting,
        valid_from=asked.since or today,
        valid_to=asked.until,
    )
    if row.valid_from < today or (row.valid_to is not None and row.valid_to < row.valid_from):
        raise CommandRefused("--since is today or later, and --until is not before it")
    if await store_role(session, row, None, now):
        await told_of(session, row, await read_rules(session), now)


async def _known(session: AsyncSession, nip: str) -> Employee:
    query = select(Employee).join(Nip, Nip.employee_id == Employee.id).where(Nip.nip == normalised(nip))
    employee = await session.scalar(query)
    if employee is None:
        raise CommandRefused("no employee has this NIP; add them to the roster and run: presensi import roster.csv")
    return employee


async def _invitation(
    session: AsyncSession, employee: Employee, days: int | None, now: datetime
) -> tuple[str, datetime]:
    """The code and its end in the zone of the regency."""
    valid_for = await life_of(session, days, now)
    code = await create_invitation(session, employee.id, now, valid_for)
    return code, (now + valid_for).astimezone(ZoneInfo(await zone_of_regency(session, now)))

"""`presensi invite`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from cyclopts import Parameter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.leaving import settle_begun
from attendance.people.access.granting import Where
from attendance.people.access.invitation import create_invitation
from attendance.people.access.operators import create_operator
from attendance.people.access.releasing import release as release_accounts
from attendance.people.nip import normalised
from attendance.people.tables import Employee, Nip
from attendance.records.database import Priority
from attendance.records.sayable import unsayable
from attendance.rules.book import read_rules
from bot.clock import SystemClock
from bot.settings import Settings
from presensi.errors import CommandRefused
from presensi.invitation_life import bots, life_of, zone_of_regency
from presensi.invitation_list import ListAsked, write_list
from presensi.invited_role import RoleAsked, give_role, role_asked
from presensi.opened import opened
from presensi.output import print_json


@dataclass(frozen=True)
class PersonAsked:
    """The options about one person; without a NIP a new one from outside the roster."""

    nip: str | None
    name: str | None
    role: RoleAsked | None
    days: int | None
    release: bool


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
    if codes is None:
        given = role_asked(role, Where(agency, unit), since, until, acting=acting)
        told = await _invite_person(_sensible(PersonAsked(nip, name, given, days, release)), now)
    elif agency is None or nip is not None or role is not None or release:
        raise CommandRefused("--list makes codes for an agency; try: presensi invite --agency CODE --list codes.html")
    else:
        told = await write_list(ListAsked(agency, unit, days, codes), Settings.load(), now)
    if json:
        print_json(told)


def _sensible(asked: PersonAsked) -> PersonAsked:
    if asked.nip is None and asked.role is None:
        raise CommandRefused("nobody is named; try: presensi invite NIP, or presensi invite --role admin")
    if asked.release and asked.nip is None:
        raise CommandRefused("--release lets go the account of an employee; try: presensi invite NIP --release")
    if asked.name is not None and (why := unsayable(asked.name)) is not None:
        raise CommandRefused(f"the name {why}")
    return asked


async def _invite_person(asked: PersonAsked, now: datetime) -> Mapping[str, object]:
    """What was done, as `--json` prints it."""
    settings = Settings.load()
    async with opened(settings) as database, database.write(Priority.STEP) as session:
        employee = await _person(session, asked, now)
        released = await _release(session, employee.id, now) if asked.release else 0
        code, ends = await _invitation(session, employee, asked.days, now)
    links = [f"https://t.me/{username}?start={code}" for username in await bots(settings, now)]
    if asked.release:
        print(_released(employee, released))
    print(f"One-time code for {employee.name}, until {ends:%Y-%m-%d %H:%M %Z}: {code}")
    print("\n".join(links) if links else "They send it to the bot as a message.")
    told = {"employee_id": employee.id, "code": code, "expires_at": ends.isoformat(), "links": links}
    return told | {"released": released}


async def _person(session: AsyncSession, asked: PersonAsked, now: datetime) -> Employee:
    """With the role that was asked for."""
    if asked.nip is None:
        employee = await create_operator(session, (asked.name or "").strip() or "Admin", now)
    else:
        employee = await _known(session, asked.nip)
    if asked.role is not None:
        await give_role(session, employee.id, asked.role, now)
    return employee


async def _release(session: AsyncSession, employee_id: int, now: datetime) -> int:
    await settle_begun(session, employee_id, await read_rules(session), now)
    return await release_accounts(session, employee_id, now)


def _released(employee: Employee, accounts: int) -> str:
    if accounts == 0:
        return f"{employee.name} had no chat account to let go."
    return f"The chat account of {employee.name} has been let go: it is a stranger's until it brings a code again."


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

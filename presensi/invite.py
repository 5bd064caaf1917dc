"""`presensi invite`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.invitation import create_invitation
from attendance.people.nip import normalised
from attendance.people.operators import create_operator, grant_admin
from attendance.people.releasing import release as release_accounts
from attendance.people.tables import Employee, Nip
from attendance.places.zones import day_in
from attendance.records.database import Priority
from attendance.records.sayable import unsayable
from attendance.rules.book import read_rules
from attendance.rules.kinds import InvitationRule, ZoneRule
from attendance.rules.resolve import NOBODY
from bot.clock import SystemClock
from bot.settings import Settings
from presensi.bot_api import Bot, ask_for_bot
from presensi.errors import CommandRefused
from presensi.opened import opened
from presensi.output import print_json


async def invite(
    nip: str | None = None,
    *,
    role: Literal["admin"] | None = None,
    name: str | None = None,
    days: int | None = None,
    release: bool = False,
    json: bool = False,
) -> None:
    """Make a one-time code. Whoever sends it to the bot first binds their chat account to the employee.

    Parameters
    ----------
    nip
        Of an employee of the roster.
    role
        `admin`: the employee may also enrol faces and see everybody's attendance. Without a NIP a new person from
        outside the roster is made, who needs no check-in.
    name
        Name of that new person.
    days
        How long the code works; without it as the rule `invitation` says.
    release
        Let go the chat account that the employee has now, for one who changed it: nobody can use it any more, and the
        code binds the new one.
    json
        Print one JSON object as the last line.
    """
    if nip is None and role is None:
        raise CommandRefused("nobody is named; try: presensi invite NIP, or presensi invite --role admin")
    if release and nip is None:
        raise CommandRefused("--release lets go the account of an employee; try: presensi invite NIP --release")
    if name is not None and (why := unsayable(name)) is not None:
        raise CommandRefused(f"the name {why}")
    settings, now = Settings.load(), SystemClock().now()
    async with opened(settings) as database, database.write(Priority.STEP) as session:
        employee = await _person(session, nip, role, name, now)
        released = await release_accounts(session, employee.id, now) if release else 0
        code, ends = await _invitation(session, employee, days, now)
    links = [f"https://t.me/{username}?start={code}" for username in await _bots(settings, now)]
    if release:
        print(_released(employee, released))
    print(f"One-time code for {employee.name}, until {ends:%Y-%m-%d %H:%M %Z}: {code}")
    print("\n".join(links) if links else "They send it to the bot as a message.")
    if json:
        told = {"employee_id": employee.id, "code": code, "expires_at": ends.isoformat(), "links": links}
        print_json(told | {"released": released})


def _released(employee: Employee, accounts: int) -> str:
    if accounts == 0:
        return f"{employee.name} had no chat account to let go."
    return f"The chat account of {employee.name} has been let go: it is a stranger's until it brings a code again."


async def _person(
    session: AsyncSession, nip: str | None, role: str | None, name: str | None, now: datetime
) -> Employee:
    today = day_in(await _zone(session, now), now)
    employee = (
        await create_operator(session, (name or "").strip() or "Admin", now)
        if nip is None
        else await _known(session, nip)
    )
    if role is not None:
        await grant_admin(session, employee.id, today, now)
    return employee


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
    if days is None:
        rules = await read_rules(session)
        days = rules.get(InvitationRule, NOBODY, now.date()).value.valid_days
    if not 1 <= days <= 365:
        raise CommandRefused("--days is between 1 and 365")
    valid_for = timedelta(days=days)
    code = await create_invitation(session, employee.id, now, valid_for)
    return code, (now + valid_for).astimezone(ZoneInfo(await _zone(session, now)))


async def _zone(session: AsyncSession, now: datetime) -> str:
    return (await read_rules(session)).get(ZoneRule, NOBODY, now.date()).value.timezone


async def _bots(settings: Settings, now: datetime) -> Sequence[str]:
    """The names of our bots, as far as they can be found out now."""
    answers = [await ask_for_bot(settings, token, now) for token in settings.telegram_tokens.values()]
    return [answer.username for answer in answers if isinstance(answer, Bot)]

"""`presensi invite --agency CODE --list FILE`: a code for everybody of an agency who has no account yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.invitation import create_invitation
from attendance.people.employment import Employed, employed_on
from attendance.people.nip import mask_nip
from attendance.people.tables import Agency, ChatAccount, Nip, Unit
from attendance.places.zones import day_in
from attendance.records.database import Database, Priority
from bot.settings import Settings
from presensi.code_sheet import CodeSheet, Invited, as_csv, as_html
from presensi.errors import CommandRefused
from presensi.invitation_life import bots, life_of, zone_of_regency
from presensi.opened import opened

# Codes made in one transaction: no write may last over 100 ms.
BITE = 25

_FORMS = {".html": as_html, ".csv": as_csv}


@dataclass(frozen=True)
class ListAsked:
    """The options about a list; `agency` is a code, `unit` a name."""

    agency: str
    unit: str | None
    days: int | None
    file: Path


async def write_list(asked: ListAsked, settings: Settings, now: datetime) -> Mapping[str, object]:
    """Make the codes and write them; what was done. Raises CommandRefused.

    The file is opened before the first code is made: codes are told once, and one that nobody can read helps nobody.
    """
    form = _FORMS.get(asked.file.suffix.lower())
    if form is None:
        raise CommandRefused("--list writes .html, to be printed, or .csv; try: --list codes.html")
    usernames = await bots(settings, now)
    async with opened(settings) as database:
        people, agency, valid_for, zone = await _people(database, asked, now)
        try:
            asked.file.touch(mode=0o600)
            asked.file.chmod(0o600)
        except OSError as error:
            raise CommandRefused(f"{asked.file} cannot be written: {error.strerror}") from None
        invited = await _invite(database, people, valid_for, now)
    ends = (now + valid_for).astimezone(ZoneInfo(zone))
    asked.file.write_text(form(CodeSheet(agency, ends, usernames[:1], invited)), "utf-8")
    print(f"{len(invited)} codes for {agency}, until {ends:%Y-%m-%d %H:%M %Z}, are in {asked.file}.")
    print("Hand them out one by one and delete the file: whoever reads a code first can use it.")
    return {"file": str(asked.file), "codes": len(invited), "expires_at": ends.isoformat()}


async def _people(
    database: Database, asked: ListAsked, now: datetime
) -> tuple[Sequence[Employed], str, timedelta, str]:
    """Whoever works there today and has no account; the name of the place, how long codes live, and the zone."""
    async with database.read() as session:
        agency = await session.scalar(select(Agency).where(func.lower(Agency.code) == asked.agency.lower()))
        if agency is None:
            raise CommandRefused("no agency has this code; the roster names them in the column agency_code")
        unit_id = await _unit(session, agency, asked.unit)
        zone = await zone_of_regency(session, now)
        everybody = await employed_on(session, agency.id, day_in(zone, now))
        bound = set(await session.scalars(select(ChatAccount.employee_id).where(ChatAccount.employee_id.is_not(None))))
        people = [one for one in everybody if one.employee_id not in bound and unit_id in (None, one.unit_id)]
        name = agency.name if asked.unit is None else f"{asked.unit}, {agency.name}"
        return people, name, await life_of(session, asked.days, now), zone


async def _unit(session: AsyncSession, agency: Agency, name: str | None) -> int | None:
    if name is None:
        return None
    same = (Unit.agency_id == agency.id) & (func.lower(Unit.name) == name.lower())
    unit_id = await session.scalar(select(Unit.id).where(same))
    if unit_id is None:
        raise CommandRefused("the agency has no unit of this name")
    return unit_id


async def _invite(
    database: Database, people: Sequence[Employed], valid_for: timedelta, now: datetime
) -> Sequence[Invited]:
    """In bites, between which others can write."""
    invited: list[Invited] = []
    for start in range(0, len(people), BITE):
        async with database.write(Priority.BULK) as session:
            for one in people[start : start + BITE]:
                code = await create_invitation(session, one.employee_id, now, valid_for)
                newest = select(Nip.nip).where(Nip.employee_id == one.employee_id).order_by(Nip.valid_from.desc())
                nip = await session.scalar(newest.limit(1))
                invited.append(Invited(one.name, mask_nip(nip) if nip else "", one.position, code))
    return invited

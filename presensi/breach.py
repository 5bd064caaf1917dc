"""`presensi breach`."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from attendance.people.nip import normalised
from attendance.privacy.breach import Concerned, Incident, Leaked, concerned, declare
from attendance.records.database import Database, Priority
from attendance.records.sayable import unsayable
from attendance.rules.book import read_rules
from attendance.rules.kinds import NoticeRule, ZoneRule
from attendance.rules.resolve import NOBODY
from bot.clock import SystemClock
from bot.settings import Settings
from presensi.breach_pack import Pack
from presensi.errors import CommandRefused
from presensi.opened import opened
from presensi.output import print_json


async def breach(
    *,
    what: str,
    since: datetime,
    until: datetime | None = None,
    discovered: datetime | None = None,
    data: Literal["pictures", "database", "all"] = "all",
    keys_too: bool = False,
    people: Path | None = None,
    out: Path = Path("var/breach"),
    json: bool = False,
) -> None:
    """Declare a leak and write its pack: who, what of them, when, the letters to them and to the agency, the deadline.

    The law (UU 27/2022 art. 46) wants both told in writing within 3 x 24 hours of the discovery.

    Parameters
    ----------
    what
        One sentence that may be told to everybody, without names.
    since
        From when somebody could read the data, as 2026-11-20T08:00; without a zone in that of the regency.
    until
        Until when; without it until now.
    discovered
        When it was found out, from which the deadline runs; without it now.
    data
        `pictures`: the media folder. `database`: everything else. `all`: both.
    keys_too
        The keys (PRESENSI_KEYS) got out as well: what is sealed can be read.
    people
        A file with one NIP in each line, where only these are concerned.
    out
        The folder in which a folder of this leak is made, for the owner only.
    json
        Print one JSON object as the last line.
    """
    clock = SystemClock()
    began, now = clock.monotonic(), clock.now()
    sentence, nips = _sentence(what), None if people is None else _nips(people)
    async with opened(Settings.load()) as database:
        zone, contact = await _regency(database, now)
        times = (_aware(moment or now, zone) for moment in (since, until, discovered))
        incident = _possible(Incident(sentence, Leaked(data), keys_too, *times), now)
        number, found = await _declared(database, incident, nips, now)
    folder = out / f"{number:06d}"
    Pack(incident, found, zone, contact).write(folder)
    seconds = round(clock.monotonic() - began, 2)
    print(f"{len(found)} people are concerned; the pack is in {folder} ({seconds:.1f} s)")
    print(f"Tell them and the agency by {incident.due_at.astimezone(zone):%Y-%m-%d %H:%M %Z}")
    if json:
        told = {"breach_id": number, "people": len(found), "folder": str(folder), "seconds": seconds}
        print_json(told | {"due_at": incident.due_at.isoformat()})


def _sentence(what: str) -> str:
    if (why := unsayable(what)) is not None or not what.strip():
        raise CommandRefused(f"--what {why or 'is empty; say in one sentence what happened'}")
    return what.strip()


def _nips(file: Path) -> frozenset[str]:
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CommandRefused(f"{file} cannot be read; it holds one NIP in each line") from None
    return frozenset(normalised(line) for line in lines if line.strip())


def _aware(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment


def _possible(incident: Incident, now: datetime) -> Incident:
    if incident.until < incident.since or incident.discovered_at > now:
        raise CommandRefused("--since comes before --until, and --discovered is not in the future")
    return incident


async def _regency(database: Database, now: datetime) -> tuple[ZoneInfo, str]:
    """Its zone, and whom a person may ask."""
    async with database.read() as session:
        rules = await read_rules(session)
    zone = ZoneInfo(rules.get(ZoneRule, NOBODY, now.date()).value.timezone)
    return zone, rules.get(NoticeRule, NOBODY, now.date()).value.contact


async def _declared(
    database: Database, incident: Incident, nips: frozenset[str] | None, now: datetime
) -> tuple[int, Sequence[Concerned]]:
    """The number under which it is on record, and whom it concerns."""
    async with database.read() as session:
        found = await concerned(session, incident, nips)
    async with database.write(Priority.BULK) as session:
        return (await declare(session, incident, len(found), now)).id, found

"""`presensi breach`."""

import csv
import io
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import texts.render
from attendance.people.nip import mask_nip, normalised
from attendance.privacy.breach import IN, Concerned, Incident, Kind, Leaked, concerned, declare
from attendance.records.database import Database, Priority
from attendance.records.sayable import unsayable
from attendance.rules.book import read_rules
from attendance.rules.kinds import NoticeRule, ZoneRule
from attendance.rules.resolve import NOBODY
from bot.clock import SystemClock
from bot.settings import Settings
from presensi.errors import CommandRefused
from presensi.opened import opened
from presensi.output import print_json

#: The languages a letter is written in, one below the other.
LANGUAGE = "id"


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
    if (why := unsayable(what)) is not None or not what.strip():
        raise CommandRefused(f"--what {why or 'is empty; say in one sentence what happened'}")
    nips = None if people is None else _nips(people)
    async with opened(Settings.load()) as database:
        zone, contact = await _regency(database, now)
        incident = Incident(
            what.strip(),
            Leaked(data),
            keys_too,
            _aware(since, zone),
            now if until is None else _aware(until, zone),
            now if discovered is None else _aware(discovered, zone),
        )
        if incident.until < incident.since or incident.discovered_at > now:
            raise CommandRefused("--since comes before --until, and --discovered is not in the future")
        async with database.read() as session:
            found = await concerned(session, incident, nips)
        async with database.write(Priority.BULK) as session:
            number = (await declare(session, incident, len(found), now)).id
    folder = _write(out / f"{number:06d}", incident, found, zone, contact)
    seconds = clock.monotonic() - began
    print(f"{len(found)} people are concerned; the pack is in {folder} ({seconds:.1f} s)")
    print(f"Tell them and the agency by {incident.due_at.astimezone(zone):%Y-%m-%d %H:%M %Z}")
    if json:
        told = {"breach_id": number, "people": len(found), "folder": str(folder), "seconds": round(seconds, 2)}
        print_json(told | {"due_at": incident.due_at.isoformat()})


def _write(folder: Path, incident: Incident, found: Sequence[Concerned], zone: ZoneInfo, contact: str) -> Path:
    """Files for the owner only; raises CommandRefused when there is no room for them."""
    try:
        (folder / "surat").mkdir(mode=0o700, parents=True)
        _file(folder / "ringkasan.txt", summary(incident, found, zone, contact))
        _file(folder / "surat-lembaga.txt", agency_letter(incident, found, zone, contact))
        _file(folder / "orang.csv", table(incident, found))
        for one in found:
            _file(folder / "surat" / f"{one.employee_id:06d}.txt", letter(incident, one, zone, contact))
    except OSError as error:
        raise CommandRefused(f"{folder} cannot be written: {error.strerror}; name another folder with --out") from None
    return folder


def letter(incident: Incident, one: Concerned, zone: ZoneInfo, contact: str) -> str:
    """To one of those concerned: what of theirs, when and how, what is done about it, whom to ask."""
    args = _args(incident, zone, contact) | {"name": one.name, "nip": mask_nip(one.nip) if one.nip else "-"}
    lines = [_counted(kind, count) for kind, count in sorted(one.counts.items()) if count]
    return texts.render.render(LANGUAGE, "breach-letter", args | {"lines": "\n".join(lines)})


def agency_letter(incident: Incident, found: Sequence[Concerned], zone: ZoneInfo, contact: str) -> str:
    """To the agency that the law names: the same in numbers."""
    args = _args(incident, zone, contact) | {"total": len(found), "lines": _totals(found)}
    return texts.render.render(LANGUAGE, "breach-agency-letter", args)


def summary(incident: Incident, found: Sequence[Concerned], zone: ZoneInfo, contact: str) -> str:
    """For whoever handles it: numbers, the clock, what to do in which order."""
    args = _args(incident, zone, contact) | {"total": len(found), "lines": _totals(found)}
    return texts.render.render(LANGUAGE, "breach-summary", args)


def table(incident: Incident, found: Sequence[Concerned]) -> str:
    """One row for each person; no cell begins as a formula does."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, quoting=csv.QUOTE_ALL)
    kinds = IN[incident.data]
    writer.writerow(["surat", "nip", "nama", "opd", *(kind.value for kind in kinds)])
    for one in found:
        counts = [one.counts.get(kind, 0) for kind in kinds]
        writer.writerow([f"{one.employee_id:06d}.txt", _cell(one.nip), _cell(one.name), _cell(one.agency), *counts])
    return sheet.getvalue()


def _args(incident: Incident, zone: ZoneInfo, contact: str) -> dict[str, texts.render.Value]:
    return {
        "what": incident.what,
        "since": incident.since.astimezone(zone),
        "until": incident.until.astimezone(zone),
        "at": incident.discovered_at.astimezone(zone),
        "due": incident.due_at.astimezone(zone),
        "sealed": "no" if incident.keys_too else "yes",
        "contact": contact,
    }


def _totals(found: Sequence[Concerned]) -> str:
    totals = {kind: sum(one.counts.get(kind, 0) for one in found) for kind in Kind}
    return "\n".join(_counted(kind, count) for kind, count in totals.items() if count)


def _counted(kind: Kind, count: int) -> str:
    return texts.render.render(LANGUAGE, f"breach-kind-{kind.value}", {"count": count})


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _file(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text + "\n")


def _nips(file: Path) -> frozenset[str]:
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CommandRefused(f"{file} cannot be read; it holds one NIP in each line") from None
    return frozenset(normalised(line) for line in lines if line.strip())


def _aware(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment


async def _regency(database: Database, now: datetime) -> tuple[ZoneInfo, str]:
    async with database.read() as session:
        rules = await read_rules(session)
    zone = ZoneInfo(rules.get(ZoneRule, NOBODY, now.date()).value.timezone)
    return zone, rules.get(NoticeRule, NOBODY, now.date()).value.contact

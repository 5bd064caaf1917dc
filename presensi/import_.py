"""`presensi import`."""

import asyncio
import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.roster.bringing_in import ImportOptions, RosterReport, import_roster
from attendance.people.roster.columns import looks_like_roster
from attendance.places import site_import, site_list
from attendance.records.database import Database, Priority
from attendance.records.sheets import ImportReport, RowDamaged, Sheet, SheetRefused, read_sheet
from attendance.rules.rule_list import import_rules, read_rule_list
from bot.clock import SystemClock
from bot.settings import Settings
from presensi.errors import CommandRefused
from presensi.opened import opened
from presensi.output import print_json
from presensi.roster_told import tell_roster

#: After each small write transaction of a roster. SQLite lets whoever waits try again after at most 100 ms.
REST_S = 0.05

Report = ImportReport | RosterReport


async def import_(
    *files: Path,
    dry_run: bool = False,
    new_agencies: bool = False,
    end_missing: bool = False,
    json: bool = False,
) -> int:
    """Read agencies and employees, sites or rules from files: CSV in UTF-8 or XLSX with a header, rules as JSON.

    What a file holds is told by its columns (docs/roster.md). Importing twice changes nothing. A damaged row is named
    and left out, the rest is imported; then the exit status is 1, and `presensi quarantine` shows the damaged rows of
    a roster until they come in right.

    Parameters
    ----------
    files
        For example sample/roster.csv sample/sites.csv sample/rules.json, in this order.
    dry_run
        Only say what would change, line by line.
    new_agencies
        Take agencies that are not known as new ones.
    end_missing
        Whoever is employed in an agency of the roster without being in it is no longer employed from today on.
    json
        Print one JSON object as the last line.
    """
    if not files:
        raise CommandRefused("no file is named; try: presensi import sample/roster.csv sample/sites.csv")
    contents = [(file, _content(file)) for file in files]
    reports: dict[str, Report] = {}
    options = ImportOptions(dry_run, new_agencies, end_missing)
    settings = Settings.load()
    async with opened(settings) as database:
        for file, content in contents:
            try:
                reports[str(file)] = await _bring_in(database, settings, content, options)
            except (SheetRefused, RowDamaged) as error:
                raise CommandRefused(f"{file}: {error}") from None
            except asyncio.CancelledError:
                whole = "the old roster counts, or all of the new one; run the same command again"
                raise CommandRefused(f"{file}: stopped; {whole}") from None
            _tell(file, reports[str(file)], dry_run=dry_run)
    if json:
        print_json({name: _as_json(report) for name, report in reports.items()})
    return int(any(report.damaged for report in reports.values()))


async def _bring_in(database: Database, settings: Settings, content: bytes, options: ImportOptions) -> Report:
    clock = SystemClock()
    now = clock.now()
    if content.lstrip().startswith(b"["):
        return await _in_one_go(database, None, content, now, options)
    sheet = await asyncio.to_thread(read_sheet, content)
    if not looks_like_roster(sheet):
        return await _in_one_go(database, sheet, content, now, options)
    digest = hashlib.sha256(content).hexdigest()
    keyring = settings.keyring()
    return await import_roster(database, sheet, digest, keyring, now, lambda: clock.sleep(REST_S), options)


async def _in_one_go(
    database: Database, sheet: Sheet | None, content: bytes, now: datetime, options: ImportOptions
) -> ImportReport:
    """Sites and rules are few: one transaction, which a dry run takes back."""
    async with database.write(Priority.BULK) as session:
        report = await _sites_or_rules(session, sheet, content, now)
        if options.dry_run:
            await session.rollback()
    return report


async def _sites_or_rules(session: AsyncSession, sheet: Sheet | None, content: bytes, now: datetime) -> ImportReport:
    if sheet is None:
        return await import_rules(session, read_rule_list(content), now)
    if set(sheet.columns) >= site_list.COLUMNS:
        return await site_import.import_sites(session, sheet, now)
    raise SheetRefused(
        "the header is neither that of a roster (nip, name, kind, agency; docs/roster.md has them all) "
        f"nor that of a list of sites ({', '.join(sorted(site_list.COLUMNS))})"
    )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandRefused(f"{file} cannot be read: {error.strerror}") from None


def _tell(file: Path, report: Report, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    print(
        f"{file}: {would}{report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{len(report.damaged)} damaged"
    )
    if isinstance(report, RosterReport):
        tell_roster(file, report, in_full=dry_run)
    for remark in report.damaged:
        print(f"{file}:{remark.line}: left out: {remark.text}")
    for remark in report.doubts:
        print(f"{file}:{remark.line}: taken, but {remark.text}")


def _as_json(report: Report) -> Mapping[str, Any]:
    return dataclasses.asdict(report, dict_factory=_plain)


def _plain(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in items}

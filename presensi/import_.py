"""`presensi import`."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people import roster, roster_import
from attendance.places import site_import, site_list
from attendance.records.database import Priority
from attendance.records.sheets import ImportReport, SheetRefused, read_sheet
from attendance.rules.rule_list import import_rules, read_rule_list
from bot.clock import SystemClock
from bot.settings import Settings
from presensi.errors import CommandRefused
from presensi.opened import opened
from presensi.output import print_json


async def import_(*files: Path, json: bool = False) -> int:
    """Read agencies and employees, sites or rules from files: UTF-8 CSV with a header, rules as JSON.

    What a file holds is told by its columns. Importing twice changes nothing. A damaged row is named and left out, the
    rest is imported; then the exit status is 1.

    Parameters
    ----------
    files
        For example sample/roster.csv sample/sites.csv sample/rules.json, in this order.
    json
        Print one JSON object as the last line.
    """
    if not files:
        raise CommandRefused("no file is named; try: presensi import sample/roster.csv sample/sites.csv")
    contents = [(file, _content(file)) for file in files]
    reports: dict[str, ImportReport] = {}
    async with opened(Settings.load()) as database:
        for file, content in contents:
            async with database.write(Priority.BULK) as session:
                reports[str(file)] = await _bring_in(session, file, content, SystemClock().now())
            _tell(file, reports[str(file)])
    if json:
        print_json({name: dataclasses.asdict(report) for name, report in reports.items()})
    return int(any(report.damaged for report in reports.values()))


async def _bring_in(session: AsyncSession, file: Path, content: bytes, now: datetime) -> ImportReport:
    try:
        if content.lstrip().startswith(b"["):
            return await import_rules(session, read_rule_list(content), now)
        sheet = read_sheet(content)
    except SheetRefused as error:
        raise CommandRefused(f"{file}: {error}") from None
    if set(sheet.columns) >= roster.COLUMNS:
        return await roster_import.import_roster(session, roster.read_roster(sheet, now), now)
    if set(sheet.columns) >= site_list.COLUMNS:
        return await site_import.import_sites(session, sheet, now)
    raise CommandRefused(
        f"{file}: the header is neither that of a roster ({_list(roster.COLUMNS)}) "
        f"nor that of a list of sites ({_list(site_list.COLUMNS)})"
    )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandRefused(f"{file} cannot be read: {error.strerror}") from None


def _tell(file: Path, report: ImportReport) -> None:
    print(
        f"{file}: {report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{len(report.damaged)} damaged"
    )
    for remark in report.damaged:
        print(f"{file}:{remark.line}: left out: {remark.text}")
    for remark in report.doubts:
        print(f"{file}:{remark.line}: taken, but {remark.text}")


def _list(columns: Sequence[str] | frozenset[str]) -> str:
    return ", ".join(sorted(columns))

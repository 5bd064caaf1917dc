"""`presensi quarantine`: the damaged rows of rosters."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from cyclopts import App

from attendance.people.roster.quarantine import HeldRow, dismiss, read_quarantine, shown_cells
from attendance.records.database import Priority
from bot.clock import SystemClock
from bot.settings import Settings
from presensi.errors import CommandRefused
from presensi.opened import opened
from presensi.output import print_json

app = App(name="quarantine", help="Damaged rows of rosters, which wait until they come in right.")


@app.default
async def quarantine(*, csv: Path | None = None, dismiss: list[int] | None = None, json: bool = False) -> None:
    """List the damaged rows that wait, each with its number, its line in the file and what is wrong with it.

    Parameters
    ----------
    csv
        Write them with all their cells to this new file: correct it and bring it in by `presensi import`.
    dismiss
        Numbers of rows that are no people at all, such as a line of totals: they are let go for good.
    json
        Print one JSON object as the last line.
    """
    settings = Settings.load()
    keyring = settings.keyring()
    if dismiss:
        await _dismiss(settings, dismiss)
    async with opened(settings) as database, database.read() as session:
        held = await read_quarantine(session, keyring)
    for row in held:
        print(f"{row.id}: line {row.line}, found {row.found_at:%Y-%m-%d %H:%M} UTC: {row.reason}")
    print(f"{len(held)} damaged rows wait")
    if csv is not None:
        _write(csv, held)
        print(f"{csv}: correct the cells and run: presensi import {csv}")
    if json:
        print_json({"rows": [_told(row) for row in held]})


def _told(row: HeldRow) -> dict[str, object]:
    """Without the cells, which hold personal data."""
    return {
        "id": row.id,
        "line": row.line,
        "file_sha256": row.file_sha256,
        "reason": row.reason,
        "found_at": row.found_at.isoformat(),
    }


async def _dismiss(settings: Settings, ids: Sequence[int]) -> None:
    async with opened(settings) as database, database.write(Priority.STEP) as session:
        unknown = await dismiss(session, ids, SystemClock().now())
    if unknown:
        raise CommandRefused(f"no row {', '.join(map(str, unknown))} waits in the quarantine")


def _write(file: Path, held: Sequence[HeldRow]) -> None:
    """For the owner only; an existing file is not touched."""
    cells = [shown_cells(row) for row in held]
    columns = list(dict.fromkeys(column for one in cells for column in one))
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandRefused(f"{file} cannot be written: {error.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(cells)

"""`presensi quarantine`."""

import csv
import json
import stat
from pathlib import Path

import pytest

from attendance.records.database import Database
from presensi.checks.finding import Finding
from presensi.checks.quarantine import check_quarantine
from presensi.errors import CommandRefused
from presensi.import_ import import_
from presensi.main import app
from presensi.quarantine import quarantine

ROSTER = """nip,name,kind,agency
199009132015031001,Andi Saputra,pns,Kominfo
1.99302E+17,Eileen Marwah,pns,Kominfo
Jumlah,2,,
"""


async def spoilt(folder: Path) -> Path:
    file = folder / "roster.csv"
    file.write_text(ROSTER)
    assert await import_(file) == 1
    return file


async def found(url: str) -> list[Finding]:
    """What `presensi check` says of them."""
    database = await Database.open(url)
    findings = await check_quarantine(database)
    await database.close()
    return findings


async def test_damaged_rows_are_listed_corrected_and_imported_again(
    migrated: str, installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await spoilt(installation)
    capsys.readouterr()
    assert [str(finding) for finding in await found(migrated)] == [
        "warn roster: 2 damaged rows wait to be corrected; run: presensi quarantine"
    ]
    corrections = installation / "correct.csv"
    await quarantine(csv=corrections, json=True)
    *lines, told = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1: line 3, found ")
    assert "a spreadsheet has turned the NIP into a number" in lines[0]
    assert lines[2:] == [
        "2 damaged rows wait",
        f"{corrections}: correct the cells and run: presensi import {corrections}",
    ]
    assert "Eileen" not in told
    assert [row["line"] for row in json.loads(told)["rows"]] == [3, 4]

    assert stat.S_IMODE(corrections.stat().st_mode) == 0o600
    with corrections.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["nip"], row["name"]) for row in rows] == [("1.99302E+17", "Eileen Marwah"), ("Jumlah", "2")]
    rows[0]["nip"] = "199302282019022004"
    with corrections.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerow(rows[0])
    assert await import_(corrections) == 0
    await quarantine(dismiss=[2])
    assert capsys.readouterr().out.splitlines()[-1] == "0 damaged rows wait"
    assert await found(migrated) == []


async def test_an_existing_file_is_not_written_over_and_an_unknown_row_is_named(
    migrated_sqlite: str, installation: Path
) -> None:
    file = await spoilt(installation)
    with pytest.raises(CommandRefused, match="cannot be written: File exists"):
        await quarantine(csv=file)
    with pytest.raises(CommandRefused, match="no row 7, 9 waits"):
        await quarantine(dismiss=[7, 1, 9])


def test_the_command_is_listed() -> None:
    assert "quarantine" in app

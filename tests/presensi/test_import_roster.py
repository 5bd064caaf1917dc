"""`presensi import` of a roster as a workbook: the dry run, and what stops it half way."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from attendance.people.roster.edition_table import RosterEdition
from attendance.people.tables import Employee, Nip
from attendance.records.database import Database
from presensi.bench.roster import roster_of
from presensi.errors import CommandRefused
from presensi.import_ import import_

ROWS = (
    ("NIP", "Nama", "Jenis", "OPD", "Jabatan", "Atasan", "No. HP"),
    ("197408121999032001", "Wa Ode Marlina", "PNS", "Kominfo", "Kepala Dinas", None, "0812-0000-0001"),
    ("199009132015031001", "Andi Saputra", "PNS", "Kominfo", "Analis", "197408121999032001", 81200000002),
    (199302282019022004, "Eileen Marwah", "PNS", "Kominfo", "Analis", "197408121999032001", None),
    ("=CMD", "Jumlah", None, None, None, None, None),
)


def workbook(file: Path, rows: tuple[tuple[object, ...], ...] = ROWS) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file


async def people(url: str) -> int | None:
    database = await Database.open(url)
    async with database.read() as session:
        count = await session.scalar(select(func.count(Nip.id)))
    await database.close()
    return count


async def test_a_dry_run_of_a_workbook_says_everything_and_writes_nothing(
    migrated_sqlite: str, installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workbook(installation / "roster.xlsx")
    assert await import_(file, dry_run=True, json=True) == 1
    *lines, told = capsys.readouterr().out.splitlines()
    assert [line.removeprefix(str(file)) for line in lines if "new: " not in line] == [
        ": would be 2 added, 0 changed, 0 unchanged, 2 damaged",
        ": agencies that are new or change: Kominfo",
        ": quarantine: 2 more, 0 settled (presensi quarantine)",
        ":4: left out: a spreadsheet has turned the NIP into a number and lost digits; format the column as text",
        ":5: left out: nip holds a formula; paste values, or type it anew",
    ]
    assert [line.partition("new: ")[2].rpartition(", from ")[0] for line in lines if "new: " in line] == [
        "Wa Ode Marlina (**************2001), Kominfo",
        "Andi Saputra (**************1001), Kominfo",
    ]
    assert [one["name"] for one in json.loads(told)[str(file)]["differences"]] == ["Wa Ode Marlina", "Andi Saputra"]
    assert await people(migrated_sqlite) == 0


async def test_an_import_does_what_its_dry_run_says(
    migrated: str, installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workbook(installation / "roster.xlsx")
    told = []
    for dry_run in (True, False):
        await import_(file, dry_run=dry_run, json=True)
        told.append(json.loads(capsys.readouterr().out.splitlines()[-1]))
    assert told[0] == told[1]
    assert await people(migrated) == 2
    moved = tuple((*row[:4], "Arsiparis", *row[5:]) if row[1] == "Andi Saputra" else row for row in ROWS)
    await import_(workbook(file, moved), dry_run=True)
    out = capsys.readouterr().out
    assert f"{file}:3: from " in out
    assert "Andi Saputra (**************1001): position Analis -> Arsiparis" in out
    assert "1 changed" in out


async def test_the_missing_are_named_and_not_ended_beside_damaged_rows(
    migrated_sqlite: str, installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await import_(workbook(installation / "roster.xlsx"))
    capsys.readouterr()
    shorter = workbook(installation / "shorter.xlsx", (*ROWS[:2], ROWS[3]))
    await import_(shorter, dry_run=True)
    assert f"{shorter}: missing: Andi Saputra (**************1001), Kominfo" in capsys.readouterr().out
    with pytest.raises(CommandRefused, match="would be taken for missing"):
        await import_(shorter, end_missing=True)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
async def test_an_import_that_is_stopped_leaves_the_old_roster_and_the_next_one_goes_through(
    migrated_sqlite: str, installation: Path, end: signal.Signals
) -> None:
    file = installation / "roster.csv"
    file.write_text(roster_of(60, "Analis", ""))
    await import_(file)
    file.write_text(roster_of(2000, "Analis Muda", " S.Kom."))
    command = (sys.executable, "-m", "presensi", "import", str(file))
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
    database = await Database.open(migrated_sqlite)
    written: int | None = 0
    while not written or written < 800:
        assert process.returncode is None
        async with database.read() as session:
            connection = await session.connection()
            written = (await connection.execute(select(func.count()).select_from(Employee.__table__))).scalar_one()
            assert await session.scalar(select(func.count(Employee.id))) == 60
    process.send_signal(end)
    _, said = await process.communicate()
    if end == signal.SIGINT:
        assert f"presensi: {file}: stopped; the old roster counts".encode() in said
    async with database.read() as session:
        assert await session.scalar(select(func.count(Nip.id))) == 60
        assert set(await session.scalars(select(RosterEdition.status))) == {"applied", "open"}
    assert await import_(file) == 0
    assert await people(migrated_sqlite) == 2000
    await database.close()

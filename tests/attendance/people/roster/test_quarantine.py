"""Damaged rows wait until they come in right."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from attendance.people.roster.bringing_in import RosterReport, import_roster
from attendance.people.roster.quarantine import HeldRow, dismiss, read_quarantine, shown_cells
from attendance.people.tables import QuarantinedRow
from attendance.records.database import Database, Priority
from attendance.records.sheets import read_sheet
from attendance.records.tables import Audit
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import Keyring, new_key
from attendance.vault.rotation import rotate
from tests.attendance.people.rosters import KEYRING, brought_in, no_rest

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEADER = "nip,name,kind,agency,unit"
ANDI = "199009132015031001,Andi Saputra,pns,Dinas Kesehatan,A"
SITTI = "199512062022212005,Sitti Hasnah,pppk,Dinas Kesehatan,B"
SPOILT = SITTI.replace("199512062022212005", "1.99512E+17")


async def import_(
    database: Database, *rows: str, day: int = 0, header: str = HEADER, dry_run: bool = False
) -> RosterReport:
    return await brought_in(database, header, *rows, now=NOW + timedelta(days=day), dry_run=dry_run)


async def held(database: Database, keyring: Keyring = KEYRING) -> Sequence[HeldRow]:
    async with database.read() as session:
        return await read_quarantine(session, keyring)


def line(cells: Iterable[str]) -> str:
    return ",".join(f'"{cell}"' for cell in cells)


def quarantine(report: RosterReport) -> tuple[int, int]:
    return report.quarantined, report.released


async def test_a_damaged_row_waits_as_it_stood_there(database: Database) -> None:
    assert quarantine(await import_(database, ANDI, SPOILT)) == (1, 0)
    (row,) = await held(database)
    assert (row.line, "spreadsheet" in row.reason) == (3, True)
    assert shown_cells(row) == {
        "quarantine": str(row.id),
        "reason": row.reason,
        **dict(zip(HEADER.split(","), SPOILT.split(","), strict=True)),
    }


async def test_nothing_of_it_can_be_read_without_the_key(database: Database) -> None:
    await import_(database, SPOILT)
    async with database.read() as session:
        stored = (await session.scalars(select(QuarantinedRow))).one()
    assert stored.sealed is not None
    assert b"Sitti" not in stored.sealed
    assert "Sitti" not in stored.reason


async def test_the_same_damage_again_is_the_same_row(sqlite_database: Database) -> None:
    await import_(sqlite_database, ANDI, SPOILT)
    again = await import_(sqlite_database, ANDI, SPOILT, day=1)
    assert (quarantine(again), len(await held(sqlite_database))) == ((0, 0), 1)


async def test_a_row_that_comes_in_right_is_settled_and_its_cells_are_gone(database: Database) -> None:
    await import_(database, ANDI, SPOILT)
    assert quarantine(await import_(database, ANDI, SITTI, day=1)) == (0, 1)
    assert await held(database) == []
    async with database.read() as session:
        rows = (await session.execute(select(QuarantinedRow.__table__.c.sealed))).scalars().all()
    assert rows == [None]


async def test_a_row_whose_nip_can_be_read_is_settled_by_it_under_another_name(sqlite_database: Database) -> None:
    await import_(sqlite_database, ANDI, SITTI.replace("pppk", "asn"))
    assert quarantine(await import_(sqlite_database, SITTI.replace("Hasnah", "H."), day=1)) == (0, 1)


async def test_a_namesake_who_was_right_before_settles_nothing(sqlite_database: Database) -> None:
    namesake = SITTI.replace("12005", "12006")
    await import_(sqlite_database, namesake, SPOILT)
    assert quarantine(await import_(sqlite_database, namesake, day=1)) == (0, 0)
    assert quarantine(await import_(sqlite_database, namesake, SITTI, day=2)) == (0, 1)


async def test_a_row_that_is_damaged_in_another_way_now_waits_beside_the_first_until_it_is_right(
    sqlite_database: Database,
) -> None:
    await import_(sqlite_database, ANDI, SPOILT)
    assert quarantine(await import_(sqlite_database, ANDI, SITTI.replace("pppk", "asn"), day=1)) == (1, 0)
    assert quarantine(await import_(sqlite_database, ANDI, SITTI, day=2)) == (0, 2)


async def test_the_file_for_correction_comes_back_by_the_number_of_its_rows(sqlite_database: Database) -> None:
    await import_(sqlite_database, ANDI, SPOILT, "=CMD,X,pns,Dinas Kesehatan,C")
    first, second = await held(sqlite_database)
    shown: list[Mapping[str, str]] = [shown_cells(first), shown_cells(second)]
    assert shown[1]["nip"] == "'=CMD"
    header, spoilt, formula = (line(cells) for cells in (shown[0], shown[0].values(), shown[1].values()))
    unchanged = await import_(sqlite_database, spoilt, formula, day=1, header=header)
    assert (len(unchanged.damaged), quarantine(unchanged)) == (2, (0, 0))
    right = formula.replace("'=CMD", "197406302001121001")
    assert quarantine(await import_(sqlite_database, right, day=2, header=header)) == (0, 1)
    assert [row.id for row in await held(sqlite_database)] == [first.id]


@pytest.mark.parametrize(
    ("nip", "name", "settled"),
    [
        (SITTI[:18], "Sitti H.", True),  # of the same birth date
        ("199512072022212005", "SITTI  hasnah", True),  # of the same name
        ("199512072022212005", "Sitti H.", False),
    ],
)
async def test_the_number_settles_only_a_row_of_the_same_name_or_birth_date(
    sqlite_database: Database, nip: str, name: str, settled: bool
) -> None:
    await import_(sqlite_database, ANDI, SITTI.replace("22212005", "2221200"))
    (row,) = await held(sqlite_database)
    numbered = f"{nip},{name},pppk,Dinas Kesehatan,B,{row.id}"
    report = await import_(sqlite_database, numbered, day=1, header=f"{HEADER},quarantine")
    assert (report.added, quarantine(report)) == (1, (0, int(settled)))
    doubt = f"number {row.id} in the quarantine is somebody of another name and birth date, whose row waits on"
    said = [remark.text.partition(";")[0] for remark in report.doubts if remark.line == 2]
    assert said == ([] if settled else [doubt])


async def test_the_number_of_a_stranger_settles_nothing_and_none_that_is_settled_is_doubted(
    sqlite_database: Database,
) -> None:
    await import_(sqlite_database, SPOILT)
    (row,) = await held(sqlite_database)
    lines = (f"{ANDI},{row.id}", f"{SITTI},{row.id}")
    dry = await import_(sqlite_database, lines[0], day=1, header=f"{HEADER},quarantine", dry_run=True)
    assert ([remark.line for remark in dry.doubts], quarantine(dry)) == ([2], (0, 0))
    both = await import_(sqlite_database, *lines, day=1, header=f"{HEADER},quarantine")
    assert (both.doubts, quarantine(both), await held(sqlite_database)) == ((), (0, 1), [])
    assert (await import_(sqlite_database, *lines, day=2, header=f"{HEADER},quarantine")).doubts == ()


async def test_a_row_with_too_few_or_too_many_cells_loses_none(sqlite_database: Database) -> None:
    await import_(sqlite_database, ANDI, "Jumlah,2", SITTI + ",stray")
    few, many = await held(sqlite_database)
    assert few.cells["name"] == "2"
    assert many.cells["cell 6"] == "stray"


async def test_what_is_nobody_is_dismissed_once_and_on_record(sqlite_database: Database) -> None:
    await import_(sqlite_database, ANDI, "Jumlah,1")
    (row,) = await held(sqlite_database)
    async with sqlite_database.write(Priority.STEP) as session:
        assert await dismiss(session, [row.id, 77], NOW) == [77]
    async with sqlite_database.write(Priority.STEP) as session:
        assert await dismiss(session, [row.id], NOW) == ()
    async with sqlite_database.write(Priority.STEP) as session:
        assert await dismiss(session, [row.id], NOW) == [row.id]
        audits = (await session.scalars(select(Audit).where(Audit.action == "roster.row_dismissed"))).all()
    assert (await held(sqlite_database), [audit.subject_id for audit in audits]) == ([], [row.id])


async def test_a_rotation_brings_the_cells_under_the_new_key(sqlite_database: Database, tmp_path: Path) -> None:
    old, new = new_key("k1"), new_key("k2")
    content = "\n".join((HEADER, SPOILT)).encode()
    await import_roster(sqlite_database, read_sheet(content), "file", Keyring.parse(old), NOW, no_rest)
    both = Keyring.parse(f"{new},{old}")
    async for _ in rotate(sqlite_database, MediaFiles(tmp_path / "media", both), both):
        pass
    (row,) = await held(sqlite_database, Keyring.parse(new))
    assert row.cells["name"] == "Sitti Hasnah"

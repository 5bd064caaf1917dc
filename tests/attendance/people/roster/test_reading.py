"""The roster: every damage named, nothing guessed, history kept."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from attendance.people.roster.agencies import Agencies
from attendance.people.roster.bringing_in import RosterReport
from attendance.people.roster.reading import Roster, read_roster
from attendance.people.tables import Agency, Employee, Employment, Nip, Unit
from attendance.records.database import Database, Priority
from attendance.records.sheets import read_sheet
from tests.attendance.people.rosters import brought_in

HEADER = "nip,name,kind,agency_code,agency,unit,position,timezone"
ANDI = "199009132015031001,Andi Saputra,pns,1.02,Dinas Kesehatan,Sekretariat,Perawat,Asia/Makassar"
SITTI = "199512062022212005,Sitti Hasnah,PPPK Paruh Waktu,1.02,Dinas Kesehatan,,,WITA"

#: Already Monday in WITA, still Sunday in UTC.
NOW = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
LATER = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)


def roster(*lines: str, now: datetime = NOW) -> Roster:
    return read_roster(read_sheet("\n".join((HEADER, *lines)).encode()), now, Agencies([], "Asia/Makassar"))


async def bring_in(database: Database, *lines: str, now: datetime = NOW) -> RosterReport:
    return await brought_in(database, HEADER, *lines, now=now)


def counts(report: RosterReport) -> tuple[int, int, int]:
    return report.added, report.changed, report.unchanged


async def everything(database: Database) -> Sequence[Any]:
    """Who is employed where from when until when."""
    query = (
        select(Nip.nip, Employee.name, Agency.name, Unit.name, Employment.kind, Employment.position)
        .add_columns(Employment.valid_from, Employment.valid_to)
        .join(Employee, Employee.id == Nip.employee_id)
        .join(Employment, Employment.employee_id == Employee.id)
        .join(Agency, Agency.id == Employment.agency_id)
        .outerjoin(Unit, Unit.id == Employment.unit_id)
        .order_by(Nip.nip, Employment.valid_from)
    )
    async with database.read() as session:
        return [tuple(row) for row in await session.execute(query)]


ANDI_STORED = (
    *("199009132015031001", "Andi Saputra", "Dinas Kesehatan", "Sekretariat", "pns", "Perawat"),
    *(MONDAY, None),
)
SITTI_STORED = (
    *("199512062022212005", "Sitti Hasnah", "Dinas Kesehatan", None, "pppk_paruh_waktu", ""),
    *(MONDAY, None),
)


async def test_employees_begin_on_the_day_of_their_place_of_duty(database: Database) -> None:
    assert counts(await bring_in(database, ANDI, SITTI)) == (2, 0, 0)
    assert await everything(database) == [ANDI_STORED, SITTI_STORED]


async def test_importing_twice_changes_nothing(database: Database) -> None:
    await bring_in(database, ANDI, SITTI)
    assert counts(await bring_in(database, ANDI, SITTI, now=LATER)) == (0, 0, 2)
    assert await everything(database) == [ANDI_STORED, SITTI_STORED]


async def test_who_is_not_in_the_roster_stays(database: Database) -> None:
    await bring_in(database, ANDI)
    await bring_in(database, SITTI)
    assert await everything(database) == [ANDI_STORED, SITTI_STORED]


@pytest.mark.parametrize(
    ("old", "new"),
    [("Perawat", "Bidan"), ("Sekretariat", "Bidang Pelayanan"), ("pns", "pppk"), ("1.02,Dinas Kesehatan", "1.03,PU")],
)
async def test_another_place_begins_a_new_employment_and_keeps_the_past(database: Database, old: str, new: str) -> None:
    await bring_in(database, ANDI)
    report = await bring_in(database, ANDI.replace(old, new), now=LATER)
    before, after = await everything(database)
    assert counts(report) == (0, 1, 0)
    assert before == (*ANDI_STORED[:-1], date(2026, 11, 30))
    assert after[-2:] == (date(2026, 12, 1), None)
    assert after[:-2] != ANDI_STORED[:-2]


async def test_a_correction_on_the_same_day_replaces(database: Database) -> None:
    await bring_in(database, ANDI)
    assert (await bring_in(database, ANDI.replace("Perawat", "Bidan"))).changed == 1
    assert [row[5:] for row in await everything(database)] == [("Bidan", MONDAY, None)]


async def test_another_name_of_the_person_or_the_agency_is_taken_over(database: Database) -> None:
    await bring_in(database, ANDI)
    report = await bring_in(database, ANDI.replace("Saputra", "S.").replace("Dinas K", "Dinkes K"), now=LATER)
    assert report.changed == 1
    assert [row[1:3] for row in await everything(database)] == [("Andi S.", "Dinkes Kesehatan")]


async def test_who_left_and_comes_back_has_a_gap(database: Database) -> None:
    await bring_in(database, ANDI)
    async with database.write(Priority.BULK) as session:
        (await session.scalars(select(Employment))).one().valid_to = date(2026, 11, 25)
    assert (await bring_in(database, ANDI, now=LATER)).changed == 1
    days = [row[-2:] for row in await everything(database)]
    assert days == [(MONDAY, date(2026, 11, 25)), (date(2026, 12, 1), None)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (ANDI.replace("199009132015031001", "1.99E+17"), "a spreadsheet has turned the NIP"),
        (ANDI.replace("031001", "031000"), "ends in 000"),
        (ANDI.replace("Andi Saputra", ""), "name is empty"),
        (ANDI.replace(",pns,", ",asn,"), "kind is none of pns, pppk, pppk_paruh_waktu, honorer"),
        (ANDI.replace("1.02", ""), "agency_code is empty"),
        (ANDI.replace("Asia/Makassar", "Asia/Makasar"), "timezone is none of"),
        (ANDI.replace("Asia/Makassar", "Europe/Berlin"), "timezone is none of"),
        (ANDI + ",extra", "9 cells instead of 8"),
        (
            ANDI.replace("2015031001", "2015031002").replace("Dinas K", "Dinkes K"),
            "the agency has another name or timezone on line 2",
        ),
        (ANDI.replace("2015031001", "2015031002").replace("Makassar", "Jakarta"), "another name or timezone on line 2"),
        (SITTI, "the NIP stands on line 2 already"),
    ],
)
def test_a_damaged_row_is_named_and_the_others_are_taken(line: str, why: str) -> None:
    read = roster(SITTI, line, ANDI.replace("199009132015031001", "198003152005011002"))
    (remark,) = read.damaged
    assert remark.line == 3
    assert [entry.line for entry in read.entries] == [2, 4]
    assert why in remark.text
    assert "199009132015031001" not in remark.text


async def test_the_report_of_an_import_tells_damage_and_doubts(sqlite_database: Database) -> None:
    report = await bring_in(sqlite_database, ANDI.replace(",pns,", ",pppk,"), SITTI.replace("PPPK", "P4K"))
    assert [remark.line for remark in report.damaged] == [3]
    assert [remark.line for remark in report.doubts] == [2]


def test_a_nip_of_another_kind_is_a_doubt_and_taken() -> None:
    read = roster(ANDI.replace(",pns,", ",pppk,"))
    assert [entry.line for entry in read.entries] == [remark.line for remark in read.doubts] == [2]
    assert "unusual for pppk" in read.doubts[0].text


@pytest.mark.parametrize("cell", ["Andi Saputra", "1.02", "Dinas Kesehatan", "Sekretariat", "Perawat"])
@pytest.mark.parametrize(
    ("damage", "why"),
    [
        ("\0", "holds U+0000"),
        ("\x1b[31m", "holds U+001B"),
        ("\n", "holds U+000A"),
        ("\u202e", "holds U+202E"),
        ("\u200f", "holds U+200F"),
        ("\u2028", "holds U+2028"),
        ("\ue000", "holds U+E000"),
        ("x" * 200, "is longer than 200 characters"),
    ],
)
async def test_what_cannot_be_said_is_left_out_with_its_line(
    database: Database, cell: str, damage: str, why: str
) -> None:
    damaged = ANDI.replace(cell, f'"{cell[0]}{damage}{cell[1:]}"')
    report = await bring_in(database, damaged, SITTI)
    assert [remark.line for remark in report.damaged] == [2]
    assert why in report.damaged[0].text
    assert await everything(database) == [SITTI_STORED]


async def test_a_name_of_200_characters_with_marks_of_its_language_can_be_said(database: Database) -> None:
    name = "Nurlāʿila O’Brien-Ñandú " + "x" * 176
    await bring_in(database, ANDI.replace("Andi Saputra", name))
    assert [row[1] for row in await everything(database)] == [name]


@pytest.mark.parametrize(
    ("cell", "column"),
    [("Andi Saputra", "name"), ("Dinas Kesehatan", "agency"), ("Sekretariat", "unit"), ("Perawat", "position")],
)
@pytest.mark.parametrize("text", ["José", "Muña", "Nur’aini", "Siti – Aminah", "Jošt"])
def test_letters_that_were_read_in_a_wrong_encoding_before_are_a_doubt(cell: str, column: str, text: str) -> None:
    twice = text.encode().decode("cp1252")
    assert [remark.text.partition(";")[0] for remark in roster(ANDI.replace(cell, twice)).doubts] == [
        f"{column} holds letters that an earlier program read in a wrong encoding"
    ]
    assert roster(ANDI.replace(cell, text)).doubts == ()


@pytest.mark.parametrize("name", ["Nurlāʿila O’Brien-Ñandú", "Åse São", "Â. “Äti” Ãnna – Â"])
def test_letters_of_other_languages_are_no_doubt(name: str) -> None:
    assert roster(ANDI.replace("Andi Saputra", name)).doubts == ()

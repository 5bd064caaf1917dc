"""The list of sites."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from attendance.people.tables import Agency
from attendance.places.site_import import import_sites
from attendance.places.site_list import read_sites
from attendance.places.tables import Site
from attendance.records.database import Database, Priority
from attendance.records.sheets import ImportReport, read_sheet

HEADER = "agency_code,site,latitude,longitude,radius_m,timezone"
OFFICE = "1.02,Kantor Dinas,-4.3392,122.2987,100,Asia/Makassar"
SHARED = ",Kantor Bupati,-4.3366,122.3015,150,WITA"

NOW = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
LATER = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
async def with_agency(database: Database) -> Database:
    async with database.write(Priority.BULK) as session:
        session.add(Agency(code="1.02", name="Dinas Kesehatan", timezone="Asia/Makassar"))
    return database


async def bring_in(database: Database, *lines: str, now: datetime = NOW) -> ImportReport:
    sheet = read_sheet("\n".join((HEADER, *lines)).encode())
    async with database.write(Priority.BULK) as session:
        return await import_sites(session, sheet, now)


async def everything(database: Database) -> Sequence[Any]:
    query = (
        select(Agency.code, Site.name, Site.latitude, Site.longitude, Site.radius_m, Site.timezone)
        .add_columns(Site.valid_from, Site.valid_to)
        .select_from(Site)
        .outerjoin(Agency, Agency.id == Site.agency_id)
        .order_by(Site.name.desc(), Site.valid_from)
    )
    async with database.read() as session:
        return [tuple(row) for row in await session.execute(query)]


OFFICE_STORED = ("1.02", "Kantor Dinas", -4.3392, 122.2987, 100.0, "Asia/Makassar", MONDAY, None)
SHARED_STORED = (None, "Kantor Bupati", -4.3366, 122.3015, 150.0, "Asia/Makassar", MONDAY, None)


async def test_sites_of_an_agency_and_of_the_regency(with_agency: Database) -> None:
    assert await bring_in(with_agency, OFFICE, SHARED) == ImportReport(added=2, changed=0, unchanged=0)
    assert await everything(with_agency) == [OFFICE_STORED, SHARED_STORED]


async def test_importing_twice_changes_nothing(with_agency: Database) -> None:
    await bring_in(with_agency, OFFICE, SHARED)
    assert await bring_in(with_agency, OFFICE, SHARED, now=LATER) == ImportReport(added=0, changed=0, unchanged=2)
    assert await everything(with_agency) == [OFFICE_STORED, SHARED_STORED]


@pytest.mark.parametrize(("old", "new"), [("100", "120"), ("-4.3392", "-4.3393"), ("Makassar", "Jayapura")])
async def test_a_site_that_moved_ends_yesterday_and_begins_again_today(
    with_agency: Database, old: str, new: str
) -> None:
    await bring_in(with_agency, OFFICE)
    assert (await bring_in(with_agency, OFFICE.replace(old, new), now=LATER)).changed == 1
    before, after = await everything(with_agency)
    assert before == (*OFFICE_STORED[:-1], date(2026, 11, 30))
    assert after[-2:] == (date(2026, 12, 1), None)
    assert after[:-2] != OFFICE_STORED[:-2]


async def test_a_correction_on_the_same_day_replaces(with_agency: Database) -> None:
    await bring_in(with_agency, OFFICE)
    await bring_in(with_agency, OFFICE.replace("100", "120"))
    assert [row[4] for row in await everything(with_agency)] == [120.0]


async def test_a_closed_site_opens_again_with_a_gap(with_agency: Database) -> None:
    await bring_in(with_agency, OFFICE)
    async with with_agency.write(Priority.BULK) as session:
        (await session.scalars(select(Site))).one().valid_to = date(2026, 11, 25)
    assert (await bring_in(with_agency, OFFICE, now=LATER)).changed == 1
    assert [row[-2:] for row in await everything(with_agency)] == [
        (MONDAY, date(2026, 11, 25)),
        (date(2026, 12, 1), None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("1.02", "1.03", "agency 1.03 is unknown; import the roster first"),
        ("Kantor Dinas", "", "site is empty"),
        ("-4.3392", "", "latitude is empty"),
        ("-4.3392", '"-4,3392"', "latitude is not a number"),
        ("-4.3392", "nan", "not a number"),
        ("-4.3392,122.2987", "0,0", "latitude and longitude are 0"),
        ("-4.3392,122.2987", "122.2987,-4.3392", "swapped"),
        ("-4.3392", "91", "out of range"),
        ("122.2987", "13.4", "not in Indonesia"),
        (",100,", ",0,", "radius_m is not between 10 and 5000"),
        (",100,", ",nan,", "radius_m is not between 10 and 5000"),
        (",100,", ",100 m,", "radius_m is not a number"),
        ("Asia/Makassar", "WIB+1", "timezone is none of"),
        ("1.02,Kantor Dinas", ",Kantor Bupati", "the site stands on line 2 already"),
    ],
)
def test_a_damaged_row_is_named_and_the_others_are_taken(old: str, new: str, why: str) -> None:
    lines = (HEADER, SHARED, OFFICE.replace(old, new), OFFICE.replace("Dinas", "Gudang"))
    places, (remark,) = read_sites(read_sheet("\n".join(lines).encode()), ["1.02"], NOW)
    assert remark.line == 3
    assert [place.line for place in places] == [2, 4]
    assert why in remark.text
    assert "4.3392" not in remark.text


@pytest.mark.parametrize("cell", ["1.02", "Kantor Dinas"])
@pytest.mark.parametrize("damage", ["\0", "\x1b", "\r\n", "\u2066", "x" * 200])
async def test_what_cannot_be_said_is_left_out_with_its_line(with_agency: Database, cell: str, damage: str) -> None:
    damaged = OFFICE.replace(cell, f'"{cell[0]}{damage}{cell[1:]}"')
    report = await bring_in(with_agency, SHARED, damaged)
    assert [remark.line for remark in report.damaged] == [3]
    assert any(words in report.damaged[0].text for words in ("cannot be shown", "longer than 200 characters"))
    assert await everything(with_agency) == [SHARED_STORED]

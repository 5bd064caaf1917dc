"""What an import makes of the people who are known: the diff, the history, and the days that have passed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from attendance.people.access.phones import employees_of_phone
from attendance.people.employment import employed_on
from attendance.people.roster.bringing_in import RosterReport
from attendance.people.supervision import Superior, superiors
from attendance.people.tables import Agency, Employee, Employment, Nip
from attendance.records.database import Database, Priority
from attendance.records.sheets import RowDamaged, SheetRefused
from tests.attendance.people.rosters import KEYRING, brought_in

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 09:00 WITA
TODAY = date(2026, 11, 23)

HEAD, CHIEF, ANDI, SITTI = "197408121999032001", "198003152005011002", "199009132015031001", "199512062022212005"
BASE = "nip,name,kind,agency_code,agency,timezone"
PEOPLE = {HEAD: "Wa Ode Marlina", CHIEF: "La Ode Rahman", ANDI: "Andi Saputra", SITTI: "Sitti Hasnah"}


def row(nip: str, *more: str, agency: str = "1.02,Dinas Kesehatan,WITA", name: str | None = None) -> str:
    kind = "pppk" if nip[12:14] >= "21" else "pns"
    return ",".join((nip, name or PEOPLE[nip], kind, agency, *more))


def days(number: float) -> datetime:
    return NOW + timedelta(days=number)


async def import_(database: Database, columns: str, *rows: str, now: datetime = NOW, **options: Any) -> RosterReport:
    header = f"{BASE},{columns}" if columns else BASE
    return await brought_in(database, header, *rows, now=now, **options)


def told(report: RosterReport) -> list[str]:
    """The differences in words, without those who are new."""
    return [
        f"{one.line} {one.first_day} {change.what}: {change.before} -> {change.after}"
        for one in report.differences
        if one.kind == "changed"
        for change in one.changes
    ]


def damage(report: RosterReport) -> dict[int, str]:
    return {remark.line: remark.text for remark in report.damaged}


def doubts(report: RosterReport) -> dict[int, str]:
    return {remark.line: remark.text for remark in report.doubts}


async def ids(database: Database) -> dict[str, int]:
    async with database.read() as session:
        rows = await session.execute(select(Nip.nip, Nip.employee_id))
        return {row.nip: row.employee_id for row in rows}


async def headcount(database: Database, on: date) -> list[tuple[str, str]]:
    async with database.read() as session:
        return sorted((one.name, one.agency) for one in await employed_on(session, None, on))


async def chain(database: Database, nip: str, on: date) -> Sequence[str]:
    known = {id_: other for other, id_ in (await ids(database)).items()}
    async with database.read() as session:
        above: Sequence[Superior] = await superiors(session, (await ids(database))[nip], on)
    return [known[one.employee_id] + (f" for {known[one.acting_for]}" if one.acting_for else "") for one in above]


# Employment over time


async def test_a_move_planned_for_a_later_day_is_told_and_kept_until_then(database: Database) -> None:
    await import_(database, "effective_date", row(ANDI, ""))
    moved = row(ANDI, "1 Desember 2026", agency="1.03,Dinas PU,WITA")
    report = await import_(database, "effective_date", moved)
    assert told(report) == ["2 2026-12-01 agency: 1.02 -> 1.03"]
    assert (await import_(database, "effective_date", moved, now=days(1))).unchanged == 1
    assert (await import_(database, "effective_date", moved, now=days(20))).unchanged == 1
    assert await headcount(database, date(2026, 11, 30)) == [("Andi Saputra", "Dinas Kesehatan")]
    assert await headcount(database, date(2026, 12, 1)) == [("Andi Saputra", "Dinas PU")]


async def test_a_date_that_has_passed_counts_from_today_and_is_a_doubt(sqlite_database: Database) -> None:
    await import_(sqlite_database, "effective_date", row(ANDI, "2020-01-01"))
    assert await headcount(sqlite_database, TODAY - timedelta(days=1)) == []
    moved = row(ANDI, "2026-11-24", agency="1.03,Dinas PU,WITA")
    report = await import_(sqlite_database, "effective_date", moved, now=days(7))
    assert told(report) == ["2 2026-11-30 agency: 1.02 -> 1.03"]
    assert "effective_date 2026-11-24 has passed: it counts from 2026-11-30" in doubts(report)[2]
    assert await headcount(sqlite_database, date(2026, 11, 29)) == [("Andi Saputra", "Dinas Kesehatan")]


@pytest.mark.parametrize(
    ("status", "ending"),
    [
        ("pensiun", "retired"),
        ("Meninggal Dunia", "died"),
        ("CLTN", "unpaid_leave"),
        ("diberhentikan", "dismissed"),
        ("Pindah Keluar", "left"),
    ],
)
async def test_who_is_no_longer_employed_counts_until_the_day_before(
    sqlite_database: Database, status: str, ending: str
) -> None:
    await import_(sqlite_database, "status,effective_date", row(ANDI, "aktif", ""), row(SITTI, "", ""))
    rows = (row(ANDI, status, "2026-12-01"), row(SITTI, "", ""))
    report = await import_(sqlite_database, "status,effective_date", *rows, now=days(1))
    assert told(report) == [f"2 2026-12-01 status: active -> {ending}"]
    assert (await import_(sqlite_database, "status,effective_date", *rows, now=days(30))).unchanged == 2
    assert [name for name, _ in await headcount(sqlite_database, date(2026, 11, 30))] == [
        "Andi Saputra",
        "Sitti Hasnah",
    ]
    assert [name for name, _ in await headcount(sqlite_database, date(2026, 12, 1))] == ["Sitti Hasnah"]


async def test_who_returns_from_unpaid_leave_counts_again_and_the_gap_stays(sqlite_database: Database) -> None:
    await import_(sqlite_database, "status", row(ANDI, "aktif"))
    await import_(sqlite_database, "status", row(ANDI, "cltn"), now=days(10))
    report = await import_(sqlite_database, "status", row(ANDI, "aktif"), now=days(400))
    assert told(report)[0] == f"2 {TODAY + timedelta(days=400)} status: unpaid_leave -> active"
    counted = [len(await headcount(sqlite_database, TODAY + timedelta(days=offset))) for offset in (9, 10, 399, 400)]
    assert counted == [1, 0, 0, 1]


async def test_somebody_attached_to_another_agency_counts_where_they_serve_and_once(sqlite_database: Database) -> None:
    columns = "home_agency"
    await import_(sqlite_database, columns, row(ANDI, ""), row(SITTI, "", agency="1.03,Dinas PU,WITA"))
    attached = row(ANDI, "Dinas Kesehatan", agency="1.03,Dinas PU,WITA")
    report = await import_(sqlite_database, columns, attached, now=days(1))
    assert told(report) == [
        "2 2026-11-24 agency: 1.02 -> 1.03",
        "2 2026-11-24 home_agency: None -> 1.02",
    ]
    assert await headcount(sqlite_database, date(2026, 11, 24)) == [
        ("Andi Saputra", "Dinas PU"),
        ("Sitti Hasnah", "Dinas PU"),
    ]


async def test_who_has_gone_and_is_not_known_is_not_added(sqlite_database: Database) -> None:
    report = await import_(sqlite_database, "status", row(ANDI, "pensiun"))
    assert (report.added, damage(report)) == (0, {})
    assert "is retired and not known" in doubts(report)[2]


EAST, WEST = "1.09,Dinas Timur,WIT", "1.08,Dinas Barat,WIB"
#: Half past one on the 25th in the east, half past eleven on the 24th in the west.
BETWEEN_DAYS = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize("agency", [WEST, EAST.replace("WIT", "WIB")])
async def test_a_day_that_is_over_in_the_zone_of_before_keeps_its_headcount(
    sqlite_database: Database, agency: str
) -> None:
    await import_(sqlite_database, "unit", row(ANDI, "A", agency=EAST), row(SITTI, "A", agency=EAST))
    moved = row(ANDI, "B", agency=agency), row(CHIEF, "B", agency=agency)
    report = await import_(sqlite_database, "unit", *moved, now=BETWEEN_DAYS, end_missing=True)
    assert "2 2026-11-25 unit: A -> B" in told(report)
    async with sqlite_database.read() as session:
        spans = await session.execute(select(Employment.valid_from, Employment.valid_to).order_by(Employment.id))
        days = [tuple(span) for span in spans]
    day_before, day = date(2026, 11, 24), date(2026, 11, 25)
    assert (TODAY, day_before) in days
    assert (day, None) in days
    assert (day_before, None) in days  # who is new begins on the day of the place of duty
    assert [one.today for one in report.missing] == ([day] if agency != WEST else [])


# Who is gone from the list


async def test_who_is_missing_is_named_and_stays(sqlite_database: Database) -> None:
    await import_(sqlite_database, "", row(ANDI), row(SITTI), row(CHIEF, agency="1.03,Dinas PU,WITA"))
    report = await import_(sqlite_database, "", row(ANDI), now=days(1))
    assert [(one.name, one.agency) for one in report.missing] == [("Sitti Hasnah", "1.02")]
    assert len(await headcount(sqlite_database, TODAY + timedelta(days=1))) == 3


async def test_who_is_missing_is_ended_only_when_asked_for_and_never_beside_damage(sqlite_database: Database) -> None:
    await import_(sqlite_database, "", row(ANDI), row(SITTI))
    with pytest.raises(RowDamaged, match="would be taken for missing"):
        await import_(sqlite_database, "", row(ANDI), "1.99E+17,Sitti,pns,1.02,Dinas Kesehatan,WITA", end_missing=True)
    report = await import_(sqlite_database, "", row(ANDI), now=days(1), end_missing=True)
    assert told(report) == ["0 2026-11-24 status: active -> left"]
    assert [len(await headcount(sqlite_database, TODAY + timedelta(days=offset))) for offset in (0, 1)] == [2, 1]
    assert (await import_(sqlite_database, "", row(ANDI), now=days(2), end_missing=True)).differences == ()


async def test_a_damaged_row_whose_nip_can_be_read_is_not_missing(sqlite_database: Database) -> None:
    await import_(sqlite_database, "", row(ANDI), row(SITTI))
    report = await import_(sqlite_database, "", row(ANDI), row(SITTI).replace("pppk", "asn"), now=days(1))
    assert (report.missing, len(report.damaged)) == ((), 1)


# NIP history

NEW_SITTI = "199512062026212009"


async def test_a_new_ni_pppk_belongs_to_the_same_person(database: Database) -> None:
    await import_(database, "nip_lama", row(SITTI, ""))
    renewed = row(NEW_SITTI, SITTI, name="Sitti Hasnah")
    report = await import_(database, "nip_lama", renewed, now=days(1))
    assert told(report) == ["2 2026-11-24 nip: **************2005 -> **************2009"]
    known = await ids(database)
    assert known[SITTI] == known[NEW_SITTI]
    assert (await import_(database, "nip_lama", renewed, now=days(2))).unchanged == 1


async def test_without_the_old_nip_a_namesake_of_the_same_birth_date_is_a_doubt(sqlite_database: Database) -> None:
    await import_(sqlite_database, "", row(SITTI))
    report = await import_(sqlite_database, "", row(NEW_SITTI, name="SITTI  HASNAH"), now=days(1))
    assert (report.added, doubts(report)[2]) == (
        1,
        "may be **************2005, who is not in the list: if so, state old_nip",
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((row(NEW_SITTI, ANDI, name="X"), row(ANDI, "")), {2: "old_nip is the NIP of another row"}),
        (
            (row(NEW_SITTI, SITTI, name="X"), row("199512062026212010", SITTI, name="Y")),
            {2: "old_nip stands in more than one row", 3: "old_nip stands in more than one row"},
        ),
        ((row(SITTI, ANDI),), {2: "NIP and old_nip belong to two different people"}),
        ((row(NEW_SITTI, "1.99E+17", name="X"),), {2: "old_nip: a spreadsheet has turned the NIP"}),
    ],
)
async def test_an_ambiguous_old_nip_is_refused(
    sqlite_database: Database, rows: Sequence[str], why: dict[int, str]
) -> None:
    await import_(sqlite_database, "old_nip", row(ANDI, ""), row(SITTI, ""))
    found = damage(await import_(sqlite_database, "old_nip", *rows, now=days(1)))
    assert found.keys() == why.keys()
    assert all(found[line].startswith(text) for line, text in why.items())


@pytest.mark.parametrize("nip", ["199512072026212009", "199512062026211009"])
async def test_an_old_nip_with_another_birth_date_or_sex_is_refused(sqlite_database: Database, nip: str) -> None:
    await import_(sqlite_database, "old_nip", row(SITTI, ""))
    report = await import_(sqlite_database, "old_nip", row(nip, SITTI, name="Orang Lain"), now=days(1))
    assert damage(report) == {2: "NIP and old_nip tell different birth dates or sexes"}
    assert (report.changed, nip in await ids(sqlite_database)) == (0, False)


async def test_the_nine_digits_of_before_2009_name_nobody(sqlite_database: Database) -> None:
    report = await import_(sqlite_database, "NIP Lama", row(ANDI, "580012345"))
    assert (report.added, report.doubts) == (1, ())


async def test_of_two_rows_of_one_nip_that_differ_neither_is_taken(sqlite_database: Database) -> None:
    report = await import_(
        sqlite_database, "unit", row(ANDI, "A").replace("pns", "pppk"), row(SITTI, "A"), row(ANDI, "B"), row(ANDI, "A")
    )
    assert damage(report) == {
        2: "the NIP stands on line 4 too, with other cells",
        4: "the NIP stands on line 2 already",
        5: "the NIP stands on line 2 already",
    }
    assert (report.added, report.missing, report.quarantined) == (1, (), 3)
    assert report.doubts == ()


async def test_two_rows_of_one_person_under_two_nips_are_refused(sqlite_database: Database) -> None:
    await import_(sqlite_database, "old_nip", row(SITTI, ""))
    await import_(sqlite_database, "old_nip", row(NEW_SITTI, SITTI, name="Sitti Hasnah"), now=days(1))
    report = await import_(
        sqlite_database, "", row(NEW_SITTI, name="Sitti Hasnah"), row(SITTI, name="Sitti Hasnah"), now=days(2)
    )
    assert damage(report) == {3: "the same person stands on line 2 already, under another NIP"}


# Supervisors

HIERARCHY = (row(ANDI, CHIEF), row(CHIEF, HEAD), row(HEAD, ""))


async def test_the_chain_of_superiors_goes_up_to_the_head(database: Database) -> None:
    report = await import_(database, "atasan", *HIERARCHY)
    assert (report.added, report.doubts) == (3, ())
    assert await chain(database, ANDI, TODAY) == [CHIEF, HEAD]
    assert await chain(database, HEAD, TODAY) == []
    assert await chain(database, ANDI, TODAY - timedelta(days=1)) == []


async def test_another_supervisor_leads_from_their_day_on(sqlite_database: Database) -> None:
    await import_(sqlite_database, "atasan,tmt", *(one + "," for one in HIERARCHY))
    report = await import_(sqlite_database, "atasan,tmt", row(ANDI, HEAD, "2026-12-01"), now=days(1))
    assert told(report) == ["2 2026-12-01 supervisor: **************1002 -> **************2001"]
    assert await chain(sqlite_database, ANDI, date(2026, 11, 30)) == [CHIEF, HEAD]
    assert await chain(sqlite_database, ANDI, date(2026, 12, 1)) == [HEAD]


async def test_who_acts_for_a_supervisor_takes_their_place_for_that_time(sqlite_database: Database) -> None:
    columns = "atasan,plt untuk,plt mulai,plt sampai"
    plain = [f"{one},,," for one in HIERARCHY]
    await import_(sqlite_database, columns, *plain, row(SITTI, HEAD, CHIEF, "2026-11-25", "2026-11-27"))
    chains = [await chain(sqlite_database, ANDI, date(2026, 11, number)) for number in (24, 25, 27, 28)]
    assert chains == [[CHIEF, HEAD], [f"{SITTI} for {CHIEF}", HEAD], [f"{SITTI} for {CHIEF}", HEAD], [CHIEF, HEAD]]
    again = await import_(sqlite_database, columns, *plain, row(SITTI, HEAD, CHIEF, "2026-11-25", "2026-11-27"))
    assert again.unchanged == 4
    report = await import_(sqlite_database, columns, row(SITTI, HEAD, "", "", ""), now=days(1))
    assert told(report) == ["2 2026-11-24 acting_for: **************1002 until 2026-11-27 -> None"]
    assert await chain(sqlite_database, ANDI, date(2026, 11, 25)) == [CHIEF, HEAD]


async def test_who_acts_for_their_own_supervisor_is_not_above_themselves(sqlite_database: Database) -> None:
    columns = "atasan,plt untuk,plt sampai"
    await import_(
        sqlite_database, columns, row(ANDI, CHIEF, CHIEF, "2026-12-31"), row(CHIEF, HEAD, "", ""), row(HEAD, "", "", "")
    )
    assert await chain(sqlite_database, ANDI, TODAY) == [HEAD]


async def test_a_vacant_post_is_passed_over_and_filled_by_who_acts(sqlite_database: Database) -> None:
    columns = "atasan,status,plt untuk,plt sampai"
    await import_(sqlite_database, columns, *(f"{one},,," for one in HIERARCHY))
    await import_(sqlite_database, columns, row(CHIEF, HEAD, "pensiun", "", ""), now=days(1))
    assert await chain(sqlite_database, ANDI, TODAY) == [CHIEF, HEAD]
    assert await chain(sqlite_database, ANDI, TODAY + timedelta(days=1)) == [HEAD]
    await import_(sqlite_database, columns, row(SITTI, HEAD, "", CHIEF, "2027-01-31"), now=days(2))
    assert await chain(sqlite_database, ANDI, TODAY + timedelta(days=2)) == [f"{SITTI} for {CHIEF}", HEAD]


async def test_a_circle_of_supervisors_is_refused_and_named_without_whole_nips(sqlite_database: Database) -> None:
    report = await import_(
        sqlite_database, "atasan", row(ANDI, CHIEF), row(CHIEF, HEAD), row(HEAD, ANDI), row(SITTI, ANDI)
    )
    named = "**************1001 (line 2) > **************1002 (line 3) > **************2001 (line 4)"
    assert set(damage(report)) == {2, 3, 4}
    assert damage(report)[2] == f"the supervisors form a circle on 2026-11-23: {named} > **************1001 (line 2)"
    assert report.added == 1
    assert "supervisor is not known" in doubts(report)[5]


async def test_a_circle_with_somebody_who_is_known_already_is_refused(sqlite_database: Database) -> None:
    await import_(sqlite_database, "atasan", *HIERARCHY)
    report = await import_(sqlite_database, "atasan", row(HEAD, ANDI), now=days(1))
    assert set(damage(report)) == {2}
    assert await chain(sqlite_database, ANDI, TODAY + timedelta(days=1)) == [CHIEF, HEAD]


async def test_a_circle_that_begins_on_a_later_day_is_refused(sqlite_database: Database) -> None:
    await import_(sqlite_database, "atasan", *HIERARCHY)
    report = await import_(sqlite_database, "atasan,tmt", row(HEAD, ANDI, "2026-12-24"), now=days(1))
    assert set(damage(report)) == {2}


async def test_a_circle_that_what_was_planned_for_others_closes_later_is_refused(sqlite_database: Database) -> None:
    await import_(sqlite_database, "atasan,tmt", row(ANDI, "", ""), row(CHIEF, "", ""))
    await import_(sqlite_database, "atasan,tmt", row(ANDI, CHIEF, "2026-12-03"), now=days(1))
    report = await import_(sqlite_database, "atasan", row(CHIEF, ANDI), now=days(2))
    assert list(damage(report)) == [2]
    assert damage(report)[2].startswith("the supervisors form a circle on 2026-12-03: ")
    assert (await chain(sqlite_database, CHIEF, date(2026, 12, 6)), await chain(sqlite_database, ANDI, TODAY)) == (
        [],
        [],
    )


async def test_a_circle_over_a_post_that_is_vacant_is_refused(sqlite_database: Database) -> None:
    await import_(sqlite_database, "atasan,status", *(f"{one}," for one in HIERARCHY))
    await import_(sqlite_database, "atasan,status", row(CHIEF, HEAD, "pensiun"), now=days(1))
    report = await import_(sqlite_database, "atasan", row(HEAD, ANDI), now=days(2))
    assert list(damage(report)) == [2]
    assert await chain(sqlite_database, HEAD, TODAY + timedelta(days=2)) == []


async def circle_from_before(database: Database, *below: str) -> None:
    """HEAD and CHIEF are above each other, as no import would have it now; `below` have nobody."""
    await import_(database, "atasan", row(HEAD, ""), row(CHIEF, HEAD), *(row(nip, "") for nip in below))
    known = await ids(database)
    async with database.write(Priority.BULK) as session:
        head = Employment.employee_id == known[HEAD]
        (await session.scalars(select(Employment).where(head))).one().supervisor_id = known[CHIEF]


async def test_who_would_be_led_into_a_circle_of_others_is_refused_and_who_stands_below_is_taken(
    sqlite_database: Database,
) -> None:
    await circle_from_before(sqlite_database, ANDI)
    report = await import_(sqlite_database, "atasan", row(ANDI, HEAD), row(SITTI, ANDI), now=days(1))
    assert (set(damage(report)), report.added) == ({2}, 1)
    assert damage(report)[2].startswith("the supervisor leads into a circle on 2026-11-24: **************")


async def test_a_circle_that_stands_in_the_file_as_it_was_is_named_with_who_is_led_into_it(
    sqlite_database: Database,
) -> None:
    await circle_from_before(sqlite_database, ANDI)
    rows = row(HEAD, CHIEF), row(CHIEF, HEAD), row(ANDI, HEAD)
    report = await import_(sqlite_database, "atasan", *rows, now=days(1), dry_run=True)
    assert set(damage(report)) == {2, 3, 4}
    mended = await import_(sqlite_database, "atasan", row(HEAD, ""), row(CHIEF, HEAD), row(ANDI, HEAD), now=days(1))
    assert (mended.damaged, mended.changed) == ((), 2)


async def test_two_who_change_places_are_no_circle(sqlite_database: Database) -> None:
    await import_(sqlite_database, "atasan", row(ANDI, CHIEF), row(CHIEF, ""))
    report = await import_(sqlite_database, "atasan", row(ANDI, ""), row(CHIEF, ANDI), now=days(1))
    assert (report.changed, report.damaged) == (2, ())
    assert await chain(sqlite_database, CHIEF, TODAY + timedelta(days=1)) == [ANDI]


async def test_ones_own_supervisor_is_a_circle(sqlite_database: Database) -> None:
    assert set(damage(await import_(sqlite_database, "atasan", row(ANDI, ANDI)))) == {2}


async def test_an_unknown_supervisor_is_a_doubt_and_who_supervised_stays(sqlite_database: Database) -> None:
    await import_(sqlite_database, "atasan", *HIERARCHY)
    report = await import_(sqlite_database, "atasan", row(ANDI, NEW_SITTI), now=days(1))
    assert (report.unchanged, "supervisor is not known" in doubts(report)[2]) == (1, True)
    assert await chain(sqlite_database, ANDI, TODAY + timedelta(days=1)) == [CHIEF, HEAD]


# Phone and schedule


async def phone_owners(database: Database, number: str, on: date) -> list[int]:
    async with database.read() as session:
        return await employees_of_phone(session, number, KEYRING, on)


async def test_a_phone_is_found_from_its_day_on_and_the_old_one_until_then(database: Database) -> None:
    await import_(database, "No. HP", row(ANDI, "0812-0000-0001"))
    report = await import_(database, "No. HP", row(ANDI, "0812 0000 0002"), now=days(3))
    assert told(report) == ["2 2026-11-26 phone: another -> +62***002"]
    andi = (await ids(database))[ANDI]
    assert await phone_owners(database, "6281200000001", date(2026, 11, 25)) == [andi]
    assert await phone_owners(database, "6281200000001", date(2026, 11, 26)) == []
    assert await phone_owners(database, "6281200000002", date(2026, 11, 26)) == [andi]
    assert (await import_(database, "No. HP", row(ANDI, "+62 81200000002"), now=days(4))).unchanged == 1
    assert told(await import_(database, "No. HP", row(ANDI, "-"), now=days(5))) == [
        "2 2026-11-28 phone: another -> None"
    ]
    assert await phone_owners(database, "6281200000002", date(2026, 11, 28)) == []


async def test_a_number_of_two_people_is_a_doubt_for_both(sqlite_database: Database) -> None:
    report = await import_(sqlite_database, "hp", row(ANDI, "081200000001"), row(SITTI, "+6281200000001"))
    assert set(doubts(report)) == {2, 3}
    assert len(await phone_owners(sqlite_database, "6281200000001", TODAY)) == 2
    later = await import_(sqlite_database, "hp", row(CHIEF, "081200000001"), now=days(1))
    assert "somebody else has the same phone" in doubts(later)[2]


async def test_a_number_that_cannot_be_read_is_a_doubt_and_the_known_one_stays(sqlite_database: Database) -> None:
    await import_(sqlite_database, "hp", row(ANDI, "081200000001"))
    report = await import_(sqlite_database, "hp", row(ANDI, "8.12E+10"), now=days(1))
    assert (report.unchanged, "spreadsheet" in doubts(report)[2]) == (1, True)
    assert len(await phone_owners(sqlite_database, "6281200000001", TODAY + timedelta(days=1))) == 1


async def test_a_schedule_is_kept_with_the_employment_and_an_unknown_one_named(sqlite_database: Database) -> None:
    await import_(sqlite_database, "jadwal", row(ANDI, "reguler"), row(SITTI, "Piket Malam"))
    async with sqlite_database.read() as session:
        query = select(Employment.schedule).order_by(Employment.id)
        assert list(await session.scalars(query)) == [None, "Piket Malam"]
    report = await import_(sqlite_database, "jadwal", row(ANDI, "Piket Malam"), now=days(1))
    assert told(report) == ["2 2026-11-24 schedule: None -> Piket Malam"]
    assert doubts(report) == {2: "the schedule is not known; the ordinary hours count until it is"}


# Columns


async def test_a_list_without_codes_and_zones_in_indonesian_is_understood(sqlite_database: Database) -> None:
    lines = (
        "No;NIP / NI PPPK;Nama Lengkap;Jenis ASN;Perangkat Daerah;Unit Kerja;Jabatan;NIP Atasan;No. HP;Golongan",
        f"1;'{ANDI};Andi Saputra;PNS;Dinas Kesehatan;Puskesmas Andoolo;Perawat;{CHIEF};0812 0000 0001;III/a",
        f"2;{CHIEF[:8]} {CHIEF[8:14]} {CHIEF[14]} {CHIEF[15:]};La Ode Rahman;CPNS;DINAS  KESEHATAN;;Kepala;-;;IV/a",
    )
    report = await brought_in(sqlite_database, *lines, now=NOW)
    assert (report.added, report.damaged, report.agencies) == (2, (), ("Dinas Kesehatan",))
    assert await chain(sqlite_database, ANDI, TODAY) == [CHIEF]


async def test_columns_that_are_not_there_leave_what_is_known(sqlite_database: Database) -> None:
    full = "unit,position,supervisor,phone,schedule"
    await import_(
        sqlite_database, full, row(ANDI, "Bidang A", "Analis", CHIEF, "081200000001", "Piket"), row(CHIEF, *[""] * 5)
    )
    assert (await import_(sqlite_database, "", row(ANDI), now=days(1))).unchanged == 1
    assert len(told(await import_(sqlite_database, full, row(ANDI, *[""] * 5), now=days(1)))) == 5


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("nip,nama,jenis", "no column for agency"),
        ("nip,nama,opd", "no column for kind"),
        ("nip,nip baru,nama,jenis,opd", "'nip' and 'nip baru' both mean nip|'nip baru' and 'nip' both mean nip"),
        ("DAFTAR PEGAWAI,,,,\nnip,nama,jenis,opd,hp", "were cells merged"),
        ("DAFTAR PEGAWAI\nnip,nama,jenis,opd,hp", "line 2 looks like one: remove the 1 lines above it"),
    ],
)
async def test_a_header_that_cannot_be_read_is_named(sqlite_database: Database, header: str, why: str) -> None:
    with pytest.raises(SheetRefused, match=why):
        await brought_in(sqlite_database, header, f"{ANDI},Andi,pns,Dinas,", now=NOW)


async def test_an_agency_that_nobody_has_stated_is_named_and_not_made_up(sqlite_database: Database) -> None:
    await import_(sqlite_database, "", row(ANDI))
    lines = ("nip,nama,jenis,opd", f"{ANDI},Andi Saputra,pns,Dinas Kesehatn")
    report = await brought_in(sqlite_database, *lines, now=days(1))
    assert "the agency is unknown" in damage(report)[2]
    assert (await brought_in(sqlite_database, *lines, now=days(1), admit_new=True)).agencies == ("Dinas Kesehatn",)


async def test_a_known_agency_under_another_code_is_refused(sqlite_database: Database) -> None:
    await import_(sqlite_database, "", row(ANDI))
    report = await import_(sqlite_database, "", row(SITTI, agency="1.20,Dinas Kesehatan,WITA"), now=days(1))
    assert damage(report) == {2: "the agency is known under another code: its code is 1.02"}


@pytest.mark.parametrize(
    ("columns", "cell", "why"),
    [
        ("unit", "=CMD|'/C calc'!A0", "unit holds a formula"),
        ("unit", "'=1+1", "unit holds a formula"),
        ("unit", "@SUM(A1)", "unit holds a formula"),
        ("unit", "+cmd", "unit holds a formula"),
        ("unit", "-2+3+cmd", "unit holds a formula"),
        ("tmt", "31-02-2026", "effective_date is no date"),
        ("tmt", "2026-13-01", "effective_date is no date"),
        ("tmt", "46000", "effective_date is no date"),
        ("tmt", "1 Dessember 2026", "effective_date is no date"),
        ("tmt", "2062-01-01", "effective_date is not between 1950 and two years from now"),
        ("tmt", "0206-01-01", "effective_date is not between"),
        ("status", "dipinjam", "status is none of aktif"),
        ("atasan", "1.98E+17", "supervisor: a spreadsheet has turned the NIP"),
        ("opd induk", "Dinas Antah", "home_agency is unknown"),
        ("plt untuk", HEAD, "acting_until is empty"),
        ("plt untuk", ANDI, "acting_for is the person's own NIP"),
    ],
)
async def test_a_damaged_cell_is_named_and_its_row_is_left_out(
    sqlite_database: Database, columns: str, cell: str, why: str
) -> None:
    report = await import_(sqlite_database, columns, row(ANDI, cell), row(SITTI, ""))
    assert report.added == 1
    assert list(damage(report)) == [2]
    assert damage(report)[2].startswith(why)
    assert ANDI not in damage(report)[2]


PU = "1.03,Dinas PU,WITA"


async def test_an_agency_takes_no_name_of_another_until_that_one_has_given_it_up(sqlite_database: Database) -> None:
    await import_(sqlite_database, "", row(ANDI), row(SITTI, agency=PU))
    taken = row(SITTI, agency="1.03,DINAS  kesehatan,WITA")
    report = await import_(sqlite_database, "", taken, now=days(1))
    assert damage(report) == {2: "the name of the agency is that of another: its code is 1.02"}
    given_up = row(ANDI, agency="1.02,Dinkes,WITA")
    later = await import_(sqlite_database, "", given_up, taken, now=days(2))
    assert (later.damaged, later.agencies) == ((), ("Dinkes", "DINAS  kesehatan"))


async def test_a_home_agency_whose_name_two_have_is_named_and_the_other_rows_are_taken(
    sqlite_database: Database,
) -> None:
    await import_(sqlite_database, "", row(ANDI), row(CHIEF, agency=PU))
    async with sqlite_database.write(Priority.BULK) as session:
        for agency in await session.scalars(select(Agency)):
            agency.name = "Puskesmas Sejahtera"
    rows = (row(nip, home, agency="1.02,,WITA") for nip, home in ((ANDI, "Puskesmas Sejahtera"), (SITTI, "1.03")))
    report = await import_(sqlite_database, "opd induk", *rows, now=days(1))
    assert damage(report) == {2: "home_agency is the name of 2 agencies; write its code instead"}
    assert (report.added, report.quarantined) == (1, 1)


async def test_a_home_agency_that_only_a_row_left_out_states_is_added_for_who_comes_from_there(
    sqlite_database: Database,
) -> None:
    await import_(sqlite_database, "", row(ANDI))
    rows = row(CHIEF, "", CHIEF, agency=PU), row(SITTI, "Dinas PU", "")
    report = await import_(sqlite_database, "opd induk,atasan", *rows, now=days(1))
    assert (list(damage(report)), report.added, report.agencies) == ([2], 1, ("Dinas PU",))


SECRET = f"La Ode Rahasia {CHIEF}"
EVERY_COLUMN = (
    *("nip", "old_nip", "name", "kind", "agency", "agency_code", "home_agency", "unit", "position", "timezone"),
    *("supervisor", "phone", "schedule", "status", "effective_date", "acting_for", "acting_from", "acting_until"),
)


@pytest.mark.parametrize("column", EVERY_COLUMN)
@pytest.mark.parametrize("coded", [True, False])
async def test_no_reason_repeats_what_slipped_into_a_wrong_column(
    sqlite_database: Database, column: str, coded: bool
) -> None:
    await import_(sqlite_database, "", row(ANDI))
    cells = dict.fromkeys(EVERY_COLUMN, "") | {"nip": SITTI, "name": "Sitti", "kind": "pppk"}
    cells |= {"agency": "Dinas Kesehatan", "agency_code": "1.02"} if coded else {"agency": "Dinas Kesehatan"}
    columns = [one for one in EVERY_COLUMN if coded or column == "agency_code" or one != "agency_code"]
    slipped = cells | {column: SECRET}
    lines = (",".join(one[name] for name in columns) for one in (slipped, slipped | {"nip": NEW_SITTI}))
    report = await brought_in(sqlite_database, ",".join(columns), *lines, now=days(1))
    said = [remark.text for remark in (*report.damaged, *report.doubts)]
    assert [text for text in said if "Rahasia" in text or CHIEF in text] == []


@pytest.mark.parametrize(
    "rows",
    [
        ((SITTI, SECRET, SECRET, "WITA"), (CHIEF, SECRET, SECRET, "WIB")),
        ((SITTI, SECRET, SECRET, "WITA"), (CHIEF, "9", SECRET, "WITA")),
        ((SITTI, "8", SECRET, "WITA"), (CHIEF, "9", SECRET, "WITA")),
    ],
)
async def test_no_reason_repeats_an_agency_that_another_row_states(
    sqlite_database: Database, rows: Sequence[Sequence[str]]
) -> None:
    report = await import_(sqlite_database, "", *(row(nip, agency=",".join(agency)) for nip, *agency in rows))
    assert [remark.line for remark in report.damaged] == [3]
    assert "Rahasia" not in report.damaged[0].text


# What always holds

AGENCIES = ("1.02,Dinas Kesehatan,WITA", "1.03,Dinas PU,WITA")
change = st.tuples(
    st.sampled_from([ANDI, CHIEF, SITTI]),
    st.sampled_from(AGENCIES),
    st.sampled_from(["", "aktif", "cltn", "pensiun"]),
    st.none() | st.integers(-20, 20),
    st.sampled_from(["", HEAD, CHIEF, ANDI]),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(imports=st.lists(st.tuples(st.integers(0, 3), st.lists(change, max_size=3)), max_size=5))
async def test_whatever_is_imported_a_day_that_has_passed_keeps_its_headcount_and_a_dry_run_tells_the_truth(
    sqlite_database: Database, imports: list[tuple[int, list[tuple[str, str, str, int | None, str]]]]
) -> None:
    start = NOW + timedelta(days=await elapsed(sqlite_database))
    today = start
    for passed, changes in imports:
        today += timedelta(days=passed)
        rows = [_changed_row(today.date(), *one) for one in changes]
        days_before = [today.date() - timedelta(days=number) for number in range(1, 25)]
        before = [await headcount(sqlite_database, day) for day in days_before]
        columns = "status,effective_date,supervisor"
        dry = await import_(sqlite_database, columns, *rows, now=today, dry_run=True)
        assert [await headcount(sqlite_database, day) for day in days_before] == before
        assert await import_(sqlite_database, columns, *rows, now=today) == dry
        assert [await headcount(sqlite_database, day) for day in days_before] == before
        again = await import_(sqlite_database, columns, *rows, now=today)
        assert (again.differences, again.quarantined, again.released) == ((), 0, 0)


def _changed_row(today: date, nip: str, agency: str, status: str, offset: int | None, supervisor: str) -> str:
    effective = "" if offset is None else str(today + timedelta(days=offset))
    return row(nip, status, effective, supervisor, agency=agency)


async def elapsed(database: Database) -> int:
    """Examples share one database: each begins a month after the last thing that is known of."""
    async with database.read() as session:
        newest = await session.scalar(select(func.max(Employment.valid_from)))
        created = await session.scalar(select(func.max(Employee.created_at)))
    return 0 if newest is None or created is None else (max(newest, created.date()) - TODAY).days + 30

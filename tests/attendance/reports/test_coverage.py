"""Coverage of the enrolment drive: everybody employed today stands in exactly one place."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.reach import reach_of
from attendance.people.access.roles import Action, Role
from attendance.people.person import load_person
from attendance.people.tables import Agency, Employee, Employment, Enrolment
from attendance.privacy.choice import Choice, Voice, record_choice
from attendance.records.database import Database, Priority
from attendance.reports.coverage import AgencyCoverage, Tally, coverage
from attendance.reports.missing import missing_people
from attendance.rules.book import RuleBook
from tests.attendance.people.office import LONG_AGO, NIP_BUDI, NOW, TODAY, Office, employment, grant, open_account


def enrolment(employee: Employee, by: Employee, **how: object) -> Enrolment:
    return Enrolment(employee_id=employee.id, enrolled_by=by.id, enrolled_at=NOW, version=1, **how)


async def tallies(session: AsyncSession) -> dict[str, Tally]:
    return {agency.name: agency.tally for agency in await coverage(session, None, TODAY)}


async def test_before_anything_is_enrolled_everybody_is_missing_and_nobody_can_be_reminded(
    database: Database, office: Office
) -> None:
    async with database.read() as session:
        found = await coverage(session, None, TODAY)
    assert {agency.name: agency.tally for agency in found} == {
        "Kominfo Contoh": Tally(missing=1, unreachable=1),
        "Dinas Perhubungan": Tally(missing=1, unreachable=1),
    }
    assert [unit.name for agency in found for unit in agency.units] == [None, "Jaringan"]


async def test_an_enrolment_counts_until_it_is_undone_and_a_held_one_waits(database: Database, office: Office) -> None:
    async with database.write(Priority.STEP) as session:
        session.add(enrolment(office.budi, office.rahma))
        held = enrolment(office.siti, office.rahma, held=True)
        session.add(held)
        await session.flush()
        assert await tallies(session) == {
            "Kominfo Contoh": Tally(enrolled=1),
            "Dinas Perhubungan": Tally(waiting=1),
        }
        for row in await session.scalars(select(Enrolment)):
            row.undone_at = NOW
        await session.flush()
        assert (await tallies(session))["Kominfo Contoh"] == Tally(missing=1, unreachable=1)


async def test_a_newer_enrolment_that_is_held_takes_nothing_away_and_a_newer_undone_one_does(
    database: Database, office: Office
) -> None:
    async with database.write(Priority.STEP) as session:
        session.add_all([enrolment(office.budi, office.rahma), enrolment(office.siti, office.rahma)])
        await session.flush()
        session.add_all(
            [
                enrolment(office.budi, office.rahma, held=True),
                enrolment(office.siti, office.rahma, undone_at=NOW),
            ]
        )
        await session.flush()
        assert await tallies(session) == {
            "Kominfo Contoh": Tally(enrolled=1),
            "Dinas Perhubungan": Tally(missing=1, unreachable=1),
        }


async def test_whoever_goes_without_a_face_is_not_missing_until_he_agrees_again(
    database: Database, office: Office
) -> None:
    async with database.write(Priority.STEP) as session:
        await record_choice(session, Voice(office.budi.id), Choice.REFUSED, "1", NOW)
        await session.flush()
        counted = (await tallies(session))["Kominfo Contoh"]
        assert (counted, counted.wanted, counted.headcount, counted.percent) == (Tally(without_face=1), 0, 1, 100)
        await record_choice(session, Voice(office.budi.id), Choice.AGREED, "1", NOW)
        await session.flush()
        assert (await tallies(session))["Kominfo Contoh"].missing == 1


async def test_only_employments_of_today_count_and_of_two_the_later(database: Database, office: Office) -> None:
    async with database.write(Priority.STEP) as session:
        session.add(employment(office.siti, office.kominfo, valid_from=TODAY))
        retired = Employee(name="Pensiunan", created_at=NOW)
        session.add(retired)
        await session.flush()
        session.add(employment(retired, office.kominfo, valid_to=TODAY - timedelta(days=1)))
        await session.flush()
        assert await tallies(session) == {"Kominfo Contoh": Tally(missing=2, unreachable=2)}


async def test_what_an_edition_of_the_roster_has_replaced_is_not_counted(database: Database, office: Office) -> None:
    async with database.write(Priority.STEP) as session:
        mine = select(Employment).where(Employment.employee_id == office.siti.id)
        (await session.scalars(mine)).one().edition_until = 0
        await session.flush()
        assert await tallies(session) == {"Kominfo Contoh": Tally(missing=1, unreachable=1)}


async def test_an_account_that_has_blocked_us_or_is_suspended_reaches_nobody(
    database: Database, office: Office
) -> None:
    async with database.write(Priority.STEP) as session:
        (await open_account(session, "1", office.budi)).suspended_at = NOW
        await open_account(session, "2", office.siti)
        await open_account(session, "3")
        await session.flush()
        found = await tallies(session)
        assert {name: tally.unreachable for name, tally in found.items()} == {
            "Kominfo Contoh": 1,
            "Dinas Perhubungan": 0,
        }


async def test_the_names_are_those_of_the_figures_a_page_at_a_time(database: Database, office: Office) -> None:
    async with database.write(Priority.STEP) as session:
        await open_account(session, "2", office.siti)
        everybody = await missing_people(session, None, TODAY)
        assert [(one.name, one.reachable) for one in everybody] == [("Siti", True), ("Budi", False)]
        (second,) = await missing_people(session, None, TODAY, first=1, limit=1)
        assert (second.nip, second.agency, second.unit) == (NIP_BUDI, "Kominfo Contoh", "Jaringan")


@pytest.mark.parametrize(
    ("agency", "unit", "seen"),
    [(None, None, {"Budi", "Siti"}), ("dishub", None, {"Siti"}), (None, "jaringan", {"Budi"})],
)
async def test_a_role_reaches_its_place_and_nothing_else(
    database: Database, office: Office, agency: str | None, unit: str | None, seen: set[str]
) -> None:
    async with database.write(Priority.STEP) as session:
        operator = Employee(name="Wati", created_at=NOW)
        session.add(operator)
        await session.flush()
        places = {
            "agency": getattr(office, agency) if agency else None,
            "unit": getattr(office, unit) if unit else None,
        }
        session.add(grant(operator, Role.OPERATOR, **places))
        account = await open_account(session, "9", operator)
        account.bound_by = "code"
        actor = await load_person(session, account, RuleBook(), NOW)
        within = reach_of(actor, Action.SEE_CAMPAIGN)
        assert {one.name for one in await missing_people(session, within, TODAY)} == seen
        assert await missing_people(session, reach_of(actor, Action.GRANT_ROLE), TODAY) == []


async def test_those_furthest_behind_come_first(database: Database, office: Office) -> None:
    async with database.write(Priority.STEP) as session:
        session.add(enrolment(office.siti, office.rahma))
        other = Agency(code="BKPSDM", name="BKPSDM", timezone="Asia/Makassar")
        people = [Employee(name=f"Pegawai {number}", created_at=NOW) for number in range(2)]
        session.add_all([other, *people])
        await session.flush()
        session.add_all([employment(one, other, valid_from=LONG_AGO) for one in people])
        await session.flush()
        found: list[AgencyCoverage] = await coverage(session, None, TODAY)
        assert [agency.name for agency in found] == ["BKPSDM", "Kominfo Contoh", "Dinas Perhubungan"]

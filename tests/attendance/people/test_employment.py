from datetime import timedelta

import pytest

from attendance.people.employment import employed_on, employment_of, scope_of
from attendance.records.database import Priority
from attendance.rules.resolve import PersonScope
from tests.attendance.people.office import LONG_AGO, TODAY, Office, employment

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def reading(database):
    """Calls one reading function in a session of its own."""

    async def call(function, *args):
        async with database.read() as session:
            return await function(session, *args)

    return call


async def test_the_headcount_of_the_regency_is_everybody_employed_by_agency_and_name(reading, office: Office):
    found = await reading(employed_on, None, TODAY)
    assert [(one.agency, one.name) for one in found] == [("Dinas Perhubungan", "Siti"), ("Kominfo Contoh", "Budi")]


async def test_the_headcount_of_an_agency_is_its_own(reading, office: Office):
    (budi,) = await reading(employed_on, office.kominfo.id, TODAY)
    assert budi.scope == PersonScope(office.budi.id, office.jaringan.id, office.kominfo.id)
    assert (budi.position, budi.timezone) == ("Analis", "Asia/Makassar")


async def test_a_past_headcount_never_changes(reading, database, office: Office):
    async with database.write(Priority.BULK) as session:
        session.add(employment(office.rahma, office.kominfo, valid_from=YESTERDAY, valid_to=TODAY))
    counts = [
        len(await reading(employed_on, office.kominfo.id, day))
        for day in (YESTERDAY - timedelta(days=1), YESTERDAY, TODAY, TOMORROW, LONG_AGO - timedelta(days=1))
    ]
    assert counts == [1, 2, 2, 1, 0]


async def test_whoever_moved_counts_once_at_the_new_place(reading, database, office: Office):
    async with database.write(Priority.BULK) as session:
        session.add(employment(office.budi, office.dishub, valid_from=TODAY))
    assert [one.name for one in await reading(employed_on, None, TODAY)] == ["Budi", "Siti"]
    assert await reading(employed_on, office.kominfo.id, TODAY) == []
    assert len(await reading(employed_on, office.kominfo.id, YESTERDAY)) == 1
    assert (await reading(employment_of, office.budi.id, TODAY)).agency == "Dinas Perhubungan"
    assert (await reading(employment_of, office.budi.id, YESTERDAY)).agency == "Kominfo Contoh"


async def test_without_a_workplace_only_the_person_is_in_scope(reading, office: Office):
    assert await reading(employment_of, office.rahma.id, TODAY) is None
    assert await reading(scope_of, office.rahma.id, TODAY) == PersonScope(office.rahma.id)
    assert await reading(scope_of, office.siti.id, TODAY) == PersonScope(office.siti.id, None, office.dishub.id)

"""How far a drive has come: heads of the agency, and people by one operator on one day of his."""

from datetime import timedelta

import pytest

from attendance.people.faces.enrolment_progress import progress_of
from attendance.people.tables import Employee
from attendance.privacy.choice import Choice, Voice, record_choice
from attendance.records.database import Priority
from tests.attendance.people.booth import THREE, Booth
from tests.attendance.people.office import NOW, TODAY, employment


@pytest.fixture
def booth(database, media_files, keyring, office) -> Booth:
    return Booth(database, media_files, keyring, office)


async def told(booth, on=TODAY):
    office = booth.office
    async with booth.database.read() as session:
        found = await progress_of(session, office.kominfo.id, "Kominfo", office.rahma.id, on, "Asia/Makassar")
    return found.enrolled, found.employees, found.today


async def test_everybody_counts_once_and_only_where_he_works(booth):
    async with booth.database.write(Priority.STEP) as session:
        third, gone = (Employee(name=name, created_at=NOW) for name in ("Tono", "Wati"))
        session.add_all([third, gone])
        await session.flush()
        session.add_all([employment(third, booth.office.kominfo)])
        session.add(employment(gone, booth.office.kominfo, valid_to=TODAY - timedelta(days=1)))
    assert await told(booth) == (0, 2, 0)
    await booth.enrols(*THREE)
    await booth.enrols("face 5", "face 35", "face 65")
    await booth.enrols("face 200", "face 220", "face 240", employee=booth.office.siti)
    assert await told(booth) == (1, 2, 2)


async def test_what_was_undone_counts_for_nobody_and_yesterday_is_not_today(booth):
    done = await booth.enrols(*THREE)
    assert await told(booth, TODAY + timedelta(days=1)) == (1, 1, 0)
    await booth.undoes(done.enrolment_id)
    assert await told(booth) == (0, 1, 0)


async def test_whoever_goes_without_a_face_is_not_waited_for(booth):
    """The result card and /kampanye count the same people."""
    async with booth.database.write(Priority.STEP) as session:
        third = Employee(name="Tono", created_at=NOW)
        session.add(third)
        await session.flush()
        session.add(employment(third, booth.office.kominfo))
        await record_choice(session, Voice(third.id), Choice.REFUSED, "1", NOW)
    await booth.enrols(*THREE)
    assert await told(booth) == (1, 1, 1)
    async with booth.database.write(Priority.STEP) as session:
        await record_choice(session, Voice(third.id), Choice.AGREED, "1", NOW)
    assert await told(booth) == (1, 2, 1)

"""The sample regency of tests/attendance/people/office.py, committed to the database of the test."""

import pytest

from attendance.records.database import Database, Priority
from tests.attendance.people.office import Office, open_office


@pytest.fixture
async def office(database: Database) -> Office:
    async with database.write(Priority.STEP) as session:
        return await open_office(session)

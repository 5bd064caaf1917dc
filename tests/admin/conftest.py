"""The console over a sample office, and somebody with a browser in front of it."""

from collections.abc import AsyncIterator

import pytest

from attendance.records.database import Database, Priority
from tests.admin.visitor import Desk, Visitor
from tests.attendance.people.office import Office, open_office


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    async with sqlite_database.write(Priority.STEP) as session:
        return await open_office(session)


@pytest.fixture
def desk(sqlite_database: Database, office: Office) -> Desk:
    return Desk(sqlite_database)


@pytest.fixture
async def stranger(desk: Desk) -> AsyncIterator[Visitor]:
    """A browser without a session."""
    async with Visitor(desk) as visitor:
        yield visitor


@pytest.fixture
async def rahma(desk: Desk, office: Office) -> AsyncIterator[Visitor]:
    """The admin of the regency, entered."""
    async with Visitor(desk) as visitor:
        await visitor.enters(office.rahma)
        yield visitor

"""Budi with an account, at the desk on Monday 07:20 WITA."""

import pytest

from attendance.checkin.attendee import Attendee
from attendance.records.database import Database, Priority
from tests.attendance.people.office import Office, open_account


@pytest.fixture
async def budi(office: Office, database: Database) -> Attendee:
    async with database.write(Priority.STEP) as session:
        account = await open_account(session, "7001", office.budi)
    return Attendee(
        office.budi.id, account.id, office.jaringan.id, office.kominfo.id, office.kominfo.timezone, verified=False
    )

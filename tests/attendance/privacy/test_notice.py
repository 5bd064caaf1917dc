import pytest
from sqlalchemy import select

from attendance.people.person import Person, load_person
from attendance.privacy.notice import (
    Acknowledge,
    Acknowledged,
    AlreadyAcknowledged,
    NoticeOutdated,
    acknowledge,
    notice_for,
)
from attendance.privacy.tables import NoticeAcknowledgement
from attendance.records.database import Priority
from attendance.records.tables import Audit
from attendance.rules.book import RuleBook
from attendance.rules.kinds import NoticeRule
from attendance.rules.resolve import Scope, WrittenRule
from tests.attendance.people.office import LONG_AGO, NOW, open_account

CURRENT = NoticeRule(version="2026-11", contact="BKPSDM")
BOOK = RuleBook([WrittenRule(1, Scope.REGENCY, None, LONG_AGO, None, CURRENT, "UU 27/2022")])


@pytest.fixture
def press(database, office):
    """Budi presses the button of a version, from the account of that number."""

    async def pressed(version, external_id="77"):
        async with database.write(Priority.STEP) as session:
            account = await open_account(session, external_id, office.budi)
            person = await load_person(session, account, BOOK, NOW)
            outcome = await acknowledge(session, person, Acknowledge(version), BOOK, NOW)
            return outcome, await load_person(session, account, BOOK, NOW)

    return pressed


async def test_the_version_in_force_goes_on_record(press, database, office):
    outcome, person = await press("2026-11")
    assert outcome == Acknowledged("2026-11")
    assert person.acknowledged
    async with database.read() as session:
        row = (await session.scalars(select(NoticeAcknowledgement))).one()
        audit = (await session.scalars(select(Audit))).one()
    assert (row.employee_id, row.account_id, row.acknowledged_at) == (office.budi.id, person.account_id, NOW)
    assert (audit.action, audit.subject_id) == ("notice.acknowledged", row.id)


async def test_a_second_press_changes_nothing(press, database):
    await press("2026-11")
    outcome, _ = await press("2026-11", external_id="78")
    assert outcome == AlreadyAcknowledged("2026-11")
    async with database.read() as session:
        assert len((await session.scalars(select(NoticeAcknowledgement))).all()) == 1
        assert len((await session.scalars(select(Audit))).all()) == 1


async def test_a_button_of_an_older_version_shows_the_one_in_force(press, database):
    outcome, person = await press("2025-01")
    assert outcome == NoticeOutdated(CURRENT)
    assert not person.acknowledged
    async with database.read() as session:
        assert (await session.scalars(select(NoticeAcknowledgement))).all() == []


async def test_a_stranger_has_nothing_to_acknowledge(database):
    async with database.read() as session:
        with pytest.raises(ValueError, match="bound to nobody"):
            await acknowledge(session, Person(5, "telegram", "id", "Asia/Makassar"), Acknowledge("1"), BOOK, NOW)


def test_the_notice_names_whom_to_ask():
    assert notice_for(Person(5, "telegram", "id", "Asia/Makassar"), BOOK, NOW).contact == "BKPSDM"

"""The notice on a screen of one's own, and the choice that is made on it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from attendance.people.access.bound_by import BoundBy
from attendance.people.person import Person, load_person
from attendance.people.tables import ChatAccount, Enrolment
from attendance.privacy.choice import Choice, Voice, may_be_photographed
from attendance.privacy.notice import (
    Acknowledge,
    Acknowledged,
    AlreadyAcknowledged,
    FaceRefused,
    Notice,
    NoticeOutdated,
    RefusedThoughEnrolled,
    RefuseFace,
    acknowledge,
    add_acknowledgement,
    notice_for,
    refuse_face,
)
from attendance.privacy.tables import FaceChoice, NoticeAcknowledgement
from attendance.records.database import Priority
from attendance.records.tables import Audit
from attendance.rules.book import RuleBook
from attendance.rules.kinds import NoticeRule
from attendance.rules.resolve import Scope, WrittenRule
from tests.attendance.people.office import LONG_AGO, NOW, open_account


def book_of(version: str) -> RuleBook:
    rule = NoticeRule(version=version, contact="BKPSDM", controller="Kabupaten Contoh")
    return RuleBook([WrittenRule(1, Scope.REGENCY, None, LONG_AGO, None, rule, "UU 27/2022")])


BOOK = book_of("2026-11")
CURRENT = Notice("2026-11", "Kabupaten Contoh", "BKPSDM", 365, 30, 72, choice_id=0)


class Reader:
    """Budi, who reads what is shown in the account of that number and presses a button under it."""

    def __init__(self, database, office):
        self.database, self.office = database, office

    async def presses(self, step, book=BOOK):
        async with self.database.write(Priority.STEP) as session:
            account = await session.scalar(select(ChatAccount)) or await open_account(session, "77", self.office.budi)
            person = await load_person(session, account, book, NOW)
            match step:
                case Acknowledge():
                    outcome = await acknowledge(session, person, step, book, NOW)
                case RefuseFace():
                    outcome = await refuse_face(session, person, step, book, NOW)
            return outcome, await load_person(session, account, book, NOW)

    async def rows(self, table):
        async with self.database.read() as session:
            return (await session.scalars(select(table).order_by(table.id))).all()


@pytest.fixture
def budi(database, office):
    return Reader(database, office)


async def test_the_version_in_force_goes_on_record(budi, office):
    outcome, person = await budi.presses(Acknowledge(CURRENT.mark))
    assert outcome == Acknowledged("2026-11")
    assert person.acknowledged
    assert not person.without_face
    (row,), (audit,) = await budi.rows(NoticeAcknowledgement), await budi.rows(Audit)
    assert (row.employee_id, row.account_id, row.acknowledged_at) == (office.budi.id, person.account_id, NOW)
    assert (audit.action, audit.subject_id) == ("notice.acknowledged", row.id)


async def test_a_second_press_changes_nothing(budi):
    await budi.presses(Acknowledge(CURRENT.mark))
    outcome, _ = await budi.presses(Acknowledge(CURRENT.mark))
    assert outcome == AlreadyAcknowledged("2026-11")
    assert len(await budi.rows(NoticeAcknowledgement)) == len(await budi.rows(Audit)) == 1


@pytest.mark.parametrize("step", [Acknowledge, RefuseFace])
async def test_a_button_of_an_older_version_shows_the_one_in_force(budi, step):
    outcome, person = await budi.presses(step(replace(CURRENT, version="2025-01").mark))
    assert outcome == NoticeOutdated(CURRENT)
    assert not person.acknowledged
    assert not await budi.rows(NoticeAcknowledgement)
    assert not await budi.rows(FaceChoice)


async def test_who_refuses_has_read_the_notice_and_goes_without_a_face(budi):
    outcome, person = await budi.presses(RefuseFace(CURRENT.mark))
    assert outcome == FaceRefused()
    assert person.acknowledged
    assert person.without_face
    assert not person.enrolled
    (row,) = await budi.rows(FaceChoice)
    assert (row.choice, row.version, row.account_id, row.witness_id) == (
        Choice.REFUSED,
        "2026-11",
        person.account_id,
        None,
    )
    assert [row.action for row in await budi.rows(Audit)] == ["notice.acknowledged", "face.refused"]


async def test_refusing_twice_is_refusing_once(budi):
    await budi.presses(RefuseFace(CURRENT.mark))
    outcome, _ = await budi.presses(RefuseFace(CURRENT.mark))
    assert outcome == FaceRefused()
    assert len(await budi.rows(FaceChoice)) == 1


async def test_reading_is_not_agreeing_neither_on_an_old_button_nor_on_a_new_version(budi):
    await budi.presses(RefuseFace(CURRENT.mark))
    outcome, person = await budi.presses(Acknowledge(CURRENT.mark))
    assert outcome == AlreadyAcknowledged("2026-11")
    assert person.without_face
    newer = replace(CURRENT, version="2027-01", choice_id=person.choice_id)
    outcome, person = await budi.presses(Acknowledge(newer.mark), book=book_of("2027-01"))
    assert outcome == Acknowledged("2027-01")
    assert person.without_face
    assert [row.choice for row in await budi.rows(FaceChoice)] == [Choice.REFUSED]


async def test_who_is_enrolled_is_asked_before_everything_is_deleted(budi, office):
    async with budi.database.write(Priority.STEP) as session:
        session.add(Enrolment(employee_id=office.budi.id, enrolled_by=office.rahma.id, enrolled_at=NOW))
    outcome, person = await budi.presses(RefuseFace(CURRENT.mark))
    assert outcome == RefusedThoughEnrolled()
    assert person.acknowledged
    assert person.enrolled
    assert not await budi.rows(FaceChoice)


async def test_a_refusal_outlives_the_version_it_was_said_to(budi):
    await budi.presses(RefuseFace(CURRENT.mark))
    newer = book_of("2027-01")
    outcome, person = await budi.presses(Acknowledge(CURRENT.mark), book=newer)
    assert isinstance(outcome, NoticeOutdated)
    assert not person.acknowledged
    assert person.without_face


@pytest.fixture
async def strangers(database, office):
    """An account that only the number says is Budi's, on which the notice was pressed away."""
    async with database.write(Priority.STEP) as session:
        account = await open_account(session, "66", office.budi, channel="whatsapp", bound_by=BoundBy.PHONE)
        await add_acknowledgement(session, Voice(office.budi.id, account_id=account.id), "2026-11", NOW)
    return account


async def informed(database, office) -> bool:
    async with database.read() as session:
        return await may_be_photographed(session, office.budi.id, "2026-11")


async def test_what_was_pressed_where_only_a_number_speaks_informs_nobody_else(database, office, strangers):
    """A number may be somebody else's by now; whoever has it must not press the notice away for the employee."""
    async with database.write(Priority.STEP) as session:
        own = await open_account(session, "77", office.budi)
        seen = {one.external_id: (await load_person(session, one, BOOK, NOW)).acknowledged for one in (own, strangers)}
    assert seen == {"77": False, "66": True}
    assert not await informed(database, office)


async def test_the_face_from_that_account_makes_it_the_employees_own(database, office, strangers):
    async with database.write(Priority.STEP) as session:
        (await session.get_one(ChatAccount, strangers.id)).verified_at = NOW
    assert await informed(database, office)


async def test_the_employee_reads_it_after_the_stranger_and_is_informed(database, office, strangers):
    async with database.write(Priority.STEP) as session:
        own = await open_account(session, "77", office.budi, bound_by=BoundBy.CODE)
        person = await load_person(session, own, BOOK, NOW)
        assert await acknowledge(session, person, Acknowledge(CURRENT.mark), BOOK, NOW) == Acknowledged("2026-11")
    assert await informed(database, office)


async def test_a_stranger_on_a_number_reads_the_notice_of_the_regency(database, office, strangers):
    agency = NoticeRule(version="7", contact="PPDP Kominfo", controller="Kominfo Contoh")
    book = RuleBook(
        [
            WrittenRule(1, Scope.AGENCY, office.kominfo.id, LONG_AGO, None, agency, "SK"),
            WrittenRule(2, Scope.REGENCY, None, LONG_AGO, None, BOOK.of(NoticeRule)[0].value, "UU 27/2022"),
        ]
    )
    async with database.read() as session:
        person = await load_person(session, strangers, book, NOW)
        assert (notice_for(person, book, NOW).controller, person.acknowledged) == ("Kabupaten Contoh", True)
        strangers.verified_at = NOW
        person = await load_person(session, strangers, book, NOW)
    assert (notice_for(person, book, NOW).controller, person.acknowledged) == ("Kominfo Contoh", False)


async def test_a_stranger_has_nothing_to_acknowledge(database):
    async with database.read() as session:
        with pytest.raises(ValueError, match="bound to nobody"):
            await acknowledge(session, Person(5, "telegram", "id", "Asia/Makassar"), Acknowledge(1), BOOK, NOW)


def test_the_notice_says_who_what_how_long_and_whom_to_ask():
    assert notice_for(Person(5, "telegram", "id", "Asia/Makassar"), BOOK, NOW) == CURRENT


def test_a_mark_fits_a_button_and_tells_versions_and_choices_apart():
    marks = {replace(CURRENT, version=str(number), choice_id=choice).mark for number in range(50) for choice in (0, 7)}
    assert len(marks) == 100
    assert all(0 <= mark < 10**9 for mark in marks)

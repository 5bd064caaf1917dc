"""Reminders of the drive: who, when, how often, and never too late."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import Employee, Enrolment
from attendance.privacy.choice import Choice, Voice, record_choice
from attendance.records.database import Database, Priority
from attendance.records.outbox import OutboxStatus
from attendance.records.say import SayKind
from attendance.records.tables import Outbox
from attendance.reports.reminding import drop_reminders, queue_reminders, reminders_due, settled_reminders
from attendance.rules.book import RuleBook
from attendance.rules.kinds import CampaignRule, EnrolmentRule, RuleKind
from attendance.rules.resolve import Scope, WrittenRule
from tests.attendance.people.office import TODAY, Office, open_account

DRIVE = CampaignRule(starts=TODAY, ends=TODAY + timedelta(days=12))
#: 09:00 WITA is 08:00 WIB; TODAY is a Monday.
NINE_WITA, NINE_WIB = datetime(2026, 11, 2, 1, tzinfo=UTC), datetime(2026, 11, 2, 2, tzinfo=UTC)


def rule(value: RuleKind, number: int = 1, scope: Scope = Scope.REGENCY, scope_id: int | None = None) -> WrittenRule:
    return WrittenRule(number, scope, scope_id, date(2026, 1, 1), None, value, "Contoh")


BOOK = RuleBook([rule(DRIVE)])


@pytest.fixture
async def reachable(database: Database, office: Office) -> Office:
    """Budi (WITA) and Siti (WIB) each have an account."""
    async with database.write(Priority.STEP) as session:
        for number, employee in enumerate((office.budi, office.siti)):
            (await open_account(session, str(number), employee)).bound_at = NINE_WITA - timedelta(days=1)
    return office


async def due(session: AsyncSession, now: datetime, book: RuleBook = BOOK, limit: int = 100) -> list[int | None]:
    return [one.scope.employee_id for one in await reminders_due(session, book, now, limit)]


async def test_each_is_reminded_at_the_hour_of_his_own_place_once_a_day(database: Database, reachable: Office) -> None:
    budi, siti = reachable.budi.id, reachable.siti.id
    async with database.write(Priority.BULK) as session:
        assert await due(session, NINE_WITA - timedelta(seconds=1)) == []
        found = await reminders_due(session, BOOK, NINE_WITA, 100)
        assert [one.scope.employee_id for one in found] == [budi]
        await queue_reminders(session, found, NINE_WITA)
        await queue_reminders(session, found, NINE_WITA)
        assert await due(session, NINE_WITA + timedelta(minutes=1)) == []
        assert await due(session, NINE_WIB) == [siti]
        (row,) = await session.scalars(select(Outbox))
        assert (row.kind, row.priority) == (SayKind.REMINDER, SayKind.REMINDER.priority)
        assert row.expires_at == NINE_WITA + timedelta(hours=2)
        assert await due(session, NINE_WITA + timedelta(days=1)) == [budi]


async def test_a_service_that_was_down_reminds_within_two_hours_and_not_after(
    database: Database, reachable: Office
) -> None:
    async with database.read() as session:
        assert await due(session, NINE_WITA + timedelta(minutes=59)) == [reachable.budi.id]
        assert await due(session, NINE_WITA + timedelta(hours=1, minutes=59)) == [reachable.budi.id, reachable.siti.id]
        assert await due(session, NINE_WITA + timedelta(hours=2)) == [reachable.siti.id]
        assert await due(session, NINE_WITA + timedelta(hours=3)) == []


@pytest.mark.parametrize("days", [-3, 5, 6, 13, 14])
async def test_nobody_is_reminded_outside_the_drive_or_on_a_free_day(
    database: Database, reachable: Office, days: int
) -> None:
    async with database.read() as session:
        assert await due(session, NINE_WITA + timedelta(days=days)) == []


async def test_without_a_rule_or_with_one_that_does_not_remind_nobody_is(database: Database, reachable: Office) -> None:
    silent = RuleBook([rule(DRIVE.model_copy(update={"remind_at": None}))])
    async with database.read() as session:
        assert await due(session, NINE_WITA, RuleBook()) == []
        assert await due(session, NINE_WITA, silent) == []


async def test_an_agency_may_have_its_own_hour(database: Database, reachable: Office) -> None:
    early = DRIVE.model_copy(update={"remind_at": time(7)})
    book = RuleBook([rule(DRIVE), rule(early, 2, Scope.AGENCY, reachable.kominfo.id)])
    async with database.read() as session:
        assert await due(session, NINE_WITA - timedelta(hours=2), book) == [reachable.budi.id]


async def test_only_the_missing_who_can_be_reached_are_reminded(database: Database, reachable: Office) -> None:
    async with database.write(Priority.STEP) as session:
        await record_choice(session, Voice(reachable.budi.id), Choice.WITHDRAWN, "1", NINE_WITA)
        by = {"enrolled_by": reachable.rahma.id, "enrolled_at": NINE_WITA, "version": 1}
        session.add(Enrolment(employee_id=reachable.siti.id, held=True, **by))
        nobody = Employee(name="Tanpa Akun", created_at=NINE_WITA)
        session.add(nobody)
        await session.flush()
        assert await due(session, NINE_WIB) == []


async def test_of_two_accounts_the_one_bound_last_is_written_to(database: Database, reachable: Office) -> None:
    async with database.write(Priority.STEP) as session:
        newer = await open_account(session, "9", reachable.budi, channel="whatsapp")
        newer.bound_at = NINE_WITA
        await session.flush()
        (one,) = await reminders_due(session, BOOK, NINE_WITA, 100)
        assert one.account_id == newer.id
        newer.suspended_at = NINE_WITA
        await session.flush()
        (other,) = await reminders_due(session, BOOK, NINE_WITA, 100)
        assert other.account_id != newer.id


async def test_a_reminder_names_nobody_and_says_what_one_can_do_there(database: Database, reachable: Office) -> None:
    alone = RuleBook([rule(DRIVE), rule(EnrolmentRule(self_enrolment=False), 2)])
    async with database.read() as session:
        (one,) = await reminders_due(session, BOOK, NINE_WITA, 100)
        (other,) = await reminders_due(session, alone, NINE_WITA, 100)
    assert one.say.args == {"ends": DRIVE.ends, "self": True}
    assert other.say.args["self"] is False


async def test_who_is_enrolled_while_the_reminder_waits_does_not_get_it(database: Database, reachable: Office) -> None:
    async with database.write(Priority.BULK) as session:
        await queue_reminders(session, await reminders_due(session, BOOK, NINE_WIB, 100), NINE_WIB)
        assert await settled_reminders(session, TODAY) == []
        by = {"enrolled_by": reachable.rahma.id, "enrolled_at": NINE_WIB, "version": 1}
        session.add(Enrolment(employee_id=reachable.budi.id, **by))
        await session.flush()
        await drop_reminders(session, await settled_reminders(session, TODAY))
        left = {row.employee_id: row.status for row in await session.scalars(select(Outbox))}
        assert left == {reachable.budi.id: OutboxStatus.DEAD, reachable.siti.id: OutboxStatus.QUEUED}


async def test_they_come_in_bites(database: Database, reachable: Office) -> None:
    async with database.write(Priority.BULK) as session:
        first = await reminders_due(session, BOOK, NINE_WIB, 1)
        await queue_reminders(session, first, NINE_WIB)
        assert len(first) == 1
        assert len(await reminders_due(session, BOOK, NINE_WIB, 1)) == 1

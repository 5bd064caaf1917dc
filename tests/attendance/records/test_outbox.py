"""A message waits in the outbox as key and arguments, never as text."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from attendance.records.database import Database, Priority
from attendance.records.outbox import OutboxStatus, put
from attendance.records.say import Button, Line, Menu, Say, SayKind, decode_args, decode_form, local
from attendance.records.tables import Outbox
from tests.attendance.people.office import Office, open_account

NOW = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)


async def test_a_message_is_put_with_everything_it_needs_to_be_said(database: Database, office: Office) -> None:
    at = local(NOW, "Asia/Makassar")
    say = Say(
        "checkin-held",
        {"at": at, "reasons": (Line("reason-face-unsure"),)},
        kind=SayKind.REVIEW,
        menu=Menu.MAIN,
        buttons=(Button("enrolment-undo", "undo-enrolment", 3, 1),),
    )
    async with database.write(Priority.STEP) as session:
        account = await open_account(session, "7001", office.budi)
        put(session, say, account_id=account.id, employee_id=office.budi.id, inbound_id=None, now=NOW)
    async with database.read() as session:
        row = (await session.scalars(select(Outbox))).one()
    assert (row.key, row.kind, row.priority, row.status) == ("checkin-held", "review", 1, OutboxStatus.QUEUED)
    assert (row.tries, row.created_at, row.sent_at, row.not_before) == (0, NOW, None, None)
    assert decode_args(row.args) == {"at": at, "reasons": (Line("reason-face-unsure"),)}
    assert decode_form(row.form) == (Menu.MAIN, say.buttons)


async def test_a_message_disappears_with_the_transaction_of_its_cause(database: Database, office: Office) -> None:
    async with database.write(Priority.STEP) as session:
        account = await open_account(session, "7001", office.budi)
    async with database.write(Priority.STEP) as session:
        put(session, Say("general-help"), account_id=account.id, employee_id=None, inbound_id=None, now=NOW)
        await session.flush()
        await session.rollback()
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Outbox)) == 0


async def test_replies_without_a_period_do_not_meet_in_it(database: Database, office: Office) -> None:
    """The unique key of employee, kind and period is for reports and reminders."""
    async with database.write(Priority.STEP) as session:
        account = await open_account(session, "7001", office.budi)
        for _ in range(2):
            put(
                session,
                Say("general-help"),
                account_id=account.id,
                employee_id=office.budi.id,
                inbound_id=None,
                now=NOW,
            )
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Outbox)) == 2

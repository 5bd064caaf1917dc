"""A message waits in the outbox as key and arguments, never as text."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from attendance.records.database import Database, Priority
from attendance.records.outbox import HORIZON, OutboxStatus, expire, is_anything_over, kill_queued, put
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
        put(session, Say("general-stranger"), account_id=account.id, employee_id=None, inbound_id=None, now=NOW)
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
                Say("general-stranger"),
                account_id=account.id,
                employee_id=office.budi.id,
                inbound_id=None,
                now=NOW,
            )
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Outbox)) == 2


@pytest.mark.parametrize(
    ("kind", "expires_after", "over_after"),
    [
        (SayKind.REPLY, None, HORIZON),
        (SayKind.REPLY, timedelta(hours=1), timedelta(hours=1)),
        (SayKind.REPLY, timedelta(hours=30), HORIZON),
        (SayKind.REPORT, None, HORIZON),
        (SayKind.REPORT, timedelta(hours=30), timedelta(hours=30)),
        (SayKind.REMINDER, timedelta(minutes=5), timedelta(minutes=5)),
    ],
)
async def test_a_message_ends_at_its_time_and_not_before(
    database: Database, office: Office, kind: SayKind, expires_after: timedelta | None, over_after: timedelta
) -> None:
    async with database.write(Priority.STEP) as session:
        account = await open_account(session, "7001", office.budi)
        say = Say("general-stranger", {"name": "Budi"}, kind=kind)
        put(session, say, account_id=account.id, employee_id=None, inbound_id=None, now=NOW)
        await session.flush()
        if expires_after is not None:
            await session.execute(update(Outbox).values(expires_at=NOW + expires_after))
    over_at = NOW + over_after
    async with database.write(Priority.OUTBOX) as session:
        assert not await is_anything_over(session, over_at - timedelta(seconds=1))
        assert await expire(session, over_at - timedelta(seconds=1)) == []
        assert await is_anything_over(session, over_at)
        assert len(await expire(session, over_at)) == 1
        assert await expire(session, over_at) == []
    async with database.read() as session:
        row = (await session.scalars(select(Outbox))).one()
    assert (row.status, row.last_error, row.args) == (OutboxStatus.DEAD, "expired", {})


async def test_only_what_waits_for_that_account_is_killed(database: Database, office: Office) -> None:
    async with database.write(Priority.STEP) as session:
        ids = [
            (await open_account(session, number, person)).id
            for number, person in [("7001", office.budi), ("7002", None)]
        ]
        for account_id in (ids[0], ids[0], ids[1]):
            say = Say("general-stranger", {"name": "Budi"})
            put(session, say, account_id=account_id, employee_id=None, inbound_id=None, now=NOW)
        await session.flush()
        await session.execute(update(Outbox).where(Outbox.id == 1).values(status=OutboxStatus.SENT))
    async with database.write(Priority.OUTBOX) as session:
        assert await kill_queued(session, ids[0], "blocked") == [2]
    async with database.read() as session:
        rows = (await session.scalars(select(Outbox).order_by(Outbox.id))).all()
    assert [row.status for row in rows] == [OutboxStatus.SENT, OutboxStatus.DEAD, OutboxStatus.QUEUED]
    assert (rows[1].args, rows[1].last_error) == ({}, "blocked")
    assert decode_args(rows[2].args) == {"name": "Budi"}

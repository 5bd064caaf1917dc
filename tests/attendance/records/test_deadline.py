"""What happens when nothing happens: once, behind what its person sent before, and not after the cause is gone."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import String, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import ChatAccount
from attendance.records.database import Database, Priority
from attendance.records.deadline import (
    DeadlineKind,
    drop_deadlines,
    drop_revivals,
    fire_due,
    is_anything_due,
    is_reviving,
    may_revive,
    set_deadlines,
    was_revived,
)
from attendance.records.inbound import CLOCK, Envelope, InboundStatus, store
from attendance.records.tables import Deadline, Inbound
from attendance.vault.keyring import Keyring
from tests.attendance.people.office import open_account

NOW = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
NUDGE, EXPIRE, REVIVE = DeadlineKind.NUDGE, DeadlineKind.EXPIRE, DeadlineKind.REVIVE


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
async def account(database: Database) -> ChatAccount:
    async with database.write(Priority.STEP) as session:
        return await open_account(session, "7001")


async def fired(database: Database, now: datetime) -> frozenset[DeadlineKind]:
    async with database.write(Priority.STEP) as session:
        return await fire_due(session, now)


async def events(database: Database) -> list[Inbound]:
    async with database.read() as session:
        return list(await session.scalars(select(Inbound).order_by(Inbound.id)))


async def test_what_is_due_becomes_an_event_of_its_account_once(database: Database, account: ChatAccount) -> None:
    async with database.write(Priority.STEP) as session:
        await set_deadlines(session, 5, account.id, {NUDGE: at(20), EXPIRE: at(600)})
    assert await fired(database, at(19)) == frozenset()
    assert await fired(database, at(20)) == {NUDGE}
    assert await fired(database, at(21)) == frozenset()
    (event,) = await events(database)
    assert (event.channel, event.our_account, event.sender) == (CLOCK, "telegram:bot", "7001")
    assert (event.status, event.part, event.sent_at) == (InboundStatus.QUEUED, False, at(20))


async def test_it_is_known_whether_anything_is_due(database: Database, account: ChatAccount) -> None:
    async with database.write(Priority.STEP) as session:
        await set_deadlines(session, 5, account.id, {NUDGE: at(20)})
        assert not await is_anything_due(session, at(19))
        assert await is_anything_due(session, at(20))
        await fire_due(session, at(20))
        assert not await is_anything_due(session, at(20))


async def test_events_come_in_the_order_in_which_they_were_due(database: Database, account: ChatAccount) -> None:
    """After an outage everything is due at once."""
    async with database.write(Priority.STEP) as session:
        for subject, seconds in ((1, 300), (2, 100), (3, 200)):
            await set_deadlines(session, subject, account.id, {NUDGE: at(seconds)})
    await fired(database, at(9000))
    async with database.read() as session:
        event_of = Inbound.external_id == cast(Deadline.id, String)
        order = select(Deadline.subject_id).join(Inbound, event_of).order_by(Inbound.id)
        assert list(await session.scalars(order)) == [2, 3, 1]


async def test_the_same_deadline_twice_is_one(database: Database, account: ChatAccount) -> None:
    async with database.write(Priority.STEP) as session:
        for _ in range(2):
            await set_deadlines(session, 5, account.id, {NUDGE: at(20)})
    await fired(database, at(20))
    assert len(await events(database)) == 1


async def test_what_is_dropped_does_not_fire(database: Database, account: ChatAccount) -> None:
    async with database.write(Priority.STEP) as session:
        await set_deadlines(session, 5, account.id, {NUDGE: at(20), EXPIRE: at(30)})
        await set_deadlines(session, 6, account.id, {NUDGE: at(20)})
        await drop_deadlines(session, 5, at(1), NUDGE)
    assert await fired(database, at(60)) == {NUDGE, EXPIRE}
    assert len(await events(database)) == 2


async def test_no_more_than_a_bite_fires_at_a_time(database: Database, account: ChatAccount) -> None:
    async with database.write(Priority.STEP) as session:
        for subject in range(5):
            await set_deadlines(session, subject, account.id, {NUDGE: at(20)})
        await fire_due(session, at(20), limit=3)
    assert len(await events(database)) == 3
    await fired(database, at(20))
    assert len(await events(database)) == 5


async def dead_row(session: AsyncSession, keyring: Keyring, account: ChatAccount) -> int:
    message = Envelope("telegram", "bot", "1", account.external_id, NOW, b"{}", part=True)
    (inbound_id,) = await store(session, [message], keyring, NOW)
    row = await session.get_one(Inbound, inbound_id)
    row.status = InboundStatus.DEAD
    await set_deadlines(session, inbound_id, account.id, {REVIVE: at(300)})
    await session.flush()
    return inbound_id


async def test_the_life_of_a_dead_row(database: Database, account: ChatAccount, keyring: Keyring) -> None:
    async with database.write(Priority.STEP) as session:
        inbound_id = await dead_row(session, keyring, account)
        assert await was_revived(session, inbound_id)
        assert not await was_revived(session, inbound_id + 1)
        assert await may_revive(session, account.id)
        assert not await is_reviving(session, account.id)
        row = await session.get_one(Inbound, inbound_id)
        row.status = InboundStatus.QUEUED
        await session.flush()
        assert await is_reviving(session, account.id)
        assert not await may_revive(session, account.id)


async def test_what_is_settled_is_not_revived(database: Database, account: ChatAccount, keyring: Keyring) -> None:
    async with database.write(Priority.STEP) as session:
        other = await open_account(session, "7002")
        await dead_row(session, keyring, account)
        await set_deadlines(session, 99, other.id, {REVIVE: at(300)})
        await drop_revivals(session, account.id, at(1))
        assert not await may_revive(session, account.id)
    assert await fired(database, at(600)) == {REVIVE}
    assert [event.sender for event in await events(database) if event.channel == CLOCK] == ["7002"]

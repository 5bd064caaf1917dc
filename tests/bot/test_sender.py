"""What the sender must never do, whatever comes between its reads and its marks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import cast

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import ChatAccount
from attendance.records.database import Database, Priority
from attendance.records.outbox import OutboxStatus, put
from attendance.records.say import Say
from attendance.records.tables import Outbox
from attendance.rules.book import RuleWatch
from bot.channels.telegram.account import Sent, TelegramAccount
from bot.clock import SystemClock
from bot.rendering import Rendered
from bot.sender import Sender

NOW = datetime(2026, 11, 2, tzinfo=UTC)


class SlowAccount:
    """A platform whose answer comes when it is let go."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.asked = asyncio.Event()
        self.answer = asyncio.Event()

    async def send(self, recipient: str, rendered: Rendered) -> Sent:
        self.sent.append(rendered.text)
        self.asked.set()
        await self.answer.wait()
        return Sent(str(len(self.sent)), NOW)


@pytest.fixture
async def account() -> SlowAccount:
    return SlowAccount()


@pytest.fixture
async def sender(sqlite_database: Database, account: SlowAccount) -> Sender:
    async with sqlite_database.write(Priority.STEP) as session:
        chat = ChatAccount(
            channel="telegram", our_account="main", external_id="7", language="id", created_at=NOW, failed_codes=0
        )
        session.add(chat)
        await session.flush()
        put(session, Say("general-help"), account_id=chat.id, employee_id=None, inbound_id=None, now=NOW)
    accounts = {"main": cast("TelegramAccount", account)}
    return Sender(sqlite_database, RuleWatch(), accounts, SystemClock())


async def statuses(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Outbox.status)))


async def test_a_letter_marked_while_the_outbox_is_read_is_not_sent_again(
    sqlite_database: Database, sender: Sender, account: SlowAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def marked() -> None:
        account.answer.set()
        while not sender.idle:
            await asyncio.sleep(0.001)

    read = sqlite_database.read

    @asynccontextmanager
    async def slow_read() -> AsyncIterator[AsyncSession]:
        """The rows are old news when they arrive."""
        async with read() as session:
            yield session
        await marked()

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(sender.run())
        await account.asked.wait()
        monkeypatch.setattr(sqlite_database, "read", slow_read)
        sender.wake()
        await marked()
        await asyncio.sleep(0.05)
        running.cancel()
    monkeypatch.undo()
    assert len(account.sent) == 1
    assert await statuses(sqlite_database) == [OutboxStatus.SENT]


async def test_the_end_of_the_service_waits_for_the_mark_of_what_the_platform_accepts(
    sqlite_database: Database, sender: Sender, account: SlowAccount
) -> None:
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(sender.run())
        await account.asked.wait()
        running.cancel()
        await asyncio.sleep(0)
        account.answer.set()
    assert await statuses(sqlite_database) == [OutboxStatus.SENT]

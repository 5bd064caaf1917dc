"""What the sender must never do: say twice, give up too early, let one person keep the others waiting."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import ChatAccount
from attendance.records.database import Database, Priority
from attendance.records.outbox import OutboxStatus, put
from attendance.records.say import Attachment, Say, SayKind
from attendance.records.tables import Outbox
from attendance.rules.book import RuleWatch
from bot.attachments import Attachments, Enclosed, NotMade, Shape
from bot.channels.telegram.account import Sent, TelegramAccount
from bot.rendering import Rendered
from bot.sender import MAX_PAUSE_S, Sender, pause_s
from demo.telegram.errors import ApiError
from tests.fixtures.town import Town
from tests.fixtures.town_clock import TownClock
from tests.talk import Talk

NOW = datetime(2026, 11, 2, tzinfo=UTC)

NOTHING = Attachments({})


class SlowAccount:
    """A platform whose answer comes when it is let go."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.asked = asyncio.Event()
        self.answer = asyncio.Event()

    async def send(self, recipient: str, rendered: Rendered, file: Enclosed | None = None) -> Sent:
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
        put(session, Say("general-stranger"), account_id=chat.id, employee_id=None, inbound_id=None, now=NOW)
    accounts = {"main": cast("TelegramAccount", account)}
    return Sender(sqlite_database, RuleWatch(), accounts, NOTHING, TownClock(NOW))


async def statuses(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Outbox.status)))


async def test_a_letter_marked_while_the_outbox_is_read_is_not_sent_again(
    sqlite_database: Database, sender: Sender, account: SlowAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = sqlite_database.read

    async def marked() -> None:
        account.answer.set()
        async with read() as session:
            while await session.scalar(select(Outbox.status)) != OutboxStatus.SENT:
                await session.rollback()
                await asyncio.sleep(0.001)

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


class QuickAccount:
    """A platform that takes everything at once and remembers who got it, as (recipient, text)."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.files: list[Enclosed | None] = []

    async def send(self, recipient: str, rendered: Rendered, file: Enclosed | None = None) -> Sent:
        self.sent.append((recipient, rendered.text))
        self.files.append(file)
        return Sent(str(len(self.sent)), NOW)


async def open_chat(session: AsyncSession, external_id: str, our_account: str = "main") -> int:
    chat = ChatAccount(
        channel="telegram",
        our_account=our_account,
        external_id=external_id,
        language="id",
        created_at=NOW,
        failed_codes=0,
    )
    session.add(chat)
    await session.flush()
    return chat.id


def queue(
    session: AsyncSession,
    account_id: int,
    key: str = "general-stranger",
    kind: SayKind = SayKind.REPLY,
    now: datetime = NOW,
) -> None:
    put(session, Say(key, kind=kind), account_id=account_id, employee_id=None, inbound_id=None, now=now)


@asynccontextmanager
async def sending(
    database: Database, clock: TownClock, account: QuickAccount, attachments: Attachments = NOTHING
) -> AsyncIterator[Sender]:
    """A sender at work for the account "main"."""
    sender = Sender(database, RuleWatch(), {"main": cast("TelegramAccount", account)}, attachments, clock)
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(sender.run())
        yield sender
        running.cancel()


async def until(reached: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await reached():
            await asyncio.sleep(0.01)


async def test_whoever_has_hundreds_of_letters_keeps_nobody_waiting(database: Database) -> None:
    platform, clock = QuickAccount(), TownClock(NOW)
    async with database.write(Priority.STEP) as session:
        loud, honest = await open_chat(session, "1"), await open_chat(session, "2")
        for _ in range(600):
            queue(session, loud)
        queue(session, honest)

    async def answered() -> bool:
        return "2" in [recipient for recipient, _ in platform.sent]

    async with sending(database, clock, platform):
        await until(answered)
    # Their burst in one chat, and one more for each second that a slow machine takes.
    assert len(platform.sent) < 60


async def test_letters_to_an_account_that_we_do_not_have_keep_nobody_waiting(database: Database) -> None:
    platform, clock = QuickAccount(), TownClock(NOW)
    async with database.write(Priority.STEP) as session:
        for number in range(250):
            queue(session, await open_chat(session, str(number), "abolished"))
        queue(session, await open_chat(session, "honest"))

    async def answered() -> bool:
        return bool(platform.sent)

    async with sending(database, clock, platform):
        await until(answered)
    assert [recipient for recipient, _ in platform.sent] == ["honest"]


async def test_people_whose_letters_must_wait_keep_nobody_else_waiting(database: Database) -> None:
    platform, clock = QuickAccount(), TownClock(NOW)
    async with database.write(Priority.STEP) as session:
        for number in range(250):
            queue(session, await open_chat(session, str(number)))
        await session.flush()
        await session.execute(update(Outbox).values(not_before=NOW + timedelta(seconds=50)))
        queue(session, await open_chat(session, "honest"))

    async def sent(count: int) -> bool:
        return len(platform.sent) >= count

    async with sending(database, clock, platform):
        await until(lambda: sent(1))
        assert [recipient for recipient, _ in platform.sent] == ["honest"]
        clock.forward(seconds=50)
        await until(lambda: sent(2))


async def test_a_letter_that_must_wait_holds_back_those_behind_it_and_nobody_else_s(database: Database) -> None:
    platform, clock = QuickAccount(), TownClock(NOW)
    async with database.write(Priority.STEP) as session:
        first, second = await open_chat(session, "1"), await open_chat(session, "2")
        queue(session, first, "general-stranger")
        await session.flush()
        await session.execute(update(Outbox).values(not_before=NOW + timedelta(seconds=50)))
        queue(session, first, "general-unsupported")
        queue(session, second, "general-stranger")

    async def sent(count: int) -> bool:
        return len(platform.sent) >= count

    async with sending(database, clock, platform) as sender:
        await until(lambda: sent(1))
        sender.wake()
        await asyncio.sleep(0.1)
        assert [recipient for recipient, _ in platform.sent] == ["2"]
        clock.forward(seconds=50)
        await until(lambda: sent(3))
    help_text = platform.sent[0][1]
    assert [text == help_text for _, text in platform.sent] == [True, True, False]


async def test_replies_to_anybody_go_before_reports_to_anybody(database: Database) -> None:
    platform, clock = QuickAccount(), TownClock(NOW)
    async with database.write(Priority.STEP) as session:
        for number in range(40):
            queue(session, await open_chat(session, f"report {number}"), kind=SayKind.REPORT)
        for number in range(20):
            queue(session, await open_chat(session, f"reply {number}"))

    async def all_sent() -> bool:
        return len(platform.sent) == 60

    async with sending(database, clock, platform):
        await until(all_sent)
    assert {recipient.split()[0] for recipient, _ in platform.sent[:20]} == {"reply"}


async def test_what_nobody_needs_to_hear_any_more_is_dead_and_forgotten(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Also what goes to an account that we no longer have."""
    platform, clock = QuickAccount(), TownClock(NOW)
    async with database.write(Priority.STEP) as session:
        for ours in ("main", "abolished"):
            queue(session, await open_chat(session, "1", ours))
        await session.flush()
        await session.execute(update(Outbox).values(args={"name": "Eileen"}))
    clock.forward(hours=24)

    async def over() -> bool:
        return await statuses(database) == [OutboxStatus.DEAD, OutboxStatus.DEAD]

    async with sending(database, clock, platform):
        await until(over)
    async with database.read() as session:
        kept = [(row.args, row.last_error) for row in await session.scalars(select(Outbox))]
    assert kept == [({}, "expired"), ({}, "expired")]
    assert platform.sent == []
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "outbox 1 is dead: expired",
        "outbox 2 is dead: expired",
    ]


def test_pauses_grow_up_to_a_minute_and_are_not_the_same_for_everybody() -> None:
    for tries in (1, 3, 5, 6, 5000):
        longest = min(2.0 ** min(tries, 6), MAX_PAUSE_S)
        pauses = [pause_s(tries) for _ in range(50)]
        assert all(longest / 2 <= pause <= longest for pause in pauses)
        assert len(set(pauses)) > 1


async def newest(town: Town) -> Outbox:
    async with town.database.read() as session:
        return (await session.scalars(select(Outbox).order_by(Outbox.id.desc()).limit(1))).one()


async def asks(town: Town) -> Talk:
    """Somebody asks something; the answer is on its way."""
    stranger = town.stranger("Siti")
    await stranger.says("/bantuan")

    async def answered() -> bool:
        async with town.database.read() as session:
            return await session.scalar(select(Outbox.id).limit(1)) is not None

    await until(answered)
    return stranger


async def goes_by(town: Town, asked: int, **step: float) -> None:
    """Time passes in steps until the platform has been asked that often for the newest message."""
    journal = town.platform.journal

    async def enough() -> bool:
        town.clock.forward(**step)
        await asyncio.sleep(0.03)
        return len([entry for entry in journal if entry.method == "sendMessage"]) >= asked

    await until(enough)


async def test_a_reply_outlives_an_outage_of_the_platform(sqlite_town: Town) -> None:
    sqlite_town.platform.faults.fail("sendMessage", times=20)
    stranger = await asks(sqlite_town)
    await goes_by(sqlite_town, 20, seconds=60)
    await goes_by(sqlite_town, 21, seconds=60)
    await stranger.hears()
    await stranger.quiet()
    row = await newest(sqlite_town)
    assert (row.status, row.tries, row.args) == (OutboxStatus.SENT, 21, {})


async def test_being_throttled_is_no_try(sqlite_town: Town) -> None:
    sqlite_town.platform.faults.throttle("sendMessage", 40, times=20)
    stranger = await asks(sqlite_town)
    begun = sqlite_town.clock.now()
    await goes_by(sqlite_town, 21, seconds=20)
    await stranger.hears()
    await stranger.quiet()
    assert sqlite_town.clock.now() - begun >= timedelta(seconds=20 * 40)
    row = await newest(sqlite_town)
    assert (row.status, row.tries) == (OutboxStatus.SENT, 1)


async def test_a_refused_letter_is_dead_at_once_forgotten_and_told(
    sqlite_town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    sqlite_town.platform.faults.refuse("sendMessage", ApiError(400, "Bad Request: message is too long"))
    stranger = await asks(sqlite_town)
    await stranger.quiet()
    row = await newest(sqlite_town)
    assert (row.status, row.tries, row.args) == (OutboxStatus.DEAD, 1, {})
    assert f"outbox {row.id} is dead: refused: Bad Request: message is too long" in caplog.messages


async def test_whoever_blocks_us_leaves_no_words_behind(sqlite_town: Town) -> None:
    stranger = await asks(sqlite_town)
    await stranger.quiet()
    await stranger.phone.block()
    await stranger.quiet()
    async with sqlite_town.database.write(Priority.STEP) as session:
        account_id = await session.scalar(select(ChatAccount.id))
        assert account_id is not None
        for _ in range(3):
            queue(session, account_id, now=sqlite_town.clock.now())
        await session.flush()
        queued = update(Outbox).where(Outbox.status == OutboxStatus.QUEUED)
        await session.execute(queued.values(args={"name": "Siti"}))
    sqlite_town.service.sender.wake()
    await stranger.quiet()
    async with sqlite_town.database.read() as session:
        rows = (await session.scalars(select(Outbox).order_by(Outbox.id))).all()
    assert [row.status for row in rows[-3:]] == [OutboxStatus.DEAD] * 3
    assert [row.args for row in rows] == [{}] * len(rows)
    assert {row.last_error for row in rows[-3:]} == {"blocked by the user"}


REPORT = Say("general-stranger", attachment=Attachment("report", (3, 4)))


async def test_an_attachment_is_made_when_it_is_sent_for_the_account_it_goes_to(sqlite_database: Database) -> None:
    asked = list[tuple[int, Sequence[int]]]()

    async def make(account_id: int, of: Sequence[int]) -> Enclosed:
        asked.append((account_id, of))
        return Enclosed("laporan.txt", b"isi", Shape.DOCUMENT)

    platform, clock = QuickAccount(), TownClock(NOW)
    async with sqlite_database.write(Priority.STEP) as session:
        account_id = await open_chat(session, "7")
        put(session, REPORT, account_id=account_id, employee_id=None, inbound_id=None, now=NOW)
    assert not asked
    async with sending(sqlite_database, clock, platform, Attachments({"report": make})):
        await until(lambda: _all_are(sqlite_database, OutboxStatus.SENT))
    assert asked == [(account_id, (3, 4))]
    assert platform.files == [Enclosed("laporan.txt", b"isi", Shape.DOCUMENT)]


@pytest.mark.parametrize("makers", ["none of that name", "one that refuses"])
async def test_a_message_whose_attachment_cannot_be_made_is_not_sent(sqlite_database: Database, makers: str) -> None:
    async def refuse(_account_id: int, _of: Sequence[int]) -> Enclosed:
        raise NotMade("the role has ended")

    platform, clock = QuickAccount(), TownClock(NOW)
    async with sqlite_database.write(Priority.STEP) as session:
        account_id = await open_chat(session, "7")
        put(session, REPORT, account_id=account_id, employee_id=None, inbound_id=None, now=NOW)
    known = Attachments({"report": refuse} if makers == "one that refuses" else {})
    async with sending(sqlite_database, clock, platform, known):
        await until(lambda: _all_are(sqlite_database, OutboxStatus.DEAD))
    assert not platform.sent


async def _all_are(database: Database, status: OutboxStatus) -> bool:
    return set(await statuses(database)) == {status}

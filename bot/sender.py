"""The outbox, drained: by priority, in order per person, within the platform's limits."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.tables import Attempt, Nonce
from attendance.people.tables import ChatAccount
from attendance.records.database import Database, Priority
from attendance.records.deadline import DeadlineKind, set_deadlines
from attendance.records.outbox import OutboxStatus
from attendance.records.tables import Outbox
from attendance.rules.book import RuleWatch
from attendance.rules.kinds import WindowsRule
from attendance.rules.resolve import PersonScope
from bot.bucket import Bucket
from bot.channels.telegram.account import Sent, TelegramAccount
from bot.channels.telegram.errors import ContactStopped, SendError, Throttled
from bot.clock import Clock
from bot.group_commit import GroupCommit
from bot.rendering import rendered
from texts.catalogue import TextError

log = logging.getLogger(__name__)

# Telegram: 30 messages a second over all chats, 1 a second in one chat with room for a short burst (PLATFORMS.md A6).
PER_SECOND, BURST = 30.0, 30.0
CHAT_PER_SECOND, CHAT_BURST = 1.0, 3.0

# Messages handed to the platform at once.
PARALLEL = 16
BITE = 200
MAX_TRIES = 8

# How long the end of the service waits for answers of the platform: it has ten seconds in all.
LANDING_S = 5.0


@dataclass(frozen=True)
class _Letter:
    """One row with its address."""

    row: Outbox
    account: ChatAccount


@dataclass(frozen=True)
class _Result:
    """What became of a letter; `sent` is None when it did not go out."""

    letter: _Letter
    sent: Sent | None
    error: SendError | None
    at: datetime


class Sender:
    """One sender per account of ours. A kill between the platform's yes and our mark says that message once more."""

    def __init__(
        self, database: Database, rules: RuleWatch, accounts: Mapping[str, TelegramAccount], clock: Clock
    ) -> None:
        self._database = database
        self._rules = rules
        self._accounts = accounts
        self._clock = clock
        self._marks = GroupCommit[_Result](database, Priority.OUTBOX, self._mark)
        self._overall = {name: Bucket(clock, PER_SECOND, BURST) for name in accounts}
        self._chats: dict[int, Bucket] = {}
        self._in_flight: set[int] = set()
        self._landed = asyncio.Event()
        self._landed.set()
        self._woken = asyncio.Event()
        self.backlog = 0
        self._more = False  # letters were passed over that may go when one in flight is done

    def wake(self) -> None:
        """There may be new rows."""
        self._woken.set()

    @property
    def idle(self) -> bool:
        return not self._in_flight and not self._woken.is_set()

    async def run(self) -> None:
        """Until cancelled."""
        self.wake()
        async with asyncio.TaskGroup() as tasks:
            try:
                while True:
                    await self._woken.wait()
                    self._woken.clear()
                    pause = await self._look(tasks)
                    if pause is not None:
                        tasks.create_task(self._wake_after(pause))
            finally:
                await self._land()

    async def _land(self) -> None:
        """What the platform may have accepted already is marked before we go: unmarked, it would be said again."""
        with suppress(TimeoutError):
            async with self._clock.timeout(LANDING_S):
                await self._landed.wait()

    async def _wake_after(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self.wake()

    async def _look(self, tasks: asyncio.TaskGroup) -> float | None:
        try:
            return await self._send_what_may_go(tasks)
        except (SQLAlchemyError, OSError) as error:
            log.error("the outbox could not be read: %s", type(error).__name__)
            return 1.0

    async def _send_what_may_go(self, tasks: asyncio.TaskGroup) -> float | None:
        """Start what may go now; the seconds until something more may, None when only news can tell."""
        # Taken before the rows are read: a letter that is marked meanwhile still looks unsent in them.
        in_flight = frozenset(self._in_flight)
        letters = await self._letters()
        self.backlog = len(letters)
        self._more = False
        pauses: list[float] = []
        seen = set(in_flight)
        for letter in letters:
            if letter.account.id in seen:
                self._more = True
                continue
            # In order per person: a letter that must wait holds back the ones behind it.
            seen.add(letter.account.id)
            wait = self._wait_s(letter)
            if len(self._in_flight) >= PARALLEL:
                self._more = True
                continue
            if wait > 0:
                pauses.append(wait)
                continue
            self._start(tasks, letter)
        if self._more and not in_flight <= self._in_flight:
            self.wake()
        return min(pauses, default=None)

    async def _letters(self) -> list[_Letter]:
        now = self._clock.now()
        async with self._database.read() as session:
            rows: Sequence[Row[Outbox, ChatAccount]] = (await session.execute(_unsent(now))).all()
        return [_Letter(row, account) for row, account in rows if account.our_account in self._accounts]

    def _wait_s(self, letter: _Letter) -> float:
        chat = self._chats.get(letter.account.id)
        wait = max(self._overall[letter.account.our_account].wait_s(), chat.wait_s() if chat else 0.0)
        if letter.row.not_before is not None:
            wait = max(wait, (letter.row.not_before - self._clock.now()).total_seconds())
        return wait

    def _start(self, tasks: asyncio.TaskGroup, letter: _Letter) -> None:
        self._overall[letter.account.our_account].take()
        chat = self._chats.setdefault(letter.account.id, Bucket(self._clock, CHAT_PER_SECOND, CHAT_BURST))
        chat.take()
        self._in_flight.add(letter.account.id)
        self._landed.clear()
        tasks.create_task(self._deliver(letter))

    async def _deliver(self, letter: _Letter) -> None:
        result = await self._send(letter)
        await self._note(result)
        self._in_flight.discard(letter.account.id)
        if not self._in_flight:
            self._landed.set()
        self._forget_quiet_chats()
        if self._more or result.sent is None:
            self.wake()

    async def _note(self, result: _Result) -> None:
        """Until the database has it: a letter that went out and is not marked would go out again."""
        while True:
            try:
                await self._marks.add([result])
            except (SQLAlchemyError, OSError) as error:
                log.error("outbox %d could not be marked: %s", result.letter.row.id, type(error).__name__)
                await self._clock.sleep(1)
            else:
                return

    async def _send(self, letter: _Letter) -> _Result:
        account = self._accounts[letter.account.our_account]
        try:
            text = rendered(letter.row, letter.account.language)
            sent = await account.send(letter.account.external_id, text)
        except SendError as error:
            self._heed(letter, error)
            return _Result(letter, None, error, self._clock.now())
        except TextError as error:
            log.error("outbox %d cannot be said: %s", letter.row.id, error)
            return _Result(letter, None, SendError("no text", retryable=False), self._clock.now())
        return _Result(letter, sent, None, self._clock.now())

    def _heed(self, letter: _Letter, error: SendError) -> None:
        if isinstance(error, Throttled):
            self._overall[letter.account.our_account].pause(error.wait_s or 1.0)

    def _forget_quiet_chats(self) -> None:
        if len(self._chats) > 1000:
            self._chats = {chat: bucket for chat, bucket in self._chats.items() if not bucket.is_full}

    async def _mark(self, session: AsyncSession, results: Sequence[_Result]) -> None:
        """Write down what became of several letters in one transaction."""
        for result in results:
            await session.execute(update(Outbox).where(Outbox.id == result.letter.row.id).values(**_values(result)))
            if isinstance(result.error, ContactStopped):
                await _contact_stopped(session, result)
            if result.sent is not None and result.letter.row.nonce_id is not None:
                await self._start_nonce(session, result.letter, result.sent.at)

    async def _start_nonce(self, session: AsyncSession, letter: _Letter, delivered_at: datetime) -> None:
        """The time of a prompted attempt runs from the platform's time of the delivered prompt."""
        book = await self._rules.current(session)
        nonce = await session.get_one(Nonce, letter.row.nonce_id)
        if nonce.delivered_at is not None:
            return
        windows = book.get(WindowsRule, PersonScope(nonce.employee_id), delivered_at.date()).value
        nonce.delivered_at = delivered_at
        nonce.expires_at = delivered_at + timedelta(seconds=windows.nonce_passive_s)
        attempt_id = await session.scalar(select(Attempt.id).where(Attempt.nonce_id == nonce.id))
        if attempt_id is not None:
            due = {DeadlineKind.EXPIRE: nonce.expires_at + GRACE}
            await set_deadlines(session, attempt_id, letter.account.id, due)


# A part sent in the last second of the window may still be on its way to us when the window ends.
GRACE = timedelta(seconds=30)


def _values(result: _Result) -> dict[str, object]:
    tries = result.letter.row.tries + 1
    if result.sent is not None:
        return {
            "status": OutboxStatus.SENT,
            "sent_at": result.sent.at,
            "platform_message_id": result.sent.message_id,
            # Said is said: names, and the token of a console link, need not stay.
            "args": {},
            "tries": tries,
        }
    error = result.error
    if error is None or not error.retryable or tries >= MAX_TRIES:
        return {"status": OutboxStatus.DEAD, "tries": tries, "last_error": str(error)}
    wait = error.wait_s or min(2.0**tries, 60.0)
    return {"tries": tries, "last_error": str(error), "not_before": result.at + timedelta(seconds=wait)}


async def _contact_stopped(session: AsyncSession, result: _Result) -> None:
    """Nothing reaches that person any more: what else waits for them is dead too."""
    account_id = result.letter.account.id
    await session.execute(update(ChatAccount).where(ChatAccount.id == account_id).values(blocked_at=result.at))
    await session.execute(
        update(Outbox)
        .where(Outbox.account_id == account_id, Outbox.status == OutboxStatus.QUEUED)
        .values(status=OutboxStatus.DEAD, last_error=str(result.error))
    )


def _unsent(now: datetime) -> Select[Outbox, ChatAccount]:
    return (
        select(Outbox, ChatAccount)
        .join(ChatAccount, ChatAccount.id == Outbox.account_id)
        .where(Outbox.status == OutboxStatus.QUEUED, or_(Outbox.expires_at.is_(None), Outbox.expires_at > now))
        .order_by(Outbox.priority, Outbox.id)
        .limit(BITE)
    )

"""The outbox, drained: by priority, in order per person, within the platform's limits."""

import asyncio
import logging
import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Select, Table, Update, bindparam, case, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.challenges import prompt_delivered
from attendance.people.tables import ChatAccount
from attendance.records.base import Instant
from attendance.records.database import Database, Priority
from attendance.records.outbox import (
    OutboxStatus,
    dead,
    expire,
    horizon,
    is_anything_over,
    is_over,
    is_queued,
    kill_queued,
    tell_dead,
)
from attendance.records.tables import Outbox
from attendance.rules.book import RuleWatch
from bot.attachments import Attachments, NotMade
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

# Rows looked at for the next letters; all of them only when these belong to people who must wait.
BITE = 200
ALL = 1 << 40

# Pauses between tries double up to this.
MAX_PAUSE_S = 60.0

# Whoever holds a lost phone is told this and nothing else, whichever part of the house wrote the letter.
SUSPENDED_HEARS = "start-suspended"

# How often letters are looked for whose time has passed.
EXPIRY_EVERY = timedelta(minutes=1)

# How long the end of the service waits for answers of the platform: it has ten seconds in all.
LANDING_S = 4.0


@dataclass(frozen=True)
class _Address:
    """Where a letter goes; `id` is that of the chat account."""

    id: int
    our_account: str
    external_id: str
    language: str
    suspended: bool


@dataclass(frozen=True)
class _Letter:
    """The first of an account's letters. `more`: the account has others; `read`: rows that were looked at."""

    row: Outbox
    account: _Address
    more: bool
    read: int


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
        self,
        database: Database,
        rules: RuleWatch,
        accounts: Mapping[str, TelegramAccount],
        attachments: Attachments,
        clock: Clock,
    ) -> None:
        self._database = database
        self._attachments = attachments
        self._rules = rules
        self._accounts = accounts
        self._clock = clock
        self._marks = GroupCommit[_Result](database, Priority.OUTBOX, self._mark)
        self._overall = {name: Bucket(clock, PER_SECOND, BURST) for name in accounts}
        self._chats: dict[int, Bucket] = {}
        self._in_flight: set[int] = set()
        self._resting: set[int] = set()  # accounts that have had their share of a second
        self._landed = asyncio.Event()
        self._landed.set()
        self._woken = asyncio.Event()
        self._alarm: float | None = None  # the monotonic second at which we wake by ourselves
        self._expired_at: datetime | None = None
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
                        self._set_alarm(tasks, pause)
            finally:
                await self._land()

    async def _land(self) -> None:
        """What the platform may have accepted already is marked before we go: unmarked, it would be said again."""
        with suppress(TimeoutError):
            async with self._clock.timeout(LANDING_S):
                await self._landed.wait()

    def _set_alarm(self, tasks: asyncio.TaskGroup, seconds: float) -> None:
        """One that rings sooner is enough: what is found then says when to look again."""
        due = self._clock.monotonic() + seconds
        if self._alarm is None or due < self._alarm:
            self._alarm = due
            tasks.create_task(self._wake_at(due, seconds))

    async def _wake_at(self, due: float, seconds: float) -> None:
        await self._clock.sleep(seconds)
        if self._alarm == due:
            self._alarm = None
        self.wake()

    async def _look(self, tasks: asyncio.TaskGroup) -> float | None:
        try:
            await self._expire()
            return await self._send_what_may_go(tasks)
        except (SQLAlchemyError, OSError) as error:
            log.error("the outbox could not be read: %s", type(error).__name__)
            return 1.0

    async def _expire(self) -> None:
        """Whatever nobody needs to hear any more is dead, also that of an account which we no longer have."""
        now = self._clock.now()
        if self._expired_at is not None and now - self._expired_at < EXPIRY_EVERY:
            return
        async with self._database.glance() as session:
            over = await is_anything_over(session, now)
        while over:
            async with self._database.write(Priority.OUTBOX) as session:
                ids = await expire(session, now)
            tell_dead(ids, "expired")
            over = bool(ids)
        self._expired_at = now

    async def _send_what_may_go(self, tasks: asyncio.TaskGroup) -> float | None:
        """Start what may go now; the seconds until something more may, None when only news can tell."""
        # Before the rows are read: a letter that is marked meanwhile still looks unsent in them.
        self._more = bool(self._in_flight)
        room = PARALLEL - len(self._in_flight)
        waits = {name: bucket.wait_s() for name, bucket in self._overall.items()}
        pauses = [wait for wait in waits.values() if wait > 0]
        if room <= 0 or len(pauses) == len(waits):
            return min(pauses, default=None)
        for letter in await self._letters([name for name, wait in waits.items() if wait <= 0], room):
            pause = self._wait_s(letter)
            if pause > 0:
                pauses.append(pause)
            elif room > 0:
                room -= 1
                self._more |= letter.more or room == 0
                self._start(tasks, letter)
        return min(pauses, default=None)

    async def _letters(self, names: Sequence[str], room: int) -> list[_Letter]:
        """The first letters of as many accounts as there is room for, or fewer with one that must wait."""
        now = self._clock.now()
        busy = self._in_flight | self._resting
        asked = {"names": names, "busy": list(busy), "room": room, **horizon(now)}
        async with self._database.glance() as session:
            letters = await _read(session, asked, BITE)
            if letters and letters[0].read == BITE and (len(letters) < room or self._waits(letters[-1])):
                letters = await _read(session, asked, ALL)
        self.backlog = len(self._in_flight) + (letters[0].read if letters else 0)
        return letters

    def _waits(self, letter: _Letter) -> bool:
        return letter.row.not_before is not None and letter.row.not_before > self._clock.now()

    def _wait_s(self, letter: _Letter) -> float:
        wait = self._overall[letter.account.our_account].wait_s()
        if letter.row.not_before is not None:
            wait = max(wait, (letter.row.not_before - self._clock.now()).total_seconds())
        return wait

    def _start(self, tasks: asyncio.TaskGroup, letter: _Letter) -> None:
        self._overall[letter.account.our_account].take()
        chat = self._chats.setdefault(letter.account.id, Bucket(self._clock, CHAT_PER_SECOND, CHAT_BURST))
        chat.take()
        self._in_flight.add(letter.account.id)
        self._landed.clear()
        tasks.create_task(self._deliver(letter, chat))

    async def _deliver(self, letter: _Letter, chat: Bucket) -> None:
        result = await self._send(letter)
        await self._note(result)
        rest = chat.wait_s()
        if rest > 0:
            self._resting.add(letter.account.id)
        self._in_flight.discard(letter.account.id)
        if not self._in_flight:
            self._landed.set()
        self._forget_quiet_chats()
        if self._more or result.sent is None:
            self.wake()
        if rest > 0:
            await self._clock.sleep(rest)
            self._resting.discard(letter.account.id)
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
        if letter.account.suspended and letter.row.key != SUSPENDED_HEARS:
            return _Result(letter, None, SendError("account suspended", retryable=False), self._clock.now())
        try:
            text = rendered(letter.row, letter.account.language)
            file = await self._attachments.of(letter.row)
            sent = await account.send(letter.account.external_id, text, file)
        except SendError as error:
            self._heed(letter, error)
            return _Result(letter, None, error, self._clock.now())
        except (NotMade, OSError) as error:
            # Nobody decides about pictures that he has not seen. A full or absent disk may come back.
            log.error("outbox %d lacks its attachment: %s", letter.row.id, type(error).__name__)
            missing = SendError("no attachment", retryable=isinstance(error, OSError))
            return _Result(letter, None, missing, self._clock.now())
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
            values = _values(result)
            await session.execute(_MARKS[frozenset(values)], {"row_id": result.letter.row.id, **values})
            if values.get("status") == OutboxStatus.DEAD:
                tell_dead([result.letter.row.id], str(result.error))
            if isinstance(result.error, ContactStopped):
                await _contact_stopped(session, result)
            if result.sent is not None and result.letter.row.nonce_id is not None:
                await prompt_delivered(session, result.letter.row.nonce_id, result.sent.at)


def _values(result: _Result) -> dict[str, object]:
    tries = result.letter.row.tries + 1
    match result:
        case _Result(sent=Sent(message_id=message_id, at=at)):
            # Said is said: names, and the token of a console link, need not stay.
            said = {"status": OutboxStatus.SENT, "args": {}, "tries": tries}
            return said | {"sent_at": at, "platform_message_id": message_id}
        case _Result(error=Throttled() as error):
            return _again(result, error, result.letter.row.tries, error.wait_s or 1.0)
        case _Result(error=SendError(retryable=True) as error):
            return _again(result, error, tries, error.wait_s or pause_s(tries))
        case _:
            return dead(str(result.error)) | {"tries": tries}


def _again(result: _Result, error: SendError, tries: int, wait_s: float) -> dict[str, object]:
    return {"tries": tries, "last_error": str(error), "not_before": result.at + timedelta(seconds=wait_s)}


def pause_s(tries: int) -> float:
    """Seconds until the next try: doubled each time, with jitter, so that those who failed together part."""
    longest = min(2.0 ** min(tries, 10), MAX_PAUSE_S)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - nobody gains by guessing it


async def _contact_stopped(session: AsyncSession, result: _Result) -> None:
    """Nothing reaches that person any more: what else waits for them is dead too."""
    account_id = result.letter.account.id
    await session.execute(update(ChatAccount).where(ChatAccount.id == account_id).values(blocked_at=result.at))
    tell_dead(await kill_queued(session, account_id, str(result.error)), str(result.error))


# Built once: the sender looks several times per check-in.
def _marking(*columns: str) -> tuple[frozenset[str], Update]:
    table = cast("Table", Outbox.__table__)
    marked = table.update().where(table.c.id == bindparam("row_id"))
    return frozenset(columns), marked.values({column: bindparam(column) for column in columns})


_MARKS = dict(
    [
        _marking("status", "args", "tries", "sent_at", "platform_message_id"),
        _marking("tries", "last_error", "not_before"),
        _marking("status", "last_error", "args", "tries"),
    ]
)


def _first_letters() -> Select[Outbox, int, str, str, str, bool, bool, int]:
    """The first letter of each account, so that nobody who has many keeps the others waiting.

    First those that may go, by priority and age, then those that must wait, the soonest first. A letter that must wait
    holds back what is behind it. Parameters: `names` of accounts of ours, `busy` ids of chat accounts that are left
    out, `reach` rows to look at, `room` letters to give, and those of `horizon`.
    """
    near = (
        select(Outbox.id, Outbox.account_id, Outbox.priority, Outbox.not_before)
        .join(ChatAccount, ChatAccount.id == Outbox.account_id)
        .where(is_queued, ~is_over, ChatAccount.our_account.in_(bindparam("names", expanding=True)))
        .where(Outbox.account_id.not_in(bindparam("busy", expanding=True)))
        .order_by(Outbox.priority, Outbox.id)
        .limit(bindparam("reach"))
        .cte("near")
    )
    own, order = near.c.account_id, (near.c.priority, near.c.id)
    ranked = select(
        near.c.id,
        near.c.not_before,
        func.row_number().over(partition_by=own, order_by=order).label("place"),
        func.lead(near.c.id).over(partition_by=own, order_by=order).label("next"),
    ).cte("ranked")
    read = select(func.count()).select_from(near).scalar_subquery()
    waits_until = case((ranked.c.not_before > bindparam("now", type_=Instant()), ranked.c.not_before))
    account = (ChatAccount.id, ChatAccount.our_account, ChatAccount.external_id, ChatAccount.language)
    suspended = ChatAccount.suspended_at.is_not(None)
    return (
        select(Outbox, *account, suspended, ranked.c.next.is_not(None), read)
        .join(ranked, ranked.c.id == Outbox.id)
        .join(ChatAccount, ChatAccount.id == Outbox.account_id)
        .where(ranked.c.place == 1)
        .order_by(waits_until.nulls_first(), Outbox.priority, Outbox.id)
        .limit(bindparam("room"))
    )


_FIRST_LETTERS = _first_letters()


async def _read(session: AsyncSession, asked: Mapping[str, object], reach: int) -> list[_Letter]:
    rows = (await session.execute(_FIRST_LETTERS, {**asked, "reach": reach})).all()
    return [
        _Letter(row, _Address(account_id, ours, theirs, language, suspended), more, read)
        for row, account_id, ours, theirs, language, suspended, more, read in rows
    ]

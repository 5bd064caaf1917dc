"""Once a second: what is due, who waits too long, what must be forgotten. A function of `now`; the rest is rows."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, bindparam, func, literal_column, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from attendance.checkin.attempt import is_living
from attendance.checkin.tables import Attempt
from attendance.people.person import load_person
from attendance.people.tables import ChatAccount
from attendance.records.base import Instant
from attendance.records.database import Database, Priority
from attendance.records.deadline import DeadlineKind, fire_due, is_anything_due
from attendance.records.inbound import InboundStatus
from attendance.records.outbox import put
from attendance.records.say import Say, local
from attendance.records.tables import Inbound
from attendance.rules.book import RuleBook, RuleBroken, RuleWatch
from attendance.rules.kinds import WindowsRule
from attendance.rules.resolve import NOBODY
from bot.clock import Clock
from bot.dispatcher import Dispatcher
from bot.sender import Sender

log = logging.getLogger(__name__)

EVERY_S = 1.0
# Rows of other processes, revived rows: seldom, since it looks at all that is undone.
SWEEP_EVERY = 10
FORGET_EVERY = 3600
# Raw messages are emptied this long after they are done (DESIGN 3.14).
RAW_KEPT = timedelta(days=7)
FORGET_BITE = 500
# Progress is told only while replies themselves have room.
ROOM = 10


class Tick:
    """Turns time into rows."""

    def __init__(
        self, database: Database, rules: RuleWatch, dispatcher: Dispatcher, sender: Sender, clock: Clock
    ) -> None:
        self._database = database
        self._rules = rules
        self._dispatcher = dispatcher
        self._sender = sender
        self._clock = clock
        self._reviving = False

    async def run(self) -> None:
        """Until cancelled."""
        count = 0
        while True:
            try:
                await self.once(count)
            except Exception as error:  # noqa: BLE001 - the edge: a broken row or rule must not end the service
                what = error if isinstance(error, RuleBroken) else type(error).__name__
                log.error("the tick could not do its work: %s", what)
            count += 1
            await self._clock.sleep(EVERY_S)

    async def once(self, count: int) -> None:
        now = self._clock.now()
        fired = await self._fire(now)
        if fired:
            self._dispatcher.wake()
        if count % SWEEP_EVERY == 0 or self._reviving:
            self._dispatcher.sweep()
            self._sender.wake()
        if count % FORGET_EVERY == 0:
            await self._forget(now)
        # A row that is revived has been passed by: it is found by looking at all that is undone.
        self._reviving = DeadlineKind.REVIVE in fired
        if self._sender.backlog < ROOM and await self._tell_progress(now):
            self._sender.wake()

    async def _fire(self, now: datetime) -> frozenset[str]:
        async with self._database.glance() as session:
            if not await is_anything_due(session, now):
                return frozenset()
        async with self._database.write(Priority.STEP) as session:
            return await fire_due(session, now)

    async def _forget(self, now: datetime) -> None:
        """In bites, between which others can write."""
        forgotten = FORGET_BITE
        while forgotten == FORGET_BITE:
            async with self._database.write(Priority.BULK) as session:
                forgotten = len((await session.scalars(_emptied(now - RAW_KEPT))).all())

    async def _tell_progress(self, now: datetime) -> bool:
        """Whoever's last part has waited some seconds is told that it is here. Only then, and only once."""
        async with self._database.glance() as session:
            book = await self._rules.current(session)
            after = book.get(WindowsRule, NOBODY, now.date()).value.progress_after_s
            waiting = (await session.execute(_WAITING, {"before": now - timedelta(seconds=after)})).all()
            zones = [await _zone(session, row, book, now) for row in waiting]
        if not waiting:
            return False
        async with self._database.write(Priority.OUTBOX) as session:
            for row, zone in zip(waiting, zones, strict=True):
                await _tell(session, row, zone, now)
        return True


def _emptied(before: datetime) -> ReturningUpdate[int]:
    """Empty the raw bytes of some hundred events that were done before then."""
    some = select(Inbound.id).where(Inbound.done_at < before, Inbound.raw.is_not(None)).limit(FORGET_BITE)
    return (
        update(Inbound)
        .where(Inbound.id.in_(some))
        .values(raw=None)
        .returning(Inbound.id)
        .execution_options(synchronize_session=False)
    )


_Waiting = Row[int, int | None, int, datetime | None]


def _waiting() -> Select[int, int | None, int, datetime | None]:
    """Accounts whose check-in is whole with parts undone since `before`: two parts, or one and a begun attempt.

    `before` is a parameter. One row each: account, employee, newest inbound id, its message time.
    """
    newest = func.max(Inbound.id)
    begun = (
        select(Attempt.id)
        .where(Attempt.employee_id == ChatAccount.employee_id, is_living)
        .where(Attempt.first_message_at.is_not(None))
        .exists()
    )
    return (
        select(ChatAccount.id, ChatAccount.employee_id, newest, func.max(Inbound.sent_at))
        .join(
            ChatAccount,
            (ChatAccount.channel == Inbound.channel)
            & (ChatAccount.our_account == Inbound.our_account)
            & (ChatAccount.external_id == Inbound.sender),
        )
        .where(Inbound.status == literal_column("'queued'"), Inbound.part, Inbound.progress_at.is_(None))
        .where(ChatAccount.employee_id.is_not(None))
        .group_by(ChatAccount.id, ChatAccount.employee_id)
        .having(
            func.max(Inbound.received_at) < bindparam("before", type_=Instant()), (func.count(Inbound.id) > 1) | begun
        )
    )


_WAITING = _waiting()  # made once: it is asked every second


async def _zone(session: AsyncSession, row: _Waiting, book: RuleBook, now: datetime) -> str:
    """Of where the person works today."""
    return (await load_person(session, await session.get_one(ChatAccount, row[0]), book, now)).timezone


async def _tell(session: AsyncSession, row: _Waiting, zone: str, now: datetime) -> None:
    account_id, employee_id, inbound_id, sent_at = row
    say = Say("checkin-progress", {"at": local(sent_at or now, zone)})
    put(session, say, account_id=account_id, employee_id=employee_id, inbound_id=inbound_id, now=now)
    mine = select(ChatAccount.channel, ChatAccount.our_account, ChatAccount.external_id)
    await session.execute(
        update(Inbound)
        .where(Inbound.id <= inbound_id, Inbound.status == InboundStatus.QUEUED)
        .where(
            tuple_(Inbound.channel, Inbound.our_account, Inbound.sender).in_(mine.where(ChatAccount.id == account_id))
        )
        .values(progress_at=now)
        .execution_options(synchronize_session=False)
    )

"""One event at a time per person, people in parallel, in the order in which the events were stored."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy import Row, bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from attendance.records.database import Database
from attendance.records.inbound import CLOCK, InboundStatus, account_key
from attendance.records.tables import Inbound
from bot.clock import Clock

log = logging.getLogger(__name__)

# People worked on at once. Each may hold one picture of a few MB in memory; the engines have a queue of their own.
PARALLEL = 32

# How many rows are looked at in one query: a backlog of thousands is taken in bites.
BITE = 1000


class Dispatcher:
    """Feeds `handle` with ids of inbound rows.

    `handle` never raises. It returns when the row is no longer queued, or how long the row rests before the next try.
    """

    def __init__(self, database: Database, handle: Callable[[int], Awaitable[timedelta | None]], clock: Clock) -> None:
        self._database = database
        self._handle = handle
        self._clock = clock
        self._queues: dict[str, deque[int]] = {}
        self._known: set[int] = set()
        self._seen_up_to = 0
        self._woken = asyncio.Event()
        self._places = asyncio.Semaphore(PARALLEL)

    def wake(self) -> None:
        """There may be new rows."""
        self._woken.set()

    def sweep(self) -> None:
        """Look at all undone rows again: a deadline fired, another process stored something, a row was revived."""
        self._seen_up_to = 0
        self._woken.set()

    @property
    def backlog(self) -> int:
        """Rows taken in and not done."""
        return len(self._known)

    @property
    def idle(self) -> bool:
        return not self._known and not self._woken.is_set()

    async def run(self) -> None:
        """Work until cancelled; a row in work when that happens stays queued and is done after the next start."""
        self.sweep()
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._woken.wait()
                self._woken.clear()
                await self._take_in_all(tasks)

    async def _take_in_all(self, tasks: asyncio.TaskGroup) -> None:
        try:
            while await self._take_in(tasks):
                pass
        except (SQLAlchemyError, OSError) as error:
            # The next message or the next sweep looks again.
            log.error("undone rows could not be read: %s", type(error).__name__)

    async def _take_in(self, tasks: asyncio.TaskGroup) -> bool:
        """Queue one bite of rows; True when there may be more."""
        async with self._database.glance() as session:
            rows = (await session.execute(_UNDONE, {"seen_up_to": self._seen_up_to})).all()
        for row in rows:
            self._seen_up_to = max(self._seen_up_to, row.id)
            if row.id not in self._known:
                self._known.add(row.id)
                self._enqueue(tasks, _queue_of(row), row.id)
        return len(rows) == BITE

    def _enqueue(self, tasks: asyncio.TaskGroup, key: str, inbound_id: int) -> None:
        queue = self._queues.get(key)
        if queue is not None:
            queue.append(inbound_id)
            return
        self._queues[key] = deque([inbound_id])
        tasks.create_task(self._work_off(key))

    async def _work_off(self, key: str) -> None:
        queue = self._queues[key]
        while queue:
            async with self._places:
                rest = await self._handle(queue[0])
            if rest is None:
                self._known.discard(queue.popleft())
            else:
                # Without a place: when many rest, the others must go on.
                await self._clock.sleep(rest.total_seconds())
        del self._queues[key]


_UNDONE = (
    select(Inbound.id, Inbound.channel, Inbound.our_account, Inbound.sender)
    .where(Inbound.status == InboundStatus.QUEUED, Inbound.id > bindparam("seen_up_to"))
    .order_by(Inbound.id)
    .limit(BITE)
)


def _queue_of(row: Row[int, str, str, str | None]) -> str:
    """A deadline queues behind the messages of the account it is about."""
    account = row.our_account if row.channel == CLOCK else account_key(row.channel, row.our_account)
    return f"{account}/{row.sender}"

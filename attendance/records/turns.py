"""Whose turn it is to write: one holder at a time, the most urgent waiter next."""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum
from itertools import count

_Task = asyncio.Task[object] | None


class Priority(IntEnum):
    """Urgency of a write transaction; the lowest number goes first."""

    INGEST = 0
    STEP = 1
    OUTBOX = 2
    BULK = 3


class NestedWrite(RuntimeError):
    """A task that is writing asked for a second write transaction: it would wait for itself for ever."""


class Turns:
    """A lock with priorities, first come first served within one. It belongs to one event loop."""

    def __init__(self) -> None:
        self._holder: _Task = None
        self._waiting: list[tuple[Priority, int, asyncio.Future[None], _Task]] = []
        self._arrivals = count()

    @asynccontextmanager
    async def turn(self, priority: Priority) -> AsyncIterator[None]:
        """Hold the lock in the block. Raises NestedWrite when this task holds it already."""
        await self._acquire(priority)
        try:
            yield
        finally:
            self._release()

    async def _acquire(self, priority: Priority) -> None:
        task = asyncio.current_task()
        if self._holder is None:
            self._holder = task
        elif self._holder is task:
            raise NestedWrite("a write transaction inside a write transaction of the same task")
        else:
            await self._wait(priority, task)

    async def _wait(self, priority: Priority, task: _Task) -> None:
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (priority, next(self._arrivals), granted, task))
        try:
            await granted
        except asyncio.CancelledError:
            # Cancelled in the very moment it was given the turn: hand it on, or nobody writes any more.
            if granted.done() and not granted.cancelled():
                self._release()
            raise

    def _release(self) -> None:
        """Give the turn away directly, so that nobody slips in before the woken task runs."""
        self._holder = None
        while self._waiting and self._holder is None:
            *_, granted, task = heapq.heappop(self._waiting)
            if not granted.done():
                self._holder = task
                granted.set_result(None)

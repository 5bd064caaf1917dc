"""Concurrent small writes share one transaction: the first takes along whatever has queued up behind it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.database import Database, Priority

T = TypeVar("T")


class GroupCommit(Generic[T]):
    """`write` gets the items in the order they came; `add` returns after the commit that holds its items."""

    def __init__(
        self, database: Database, priority: Priority, write: Callable[[AsyncSession, Sequence[T]], Awaitable[None]]
    ) -> None:
        self._database = database
        self._priority = priority
        self._write = write
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._turn = asyncio.Lock()

    async def add(self, items: Sequence[T]) -> None:
        """Raises what the shared transaction raised; then nothing of it is stored."""
        if not items:
            return
        futures = [asyncio.get_running_loop().create_future() for _ in items]
        self._waiting.extend(zip(items, futures, strict=True))
        async with self._turn:
            if not futures[-1].done():
                await self._commit()
        for future in futures:
            future.result()

    async def _commit(self) -> None:
        batch, self._waiting = self._waiting, []
        try:
            async with self._database.write(self._priority) as session:
                await self._write(session, [item for item, _ in batch])
        except BaseException as error:
            for _, future in batch:
                future.set_exception(_shared(error))
                future.exception()
            raise
        for _, future in batch:
            future.set_result(None)


def _shared(error: BaseException) -> BaseException:
    """A cancelled leader must not look like a cancelled follower."""
    if isinstance(error, asyncio.CancelledError):
        return ConnectionAbortedError("the transaction was cancelled before its commit")
    return error

"""Small statements run on the event loop itself: a trip to SQLite's thread costs more CPU time than they do.

A check-in makes some forty statements of 20 to 60 microseconds each, found by indexes. Through aiosqlite each of them
wakes a thread, the loop and a greenlet, at three times that cost. Only what waits for the disk or for another process,
the commit and a beginning that is held up, goes to a thread. What reads much stays with `Database.read`.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

WAITS_MS = 4000
"""For another process that writes, as import and invite do, seldom and briefly. Nothing can interrupt the wait, and the
service must be able to end within ten seconds."""

QUERY_ONLY = "PRAGMA query_only=ON"


class OnLoopSession(AsyncSession):
    """An AsyncSession whose statements are done when they return; what is not overridden here works, more slowly.

    Takes part in one task, as any session does. `connection()` is not to be had.
    """

    def __init__(self, engine: Engine, **options: Any) -> None:
        super().__init__(**options)
        self.sync_session.bind = engine

    async def execute(self, *arguments: Any, **options: Any) -> Any:
        return self.sync_session.execute(*arguments, **options)

    async def scalar(self, *arguments: Any, **options: Any) -> Any:
        return self.sync_session.scalar(*arguments, **options)

    async def scalars(self, *arguments: Any, **options: Any) -> Any:
        return self.sync_session.scalars(*arguments, **options)

    async def get(self, *arguments: Any, **options: Any) -> Any:
        return self.sync_session.get(*arguments, **options)

    async def get_one(self, *arguments: Any, **options: Any) -> Any:
        return self.sync_session.get_one(*arguments, **options)

    async def refresh(self, *arguments: Any, **options: Any) -> None:
        self.sync_session.refresh(*arguments, **options)

    async def flush(self, *arguments: Any, **options: Any) -> None:
        self.sync_session.flush(*arguments, **options)

    async def rollback(self) -> None:
        self.sync_session.rollback()

    async def close(self) -> None:
        self.sync_session.close()


class OnLoop:
    """Reads and writes of one SQLite file on the event loop; whose turn it is to write, the caller knows.

    The writer waits for no other process on the loop, and the readers never run out of connections: either would hold
    up everybody. `set_up` sets the usual pragmas of an engine's connections, and those that follow it.
    """

    def __init__(self, address: URL, set_up: Callable[..., None]) -> None:
        address = address.set(drivername="sqlite+pysqlite")
        # A session is closed in the thread that it was committed in, or in the loop's.
        options: dict[str, Any] = {"max_overflow": -1, "connect_args": {"check_same_thread": False}}
        self._writer = create_engine(address, pool_size=1, **options)
        self._readers = create_engine(address, pool_size=4, **options)
        self._patience_ms = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="commit")
        set_up(self._writer, "PRAGMA busy_timeout=0")
        set_up(self._readers, QUERY_ONLY)
        event.listen(self._writer, "begin", self._begun)
        event.listen(self._readers, "begin", _snapshot)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Committed at the end of the block, rolled back on an exception."""
        session = OnLoopSession(self._writer, expire_on_commit=False)
        try:
            await self._begin(session.sync_session)
            yield session
            session.sync_session.flush()
            await self._on_thread(session.sync_session.commit)
        finally:
            session.sync_session.close()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A snapshot."""
        session = OnLoopSession(self._readers, expire_on_commit=False, autoflush=False)
        try:
            yield session
        finally:
            session.sync_session.close()

    def close(self) -> None:
        """Close every connection."""
        self._thread.shutdown()
        self._writer.dispose()
        self._readers.dispose()

    async def _begin(self, session: Session) -> None:
        try:
            session.connection()
        except OperationalError as error:
            if not _is_busy(error):
                raise
            session.rollback()
            await self._on_thread(self._begin_patiently, session)

    def _begin_patiently(self, session: Session) -> None:
        self._patience_ms = WAITS_MS
        try:
            session.connection()
        finally:
            self._patience_ms = 0

    def _begun(self, connection: Connection) -> None:
        if self._patience_ms:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={self._patience_ms}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            if self._patience_ms:
                connection.exec_driver_sql("PRAGMA busy_timeout=0")

    async def _on_thread(self, work: Callable[..., object], *arguments: object) -> None:
        """To its end even when the task is cancelled: the session must not be closed under it."""
        running = asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait([running])
            raise


def _snapshot(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _is_busy(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY

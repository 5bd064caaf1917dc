"""The way to the records: short write transactions and read snapshots, on SQLite or PostgreSQL."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Literal, Self, cast

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from attendance.records import one_trip
from attendance.records.address import AddressRefused, parse_address, sqlite_file
from attendance.records.on_loop import QUERY_ONLY, WAITS_MS, OnLoop
from attendance.records.turns import NestedWrite, Priority, Turns

__all__ = ["AddressRefused", "Database", "DatabaseUnreachable", "NestedWrite", "Priority"]

log = logging.getLogger(__name__)

Dialect = Literal["sqlite", "postgresql"]

#: A write transaction that lasts longer keeps every other writer waiting: it is logged as a warning.
LONG_WRITE_S = 0.1

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Within this process the turns decide.
    f"PRAGMA busy_timeout={WAITS_MS}",
)


class DatabaseUnreachable(Exception):
    """The database cannot be opened. The text holds no password."""


class Database:
    """Sessions in transactions. SQLite has one write connection behind `Turns`; PostgreSQL queues by itself."""

    def __init__(
        self,
        writers: AsyncEngine,
        readers: AsyncEngine,
        on_loop: OnLoop | None,
        monotonic: Callable[[], float] | None,
    ) -> None:
        self.dialect: Dialect = "sqlite" if on_loop else "postgresql"
        self._engines = (writers, readers)
        self._on_loop = on_loop
        self._write_sessions = async_sessionmaker(writers, expire_on_commit=False)
        self._read_sessions = async_sessionmaker(readers, expire_on_commit=False, autoflush=False)
        self._turns = Turns() if on_loop else None
        self._monotonic = monotonic

    @classmethod
    async def open(cls, url: str, *, monotonic: Callable[[], float] | None = None) -> Self:
        """Open the database at `url`; a missing SQLite file and its folder are made, for the owner only.

        `monotonic` (seconds, as Clock.monotonic) times write transactions; without it long ones go unnoticed.
        Raises AddressRefused or DatabaseUnreachable.
        """
        address = parse_address(url)
        file = sqlite_file(address)
        if file is None:
            database = cls(*_postgresql_engines(address), None, monotonic)
        else:
            _make_private_file(file)
            database = cls(*_sqlite_engines(address), OnLoop(address, _set_pragmas), monotonic)
        await database._greet(address)
        return database

    @asynccontextmanager
    async def write(self, priority: Priority) -> AsyncIterator[AsyncSession]:
        """One transaction: committed at the end of the block, rolled back on an exception.

        On SQLite nobody else writes meanwhile. PostgreSQL works at READ COMMITTED: change what you have seen by
        `UPDATE ... WHERE`, or read it by `with_for_update()` (which SQLite does not need and ignores).
        """
        async with self._turn(priority):
            started = self._now()
            async with self._writing(priority) as session:
                yield session
            self._report(priority, self._now() - started)

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A snapshot that cannot be written to and never waits for a writer."""
        return self._read_sessions()

    def glance(self) -> AbstractAsyncContextManager[AsyncSession]:
        """The same for a few rows found by indexes, at a third of the cost: SQLite reads them on the event loop."""
        return self._on_loop.read() if self._on_loop else self.read()

    async def close(self) -> None:
        """Close every connection."""
        for engine in self._engines:
            await engine.dispose()
        if self._on_loop:
            self._on_loop.close()

    def _writing(self, priority: Priority) -> AbstractAsyncContextManager[AsyncSession]:
        if self._on_loop and priority is not Priority.BULK:
            return self._on_loop.write()
        return self._write_sessions.begin()

    def _turn(self, priority: Priority) -> AbstractAsyncContextManager[None]:
        return nullcontext() if self._turns is None else self._turns.turn(priority)

    def _now(self) -> float:
        return 0.0 if self._monotonic is None else self._monotonic()

    def _report(self, priority: Priority, seconds: float) -> None:
        if seconds > LONG_WRITE_S:
            log.warning("write transaction of priority %s took %d ms", priority.name, seconds * 1000)

    async def _greet(self, address: URL) -> None:
        try:
            async with self._engines[0].connect():
                pass
        except DatabaseError as error:
            await self.close()
            where = address.render_as_string(hide_password=True)
            raise DatabaseUnreachable(f"{where} cannot be opened: {_first_line(error)}") from None


def _make_private_file(file: Path) -> None:
    # SQLite gives its -wal and -shm files the permissions of the database file.
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise DatabaseUnreachable(f"{file} cannot be opened: {error.strerror}") from None


def _sqlite_engines(address: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """Engine of the one write connection, and of the readers."""
    creator = {"async_creator_fn": one_trip.connect}
    writers = create_async_engine(address, pool_size=1, max_overflow=0, connect_args=creator)
    readers = create_async_engine(address, pool_size=4, max_overflow=12, connect_args=creator)
    _set_pragmas(writers.sync_engine)
    _set_pragmas(readers.sync_engine, QUERY_ONLY)
    _begin_by(writers, "BEGIN IMMEDIATE")
    _begin_by(readers, "BEGIN")
    return writers, readers


def _set_pragmas(engine: Engine, *more: str) -> None:
    """And take the beginning of transactions into our hands: the driver's own way loses updates without an error."""

    def connected(connection: DBAPIConnection, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            for pragma in (*_PRAGMAS, *more):
                cursor.execute(pragma)
        except DatabaseError:
            connection.close()  # the pool does not know it yet
            raise
        cursor.close()

    event.listen(engine, "connect", connected)


def _begin_by(engine: AsyncEngine, statement: str) -> None:
    def begun(connection: Connection) -> None:
        cast("one_trip.OneTripConnection", connection.connection.driver_connection).begin(statement)

    event.listen(engine.sync_engine, "begin", begun)


def _postgresql_engines(address: URL) -> tuple[AsyncEngine, AsyncEngine]:
    writers = create_async_engine(address, pool_size=10, max_overflow=10, pool_pre_ping=True)
    readers = writers.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return writers, readers


def _first_line(error: DatabaseError) -> str:
    return str(error.orig).strip().partition("\n")[0]

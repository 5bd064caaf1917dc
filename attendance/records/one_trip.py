"""aiosqlite with one trip to its thread per statement instead of four, and none where there is nothing to do.

aiosqlite opens, executes, fetches and closes a cursor in four calls to its thread, and each call wakes two threads and
the event loop: for the small statements of a check-in that cost more CPU time than SQLite itself (perf, November 2026).
For the same reason a transaction begins on the trip of its first statement, and one that is over is not rolled back.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Self

from aiosqlite import Connection

Statement = Callable[[sqlite3.Cursor], sqlite3.Cursor]

# aiosqlite asks for it; only iteration over its own cursors would use it.
_CHUNK = 64


class OneTripCursor:
    """What SQLAlchemy's adapter needs of a cursor; its rows are there when `execute` returns."""

    def __init__(self, connection: "OneTripConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Sequence[Any] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        await self._connection.on_thread(self._run, lambda cursor: cursor.execute(sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> Self:
        await self._connection.on_thread(self._run, lambda cursor: cursor.executemany(sql, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    def _run(self, begin: str | None, statement: Statement) -> None:
        """On the connection's thread: open, execute, fetch and close."""
        cursor = self._connection.raw.cursor()
        try:
            if begin is not None:
                cursor.execute(begin)
            statement(cursor)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount = cursor.rowcount
            self.lastrowid = cursor.lastrowid
        finally:
            cursor.close()


class OneTripConnection(Connection):
    """An aiosqlite connection whose cursors live for one statement."""

    _begin: str | None = None
    # Whether anything ran since the last end of a transaction. Not asked of SQLite: after a cancellation the statement,
    # and the BEGIN before it, may still be waiting for the thread.
    _used = False

    def begin(self, statement: str) -> None:
        """Run `statement` before whatever comes first; if nothing does, there was no transaction."""
        self._begin = statement

    async def commit(self) -> None:
        self._begin = None
        if self._used:
            await super().commit()
            self._used = False

    async def rollback(self) -> None:
        self._begin = None
        if self._used:
            await super().rollback()
            self._used = False

    def cursor(self) -> OneTripCursor:  # type: ignore[override]  # the adapter uses no more than OneTripCursor has
        return OneTripCursor(self)

    @property
    def raw(self) -> sqlite3.Connection:
        """The connection itself; to be used on its thread only."""
        return self._conn

    def on_thread(self, run: Callable[[str | None, Statement], None], statement: Statement) -> Awaitable[None]:
        """Call `run` on the thread of the connection, with what begins the transaction if it is still to begin."""
        begin, self._begin = self._begin, None
        self._used = True
        return self._execute(run, begin, statement)  # type: ignore[no-untyped-call]


def connect(*args: Any, **options: Any) -> OneTripConnection:
    """As aiosqlite.connect, for `async_creator_fn` of SQLAlchemy's aiosqlite dialect."""
    connection = OneTripConnection(lambda: sqlite3.connect(*args, **options), _CHUNK)
    # As SQLAlchemy does with connections it makes: a forgotten one must not keep the process alive.
    connection._thread.daemon = True
    return connection

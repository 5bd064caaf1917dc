"""Short transactions on the event loop: nobody else is held up, nothing is half done."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from attendance.people.tables import Agency
from attendance.records.database import Database, Priority


@contextmanager
def another_process_writes(url: str) -> Iterator[sqlite3.Connection]:
    """As far as SQLite can tell: a connection that nobody here knows holds the write lock."""
    with closing(
        sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def add_agency(database: Database, code: str = "1.02") -> None:
    async with database.write(Priority.STEP) as session:
        session.add(Agency(code=code, name="Kominfo", timezone="Asia/Makassar"))


async def codes(database: Database) -> list[str]:
    async with database.glance() as session:
        return list(await session.scalars(select(Agency.code).order_by(Agency.code)))


async def test_the_loop_goes_on_while_a_write_waits_for_another_process(
    sqlite_url: str, sqlite_database: Database
) -> None:
    with another_process_writes(sqlite_url) as other:
        writing = asyncio.ensure_future(add_agency(sqlite_database))
        for _ in range(20):
            await asyncio.sleep(0.01)
            assert await codes(sqlite_database) == []
        assert not writing.done()
        other.execute("COMMIT")
        await writing
    assert await codes(sqlite_database) == ["1.02"]


async def test_whoever_waits_too_long_is_told_and_the_next_one_writes(
    sqlite_url: str, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attendance.records.on_loop.WAITS_MS", 50)
    with another_process_writes(sqlite_url), pytest.raises(OperationalError, match="locked"):
        await add_agency(sqlite_database)
    await add_agency(sqlite_database)
    assert await codes(sqlite_database) == ["1.02"]


async def test_who_is_cancelled_during_the_commit_waits_for_its_end(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, may_go_on = threading.Event(), threading.Event()
    commit = Session.commit

    def slow_commit(session: Session) -> None:
        reached.set()
        may_go_on.wait(5)
        commit(session)

    monkeypatch.setattr(Session, "commit", slow_commit)
    writing = asyncio.ensure_future(add_agency(sqlite_database))
    await asyncio.to_thread(reached.wait, 5)
    writing.cancel()
    await asyncio.sleep(0.05)
    assert not writing.done()
    may_go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await writing
    monkeypatch.undo()
    assert await codes(sqlite_database) == ["1.02"]
    await add_agency(sqlite_database, "1.03")


async def test_many_glances_at_a_time_are_no_wait(sqlite_database: Database) -> None:
    """The loop would stand still if one of them waited for a connection."""
    async with asyncio.timeout(5):
        await asyncio.gather(*(_glance_for_a_while(sqlite_database) for _ in range(40)))


async def _glance_for_a_while(database: Database) -> None:
    async with database.glance() as session:
        await session.scalar(select(Agency.code))
        await asyncio.sleep(0.05)


async def test_a_glance_cannot_write(sqlite_database: Database) -> None:
    async with sqlite_database.glance() as session:
        with pytest.raises(DBAPIError, match="readonly"):
            await session.execute(text("INSERT INTO agency (code, name, timezone) VALUES ('1', '2', '3')"))


async def test_a_glance_sees_one_moment_although_others_commit(database: Database) -> None:
    async with database.glance() as session:
        assert list(await session.scalars(select(Agency.code))) == []
        await add_agency(database)
        assert list(await session.scalars(select(Agency.code))) == []
    assert await codes(database) == ["1.02"]


async def test_what_is_raised_in_the_block_takes_everything_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await _begin_and_fail(database)
    assert await codes(database) == []


async def _begin_and_fail(database: Database) -> None:
    async with database.write(Priority.STEP) as session:
        session.add(Agency(code="1.02", name="Kominfo", timezone="Asia/Makassar"))
        await session.flush()
        raise ZeroDivisionError

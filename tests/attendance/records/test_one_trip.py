"""A transaction begins with its first statement, and ends whatever happens in between."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from attendance.records.one_trip import OneTripConnection, connect


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[OneTripConnection]:
    connection = await connect(str(tmp_path / "one.db"), isolation_level=None)
    yield connection
    await connection.close()


async def run(connection: OneTripConnection, sql: str) -> list[object]:
    return await (await connection.cursor().execute(sql)).fetchall()


async def test_nothing_begins_before_the_first_statement(connection: OneTripConnection) -> None:
    connection.begin("BEGIN IMMEDIATE")
    assert not connection.raw.in_transaction
    await run(connection, "CREATE TABLE t (x)")
    assert connection.raw.in_transaction
    await connection.commit()
    assert not connection.raw.in_transaction


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_without_a_statement_there_is_no_transaction_to_end(connection: OneTripConnection, end: str) -> None:
    connection.begin("BEGIN IMMEDIATE")
    await getattr(connection, end)()
    await run(connection, "CREATE TABLE t (x)")
    assert not connection.raw.in_transaction


async def test_what_is_rolled_back_is_gone(connection: OneTripConnection) -> None:
    await run(connection, "CREATE TABLE t (x)")
    connection.begin("BEGIN IMMEDIATE")
    await run(connection, "INSERT INTO t VALUES (1)")
    await connection.rollback()
    await connection.rollback()
    assert await run(connection, "SELECT * FROM t") == []


async def test_a_statement_cancelled_before_it_ran_leaves_no_transaction_behind(
    connection: OneTripConnection,
) -> None:
    """The statement and its BEGIN still wait for the thread when the rollback is asked for."""
    connection.begin("BEGIN IMMEDIATE")
    statement = asyncio.ensure_future(run(connection, "CREATE TABLE t (x)"))
    await asyncio.sleep(0)
    statement.cancel()
    await asyncio.gather(statement, return_exceptions=True)
    await connection.rollback()
    assert not connection.raw.in_transaction
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await run(connection, "SELECT * FROM t")


async def test_a_begin_that_is_refused_leaves_no_transaction_behind(
    connection: OneTripConnection, tmp_path: Path
) -> None:
    await run(connection, "PRAGMA busy_timeout=0")
    other = sqlite3.connect(tmp_path / "one.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    connection.begin("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await run(connection, "CREATE TABLE t (x)")
    await connection.rollback()
    other.close()
    connection.begin("BEGIN IMMEDIATE")
    await run(connection, "CREATE TABLE t (x)")
    await connection.commit()
    assert not connection.raw.in_transaction

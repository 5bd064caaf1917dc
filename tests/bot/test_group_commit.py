"""Many small writes in one transaction: all who were told "stored" are, and nobody else is."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import Employee
from attendance.records.database import Database, Priority
from bot.group_commit import GroupCommit

NOW = datetime(2026, 11, 23, tzinfo=UTC)


class Writer:
    """Stores names; a name that says so breaks the transaction."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    async def __call__(self, session: AsyncSession, names: Sequence[str]) -> None:
        self.batches.append(list(names))
        session.add_all([Employee(name=name, created_at=NOW) for name in names])
        await session.flush()
        if "broken" in names:
            raise SQLAlchemyError("broken")


async def kept(database: Database) -> set[str]:
    async with database.read() as session:
        return set(await session.scalars(select(Employee.name)))


async def test_what_queues_up_behind_a_write_goes_together(database: Database) -> None:
    writer = Writer()
    group = GroupCommit[str](database, Priority.INGEST, writer)
    await asyncio.gather(*(group.add([f"n{number}"]) for number in range(50)))
    assert len(await kept(database)) == 50
    assert len(writer.batches) < 10
    assert [name for batch in writer.batches for name in batch] == [f"n{number}" for number in range(50)]


async def test_nothing_is_written_for_nothing(database: Database) -> None:
    writer = Writer()
    await GroupCommit[str](database, Priority.INGEST, writer).add([])
    assert writer.batches == []


async def test_everybody_in_a_broken_transaction_hears_of_it_and_nothing_is_kept(database: Database) -> None:
    writer = Writer()
    group = GroupCommit[str](database, Priority.INGEST, writer)
    names = ("first", "second", "broken", "fourth")
    results = await asyncio.gather(*(group.add([name]) for name in names), return_exceptions=True)
    told = {name for name, result in zip(names, results, strict=True) if result is None}
    assert await kept(database) == told
    assert "broken" not in told
    await group.add(["afterwards"])
    assert "afterwards" in await kept(database)


async def test_who_is_cancelled_takes_no_other_along(database: Database) -> None:
    """A request that hangs up must not lose the messages of others."""
    gate = asyncio.Event()
    begun = asyncio.Event()

    async def slow(session: AsyncSession, names: Sequence[str]) -> None:
        begun.set()
        await gate.wait()
        session.add_all([Employee(name=name, created_at=NOW) for name in names])

    group = GroupCommit[str](database, Priority.INGEST, slow)
    leader = asyncio.ensure_future(group.add(["leader"]))
    await begun.wait()
    followers = [asyncio.ensure_future(group.add([f"follower {number}"])) for number in range(3)]
    await asyncio.sleep(0)
    leader.cancel()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await leader
    await asyncio.gather(*followers)
    assert await kept(database) == {"follower 0", "follower 1", "follower 2"}


async def test_who_shared_the_transaction_of_a_cancelled_one_is_told_that_it_failed(database: Database) -> None:
    gate = asyncio.Event()

    async def slow(_: AsyncSession, __: Sequence[str]) -> None:
        await gate.wait()

    group = GroupCommit[str](database, Priority.INGEST, slow)
    async with group._turn:
        leader = asyncio.ensure_future(group.add(["leader"]))
        follower = asyncio.ensure_future(group.add(["follower"]))
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.01)
    leader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leader
    with pytest.raises(ConnectionAbortedError):
        await follower

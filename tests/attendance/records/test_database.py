"""Lost updates, snapshots, priorities, permissions."""

import asyncio
import logging
import stat
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from attendance.people.tables import Agency, Unit
from attendance.records.database import AddressRefused, Database, DatabaseUnreachable, NestedWrite, Priority


def agency(code: str = "1.02", name: str = "0") -> Agency:
    return Agency(code=code, name=name, timezone="Asia/Makassar")


async def add(database: Database, *rows: object) -> None:
    async with database.write(Priority.STEP) as session:
        session.add_all(rows)


async def names(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Agency.name).order_by(Agency.code)))


async def test_a_hundred_concurrent_increments_are_a_hundred(database: Database) -> None:
    await add(database, agency())

    async def increment() -> None:
        async with database.write(Priority.STEP) as session:
            row = await session.scalar(select(Agency).with_for_update())
            assert row is not None
            seen = int(row.name)
            await asyncio.sleep(0)
            row.name = str(seen + 1)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(100):
            tasks.create_task(increment())
    assert await names(database) == ["100"]


async def test_an_exception_rolls_the_whole_transaction_back(database: Database) -> None:
    async def fail() -> None:
        async with database.write(Priority.STEP) as session:
            session.add(agency())
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await names(database) == []


async def test_a_failed_commit_frees_the_turn(database: Database) -> None:
    await add(database, agency())
    with pytest.raises(IntegrityError):
        await add(database, agency())
    await add(database, agency("1.03"))
    assert len(await names(database)) == 2


async def test_a_reader_does_not_wait_for_a_writer_and_sees_what_was_committed(database: Database) -> None:
    async with database.write(Priority.STEP) as session:
        session.add(agency())
        await session.flush()
        assert await names(database) == []
    assert await names(database) == ["0"]


async def test_a_reader_sees_one_moment_although_others_commit(database: Database) -> None:
    await add(database, agency())
    async with database.read() as session:
        before = list(await session.scalars(select(Agency.code)))
        await add(database, agency("1.03"))
        assert list(await session.scalars(select(Agency.code))) == before


async def test_a_reader_cannot_write(database: Database) -> None:
    async with database.read() as session:
        session.add(agency())
        with pytest.raises(DBAPIError):
            await session.flush()


async def test_foreign_keys_are_enforced(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await add(database, Unit(agency_id=17, name="Sekretariat"))


async def test_the_most_urgent_waiter_writes_next_and_equals_in_order(sqlite_database: Database) -> None:
    order: list[str] = []

    async def write(priority: Priority, name: str) -> None:
        async with sqlite_database.write(priority):
            order.append(name)

    async with asyncio.TaskGroup() as tasks, sqlite_database.write(Priority.BULK):
        for priority in reversed(Priority):
            for number in (1, 2):
                tasks.create_task(write(priority, f"{priority.name} {number}"))
        await asyncio.sleep(0)
    assert order == [f"{priority.name} {number}" for priority in Priority for number in (1, 2)]


async def test_a_cancelled_waiter_lets_the_others_write(sqlite_database: Database) -> None:
    async with asyncio.TaskGroup() as tasks:
        async with sqlite_database.write(Priority.STEP):
            given_up = tasks.create_task(add(sqlite_database, agency("1.01")))
            patient = tasks.create_task(add(sqlite_database, agency("1.02", "patient")))
            await asyncio.sleep(0)
        # The turn has just been handed to the first; it is cancelled before it could run.
        given_up.cancel()
    assert patient.done()
    assert await names(sqlite_database) == ["patient"]


async def test_a_write_within_a_write_of_the_same_task_is_an_error_and_no_deadlock(sqlite_database: Database) -> None:
    async with sqlite_database.write(Priority.STEP):
        with pytest.raises(NestedWrite):
            await add(sqlite_database, agency())
    await add(sqlite_database, agency())


@pytest.mark.parametrize(("seconds", "warned"), [(0.09, False), (0.25, True)])
async def test_a_write_over_100_ms_is_a_warning(
    sqlite_url: str, caplog: pytest.LogCaptureFixture, seconds: float, warned: bool
) -> None:
    moments = iter([5.0, 5.0 + seconds])
    database = await Database.open(sqlite_url, monotonic=lambda: next(moments))
    with caplog.at_level(logging.WARNING):
        await add(database, agency())
    await database.close()
    assert ("write transaction of priority STEP took 250 ms" in caplog.text) is warned


@pytest.mark.parametrize(("priority", "waits_ms"), [(Priority.BULK, 4000), (Priority.STEP, 0)])
async def test_sqlite_runs_with_the_settings_that_lose_nothing(
    sqlite_database: Database, priority: Priority, waits_ms: int
) -> None:
    """What is written on the event loop waits on a thread of its own, see on_loop."""
    async with sqlite_database.write(priority) as session:
        found = {
            name: await session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": waits_ms}


async def test_a_new_sqlite_file_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "var" / "presensi.sqlite3"
    database = await Database.open(f"sqlite:///{file}")
    async with database.write(Priority.BULK) as session:
        await session.execute(text("CREATE TABLE t (x INTEGER)"))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert modes == {"presensi.sqlite3": 0o600, "presensi.sqlite3-wal": 0o600, "presensi.sqlite3-shm": 0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    await database.close()


@pytest.mark.parametrize(
    "url",
    ["", "presensi.sqlite3", "mysql://u:secret@host/db", "sqlite://", "sqlite:///:memory:", "sqlite+aiosqlite://"],
)
async def test_an_address_of_something_else_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        await Database.open(url)
    assert "secret" not in str(refused.value)


async def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable) as refused:
        await Database.open(f"postgresql://presensi:hunter2@/presensi?host={tmp_path}")
    assert "hunter2" not in str(refused.value)
    assert "presensi:***@" in str(refused.value)


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text("nip,name\n" * 1000)
    with pytest.raises(DatabaseUnreachable, match=r"roster\.csv cannot be opened: file is not a database"):
        await Database.open(f"sqlite:///{file}")

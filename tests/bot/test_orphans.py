"""Pictures without a row."""

from datetime import UTC, datetime

import pytest

from attendance.people.tables import Employee
from attendance.records.database import Database, Priority
from attendance.records.tables import Inbound, Media
from attendance.vault.files import MediaFiles
from bot import orphans
from bot.clock import SystemClock
from bot.orphans import OrphanSweep

NOW = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture
def sweep(sqlite_database: Database, media_files: MediaFiles) -> OrphanSweep:
    return OrphanSweep(sqlite_database, media_files, SystemClock())


async def write_row(database: Database, *names: str) -> None:
    async with database.write(Priority.STEP) as session:
        employee = Employee(name="Budi", created_at=NOW)
        session.add(employee)
        await session.flush()
        for name in names:
            came = Inbound(
                channel="telegram",
                our_account="main",
                external_id=name,
                received_at=NOW,
                status="done",
                part=True,
                failures=0,
            )
            session.add(came)
            await session.flush()
            session.add(
                Media(employee_id=employee.id, inbound_id=came.id, file=name, sha256=name, size=1, created_at=NOW)
            )


async def test_a_picture_without_a_row_is_swept_at_the_second_look(
    sqlite_database: Database, media_files: MediaFiles, sweep: OrphanSweep
) -> None:
    for name in ("kept", "orphan"):
        await media_files.write(name, b"x", "1")
    await write_row(sqlite_database, "kept")
    assert await sweep.once() == 0
    assert await media_files.names() == {"kept", "orphan"}
    assert await sweep.once() == 1
    assert await media_files.names() == {"kept"}
    assert await sweep.once() == 0


async def test_a_picture_whose_row_is_just_being_written_stays(
    sqlite_database: Database, media_files: MediaFiles, sweep: OrphanSweep
) -> None:
    await media_files.write("new", b"x", "1")
    assert await sweep.once() == 0
    await write_row(sqlite_database, "new")
    assert await sweep.once() == 0
    assert await media_files.names() == {"new"}


async def test_many_pictures_are_compared_in_bites(
    sqlite_database: Database, media_files: MediaFiles, sweep: OrphanSweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orphans, "BITE", 2)
    kept = [f"kept{number}" for number in range(5)]
    for name in (*kept, "a", "z"):
        await media_files.write(name, b"x", "1")
    await write_row(sqlite_database, *kept)
    assert await sweep.once() == 0
    assert await sweep.once() == 2
    assert await media_files.names() == set(kept)

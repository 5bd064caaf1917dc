"""An import that is stopped, overtaken or watched: the old roster or the new one, never half of one."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from attendance.people.employment import employed_on
from attendance.people.roster import edition_sweeping, edition_writing
from attendance.people.roster.bringing_in import RosterReport, import_roster
from attendance.people.roster.edition_table import RosterEdition
from attendance.people.roster.edition_writing import EditionLost
from attendance.people.roster.editions import EditionStatus
from attendance.people.tables import Employee, Nip, StagedName
from attendance.records.database import Database
from attendance.records.sheets import read_sheet
from tests.attendance.people.rosters import KEYRING, bytes_brought_in, no_rest

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEADER = "nip,name,kind,agency_code,agency,timezone,position,supervisor,phone"


def people(count: int, position: str, title: str = "", agency: str = "1.02,Dinas Kesehatan") -> bytes:
    rows = [
        f"1990091320150310{number:02},Pegawai {number}{title},pns,{agency},WITA,{position},"
        f"{'199009132015031001' if number > 1 else ''},0812000000{number:02}"
        for number in range(1, count + 1)
    ]
    return "\n".join((HEADER, *rows)).encode()


OLD, NEW = people(5, "Analis"), people(7, "Analis Muda", " S.Kom", "1.03,Dinas PU")


class Stopped(Exception):
    """The process ended here."""


@pytest.fixture(autouse=True)
def small_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edition_writing, "BITE", 2)
    monkeypatch.setattr(edition_sweeping, "BITE", 2)


async def import_(
    database: Database, content: bytes, rest: Callable[[], Awaitable[None]] = no_rest, day: int = 1
) -> RosterReport:
    digest = hashlib.sha256(content).hexdigest()
    return await import_roster(database, read_sheet(content), digest, KEYRING, NOW + timedelta(days=day), rest)


async def seen(database: Database) -> list[tuple[str, str, str, int]]:
    """What a reader finds of today."""
    async with database.read() as session:
        nips = await session.scalar(select(func.count(Nip.id)))
        employed = await employed_on(session, None, (NOW + timedelta(days=1)).date())
        return [(one.name, one.position, one.agency, nips or 0) for one in employed]


async def test_a_reader_sees_the_old_roster_or_the_new_one_after_every_bite(database: Database) -> None:
    await import_(database, OLD, day=0)
    views = [await seen(database)]

    async def watch() -> None:
        if (now := await seen(database)) != views[-1]:
            views.append(now)

    await import_(database, NEW, watch)
    assert len(views) == 2
    assert [len(view) for view in views] == [5, 7]
    assert {view[1:] for view in views[0]} == {("Analis", "Dinas Kesehatan", 5)}
    assert {view[1:] for view in views[1]} == {("Analis Muda", "Dinas PU", 7)}
    assert all(name.endswith("S.Kom") for name, *_ in views[1])


async def test_stopped_after_any_bite_the_old_roster_is_whole_and_the_next_import_goes_through(
    sqlite_database: Database,
) -> None:
    await import_(sqlite_database, OLD, day=0)
    old = await seen(sqlite_database)
    for bites in range(1, 100):
        left = [bites]

        async def stop(left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise Stopped

        try:
            await import_(sqlite_database, NEW, stop)
        except Stopped:
            if await seen(sqlite_database) != old:
                break  # it was stopped while it tidied up: the new roster counts already
        else:
            break
    assert bites > 15
    assert (await import_(sqlite_database, NEW)).differences == ()
    assert [len(await seen(sqlite_database)), (await seen(sqlite_database))[0][3]] == [7, 7]


async def test_what_was_left_behind_is_swept_and_nobody_is_there_twice(sqlite_database: Database) -> None:
    await import_(sqlite_database, OLD, day=0)
    left = [12]

    async def stop() -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Stopped

    with pytest.raises(Stopped):
        await import_(sqlite_database, NEW, stop)
    await import_(sqlite_database, people(6, "Analis"))
    async with sqlite_database.read() as session:
        connection = await session.connection()
        nips = (await connection.execute(select(Nip.__table__.c.nip))).scalars().all()
        nameless = await connection.execute(select(func.count()).where(Employee.__table__.c.name == ""))
        staged = await connection.execute(select(func.count()).select_from(StagedName.__table__))
        statuses = await connection.execute(select(RosterEdition.__table__.c.status).order_by(RosterEdition.id))
    assert len(nips) == len(set(nips)) == 6
    assert nameless.scalar_one() == 2
    assert staged.scalar_one() == 0
    assert statuses.scalars().all() == [EditionStatus.APPLIED, EditionStatus.ABANDONED, EditionStatus.APPLIED]
    assert len(await seen(sqlite_database)) == 6


async def test_an_import_that_another_one_overtakes_gives_up_and_nothing_of_it_counts(database: Database) -> None:
    await import_(database, OLD, day=0)
    overtaken = list[RosterReport]()

    async def overtake() -> None:
        if not overtaken:
            overtaken.append(await import_(database, people(6, "Arsiparis"), no_rest))

    with pytest.raises(EditionLost, match="another import of the roster has begun"):
        await import_(database, NEW, overtake)
    assert {position for _, position, *_ in await seen(database)} == {"Arsiparis"}
    assert len(await seen(database)) == 6


async def test_a_dry_run_writes_nothing_at_all(sqlite_database: Database) -> None:
    report = await bytes_brought_in(sqlite_database, NEW, NOW, dry_run=True)
    assert report.added == 7
    async with sqlite_database.read() as session:
        assert (await session.scalars(select(RosterEdition))).all() == []
        assert (await session.scalars(select(Employee))).all() == []

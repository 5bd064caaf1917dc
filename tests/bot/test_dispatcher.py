"""One event at a time per person, in order; people side by side; whoever rests holds up only himself."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from attendance.records.database import Database, Priority
from attendance.records.inbound import CLOCK, Envelope, InboundStatus, mark_done, store
from attendance.records.tables import Inbound
from attendance.vault.keyring import Keyring
from bot import dispatcher
from bot.dispatcher import PARALLEL, Dispatcher
from tests.fixtures.town_clock import TownClock

NOW = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)


class Work:
    """Closes rows like the handler does, and notes who was worked on when."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.rests: dict[str, list[float]] = {}

    async def __call__(self, inbound_id: int) -> timedelta | None:
        async with self._database.read() as session:
            row = await session.get_one(Inbound, inbound_id)
        name = row.external_id
        self.begun.append(name)
        if name in self.gates:
            await self.gates[name].wait()
        if self.rests.get(name):
            return timedelta(seconds=self.rests[name].pop(0))
        async with self._database.write(Priority.STEP) as session:
            await mark_done(session, inbound_id, NOW)
        self.ended.append(name)
        return None


@pytest.fixture
async def clock() -> TownClock:
    return TownClock(NOW)


@pytest.fixture
async def work(sqlite_database: Database) -> Work:
    return Work(sqlite_database)


Send = Callable[..., object]


@pytest.fixture
def arrives(sqlite_database: Database, keyring: Keyring) -> Send:
    """Store events; a name is the sender and a number, such as a1."""

    async def arrives(*names: str) -> None:
        envelopes = [Envelope("telegram", "main", name, name[0], NOW, b"{}") for name in names]
        async with sqlite_database.write(Priority.INGEST) as session:
            await store(session, envelopes, keyring, NOW)

    return arrives


@asynccontextmanager
async def at_work(database: Database, work: Work, clock: TownClock) -> AsyncIterator[Dispatcher]:
    dispatcher = Dispatcher(database, work, clock)
    task = asyncio.ensure_future(dispatcher.run())
    try:
        yield dispatcher
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(clock: TownClock, reached: Callable[[], bool]) -> None:
    async with clock.timeout(10):
        while not reached():
            await clock.sleep(0.005)


async def test_what_was_undone_at_the_start_is_done(
    sqlite_database: Database, work: Work, clock: TownClock, arrives: Send
) -> None:
    await arrives("a1", "b1", "a2")
    async with at_work(sqlite_database, work, clock):
        await until(clock, lambda: len(work.ended) == 3)
    assert work.ended.index("a1") < work.ended.index("a2")


async def test_of_one_person_the_second_waits_for_the_first_and_others_do_not(
    sqlite_database: Database, work: Work, clock: TownClock, arrives: Send
) -> None:
    gate = work.gates["a1"] = asyncio.Event()
    await arrives("a1", "a2", "b1")
    async with at_work(sqlite_database, work, clock) as dispatcher:
        await until(clock, lambda: work.ended == ["b1"])
        assert work.begun == ["a1", "b1"]
        assert (dispatcher.idle, dispatcher.backlog) == (False, 2)
        gate.set()
        await until(clock, lambda: dispatcher.idle)
    assert work.ended == ["b1", "a1", "a2"]


async def test_a_deadline_queues_behind_the_messages_of_its_person(
    sqlite_database: Database, work: Work, clock: TownClock, arrives: Send
) -> None:
    gate = work.gates["a1"] = asyncio.Event()
    await arrives("a1")
    async with sqlite_database.write(Priority.STEP) as session:
        event = {"channel": CLOCK, "our_account": "telegram:main", "external_id": "due", "sender": "a"}
        session.add(Inbound(**event, part=False, received_at=NOW, status=InboundStatus.QUEUED, failures=0))
    async with at_work(sqlite_database, work, clock):
        await until(clock, lambda: work.begun == ["a1"])
        await clock.sleep(0.05)
        assert work.begun == ["a1"]
        gate.set()
        await until(clock, lambda: work.ended == ["a1", "due"])


async def test_news_are_taken_in_when_it_is_woken(
    sqlite_database: Database, work: Work, clock: TownClock, arrives: Send
) -> None:
    async with at_work(sqlite_database, work, clock) as dispatcher:
        await until(clock, lambda: dispatcher.idle)
        await arrives("a1")
        dispatcher.wake()
        await until(clock, lambda: work.ended == ["a1"])


async def test_a_revived_row_is_found_by_a_sweep(
    sqlite_database: Database, work: Work, clock: TownClock, arrives: Send
) -> None:
    await arrives("a1", "b1")
    async with sqlite_database.write(Priority.STEP) as session:
        dead = update(Inbound).where(Inbound.external_id == "a1").values(status=InboundStatus.DEAD)
        await session.execute(dead)
    async with at_work(sqlite_database, work, clock) as dispatcher:
        await until(clock, lambda: work.ended == ["b1"])
        async with sqlite_database.write(Priority.STEP) as session:
            await session.execute(
                update(Inbound).where(Inbound.external_id == "a1").values(status=InboundStatus.QUEUED)
            )
        dispatcher.wake()
        await clock.sleep(0.05)
        assert work.ended == ["b1"]
        dispatcher.sweep()
        await until(clock, lambda: work.ended == ["b1", "a1"])


async def test_who_rests_is_tried_again_before_his_next_message(
    sqlite_database: Database, work: Work, clock: TownClock, arrives: Send
) -> None:
    work.rests["a1"] = [5.0, 20.0]
    await arrives("a1", "a2")
    async with at_work(sqlite_database, work, clock):
        for seconds in (5.0, 20.0):
            await until(clock, lambda seconds=seconds: clock.asleep[seconds] == 1)
            clock.forward(seconds=seconds)
        await until(clock, lambda: len(work.ended) == 2)
    assert work.begun == ["a1", "a1", "a1", "a2"]


async def test_those_who_rest_hold_no_place_of_the_others(
    sqlite_database: Database, work: Work, clock: TownClock, arrives: Send
) -> None:
    """The file server is down: texts are answered all the same."""
    resting = [chr(0x100 + number) for number in range(PARALLEL + 5)]
    work.rests = {name + "1": [60.0] for name in resting}
    await arrives(*work.rests, "z1")
    async with at_work(sqlite_database, work, clock):
        await until(clock, lambda: work.ended == ["z1"])


async def test_a_backlog_is_taken_in_bites(
    sqlite_database: Database, work: Work, clock: TownClock, arrives: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "BITE", 3)
    monkeypatch.setattr(dispatcher, "_UNDONE", dispatcher._UNDONE.limit(3))
    await arrives(*(f"{sender}{number}" for number in range(4) for sender in "abc"))
    async with at_work(sqlite_database, work, clock):
        await until(clock, lambda: len(work.ended) == 12)
    async with sqlite_database.read() as session:
        undone = select(Inbound.id).where(Inbound.status == InboundStatus.QUEUED)
        assert (await session.scalars(undone)).all() == []

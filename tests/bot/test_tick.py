"""Once a second: whoever waits too long is told once, and what must be forgotten is."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Executable, func, select, text
from sqlalchemy.dialects import sqlite

from attendance.people.tables import Agency, Employee, Employment
from attendance.records.database import Priority
from attendance.records.tables import Inbound
from bot import tick
from bot.tick import Tick
from demo.portraits import portrait
from recognition.examination import Examiner
from tests.bot.broken import broken_rule
from tests.fixtures.town import EILEEN, GRACE, KOMINFO, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

SELFIE = portrait("astronaut", 7)


@contextmanager
def busy_engine() -> Iterator[None]:
    """Pictures wait until the block ends."""
    free = asyncio.Event()
    examine = Examiner.examine

    async def later(self: Examiner, *picture: object) -> object:
        await free.wait()
        return await examine(self, *picture)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Examiner, "examine", later)
        try:
            yield
        finally:
            free.set()


async def waited(town: Town, seconds: float) -> None:
    """The tick has looked after that much time, while pictures still wait."""
    while len(town.platform.bot().updates):
        await town.clock.sleep(0.01)
    town.clock.forward(seconds=seconds)
    await town.clock.sleep(0.3)


async def test_whoever_has_sent_everything_hears_after_three_seconds_that_it_is_here(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(2):
        with busy_engine():
            await eileen.sends_selfie(SELFIE)
            await eileen.is_at(KOMINFO)
            await waited(morning, 2)
            assert not eileen.phone.inbox.unread
            await waited(morning, 2)
            await eileen.hears("Diterima 07:20:04", "sedang diperiksa")
            await waited(morning, 30)
        await eileen.hears("Masuk tercatat 07:20:02")


async def test_in_a_prompted_check_in_the_last_part_alone_is_told(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(3):
        await eileen.says("Masuk")
        await eileen.hears("kirim satu swafoto")
        await eileen.is_at(KOMINFO)
        await eileen.quiet()
        with busy_engine():
            await eileen.sends_selfie(SELFIE)
            await waited(morning, 4)
            await eileen.hears("Diterima 07:20:06", "sedang diperiksa")
        await eileen.hears("Masuk tercatat 07:20:04")


async def test_a_single_part_is_no_check_in_yet_and_is_not_told(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        with busy_engine():
            await eileen.sends_selfie(SELFIE)
            await waited(morning, 10)
            assert not eileen.phone.inbox.unread
        await eileen.quiet()
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat 07:20:02")


async def test_what_is_decided_in_time_needs_no_progress(morning: Town) -> None:
    grace = morning.talk(GRACE)
    async with grace.costing(1):
        await grace.sends_selfie(portrait("hopper", 7))
        await grace.is_at(KOMINFO)
        await grace.hears("Masuk tercatat")
        await waited(morning, 10)


async def test_raw_messages_are_forgotten_after_a_week_and_not_before(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says("/status")
    await eileen.hears()
    await eileen.quiet()
    newest = await last(morning)
    service = morning.service
    ticking = Tick(morning.database, service.rules, service.dispatcher, service.sender, morning.clock)
    await ticking.once(0)
    assert (await row(morning, newest)).raw is not None
    morning.clock.forward(days=7, seconds=1)
    await ticking.once(0)
    found = await row(morning, newest)
    assert (found.raw, found.status) == (None, "done")


async def test_forgetting_takes_bites(morning: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "FORGET_BITE", 2)
    eileen = morning.talk(EILEEN)
    for _ in range(5):
        await eileen.says("/status")
        await eileen.hears()
    await eileen.quiet()
    morning.clock.forward(days=8)
    service = morning.service
    await Tick(morning.database, service.rules, service.dispatcher, service.sender, morning.clock).once(0)
    async with morning.database.read() as session:
        kept = select(Inbound.id).where(Inbound.raw.is_not(None), Inbound.status == "done")
        assert (await session.scalars(kept)).all() == []


async def test_forgetting_reads_only_what_is_to_be_forgotten(morning: Town) -> None:
    """Millions of rows have been forgotten before."""
    async with morning.database.read() as session:
        plan = f"EXPLAIN QUERY PLAN {_literal(tick._emptied(morning.clock.now()))}"
        steps = [row.detail for row in await session.execute(text(plan))]
    assert any("ix_inbound_remembered (done_at<?)" in step for step in steps), steps
    assert not any(step.startswith("SCAN") for step in steps), steps


def _literal(statement: Executable) -> str:
    return str(statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))


async def test_progress_is_told_in_the_zone_of_the_employment_of_today(morning: Town) -> None:
    """She worked elsewhere once, an hour to the west."""
    async with morning.database.write(Priority.STEP) as session:
        grace = (await session.scalars(select(Employee).where(Employee.name == GRACE))).one()
        now = (await session.scalars(select(Employment).where(Employment.employee_id == grace.id))).one()
        pontianak = Agency(code="CONTOH-PONTIANAK", name="Pontianak", timezone="Asia/Pontianak")
        session.add(pontianak)
        await session.flush()
        day = now.valid_from - timedelta(days=1)
        session.add(
            Employment(
                employee_id=grace.id, agency_id=pontianak.id, kind=now.kind, position="x", valid_from=day, valid_to=day
            )
        )
    talk = morning.talk(GRACE)
    with busy_engine():
        await talk.sends_selfie(portrait("hopper", 6))
        await talk.is_at(KOMINFO)
        await waited(morning, 4)
        await talk.hears("Diterima 07:20:04", "sedang diperiksa")
    await talk.hears("Masuk tercatat")


async def test_a_broken_rule_does_not_end_the_tick(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with broken_rule(morning):
        for _ in range(3):
            morning.clock.forward(seconds=1)
            await morning.clock.sleep(0.05)
    await eileen.says("/status")
    await eileen.hears("Masuk: belum ada")


async def last(town: Town) -> int:
    async with town.database.read() as session:
        return await session.scalar(select(func.max(Inbound.id))) or 0


async def row(town: Town, inbound_id: int) -> Inbound:
    async with town.database.read() as session:
        return await session.get_one(Inbound, inbound_id)

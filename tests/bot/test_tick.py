"""Once a second: whoever waits too long is told once, and what must be forgotten is."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from attendance.records.tables import Inbound
from bot.tick import Tick
from demo.portraits import portrait
from recognition.examination import Examiner
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
    tick = Tick(morning.database, service.rules, service.dispatcher, service.sender, morning.clock)
    await tick.once(0)
    assert (await row(morning, newest)).raw is not None
    morning.clock.forward(days=7, seconds=1)
    await tick.once(0)
    found = await row(morning, newest)
    assert (found.raw, found.status) == (None, "done")


async def last(town: Town) -> int:
    async with town.database.read() as session:
        return await session.scalar(select(func.max(Inbound.id))) or 0


async def row(town: Town, inbound_id: int) -> Inbound:
    async with town.database.read() as session:
        return await session.get_one(Inbound, inbound_id)

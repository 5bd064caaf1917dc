"""Whatever the platform repeats, reorders, or delivers after a restart of ours: one punch, one answer."""

import asyncio

import pytest
from sqlalchemy import func, select

from attendance.people.tables import ChatAccount
from attendance.records.outbox import OutboxStatus
from attendance.records.tables import Inbound, Outbox
from bot import flood
from demo.portraits import portrait
from demo.telegram.errors import ApiError
from tests.fixtures.town import EILEEN, GRACE, KOMINFO, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

SELFIE = portrait("astronaut", 7)


async def rows(town: Town) -> int:
    async with town.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Inbound)) or 0


async def test_the_same_update_twice_is_one_punch_and_one_answer(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        morning.platform.faults.duplicate_updates(2)
        await eileen.sends_selfie(SELFIE)
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat")
    assert await morning.punches(EILEEN) == ["in 07:20:02"]


async def test_a_message_under_a_new_number_is_still_the_same_message(morning: Town) -> None:
    """update_id restarts at random after a quiet week."""
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        selfie = await eileen.sends_selfie(SELFIE)
        position = await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat")
        before = await rows(morning)
        eileen.phone.bot.updates.restart_ids(7)
        eileen.phone.redeliver(selfie)
        eileen.phone.redeliver(position)
        await eileen.quiet()
    assert await rows(morning) == before
    await eileen.says("/status")
    await eileen.hears_only("Masuk: tercatat 07:20")


async def test_a_new_message_under_an_old_number_is_answered(morning: Town) -> None:
    """The numbering starts anew somewhere, also where it has been before."""
    eileen = morning.talk(EILEEN)
    async with eileen.costing(2):
        eileen.phone.bot.updates.restart_ids(40)
        await eileen.says("/status")
        await eileen.hears("Masuk: belum ada")
        eileen.phone.bot.updates.restart_ids(40)
        await eileen.says("/status")
        await eileen.hears("Masuk: belum ada")


async def test_messages_in_the_wrong_order_make_the_same_check_in(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        morning.platform.faults.swap_updates()
        await eileen.sends_selfie(SELFIE)
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat 07:20:02")


async def test_after_a_restart_of_the_service_a_check_in_goes_on(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(2):
        await eileen.says("Masuk")
        await eileen.hears("kirim satu swafoto")
        await eileen.sends_selfie(SELFIE)
        await eileen.quiet()
        await morning.restart()
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat 07:20:04")


async def test_what_was_delivered_before_a_restart_and_comes_again_changes_nothing(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        selfie = await eileen.sends_selfie(SELFIE)
        position = await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat 07:20:02")
        await morning.restart()
        eileen.phone.redeliver(selfie)
        eileen.phone.redeliver(position)
        await eileen.quiet()
    assert await morning.punches(EILEEN) == ["in 07:20:02"]


async def test_what_is_sent_while_the_service_is_down_counts_by_its_own_time(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        async with morning.closed():
            await eileen.sends_selfie(SELFIE)
            await eileen.is_at(KOMINFO)
            morning.clock.forward(hours=2)
        await eileen.hears("Masuk tercatat 07:20:02", "Tepat waktu")


async def test_a_deadline_that_passes_while_the_service_is_down_fires_afterwards_once(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(SELFIE)
    await eileen.quiet()
    async with eileen.costing(1):
        async with morning.closed():
            morning.clock.forward(seconds=40)
        await eileen.hears("tekan Bagikan lokasi")
        await eileen.later(seconds=40)
        await morning.restart()


async def test_people_are_served_side_by_side(morning: Town) -> None:
    eileen, grace = morning.talk(EILEEN), morning.talk(GRACE)
    async with eileen.costing(1), grace.costing(1):
        await asyncio.gather(eileen.sends_selfie(SELFIE), grace.sends_selfie(portrait("hopper", 7)))
        await asyncio.gather(eileen.is_at(KOMINFO), grace.is_at(KOMINFO))
        await asyncio.gather(eileen.hears("Masuk tercatat"), grace.hears("Masuk tercatat"))
    assert await morning.attempts(EILEEN) == await morning.attempts(GRACE) == ["done"]


async def test_messages_of_one_person_are_dealt_with_in_their_order(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(4):
        for words in ("Masuk", "/batal", "Masuk", "/batal"):
            await eileen.phone.text(words)
        for words in ("Presensi masuk", "dibatalkan", "Presensi masuk", "dibatalkan"):
            morning.clock.forward(seconds=2)
            await eileen.hears(words)


async def test_whoever_blocks_the_bot_gets_nothing_more_and_may_come_back(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(SELFIE)
    await eileen.quiet()
    await eileen.phone.block()
    async with eileen.costing(0):
        await eileen.later(seconds=30)
    assert await outbox(morning) == [OutboxStatus.DEAD]
    assert await is_blocked(morning, EILEEN)
    await eileen.phone.unblock()
    await eileen.quiet()
    assert not await is_blocked(morning, EILEEN)
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat 07:20:02")


async def test_a_throttled_answer_waits_as_long_as_told_and_comes_once(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        morning.platform.faults.throttle("sendMessage", retry_after=7)
        await eileen.says("/status")
        async with morning.clock.timeout(5):
            while not await waits(morning):
                await morning.clock.sleep(0.01)
        morning.clock.forward(seconds=6)
        await morning.clock.sleep(0.2)
        assert await waits(morning)
        morning.clock.forward(seconds=2)
        await eileen.hears("Masuk: belum ada")


async def test_an_answer_that_the_platform_refuses_is_given_up_and_the_next_goes_on(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.platform.faults.refuse("sendMessage", ApiError(400, "Bad Request: message is too long"))
    async with eileen.costing(1):
        await eileen.says("/status")
        await eileen.quiet()
        assert await outbox(morning) == [OutboxStatus.DEAD]
        await eileen.says("/status")
        await eileen.hears("Masuk: belum ada")


async def test_a_platform_that_fails_is_asked_again(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        morning.platform.faults.fail("sendMessage", times=3)
        await eileen.says("/status")
        for _ in range(3):
            async with morning.clock.timeout(5):
                while not await waits(morning):
                    await morning.clock.sleep(0.01)
            morning.clock.forward(seconds=60)
            await morning.clock.sleep(0.1)
        await eileen.hears("Masuk: belum ada")


async def outbox(town: Town) -> list[str]:
    """The newest message."""
    async with town.database.read() as session:
        return list(await session.scalars(select(Outbox.status).order_by(Outbox.id.desc()).limit(1)))


async def waits(town: Town) -> bool:
    async with town.database.read() as session:
        row = await session.scalar(select(Outbox).order_by(Outbox.id.desc()).limit(1))
        return row is not None and row.status == OutboxStatus.QUEUED and row.not_before is not None


async def is_blocked(town: Town, name: str) -> bool:
    sender = str(town.talk(name).phone.person.user_id)
    async with town.database.read() as session:
        return await session.scalar(select(ChatAccount.blocked_at).where(ChatAccount.external_id == sender)) is not None


async def test_presses_beyond_the_limit_are_told_once_and_closed(
    morning: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform dates no press: they are counted by when they came."""
    monkeypatch.setattr(flood, "MOST", 2)
    eileen = morning.talk(EILEEN)
    for number in range(8):
        press = {"id": str(10**15 + number), "chat_instance": "1", "data": "unknown:1:1", "date": None}
        await morning.receives(eileen, "callback_query", **press)
    await eileen.quiet()
    told = [message.text for message in eileen.phone.inbox.unread]
    assert ["terlalu banyak" in text for text in told] == [False, False, True]
    await eileen.has_heard_everything()
    await eileen.later(seconds=60)
    await morning.receives(eileen, "callback_query", **press | {"id": "1"})
    await eileen.quiet()
    assert len(eileen.phone.inbox.unread) == 1

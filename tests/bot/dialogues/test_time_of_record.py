"""Which time counts: the platform's, of the first part, whenever we get to it."""

from datetime import timedelta

import pytest

from demo.portraits import portrait
from tests.fixtures.town import EILEEN, GRACE, KOMINFO, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

SELFIE = portrait("astronaut", 7)


async def test_the_time_of_the_message_counts_and_not_that_of_our_work(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    sent_at = morning.at("07:29:50")
    morning.clock.set(morning.at("07:31"))
    await eileen.sends_selfie(SELFIE, at=sent_at)
    await eileen.is_at(KOMINFO, at=sent_at + timedelta(seconds=8))
    await eileen.hears_only("Masuk tercatat 07:29:50", "Tepat waktu")


async def test_the_first_part_counts_when_the_second_comes_after_the_bell(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.clock.set(morning.at("07:29:50"))
    await eileen.sends_selfie(SELFIE)
    await eileen.later(seconds=10)
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat 07:29:52", "Tepat waktu")


async def test_one_second_after_the_bell_is_late(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.clock.set(morning.at("07:29:59"))
    await eileen.sends_selfie(SELFIE, at=morning.at("07:30:01"))
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat 07:30:01", "Terlambat 1 menit")


async def test_parts_that_arrive_in_the_wrong_order_keep_the_earlier_time(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.clock.set(morning.at("07:31"))
    await eileen.is_at(KOMINFO, at=morning.at("07:30:10"))
    await eileen.sends_selfie(SELFIE, at=morning.at("07:29:58"))
    await eileen.hears_only("Masuk tercatat 07:29:58", "Tepat waktu")


async def test_a_pair_hours_old_is_still_a_pair(morning: Town) -> None:
    """After an outage: both were sent in time, and we are the ones who are late."""
    eileen = morning.talk(EILEEN)
    morning.clock.set(morning.at("09:40"))
    async with eileen.costing(1):
        await eileen.sends_selfie(SELFIE, at=morning.at("07:24"))
        await eileen.is_at(KOMINFO, at=morning.at("07:25"))
        await eileen.hears("Masuk tercatat 07:24:00", "Tepat waktu")


async def test_selfie_and_position_more_than_ten_minutes_apart_are_no_pair(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(SELFIE)
    await eileen.later(seconds=21)
    await eileen.hears("tekan Bagikan lokasi")
    await eileen.later(minutes=11)
    await eileen.is_at(KOMINFO)
    await eileen.later(seconds=21)
    await eileen.hears("Lokasi Anda diterima 07:31", "kirim satu swafoto")
    await eileen.sends_selfie(SELFIE)
    await eileen.hears_only("Masuk tercatat 07:31")


async def test_a_part_after_the_end_of_the_prompt_is_answered_and_begins_anew(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says("Masuk")
    await eileen.hears("Berlaku 10 menit")
    await eileen.quiet()
    morning.clock.set(morning.at("07:30:20"))
    async with eileen.costing(2):
        await eileen.sends_selfie(SELFIE)
        await eileen.hears("Swafoto Anda diterima 07:30:22", "tekan Bagikan lokasi")
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat 07:30:22", "Terlambat")


async def test_a_part_sent_within_the_prompt_counts_however_late_it_arrives(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says("Masuk")
    await eileen.hears("Berlaku 10 menit")
    await eileen.sends_selfie(SELFIE)
    await eileen.quiet()
    morning.clock.set(morning.at("07:30:20"))
    await eileen.hears("Swafoto Anda diterima 07:20:04", "tekan Bagikan lokasi")
    async with eileen.costing(1):
        await eileen.is_at(KOMINFO, at=morning.at("07:29:59"))
        await eileen.hears("Masuk tercatat 07:20:04", "Tepat waktu")


async def test_a_prompt_that_nobody_followed_ends_in_silence(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says("Masuk")
    await eileen.hears("kirim satu swafoto")
    async with eileen.costing(0):
        await eileen.later(minutes=11)
    assert await morning.attempts(EILEEN) == ["done"]


async def test_masuk_twice_prompts_twice_and_counts_once(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(3):
        await eileen.says("Masuk")
        await eileen.says("Masuk")
        await eileen.hears("kirim satu swafoto")
        await eileen.hears("kirim satu swafoto")
        await eileen.sends_selfie(SELFIE)
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat")


async def test_masuk_after_the_selfie_asks_for_the_rest_and_keeps_its_time(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(2):
        await eileen.sends_selfie(SELFIE)
        await eileen.says("Masuk")
        await eileen.hears("Swafoto Anda diterima 07:20:02", "tekan Bagikan lokasi")
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat 07:20:02")


async def test_at_noon_the_direction_is_what_one_says_it_is(morning: Town) -> None:
    eileen, grace = morning.talk(EILEEN), morning.talk(GRACE)
    morning.clock.set(morning.at("11:50"))
    await eileen.says("Masuk")
    await eileen.hears("Presensi masuk")
    await eileen.sends_selfie(SELFIE)
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat 11:50:04", "Terlambat 4 jam 20 menit")
    morning.clock.set(morning.at("12:30"))
    await grace.says("Masuk")
    await grace.hears("Presensi masuk")
    await grace.sends_selfie(portrait("hopper", 7))
    await grace.is_at(KOMINFO)
    await grace.hears_only("Masuk tercatat 12:30:04")

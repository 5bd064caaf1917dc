"""Checking in and out: what one says, what one hears, and how many messages it takes."""

import pytest

from demo.portraits import portrait
from tests.fixtures.town import EILEEN, KOMINFO, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_prompted_check_in_costs_two_messages(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(2):
        await eileen.says("Masuk")
        await eileen.hears("Presensi masuk", "kirim satu swafoto", "Bagikan lokasi", "10 menit")
        assert "Bagikan lokasi" in eileen.keys
        await eileen.sends_selfie(portrait("astronaut", 7))
        await eileen.is_at(KOMINFO, metres=20, bearing=90)
        await eileen.hears("Masuk tercatat 07:20", "Kantor Kominfo Contoh", "20 m", "Tepat waktu")
    assert "Bagikan lokasi" not in eileen.keys


async def test_an_unprompted_check_in_costs_one_message(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await eileen.sends_selfie(portrait("astronaut", 7))
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat")


async def test_the_position_may_come_first(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await eileen.is_at(KOMINFO)
        await eileen.sends_selfie(portrait("astronaut", 8))
        await eileen.hears("Masuk tercatat")


async def test_the_position_may_come_first_when_prompted(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(2):
        await eileen.says("Masuk")
        await eileen.hears("kirim satu swafoto")
        await eileen.is_at(KOMINFO)
        await eileen.sends_selfie(portrait("astronaut", 8))
        await eileen.hears("Masuk tercatat")


async def test_a_missing_position_is_asked_for_after_twenty_seconds(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(2):
        await eileen.sends_selfie(portrait("astronaut", 9))
        await eileen.later(seconds=15)
        await eileen.hears_nothing_more()
        await eileen.later(seconds=6)
        await eileen.hears("Swafoto Anda diterima 07:20:02", "tekan Bagikan lokasi")
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat 07:20:02")


async def test_a_missing_selfie_is_asked_for_once(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await eileen.is_at(KOMINFO)
        await eileen.later(seconds=21)
        await eileen.hears("Lokasi Anda diterima 07:20:02", "kirim satu swafoto")
        await eileen.later(minutes=9)


async def test_the_same_part_twice_is_asked_about_once(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(2):
        await eileen.sends_selfie(portrait("astronaut", 7))
        await eileen.later(seconds=8)
        await eileen.sends_selfie(portrait("astronaut", 8))
        await eileen.later(minutes=1)
        await eileen.hears("Swafoto Anda diterima 07:20:02", "tekan Bagikan lokasi")
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat 07:20:02")


async def test_a_second_check_in_is_answered_with_the_first_receipt(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat 07:20:02")
    await eileen.later(minutes=30)
    async with eileen.costing(1):
        await eileen.says("Masuk")
        await eileen.hears("sudah tercatat 07:20:02", "Kantor Kominfo Contoh", "Tidak perlu diulang")
    async with eileen.costing(1):
        await eileen.sends_selfie(portrait("astronaut", 8))
        await eileen.is_at(KOMINFO)
        await eileen.hears("sudah tercatat 07:20:02")


@pytest.mark.parametrize("part", ["selfie", "position"])
async def test_one_part_too_many_is_answered_with_the_first_receipt(morning: Town, part: str) -> None:
    """A finger that tapped twice: nobody who is done is asked for another part."""
    eileen = morning.talk(EILEEN)
    async with eileen.costing(3):
        await eileen.says("Masuk")
        await eileen.hears("kirim satu swafoto")
        await eileen.sends_selfie(portrait("astronaut", 7))
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat 07:20")
        if part == "selfie":
            await eileen.sends_selfie(portrait("astronaut", 8))
        else:
            await eileen.is_at(KOMINFO)
        await eileen.later(seconds=25)
        await eileen.hears("sudah tercatat", "07:20")
        await eileen.later(minutes=11)
        await eileen.hears_nothing_more()


async def test_whoever_comes_late_reads_by_how_much(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.later(minutes=24)
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat 07:44", "Terlambat 14 menit")

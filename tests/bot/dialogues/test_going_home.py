"""Checking out: the last one counts, and an early one is asked about once."""

import pytest

from demo.portraits import portrait
from tests.fixtures.town import EILEEN, KOMINFO, Town
from tests.talk import Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")

SELFIE = portrait("astronaut", 7)


async def came_in(town: Town) -> Talk:
    eileen = town.talk(EILEEN)
    await eileen.sends_selfie(SELFIE)
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat")
    return eileen


async def leaves(eileen: Talk) -> None:
    await eileen.sends_selfie(SELFIE)
    await eileen.is_at(KOMINFO)


async def test_after_work_the_same_two_things_are_a_check_out(morning: Town) -> None:
    eileen = await came_in(morning)
    morning.clock.set(morning.at("16:05"))
    async with eileen.costing(1):
        await leaves(eileen)
        await eileen.hears("Pulang tercatat 16:05:02", "Kantor Kominfo Contoh", "Tepat waktu")
    assert await morning.punches(EILEEN) == ["in 07:20:02", "out 16:05:02"]


async def test_the_last_check_out_counts(morning: Town) -> None:
    eileen = await came_in(morning)
    morning.clock.set(morning.at("16:05"))
    await leaves(eileen)
    await eileen.hears("Pulang tercatat 16:05:02")
    morning.clock.set(morning.at("17:30"))
    async with eileen.costing(2):
        await eileen.says("Pulang")
        await eileen.hears("Presensi pulang")
        await leaves(eileen)
        await eileen.hears("diperbarui menjadi 17:30:04", "Yang terakhir")
    await eileen.says("/status")
    await eileen.hears("Masuk: tercatat 07:20", "Pulang: tercatat 17:30")


async def test_a_check_out_without_a_check_in_counts_too(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.clock.set(morning.at("16:05"))
    await leaves(eileen)
    await eileen.hears_only("Pulang tercatat 16:05:02")


async def test_leaving_early_is_asked_about_and_counts_after_a_yes(morning: Town) -> None:
    eileen = await came_in(morning)
    morning.clock.set(morning.at("15:00"))
    async with eileen.costing(2):
        await leaves(eileen)
        await eileen.hears("Jam kerja Anda masih 59 menit lagi", "Tetap presensi pulang sekarang?")
        assert await morning.punches(EILEEN) == ["in 07:20:02"]
        await eileen.presses("Ya, pulang sekarang")
        await eileen.hears("Pulang tercatat 15:00:02", "Lebih awal 59 menit")
    assert await morning.punches(EILEEN) == ["in 07:20:02", "out 15:00:02"]


async def test_leaving_early_after_a_no_records_nothing(morning: Town) -> None:
    eileen = await came_in(morning)
    morning.clock.set(morning.at("15:00"))
    async with eileen.costing(2):
        await leaves(eileen)
        await eileen.hears("Tetap presensi pulang sekarang?")
        await eileen.presses("Tidak, nanti saja")
        await eileen.hears("tidak dicatat", "Tekan Pulang lagi")
    assert await morning.punches(EILEEN) == ["in 07:20:02"]


async def test_a_question_without_an_answer_ends_with_its_time(morning: Town) -> None:
    eileen = await came_in(morning)
    morning.clock.set(morning.at("15:00"))
    await leaves(eileen)
    question = await eileen.hears("Tetap presensi pulang sekarang?")
    async with eileen.costing(1):
        await eileen.later(minutes=11)
        await eileen.hears("tidak dicatat", "tidak dijawab", "Tekan Pulang untuk mengulang")
    async with eileen.costing(1):
        await eileen.presses_again(question, "Ya, pulang sekarang")
        await eileen.hears("Tombol itu sudah tidak berlaku", "/status")
    assert await morning.punches(EILEEN) == ["in 07:20:02"]


async def test_a_press_of_yesterday_changes_nothing_today(morning: Town) -> None:
    eileen = await came_in(morning)
    morning.clock.set(morning.at("15:00"))
    await leaves(eileen)
    yesterday = await eileen.hears("Tetap presensi pulang sekarang?")
    await morning.next_morning()
    morning.clock.set(morning.at("15:00"))
    await leaves(eileen)
    await eileen.hears("Tetap presensi pulang sekarang?")
    async with eileen.costing(1):
        await eileen.presses_again(yesterday, "Ya, pulang sekarang")
        await eileen.hears("Tombol itu sudah tidak berlaku")
    assert await morning.punches(EILEEN) == []


async def test_a_second_press_finds_the_answer_given(morning: Town) -> None:
    eileen = await came_in(morning)
    morning.clock.set(morning.at("15:00"))
    await leaves(eileen)
    question = await eileen.hears("Tetap presensi pulang sekarang?")
    await eileen.presses("Ya, pulang sekarang")
    await eileen.presses_again(question, "Tidak, nanti saja")
    await eileen.hears("Pulang tercatat 15:00:02")
    await eileen.hears_only("Tombol itu sudah tidak berlaku")
    assert await morning.punches(EILEEN) == ["in 07:20:02", "out 15:00:02"]


async def test_what_is_sent_beside_the_question_does_not_answer_it(morning: Town) -> None:
    """A position shared twice, and the movements of a live one, leave the question open."""
    eileen = await came_in(morning)
    morning.clock.set(morning.at("15:00"))
    async with eileen.costing(2):
        await eileen.sends_selfie(SELFIE)
        shared = await eileen.is_at(KOMINFO, live_period=900)
        await eileen.hears("Tetap presensi pulang sekarang?")
        await eileen.is_at(KOMINFO)
        await eileen.sends_selfie(SELFIE)
        await eileen.moves_to(shared, KOMINFO, metres=400)
        await eileen.quiet()
        await eileen.presses("Ya, pulang sekarang")
        await eileen.hears("Pulang tercatat 15:00:02")


async def test_pulang_again_repeats_the_question(morning: Town) -> None:
    eileen = await came_in(morning)
    morning.clock.set(morning.at("15:00"))
    await leaves(eileen)
    await eileen.hears("Tetap presensi pulang sekarang?")
    async with eileen.costing(1):
        await eileen.says("Pulang")
        await eileen.hears("Jam kerja Anda masih 59 menit lagi", "Tetap presensi pulang sekarang?")
    await eileen.presses("Ya, pulang sekarang")
    await eileen.hears_only("Pulang tercatat 15:00:02")


async def test_masuk_beside_the_question_is_answered_with_the_receipt_and_leaves_it_open(morning: Town) -> None:
    eileen = await came_in(morning)
    morning.clock.set(morning.at("15:00"))
    await leaves(eileen)
    await eileen.hears("Tetap presensi pulang sekarang?")
    await eileen.says("Masuk")
    await eileen.hears("sudah tercatat 07:20:02")
    await eileen.presses("Ya, pulang sekarang")
    await eileen.hears_only("Pulang tercatat 15:00:02")


async def test_on_friday_work_ends_half_an_hour_later(morning: Town) -> None:
    while morning.today.weekday() != 4:
        await morning.next_morning()
    eileen = await came_in(morning)
    morning.clock.set(morning.at("16:05"))
    await leaves(eileen)
    await eileen.hears_only("Jam kerja Anda masih 24 menit lagi")
    await eileen.presses("Tidak, nanti saja")
    await eileen.hears_only("tidak dicatat")


async def test_on_a_saturday_the_way_is_the_same_and_the_receipt_says_so(morning: Town) -> None:
    while morning.today.weekday() != 4:
        await morning.next_morning()
    eileen = morning.talk(EILEEN)
    await eileen.later(days=1)
    await leaves(eileen)
    await eileen.hears_only("Masuk tercatat 07:20:02", "Di luar jadwal kerja Anda")
    morning.clock.set(morning.at("11:00"))
    await leaves(eileen)
    await eileen.hears_only("Pulang tercatat 11:00:02", "Di luar jadwal kerja Anda")


async def test_a_forgotten_check_out_does_not_turn_the_next_morning_into_one(morning: Town) -> None:
    eileen = await came_in(morning)
    await morning.next_morning()
    await leaves(eileen)
    await eileen.hears_only("Masuk tercatat 07:20:02")

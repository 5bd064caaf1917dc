"""Where one is: outside, at the border, and what is no place at all."""

import pytest

from attendance.rules.kinds import PlaceRule
from demo.portraits import portrait
from geofence.positions import Point
from tests.fixtures.town import EILEEN, KOMINFO, Town
from tests.talk import Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")

SELFIE = portrait("astronaut", 7)


async def test_outside_one_reads_how_far_and_which_way_and_walking_in_is_enough(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(2):
        await eileen.sends_selfie(SELFIE)
        await eileen.is_at(KOMINFO, metres=142, bearing=45, horizontal_accuracy=15)
        await eileen.hears(
            "Lokasi Anda 142 m dari Kantor Kominfo Contoh (batas 100 m, ketelitian 15 m)",
            "Jalan ke arah barat daya lalu tekan Bagikan lokasi lagi",
        )
        await eileen.later(minutes=3)
        await eileen.is_at(KOMINFO, metres=30)
        await eileen.hears("Masuk tercatat 07:23:06")
    assert await morning.decisions(EILEEN) == ["rejected outside", "accepted liveness-not-assessed"]


async def test_the_time_of_the_position_outside_does_not_count(morning: Town) -> None:
    """At 07:29:56 still outside, at 07:31 inside: late."""
    eileen = morning.talk(EILEEN)
    morning.clock.set(morning.at("07:29:54"))
    await eileen.sends_selfie(SELFIE)
    await eileen.is_at(KOMINFO, metres=300, bearing=225)
    await eileen.hears("Lokasi Anda 300 m")
    morning.clock.set(morning.at("07:31"))
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat 07:31:02", "Terlambat 1 menit")


async def test_an_unknown_accuracy_is_called_unknown(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.is_at(KOMINFO, metres=200, bearing=180)
    await eileen.sends_selfie(SELFIE)
    await eileen.hears_only("200 m", "ketelitian tidak diketahui", "ke arah utara")


async def test_from_far_away_nobody_is_told_to_walk(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.is_at(Point(-6.1754, 106.8272))
    await eileen.sends_selfie(SELFIE)
    message = await eileen.hears_only("km dari", "setelah Anda tiba di sana")
    assert "Jalan" not in message.text


async def test_the_office_of_another_agency_is_no_place_of_ours_but_the_joint_one_is(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(SELFIE)
    await eileen.is_at(Point(-4.3431, 122.3052))
    await eileen.hears_only("Lokasi Anda", "dari Kantor")
    await eileen.is_at(Point(-4.3366, 122.3015), metres=10)
    await eileen.hears_only("Masuk tercatat", "Kantor Bupati Contoh")


async def at_the_border(town: Town) -> Talk:
    """115 m from the centre of 100 m, as well as the phone can tell: neither in nor out."""
    eileen = town.talk(EILEEN)
    await eileen.sends_selfie(SELFIE)
    await eileen.is_at(KOMINFO, metres=115, horizontal_accuracy=30)
    await eileen.hears_only("belum cukup pasti", "lokasi langsung")
    return eileen


async def test_at_the_border_a_live_location_is_asked_for_and_settles_it(morning: Town) -> None:
    eileen = await at_the_border(morning)
    async with eileen.costing(1):
        await eileen.is_at(KOMINFO, metres=60, horizontal_accuracy=8, live_period=900)
        await eileen.hears("Masuk tercatat 07:20:02")


async def test_a_live_location_that_still_says_nothing_goes_to_a_person(morning: Town) -> None:
    eileen = await at_the_border(morning)
    async with eileen.costing(1):
        await eileen.is_at(KOMINFO, metres=115, horizontal_accuracy=30, live_period=900)
        await eileen.hears("diteruskan kepada petugas", "07:20:02", "belum cukup pasti", "tidak merugikan Anda")
    assert await morning.attempts(EILEEN) == ["held"]
    await eileen.says("/status")
    await eileen.hears_only("Presensi pukul 07:20", "sedang diperiksa petugas")


async def test_whoever_does_not_send_a_live_location_meets_a_person_not_a_refusal(morning: Town) -> None:
    eileen = await at_the_border(morning)
    async with eileen.costing(1):
        await eileen.later(minutes=11)
        await eileen.hears("diteruskan kepada petugas", "07:20:02")


async def test_a_live_location_that_was_shared_from_the_start_settles_it_by_moving(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(SELFIE)
    shared = await eileen.is_at(KOMINFO, metres=115, horizontal_accuracy=30, live_period=900)
    await eileen.hears_only("belum cukup pasti")
    async with eileen.costing(1):
        await eileen.moves_to(shared, KOMINFO, metres=70, horizontal_accuracy=10)
        await eileen.hears("Masuk tercatat 07:20:02")
        await eileen.moves_to(shared, KOMINFO, metres=20, horizontal_accuracy=10)
        await eileen.phone.stop_live(shared)


async def test_a_selfie_does_not_answer_the_question_for_a_live_location(morning: Town) -> None:
    eileen = await at_the_border(morning)
    async with eileen.costing(1):
        await eileen.sends_selfie(portrait("astronaut", 8))
        await eileen.quiet()
        await eileen.is_at(KOMINFO, metres=60, horizontal_accuracy=8, live_period=900)
        await eileen.hears("Masuk tercatat 07:20:02")


async def test_masuk_again_repeats_the_question_for_a_live_location(morning: Town) -> None:
    eileen = await at_the_border(morning)
    async with eileen.costing(1):
        await eileen.says("Masuk")
        await eileen.hears("lokasi langsung")


async def test_the_end_of_a_live_location_needs_no_answer(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(SELFIE)
    shared = await eileen.is_at(KOMINFO, metres=115, horizontal_accuracy=30, live_period=900)
    await eileen.hears_only("belum cukup pasti")
    async with eileen.costing(0):
        await eileen.phone.stop_live(shared)


async def test_where_the_rule_wants_a_live_location_a_point_alone_is_not_enough(morning: Town) -> None:
    await morning.rule_for(EILEEN, PlaceRule(static="refuse"))
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(SELFIE)
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("lokasi langsung")
    await eileen.is_at(KOMINFO, live_period=900)
    await eileen.hears_only("Masuk tercatat 07:20:02")


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        (91.0, 122.3, "tidak dapat dibaca. Nyalakan layanan lokasi"),
        (-4.3392, 222.0, "tidak dapat dibaca. Nyalakan layanan lokasi"),
        (0.0, 0.0, "belum menemukan lokasinya. Nyalakan layanan lokasi"),
        (122.2987, -4.3392, "tertukar. Tekan Bagikan lokasi lagi, jangan kirim lokasi dari aplikasi lain"),
        (52.52, 13.405, "di luar Indonesia. Nyalakan layanan lokasi"),
    ],
)
async def test_what_is_no_position_is_refused_by_name(
    morning: Town, latitude: float, longitude: float, words: str
) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await eileen.phone.location(latitude, longitude)
        await eileen.hears(words, "Bagikan lokasi lagi")
    assert await morning.attempts(EILEEN) == []


async def test_after_an_unusable_position_a_good_one_is_enough(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(SELFIE)
    await eileen.phone.location(0.0, 0.0)
    await eileen.hears("belum menemukan")
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat 07:20:02")


async def test_a_position_that_is_no_number_is_refused_like_the_others(morning: Town) -> None:
    """JSON knows no NaN; Python's reader does."""
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        where = {"latitude": float("nan"), "longitude": 122.2987}
        await morning.receives(eileen, location=where)
        await eileen.hears("tidak dapat dibaca")


async def test_a_place_from_a_list_says_nothing_about_where_one_is(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await eileen.phone.venue(KOMINFO.latitude, KOMINFO.longitude, "Kantor Kominfo Contoh")
        await eileen.hears("Tempat yang dipilih dari daftar", "Bagikan lokasi")
    assert await morning.attempts(EILEEN) == []


async def test_the_key_of_the_keyboard_shares_the_position(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says("Masuk")
    await eileen.hears("kirim satu swafoto")
    await eileen.sends_selfie(SELFIE)
    await eileen.phone.press_key("Bagikan lokasi", (KOMINFO.latitude, KOMINFO.longitude))
    await eileen.hears_only("Masuk tercatat")

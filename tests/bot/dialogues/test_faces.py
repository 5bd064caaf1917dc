"""Whose face it is: strangers' faces are refused with advice only, doubts go on to a second engine and to people."""

import pytest
from sqlalchemy import select

from attendance.checkin.tables import Attempt, Evidence
from attendance.rules.kinds import ChallengeRule, FaceRule, PlaceRule
from demo.portraits import portrait
from tests.fixtures.town import EILEEN, KETAT, KOMINFO, YULIANA, Town
from tests.talk import Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")

OWN = portrait("astronaut", 7)
FOREIGN = portrait("hopper", 4)


async def test_a_foreign_face_is_refused_with_advice_and_without_a_number(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await eileen.sends_selfie(FOREIGN)
        await eileen.is_at(KOMINFO)
        refusal = await eileen.hears("belum cocok dengan rekam wajah Anda", "kirim satu swafoto baru")
    assert not any(character.isdigit() for character in refusal.text)
    assert await morning.punches(EILEEN) == []


async def test_after_a_refusal_the_own_face_is_enough_and_the_first_time_counts(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(2):
        await eileen.is_at(KOMINFO)
        await eileen.sends_selfie(FOREIGN)
        await eileen.hears("belum cocok")
        await eileen.later(minutes=8)
        await eileen.sends_selfie(OWN)
        await eileen.hears("Masuk tercatat 07:20:02")


async def test_a_retry_after_ten_minutes_is_a_new_beginning(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.is_at(KOMINFO)
    await eileen.sends_selfie(FOREIGN)
    await eileen.hears("belum cocok")
    await eileen.later(minutes=12)
    await eileen.sends_selfie(OWN)
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat 07:32", "Terlambat 2 menit")


async def test_who_is_elsewhere_hears_nothing_about_the_face(morning: Town) -> None:
    """Place speaks before face: a try from home tells an impostor nothing."""
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(FOREIGN)
    await eileen.is_at(KOMINFO, metres=900, bearing=225)
    await eileen.hears_only("Lokasi Anda 900 m")


async def fails(eileen: Talk, times: int) -> None:
    await eileen.is_at(KOMINFO)
    for _ in range(times):
        await eileen.sends_selfie(FOREIGN)
        await eileen.hears("belum cocok")


async def test_the_fifth_failure_goes_to_a_person_and_then_nothing_is_looked_at(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await fails(eileen, 4)
    async with eileen.costing(1):
        await eileen.sends_selfie(FOREIGN)
        await eileen.hears("diteruskan kepada petugas", "Beberapa swafoto berturut-turut")
    async with eileen.costing(1):
        await eileen.sends_selfie(OWN)
        await eileen.is_at(KOMINFO)
        await eileen.hears("sudah diteruskan kepada petugas", "tidak diperiksa lagi")
    assert await morning.punches(EILEEN) == []
    assert (await morning.attempts(EILEEN))[0] == "held"


async def test_failures_of_the_morning_do_not_count_in_the_evening(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await fails(eileen, 4)
    morning.clock.set(morning.at("16:05"))
    await fails(eileen, 4)
    await eileen.sends_selfie(OWN)
    await eileen.hears_only("Pulang tercatat 16:05:02")


async def test_failures_count_over_the_attempts_of_a_slot(morning: Town) -> None:
    """Beginning anew gives no more tries."""
    eileen = morning.talk(EILEEN)
    await fails(eileen, 4)
    await eileen.says("/batal")
    await eileen.hears_only("Presensi dibatalkan")
    await eileen.is_at(KOMINFO)
    await eileen.sends_selfie(FOREIGN)
    await eileen.hears_only("diteruskan kepada petugas")


async def test_a_press_for_the_other_slot_does_not_carry_the_failures_away(morning: Town) -> None:
    """With them it would leave this slot with all its tries."""
    eileen = morning.talk(EILEEN)
    await eileen.says("Masuk")
    await eileen.hears()
    await fails(eileen, 4)
    await eileen.says("Pulang")
    await eileen.hears("Presensi pulang")
    await eileen.says("Masuk")
    await eileen.hears("Presensi masuk")
    await eileen.is_at(KOMINFO)
    await eileen.sends_selfie(FOREIGN)
    await eileen.hears_only("diteruskan kepada petugas")


async def test_in_doubt_the_second_engine_is_asked(morning: Town) -> None:
    await morning.rule_for(EILEEN, FaceRule(accept=0.99))
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await eileen.sends_selfie(OWN)
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat")
    face = (await evidence(morning))[-1].value["selfie"]["face"]
    assert (face["match"], face["second_engine"], face["second"]) == ("unsure", "dlib", "same")


async def test_what_stays_doubtful_goes_to_a_person(morning: Town) -> None:
    await morning.rule_for(EILEEN, FaceRule(accept=0.99, second_opinion=None))
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await eileen.sends_selfie(OWN)
        await eileen.is_at(KOMINFO)
        await eileen.hears("diteruskan kepada petugas", "belum dapat memastikan wajah", "07:20:02")
    assert [decision.split()[:2] for decision in await morning.decisions(EILEEN)] == [["needs_review", "face-unsure"]]


async def test_a_doubtful_face_has_no_more_tries_than_one(morning: Town) -> None:
    """Somebody who looks nearly like the employee must not find the picture that passes; one reviewer, one row."""
    await morning.rule_for_all(FaceRule(accept=0.6, review=-1, second_opinion=None))
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(FOREIGN)
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("diteruskan kepada petugas", "belum dapat memastikan wajah")
    for picture in (portrait("hopper", 5), OWN):
        async with eileen.costing(1):
            await eileen.sends_selfie(picture)
            await eileen.is_at(KOMINFO)
            await eileen.hears_only("sudah diteruskan kepada petugas", "tidak diperiksa lagi")
    assert await morning.punches(EILEEN) == []
    assert sorted(await morning.attempts(EILEEN)) == ["done", "done", "held"]


async def test_a_doubtful_face_that_earns_a_challenge_has_had_its_try(morning: Town) -> None:
    """Giving up and beginning anew would otherwise be a try more, again and again."""
    await morning.rule_for_all(FaceRule(accept=0.6, review=-1, second_opinion=None))
    await morning.rule_for(EILEEN, ChallengeRule(level="enforce", liveness_level=0, raised_level=1))
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(FOREIGN)
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Satu langkah lagi")
    async with morning.database.read() as session:
        failures = await session.scalars(select(Attempt.face_failures).order_by(Attempt.id.desc()).limit(1))
        assert list(failures) == [1]


async def test_after_a_hold_for_the_place_the_face_is_still_looked_at(morning: Town) -> None:
    await morning.rule_for(EILEEN, PlaceRule(static="refuse"))
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(OWN)
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("bagikan lokasi langsung")
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("diteruskan kepada petugas")
    await eileen.sends_selfie(FOREIGN)
    await eileen.is_at(KOMINFO, live_period=900)
    await eileen.hears_only("belum cocok")


async def test_dlib_may_be_the_first_engine(morning: Town) -> None:
    await morning.rule_for_all(FaceRule(engine="dlib"))
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(OWN)
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat")


async def test_where_liveness_is_enforced_and_cannot_be_assessed_a_person_decides(morning: Town) -> None:
    """The models of PAD are not there: that is no reason to refuse, nor to accept. The challenge is asked for first."""
    yuliana = morning.talk(YULIANA)
    async with yuliana.costing(2):
        await yuliana.sends_selfie(portrait("astronaut", 11))
        await yuliana.is_at(KETAT)
        await yuliana.hears("Satu langkah lagi")
        await yuliana.later(minutes=4)
        await yuliana.hears("diteruskan kepada petugas", "belum dapat diperiksa seluruhnya oleh mesin")
    assert await morning.decisions(YULIANA) == ["needs_review liveness-not-assessed challenge-due"]


async def test_the_same_picture_again_goes_to_a_person_where_that_is_enforced(morning: Town) -> None:
    yuliana = morning.talk(YULIANA)
    picture = await morning.platform.photo(portrait("astronaut", 12))
    await yuliana.sends_selfie(picture)
    await yuliana.is_at(KETAT)
    await yuliana.hears("Satu langkah lagi")
    await morning.next_morning()
    await yuliana.sends_selfie(picture)
    await yuliana.is_at(KETAT)
    await yuliana.hears("Satu langkah lagi")
    await yuliana.later(minutes=4)
    await yuliana.hears_only("petugas", "Foto yang sama pernah dikirim")


async def evidence(town: Town) -> list[Evidence]:
    async with town.database.read() as session:
        return list(await session.scalars(select(Evidence).order_by(Evidence.id)))

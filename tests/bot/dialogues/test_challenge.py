"""The active challenge as a conversation: what it costs, what is told, and that no answer counts twice or too early."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from attendance.challenge.tables import Challenge
from attendance.checkin.tables import Evidence
from attendance.people.tables import Employee
from attendance.records.tables import Audit
from attendance.rules.kinds import ChallengeExemptionRule, ChallengeRule, ReuseRule
from demo.portraits import portrait
from recognition.challenge.actions import Action
from recognition.challenge.finding import ChallengeProblem as P
from tests.fixtures.judge import Judge
from tests.fixtures.town import ADMIN, EILEEN, GRACE, KOMINFO, NIPS, Town
from tests.talk import Talk, downloads

pytestmark = pytest.mark.asyncio(loop_scope="module")

NEUTRAL, POSED = portrait("astronaut", 7), portrait("astronaut", 8)
PHOTOS = ChallengeRule(level="enforce", liveness_level=1)
VIDEO = ChallengeRule(level="enforce", liveness_level=2)
VIDEO_NOTE = b"a round video"
NEVER_TOLD = re.compile(r"serang|palsu|curiga|tiruan|attack|spoof|skor|\d%", re.IGNORECASE)


async def asked(town: Town, rule: ChallengeRule = PHOTOS, key: str = "Masuk") -> Talk:
    """Eileen has pressed and been asked for two photos, or a video."""
    await town.rule_for(EILEEN, rule)
    eileen = town.talk(EILEEN)
    await eileen.says(key)
    await eileen.hears("kirim 2 foto: (1) wajah lurus, (2)" if rule.liveness_level == 1 else "kirim 1 video bulat")
    return eileen


async def drawn(town: Town, name: str = EILEEN) -> list[list[str]]:
    """What has been drawn for somebody today, in order."""
    morning = town.at("00:00")
    query = select(Challenge.actions).join(Employee, Employee.id == Challenge.employee_id)
    async with town.database.read() as session:
        return list(await session.scalars(query.where(Employee.name == name, Challenge.drawn_at > morning)))


async def decided(town: Town) -> list[str]:
    """Today's decisions, each with its first reason where it is no acceptance: what is only noted stands behind."""
    told = await town.decisions(EILEEN)
    return [" ".join(one.split()[:1] if one.startswith("accepted") else one.split()[:2]) for one in told]


async def evidence(town: Town) -> dict[str, object]:
    """The newest of all."""
    async with town.database.read() as session:
        return await session.scalar(select(Evidence.value).order_by(Evidence.id.desc()).limit(1)) or {}


class TestTwoPhotos:
    async def test_an_accepted_check_in_costs_two_messages(self, morning: Town, judge: Judge) -> None:
        eileen = morning.talk(EILEEN)
        async with eileen.costing(2):
            await asked(morning)
            await eileen.sends_selfie(NEUTRAL)
            await eileen.sends_selfie(POSED)
            await eileen.is_at(KOMINFO, metres=20, bearing=90)
            await eileen.hears("Masuk tercatat 07:20:04", "Kantor Kominfo Contoh")
        (actions,) = await drawn(morning)
        assert [list(map(str, seen)) for seen in judge.seen] == [actions]

    async def test_the_prompt_is_a_drawing_that_says_what_it_is_for(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        prompt = list(eileen.phone.inbox)[-1]
        assert prompt.kind == "photo"
        assert "agar foto cetak tidak dapat dipakai" in prompt.text
        assert "Berlaku 3 menit" in prompt.text
        assert "Bagikan lokasi" in eileen.keys
        await eileen.says("/batal")

    async def test_both_may_come_as_an_album_and_the_position_first(self, morning: Town, judge: Judge) -> None:
        eileen = morning.talk(EILEEN)
        async with eileen.costing(2):
            await asked(morning)
            await eileen.is_at(KOMINFO)
            await eileen.sends_album([NEUTRAL, POSED])
            await eileen.hears("Masuk tercatat 07:20:04")

    async def test_what_is_on_record(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        await eileen.sends_album([NEUTRAL, POSED])
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat")
        found = await evidence(morning)
        (actions,) = await drawn(morning)
        assert found["liveness_level"] == 1
        assert found["challenges"] == [
            {
                "level": 1,
                "actions": actions,
                "status": "passed",
                "problems": [],
                "scores": {"yaw_deg": 31.0},
                "version": "stand-in 1",
                "tries": 0,
            }
        ]

    async def test_what_can_be_mended_uses_up_nothing(self, morning: Town, judge: Judge) -> None:
        eileen = morning.talk(EILEEN)
        async with eileen.costing(3):
            await asked(morning)
            await eileen.is_at(KOMINFO)
            await eileen.sends_selfie(NEUTRAL)
            judge.will_say(P.NOT_DONE)
            await eileen.sends_selfie(POSED)
            await eileen.hears("Gerakan yang diminta belum terlihat jelas", "Kirim lagi foto kedua:")
            await eileen.sends_selfie(POSED)
            await eileen.hears("Masuk tercatat 07:20:04")
        assert len(await drawn(morning)) == 1
        assert len({*judge.seen}) == 1

    async def test_a_first_picture_that_is_not_straight_is_sent_again_with_the_second(
        self, morning: Town, judge: Judge
    ) -> None:
        eileen = await asked(morning)
        judge.will_say(P.NOT_NEUTRAL)
        await eileen.sends_album([NEUTRAL, POSED])
        await eileen.hears("Wajah lurus", "Kirim lagi kedua foto")
        await eileen.sends_album([NEUTRAL, POSED])
        await eileen.is_at(KOMINFO)
        await eileen.hears_only("Masuk tercatat")

    async def test_what_is_never_mended_has_failed(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        await eileen.is_at(KOMINFO)
        await eileen.sends_selfie(NEUTRAL)
        for words in ("Kirim lagi foto kedua", "Kirim lagi foto kedua", "Satu langkah lagi"):
            judge.will_say(P.NOT_DONE)
            await eileen.sends_selfie(POSED)
            await eileen.hears_only(words)
        assert len(await drawn(morning)) == 2
        await eileen.says("/batal")
        await eileen.hears_only("diteruskan kepada petugas")

    async def test_pressing_again_draws_no_better_one(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        await eileen.says("Masuk")
        again = await eileen.hears("Kirim 2 foto baru")
        assert again.kind == "photo"
        await eileen.says("/batal")
        await eileen.hears("dibatalkan")
        await eileen.says("Masuk")
        await eileen.hears("kirim 2 foto")
        actions = await drawn(morning)
        assert len(actions) == 2
        assert actions[0] == actions[1]

    async def test_nobody_is_asked_the_same_twice_in_a_row(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        await eileen.sends_album([NEUTRAL, POSED])
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat")
        morning.clock.set(morning.at("16:05"))
        await eileen.says("Pulang")
        await eileen.hears("kirim 2 foto")
        first, second = await drawn(morning)
        assert first != second
        await eileen.says("/batal")

    async def test_a_picture_from_before_the_prompt_is_no_answer_and_keeps_its_time(
        self, morning: Town, judge: Judge
    ) -> None:
        eileen = await asked(morning)
        pressed_at = eileen.now
        await eileen.sends_selfie(NEUTRAL, at=pressed_at - timedelta(seconds=5))
        await eileen.hears_only("dikirim sebelum petunjuk kami sampai", "Kirim 2 foto sekarang")
        assert judge.seen == []
        await eileen.sends_album([NEUTRAL, POSED])
        await eileen.is_at(KOMINFO)
        await eileen.hears_only("Masuk tercatat 07:19:57")

    async def test_a_second_picture_from_before_the_prompt_is_none_either(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        before = eileen.now - timedelta(seconds=5)
        await eileen.sends_selfie(NEUTRAL)
        await eileen.sends_selfie(POSED, at=before)
        await eileen.hears_only("dikirim sebelum petunjuk kami sampai")
        await eileen.sends_selfie(POSED)
        await eileen.is_at(KOMINFO)
        await eileen.hears_only("Masuk tercatat")

    async def test_an_answered_challenge_takes_no_second_answer(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        await eileen.sends_album([NEUTRAL, POSED, POSED])
        await eileen.hears_nothing_more()
        await eileen.sends_selfie(POSED)
        await eileen.hears_only("setiap petunjuk hanya dapat dijawab sekali")
        await eileen.is_at(KOMINFO)
        await eileen.hears_only("Masuk tercatat")
        assert len(judge.seen) == 1

    async def test_an_answer_after_its_time_is_answered(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        await eileen.sends_selfie(NEUTRAL)
        await eileen.quiet()
        morning.clock.forward(minutes=3, seconds=10)
        await eileen.sends_selfie(POSED)
        await eileen.hears()  # that the second photo is missing
        await eileen.hears_only("datang setelah batas 3 menit", "Tekan Masuk atau Pulang")
        assert await morning.punches(EILEEN) == []

    async def test_what_is_missing_is_said_once(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        await eileen.sends_selfie(NEUTRAL)
        await eileen.later(seconds=30)
        await eileen.hears_only("Foto pertama diterima", "Sekarang kirim foto kedua")
        await eileen.says("halo")
        await eileen.hears_only("mengirim foto kedua sesuai petunjuk")
        await eileen.says("/status")
        await eileen.hears_only("masih kurang foto kedua")
        await eileen.says("/batal")

    async def test_somebody_elses_face_is_told_with_a_new_challenge(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        await eileen.sends_album([portrait("hopper", 7), portrait("hopper", 8)])
        await eileen.is_at(KOMINFO)
        told = await eileen.hears_only("belum cocok dengan rekam wajah Anda", "Kirim 2 foto baru")
        assert told.kind == "photo"
        await eileen.sends_album([NEUTRAL, POSED])
        await eileen.hears_only("Masuk tercatat 07:20:04")
        assert await decided(morning) == ["rejected face-different", "accepted"]


class TestStepUp:
    async def test_a_failed_challenge_earns_one_more_and_keeps_the_time(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        judge.will_say(P.FLAT)
        await eileen.sends_album([NEUTRAL, POSED])
        await eileen.is_at(KOMINFO)
        told = await eileen.hears_only("Satu langkah lagi", "Waktu kiriman pertama Anda tetap yang dihitung")
        assert not NEVER_TOLD.search(told.text)
        await eileen.sends_album([NEUTRAL, POSED])
        await eileen.hears_only("Masuk tercatat 07:20:04")
        (decision,) = await morning.decisions(EILEEN)
        assert decision.startswith("accepted")
        assert "challenge-failed" in decision
        assert len({*map(tuple, await drawn(morning))}) == 2

    async def test_two_failures_lead_to_a_human_in_neutral_words(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        await eileen.is_at(KOMINFO)
        judge.will_say(P.OTHER_PERSON)
        await eileen.sends_album([NEUTRAL, POSED])
        await eileen.hears_only("Satu langkah lagi")
        judge.will_say(P.WRONG_ACTION, P.OTHER_SCENE)
        await eileen.sends_album([NEUTRAL, POSED])
        told = await eileen.hears_only("diteruskan kepada petugas", "Hal ini tidak merugikan Anda")
        assert not NEVER_TOLD.search(told.text)
        assert await decided(morning) == ["needs_review challenge-failed"]
        assert await morning.punches(EILEEN) == []

    async def test_an_unprompted_pair_earns_one_challenge_and_keeps_its_first_time(
        self, morning: Town, judge: Judge
    ) -> None:
        await morning.rule_for(EILEEN, PHOTOS)
        eileen = morning.talk(EILEEN)
        async with eileen.costing(2):
            await eileen.sends_selfie(NEUTRAL)
            await eileen.is_at(KOMINFO)
            await eileen.hears("Satu langkah lagi agar presensi Anda lengkap. Kirim 2 foto baru")
            await eileen.sends_album([NEUTRAL, POSED])
            await eileen.hears("Masuk tercatat 07:20:02")

    async def test_no_answer_leads_to_a_human(self, morning: Town, judge: Judge) -> None:
        await morning.rule_for(EILEEN, PHOTOS)
        eileen = morning.talk(EILEEN)
        await eileen.sends_selfie(NEUTRAL)
        await eileen.is_at(KOMINFO)
        await eileen.hears("Satu langkah lagi")
        await eileen.later(minutes=2)
        await eileen.hears_nothing_more()
        await eileen.later(minutes=2)
        await eileen.hears_only("diteruskan kepada petugas", "Foto tambahan yang diperlukan belum ada")
        assert await decided(morning) == ["needs_review challenge-due"]

    async def test_a_prompt_of_which_only_the_challenge_lacks_earns_one_more(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        await eileen.sends_selfie(NEUTRAL)
        await eileen.quiet()
        await eileen.is_at(KOMINFO)
        await eileen.later(seconds=40)
        await eileen.hears("Sekarang kirim foto kedua")
        await eileen.later(minutes=3)
        await eileen.hears_only("Satu langkah lagi")
        await eileen.sends_album([NEUTRAL, POSED])
        await eileen.hears_only("Masuk tercatat 07:20:04")

    async def test_what_we_could_not_judge_is_a_humans_and_never_live(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        judge.will_not_look()
        await eileen.sends_album([NEUTRAL, POSED])
        await eileen.is_at(KOMINFO)
        await eileen.hears_only("diteruskan kepada petugas")
        assert await decided(morning) == ["needs_review challenge-not-assessed"]

    async def test_a_picture_that_came_before_is_for_a_human_whatever_is_sent_after(
        self, morning: Town, judge: Judge
    ) -> None:
        await morning.rule_for(EILEEN, ChallengeRule(level="enforce"))
        await morning.rule_for(EILEEN, ReuseRule(level="enforce"))
        eileen = morning.talk(EILEEN)
        await eileen.sends_selfie(NEUTRAL)  # as in the stories before
        await eileen.is_at(KOMINFO)
        told = await eileen.hears_only("Satu langkah lagi")
        assert not NEVER_TOLD.search(told.text)
        await eileen.sends_album([portrait("astronaut", 11), POSED])
        await eileen.hears_only("diteruskan kepada petugas")
        assert await decided(morning) == ["needs_review picture-reused"]


class TestVideo:
    async def test_an_accepted_check_in_costs_two_messages(self, morning: Town, judge: Judge) -> None:
        eileen = morning.talk(EILEEN)
        async with eileen.costing(2):
            await asked(morning, VIDEO)
            await eileen.films(VIDEO_NOTE)
            await eileen.is_at(KOMINFO)
            await eileen.hears("Masuk tercatat 07:20:04")
        (actions,) = await drawn(morning)
        assert len(actions) in (2, 3)
        assert [list(map(str, seen)) for seen in judge.seen] == [actions]
        assert (await evidence(morning))["challenges"][0]["level"] == 2

    async def test_its_neutral_frame_is_the_probe(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning, VIDEO)
        judge.neutral = portrait("hopper", 7)
        await eileen.films(VIDEO_NOTE)
        await eileen.is_at(KOMINFO)
        await eileen.hears_only("belum cocok dengan rekam wajah Anda", "Kirim 1 video bulat")
        judge.neutral = portrait("astronaut", 10)
        await eileen.films(VIDEO_NOTE)
        await eileen.hears_only("Masuk tercatat")

    async def test_a_mirror_image_earns_a_challenge_without_sides(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning, VIDEO)
        judge.will_say(P.MIRRORED)
        await eileen.films(VIDEO_NOTE)
        await eileen.hears_only("Kiri dan kanan pada video itu tertukar", "Kirim 1 video bulat")
        await eileen.films(VIDEO_NOTE)
        await eileen.is_at(KOMINFO)
        await eileen.hears_only("Masuk tercatat")
        assert not {"look-left", "look-right"} & {*(await drawn(morning))[-1]}
        assert judge.mirrored == [True, True]

    @pytest.mark.parametrize(
        ("problem", "words"),
        [
            (P.TOO_LONG, "terlalu panjang"),
            (P.TOO_SHORT, "terlalu pendek"),
            (P.UNREADABLE, "tidak dapat dibuka"),
            (P.TOO_FEW_FRAMES, "terputus-putus"),
            (P.SEVERAL_FACES, "lebih dari satu wajah"),
            (P.FACE_LOST, "keluar dari gambar"),
            (P.NO_FACE, "Wajah tidak terlihat"),
        ],
    )
    async def test_a_bad_video_is_named_with_a_remedy(
        self, morning: Town, judge: Judge, problem: P, words: str
    ) -> None:
        eileen = await asked(morning, VIDEO)
        judge.will_say(problem)
        judge.neutral = None
        await eileen.films(VIDEO_NOTE)
        await eileen.hears_only(words, "Kirim lagi video bulat")
        await eileen.says("/batal")

    async def test_an_empty_file_is_named_too(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning, VIDEO)
        judge.will_say(P.UNREADABLE)
        await eileen.films(b"")
        await eileen.hears_only("Kirim lagi video bulat")
        await eileen.says("/batal")

    async def test_no_face_in_any_of_them_is_for_a_human(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning, VIDEO)
        judge.neutral = None
        for words in ("Kirim lagi video", "Kirim lagi video", "diteruskan kepada petugas"):
            judge.will_say(P.NO_FACE)
            await eileen.films(VIDEO_NOTE)
            await eileen.hears_only(words)
        assert await decided(morning) == ["needs_review challenge-failed"]

    @pytest.mark.parametrize(
        ("send", "words"),
        [
            (lambda talk: talk.sends_selfie(NEUTRAL), "diperlukan video, bukan foto"),
            (lambda talk: talk.phone.document(NEUTRAL, "a.jpg"), "diperlukan video, bukan foto"),
            (lambda talk: talk.phone.document(b"mp4", "a.mp4"), "diperlukan video, bukan foto"),
            (lambda talk: talk.films(VIDEO_NOTE, forwarded_from="Grace"), "yang diteruskan tidak dapat dipakai"),
            (lambda talk: talk.phone.voice(b"ogg"), "Kiriman jenis itu"),
        ],
    )
    async def test_the_wrong_kind_is_named_and_not_fetched(
        self, morning: Town, judge: Judge, send: Callable[[Talk], Awaitable[object]], words: str
    ) -> None:
        eileen = await asked(morning, VIDEO)
        before = len(downloads(eileen))
        await send(eileen)
        await eileen.hears_only(words)
        assert len(downloads(eileen)) == before
        await eileen.says("/batal")

    async def test_a_video_where_photos_are_due(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        before = len(downloads(eileen))
        await eileen.films(VIDEO_NOTE)
        await eileen.hears_only("diperlukan 2 foto, bukan video")
        assert len(downloads(eileen)) == before
        await eileen.says("/batal")

    async def test_an_ordinary_video_counts_as_well(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning, VIDEO)
        await eileen.phone.video(VIDEO_NOTE)
        await eileen.is_at(KOMINFO)
        await eileen.hears_only("Masuk tercatat")
        assert judge.mirrored == [False]


class TestPolicy:
    async def test_recorded_only_nobody_is_asked(self, morning: Town, judge: Judge) -> None:
        await morning.rule_for(EILEEN, ChallengeRule(level="record_only", liveness_level=2))
        eileen = morning.talk(EILEEN)
        async with eileen.costing(2):
            await eileen.says("Masuk")
            await eileen.hears("kirim satu swafoto")
            await eileen.sends_selfie(NEUTRAL)
            await eileen.is_at(KOMINFO)
            await eileen.hears("Masuk tercatat")
        (decision,) = await morning.decisions(EILEEN)
        assert "challenge-due" in decision

    async def test_two_draws_without_an_answer_raise_the_level(self, morning: Town, judge: Judge) -> None:
        eileen = await asked(morning)
        await eileen.later(minutes=5)
        await eileen.says("Masuk")
        await eileen.hears("kirim 2 foto")
        await eileen.later(minutes=5)
        await eileen.says("Masuk")
        await eileen.hears("kirim 1 video bulat")
        await eileen.says("/batal")

    async def test_a_superior_asks_and_the_person_is_not_told_who(self, morning: Town, judge: Judge) -> None:
        await morning.rule_for(GRACE, ChallengeRule(level="enforce"))
        grace, admin = morning.talk(GRACE), morning.talk(ADMIN)
        await grace.says("Masuk")
        await grace.hears("kirim satu swafoto")
        await grace.says("/batal")
        await admin.says(f"/periksa {NIPS[GRACE]}")
        await admin.hears_only("Grace Hasan", "dengan video sampai")
        await admin.says(f"/periksa {NIPS[GRACE]}")
        await admin.hears_only("memang sudah diminta")
        await grace.has_heard_everything()
        await grace.says("Masuk")
        told = await grace.hears_only("kirim 1 video bulat")
        assert "Admin" not in told.text
        await grace.says("/batal")
        async with morning.database.read() as session:
            reports = select(Audit).where(Audit.action == "challenge.doubt_reported")
            assert len((await session.scalars(reports)).all()) == 1

    async def test_an_exemption_leaves_out_what_somebody_cannot_do(self, morning: Town, judge: Judge) -> None:
        never = (Action.OPEN_MOUTH, Action.LOOK_UP, Action.LOOK_DOWN)
        await morning.rule_for(EILEEN, ChallengeExemptionRule(reason="niqab", never=never))
        eileen = await asked(morning)
        for _ in range(4):
            await eileen.sends_album([portrait("hopper", 7), portrait("hopper", 8)])
            await eileen.is_at(KOMINFO)
            await eileen.hears("belum cocok")
        assert not {*map(str, never)} & {action for actions in await drawn(morning) for action in actions}
        await eileen.says("/batal")

    async def test_whoever_may_be_asked_for_nothing_is_seen_by_a_witness(self, morning: Town, judge: Judge) -> None:
        await morning.rule_for(EILEEN, PHOTOS)
        await morning.rule_for(EILEEN, ChallengeExemptionRule(reason="disability", instead="witness"))
        eileen, grace = morning.talk(EILEEN), morning.talk(GRACE)
        await eileen.says("Masuk")
        await eileen.hears("kirim satu swafoto")
        await eileen.sends_selfie(NEUTRAL)
        await eileen.is_at(KOMINFO)
        told = await eileen.hears("minta seseorang di dekat Anda menjadi saksi", "/saksi ")
        await grace.sends_selfie(portrait("hopper", 7))
        await grace.is_at(KOMINFO)
        await grace.hears("Masuk tercatat")
        await grace.says(f"/saksi {told.text.partition('/saksi ')[2][:4]}")
        await grace.hears("meminta Anda menjadi saksi")
        await grace.presses("Ya, saya melihatnya")
        await eileen.later(seconds=2)
        await eileen.hears_only("Masuk tercatat")

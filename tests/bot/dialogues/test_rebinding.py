"""A new phone: the old account shows the living face in a video that was drawn for it, or an operator does it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from io import BytesIO
from itertools import count

import pytest
import pytest_asyncio
from PIL import Image
from sqlalchemy import select, update

from attendance.challenge.tables import Challenge, Nonce, Purpose
from attendance.people.faces.templates import current_enrolment_id
from attendance.people.tables import ChatAccount, Employee, Enrolment, Rebinding
from attendance.records.database import Priority
from attendance.records.outbox import OutboxStatus
from attendance.records.tables import Audit, Outbox
from attendance.rules.kinds import ChallengeExemptionRule, ChallengeRule
from demo.portraits import Sitter, portrait
from demo.telegram.chats import Message
from recognition.challenge.actions import Action
from recognition.challenge.finding import ChallengeProblem as P
from tests.bot.dialogues.test_challenge import NEVER_TOLD
from tests.bot.test_faults import broken_engine
from tests.fixtures.judge import Judge, frame_of
from tests.fixtures.town import ADMIN, EILEEN, KOMINFO, NIPS, Town
from tests.talk import Talk, downloads

pytestmark = pytest.mark.asyncio(loop_scope="module")

# No picture comes twice: that would rightly be known again.
NUMBERS = count(1000)
VIDEOS = (f"a round video {number}".encode() for number in count())
NOT_DONE = "Pergantian akun tidak terlaksana"
BY_OPERATOR = "dilakukan oleh operator instansi Anda"


def now_shows(judge: Judge, sitter: Sitter = "astronaut") -> None:
    """Whose face the next video has, in a picture that was never sent."""
    judge.neutral = frame_of(sitter, next(NUMBERS))


def recompressed(jpeg: bytes) -> bytes:
    with Image.open(BytesIO(jpeg)) as picture:
        into = BytesIO()
        picture.save(into, "JPEG", quality=80)
    return into.getvalue()


class Change:
    """Eileen at her old phone, and whoever has brought her code from a new one."""

    def __init__(self, town: Town, judge: Judge) -> None:
        self.town, self.judge = town, judge
        self.old, self.new = town.talk(EILEEN), town.stranger("Eileen")

    async def begins(self) -> None:
        await self.new.says(f"/start {await self.town.invited(EILEEN)}")
        await self.new.hears_only("akun lain, yang sekarang kami tanya")
        await self.old.hears_only("Ada akun lain yang membawa kode Anda")

    async def is_agreed_to(self) -> Message:
        await self.old.presses("Ya, ini saya")
        return await self.old.hears_only("kirim 1 video bulat", "wajah lurus dahulu", "Berlaku 3 menit")

    async def films(self, *problems: P, sitter: Sitter = "astronaut") -> None:
        """The living face does what was drawn, unless the judge finds these problems."""
        now_shows(self.judge, sitter)
        if problems:
            self.judge.will_say(*problems)
        await self.old.films(next(VIDEOS))

    async def is_done(self) -> None:
        await self.old.hears_only("Akun ini dilepas")
        await self.new.hears_only("menggantikan akun Anda yang lama")
        assert await self.accounts() == [str(self.new.phone.person.user_id)]

    async def changes_nothing(self) -> None:
        await self.new.hears_only(NOT_DONE)
        assert await self.accounts() == [str(self.old.phone.person.user_id)]
        assert await self.ended()

    async def outlives_a_restart(self) -> None:
        await self.town.restart()
        self.new.service = self.town.service

    async def accounts(self) -> list[str]:
        async with self.town.database.read() as session:
            query = select(ChatAccount.external_id).join(Employee, Employee.id == ChatAccount.employee_id)
            return list(await session.scalars(query.where(Employee.name == EILEEN)))

    async def draws(self) -> list[list[str]]:
        """What was drawn for this change, in order."""
        async with self.town.database.read() as session:
            rows = select(Challenge).join(Nonce, Nonce.id == Challenge.nonce_id).order_by(Challenge.id)
            drawn = await session.scalars(
                rows.where(Nonce.purpose == Purpose.REBINDING, Challenge.drawn_at > self.town.at("00:00"))
            )
            found = drawn.all()
        assert {one.level for one in found} <= {2}
        return [one.actions for one in found]

    async def record(self) -> Rebinding:
        async with self.town.database.read() as session:
            return (await session.scalars(select(Rebinding).order_by(Rebinding.id.desc()).limit(1))).one()

    async def until_the_prompt_waits(self, letters: int = 1) -> None:
        """The platform takes nothing now."""
        queued = select(Outbox.id).where(Outbox.status == OutboxStatus.QUEUED)
        async with self.town.clock.timeout(10):
            while True:
                async with self.town.database.read() as session:
                    resting = await session.scalar(queued.where(Outbox.not_before.is_not(None)).limit(1))
                    if resting is not None and len((await session.scalars(queued)).all()) == letters:
                        return
                await self.town.clock.sleep(0.01)

    async def ended(self) -> bool:
        return (await self.record()).ended_at is not None

    async def audited(self) -> str:
        """The last that was put on record about it."""
        asked = await self.record()
        query = select(Audit.action).where(Audit.subject == "rebinding", Audit.subject_id == asked.id)
        async with self.town.database.read() as session:
            return (await session.scalars(query.order_by(Audit.id.desc()).limit(1))).one()


@pytest_asyncio.fixture(loop_scope="module")
async def change(morning: Town, judge: Judge) -> AsyncIterator[Change]:
    """Eileen's code has been brought by another account; afterwards she writes from the one that is bound."""
    change = Change(morning, judge)
    await change.begins()
    yield change
    await change.old.has_heard_everything()
    await change.new.has_heard_everything()
    (account,) = await change.accounts()
    if account == str(change.new.phone.person.user_id):
        morning._talks[EILEEN] = change.new
    async with morning.database.write(Priority.STEP) as session:
        await session.execute(update(Rebinding).values(ended_at=morning.clock.now()))
        seen = update(ChatAccount).where(ChatAccount.external_id == account)
        await session.execute(seen.values(verified_at=morning.clock.now()))
    await morning.talk(EILEEN).says("/batal")
    await morning.talk(EILEEN).has_heard_everything()


class TestTheLivingFace:
    async def test_it_moves_the_binding(self, change: Change) -> None:
        prompt = await change.is_agreed_to()
        assert prompt.kind == "photo"  # the pictogram
        assert await change.accounts() == [str(change.old.phone.person.user_id)]
        await change.films()
        await change.is_done()
        (actions,) = await change.draws()
        assert len(actions) in (2, 3)
        assert [list(map(str, seen)) for seen in change.judge.seen] == [actions]
        assert change.judge.mirrored == [True]

    async def test_an_ordinary_video_counts_as_well(self, change: Change) -> None:
        await change.is_agreed_to()
        now_shows(change.judge)
        await change.old.phone.video(next(VIDEOS))
        await change.is_done()
        assert change.judge.mirrored == [False]

    async def test_one_more_try_after_a_failure_with_another_draw(self, change: Change) -> None:
        await change.is_agreed_to()
        await change.films(P.FLAT)
        told = await change.old.hears_only("belum meyakinkan", "Rekam sekali lagi", "operator instansi Anda dapat")
        assert told.kind == "photo"
        assert not NEVER_TOLD.search(told.text)
        await change.films()
        await change.is_done()
        first, second = await change.draws()
        assert first != second

    async def test_two_failures_lead_to_an_operator_and_no_third_video_is_looked_at(self, change: Change) -> None:
        await change.is_agreed_to()
        await change.films(P.WRONG_ACTION)
        await change.old.hears_only("Rekam sekali lagi")
        await change.films(P.OTHER_PERSON)
        told = await change.old.hears_only(BY_OPERATOR, "tanda pengenal", "tidak merugikan Anda")
        assert not NEVER_TOLD.search(told.text)
        await change.changes_nothing()
        assert await change.audited() == "account.rebind_failed"
        before = len(downloads(change.old))
        await change.old.films(next(VIDEOS))
        await change.old.hears_only("Kiriman jenis itu")
        assert len(downloads(change.old)) == before
        await change.old.presses("Ya, ini saya")
        await change.old.hears_only("tidak berlaku lagi")

    async def test_another_face_is_told_in_the_words_of_an_attack(self, change: Change) -> None:
        await change.is_agreed_to()
        await change.films(sitter="hopper")
        other = await change.old.hears_only("Rekam sekali lagi")
        await change.films(sitter="hopper")
        await change.old.hears_only(BY_OPERATOR)
        await change.changes_nothing()
        assert other.text.startswith("Video itu belum meyakinkan")

    @pytest.mark.parametrize(
        ("problem", "words"),
        [(P.TOO_SHORT, "terlalu pendek"), (P.FACE_LOST, "keluar dari gambar"), (P.NOT_DONE, "belum terlihat jelas")],
    )
    async def test_what_can_be_done_better_is_named(self, change: Change, problem: P, words: str) -> None:
        await change.is_agreed_to()
        await change.films(problem)
        await change.old.hears_only(words, "Rekam sekali lagi")
        await change.films()
        await change.is_done()

    async def test_a_mirror_image_earns_a_draw_without_sides(self, change: Change) -> None:
        await change.is_agreed_to()
        await change.films(P.MIRRORED)
        await change.old.hears_only("Kiri dan kanan pada video itu tertukar")
        assert not {"look-left", "look-right"} & {*(await change.draws())[-1]}
        await change.films()
        await change.is_done()

    async def test_a_neutral_frame_that_shows_nobody_is_a_failure_with_advice(self, change: Change) -> None:
        await change.is_agreed_to()
        change.judge.neutral = b"no picture"
        await change.old.films(next(VIDEOS))
        await change.old.hears_only("Rekam sekali lagi")
        assert (await change.record()).failures == 1

    async def test_a_check_in_that_was_begun_is_settled_first(self, change: Change) -> None:
        await change.old.says("Masuk")
        await change.old.hears_only("kirim satu swafoto")
        await change.is_agreed_to()
        await change.films()
        await change.is_done()
        assert await change.town.attempts(EILEEN) == ["done"]


class TestOurOwnFault:
    async def test_what_we_cannot_judge_counts_for_nothing_however_often(self, change: Change) -> None:
        await change.is_agreed_to()
        for _ in range(3):
            change.judge.will_not_look()
            await change.films()
            await change.old.hears_only("gangguan di pihak kami", "tidak merugikan Anda", "temui operator")
            await change.old.later(minutes=20)
            await change.old.presses("Coba lagi")
            await change.old.hears_only("kirim 1 video bulat")
        assert (await change.record()).failures == 0
        await change.films(P.NOT_DONE)
        await change.old.hears_only("Rekam sekali lagi")
        await change.films()
        await change.is_done()
        draws = await change.draws()
        assert len({*map(tuple, draws)}) > 1
        assert len(draws) == 5

    async def test_a_video_without_the_button_asks_anew(self, change: Change) -> None:
        await change.is_agreed_to()
        change.judge.will_not_look()
        await change.films()
        await change.old.hears_only("gangguan di pihak kami")
        await change.old.films(next(VIDEOS))
        await change.old.hears_only("hanya dapat dijawab sekali", "Rekam sekali lagi")
        assert len(change.judge.seen) == 1
        await change.films()
        await change.is_done()

    async def test_a_video_that_we_failed_to_work_on_time_and_again_takes_no_try(self, change: Change) -> None:
        await change.is_agreed_to()
        with broken_engine():
            await change.films()
            for _ in range(100):
                # It rests longer after each failure.
                change.town.clock.forward(seconds=0 if change.old.phone.inbox.unread else 5)
                await change.town.clock.sleep(0 if change.old.phone.inbox.unread else 0.2)
            await change.old.hears("gangguan di pihak kami")
        assert await change.town.attempts(EILEEN) == []
        await change.old.presses("Coba lagi")
        await change.old.hears_only("kirim 1 video bulat")
        assert (await change.record()).failures == 0
        await change.films()
        await change.is_done()

    async def test_a_prompt_that_is_late_takes_no_try(self, change: Change) -> None:
        change.town.platform.faults.throttle("sendPhoto", retry_after=400)
        await change.old.presses("Ya, ini saya")
        await change.until_the_prompt_waits()
        change.town.clock.forward(minutes=5)
        await change.old.presses("Ya, ini saya")
        await change.until_the_prompt_waits(letters=2)
        change.town.clock.forward(minutes=5)
        await change.old.hears("kirim 1 video bulat")
        await change.old.hears_only("kirim 1 video bulat")
        assert (await change.record()).failures == 0
        assert len(await change.draws()) == 1
        await change.films()
        await change.is_done()


class TestWhomNothingIsAsked:
    @pytest.mark.parametrize("instead", ["witness", "review"])
    async def test_an_exemption_leads_to_an_operator(self, change: Change, instead: str) -> None:
        rule = ChallengeExemptionRule.model_validate({"reason": "disability", "instead": instead})
        await change.town.rule_for(EILEEN, rule)
        await change.old.presses("Ya, ini saya")
        await change.old.hears_only(BY_OPERATOR, "tidak merugikan Anda")
        await change.changes_nothing()
        assert await change.draws() == []
        assert await change.audited() == "account.rebind_unasked"

    async def test_what_somebody_cannot_do_is_never_drawn(self, change: Change) -> None:
        never = (Action.OPEN_MOUTH, Action.LOOK_UP, Action.LOOK_DOWN)
        await change.town.rule_for(EILEEN, ChallengeExemptionRule(reason="niqab", never=never))
        await change.is_agreed_to()
        await change.films(P.NOT_DONE)
        await change.old.hears_only("Rekam sekali lagi")
        assert not {*map(str, never)} & {action for actions in await change.draws() for action in actions}
        await change.films()
        await change.is_done()

    async def test_who_has_withdrawn_the_face_meanwhile_is_an_operators(self, change: Change) -> None:
        await change.is_agreed_to()
        async with change.town.database.write(Priority.STEP) as session:
            employee_id = (await change.record()).employee_id
            enrolment_id = await current_enrolment_id(session, employee_id)
            undone = update(Enrolment).where(Enrolment.id == enrolment_id)
            await session.execute(undone.values(undone_at=change.town.clock.now()))
        before = len(downloads(change.old))
        await change.old.films(next(VIDEOS))
        await change.old.hears_only(BY_OPERATOR)
        assert len(downloads(change.old)) == before
        async with change.town.database.write(Priority.STEP) as session:
            await session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(undone_at=None))
        await change.changes_nothing()


class TestTime:
    async def test_pressing_again_shows_the_same_draw(self, change: Change) -> None:
        await change.is_agreed_to()
        await change.is_agreed_to()
        await change.old.says("/batal")
        await change.old.hears_only("Pergantian akun")
        await change.is_agreed_to()
        assert len(await change.draws()) == 1
        await change.films()
        await change.is_done()

    async def test_a_video_from_before_the_prompt_is_no_answer_and_takes_no_try(self, change: Change) -> None:
        pressed_at = change.old.now
        await change.is_agreed_to()
        await change.old.films(next(VIDEOS), at=pressed_at - timedelta(seconds=5))
        await change.old.hears_only("dikirim sebelum petunjuk kami sampai", "Kirim 1 video bulat sekarang")
        assert change.judge.seen == []
        await change.films()
        await change.is_done()

    async def test_a_draw_that_was_not_answered_in_time_has_failed(self, change: Change) -> None:
        await change.is_agreed_to()
        await change.old.later(minutes=4)
        await change.old.films(next(VIDEOS))
        await change.old.hears_only("sudah habis", "Rekam sekali lagi")
        assert change.judge.seen == []
        await change.old.later(minutes=4)
        await change.old.presses("Ya, ini saya")
        await change.old.hears_only(BY_OPERATOR)
        await change.changes_nothing()

    async def test_half_an_hour_without_an_answer_ends_it_and_both_are_told(self, change: Change) -> None:
        await change.old.later(minutes=31)
        await change.old.hears_only("tidak berlaku lagi")
        await change.changes_nothing()
        assert await change.audited() == "account.rebind_lapsed"
        await change.old.presses("Ya, ini saya")
        await change.old.hears_only("tidak berlaku lagi")

    async def test_a_draw_of_the_last_minute_can_still_be_answered(self, change: Change) -> None:
        await change.old.later(minutes=29)
        await change.is_agreed_to()
        await change.old.later(minutes=2)
        await change.old.hears_nothing_more()
        await change.films()
        await change.is_done()

    async def test_what_is_over_while_a_video_was_awaited_is_told_once(self, change: Change) -> None:
        await change.is_agreed_to()
        await change.old.later(minutes=40)
        await change.old.hears_only("tidak berlaku lagi")
        await change.changes_nothing()
        await change.old.sends_selfie(portrait("astronaut", next(NUMBERS)))
        await change.old.is_at(KOMINFO)
        await change.old.hears_only("Masuk tercatat")


class TestAttacks:
    async def test_the_new_account_answers_for_nobody(self, change: Change) -> None:
        await change.is_agreed_to()
        before = len(downloads(change.new))
        await change.new.films(next(VIDEOS))
        await change.new.hears_only("didaftarkan")
        question = change.old.message_with_button("Ya, ini saya")
        await change.new.phone.press(question, "Ya, ini saya")
        await change.new.hears_only("didaftarkan")
        assert len(downloads(change.new)) == before
        assert change.judge.seen == []
        assert await change.accounts() == [str(change.old.phone.person.user_id)]

    @pytest.mark.parametrize(
        ("send", "words"),
        [
            (lambda talk: talk.films(next(VIDEOS), forwarded_from="Grace"), "tidak direkam dan dikirim langsung"),
            (lambda talk: talk.sends_selfie(portrait("astronaut", 7)), "diperlukan video, bukan foto"),
            (lambda talk: talk.phone.document(b"mp4", "a.mp4"), "diperlukan video, bukan foto"),
            (lambda talk: talk.says("halo"), "mengirim"),
        ],
    )
    async def test_the_wrong_kind_is_named_and_not_fetched(
        self, change: Change, send: Callable[[Talk], Awaitable[object]], words: str
    ) -> None:
        await change.is_agreed_to()
        before = len(downloads(change.old))
        await send(change.old)
        await change.old.hears_only(words)
        assert len(downloads(change.old)) == before
        assert (await change.record()).failures == 0

    async def test_an_old_video_that_is_sent_again_without_a_mark_is_known_again(self, change: Change) -> None:
        """Whichever of its frames is taken as the neutral one."""
        await change.is_agreed_to()
        now_shows(change.judge)
        change.judge.will_say(P.NOT_DONE)
        first = await change.old.films(next(VIDEOS))
        await change.old.hears_only("Rekam sekali lagi")
        now_shows(change.judge)
        await change.old.phone.forward(first, hide_sender=True)
        await change.old.hears_only(BY_OPERATOR)
        await change.changes_nothing()

    async def test_an_old_video_that_went_through_another_codec_is_known_again(self, change: Change) -> None:
        """By the fingerprint that is kept of its neutral frame, as of any picture."""
        await change.is_agreed_to()
        change.judge.neutral = portrait("astronaut", 103)
        change.judge.will_say(P.NOT_DONE)
        await change.old.films(next(VIDEOS))
        await change.old.hears_only("Rekam sekali lagi")
        change.judge.neutral = recompressed(portrait("astronaut", 103))
        await change.old.films(next(VIDEOS))
        await change.old.hears_only(BY_OPERATOR)
        await change.changes_nothing()

    async def test_the_draw_of_an_open_check_in_is_another_one_and_counts_for_nothing_here(
        self, change: Change
    ) -> None:
        await change.town.rule_for(EILEEN, ChallengeRule(level="enforce", liveness_level=2))
        await change.old.says("Masuk")
        await change.old.hears_only("Presensi masuk: kirim 1 video bulat")
        await change.is_agreed_to()
        await change.films()
        await change.is_done()
        (actions,) = await change.draws()
        assert [list(map(str, seen)) for seen in change.judge.seen] == [actions]
        async with change.town.database.read() as session:
            newest = select(Challenge.actions, Nonce.purpose).join(Nonce, Nonce.id == Challenge.nonce_id)
            (last, _), (before, purpose) = (await session.execute(newest.order_by(Challenge.id.desc()).limit(2))).all()
        assert (purpose, last) == (Purpose.CHECK_IN, actions) or last != before

    async def test_an_old_button_moves_nothing_twice(self, change: Change) -> None:
        await change.is_agreed_to()
        await change.films()
        await change.is_done()
        await change.old.presses("Ya, ini saya")
        await change.old.hears_only("didaftarkan")
        await change.old.films(next(VIDEOS))
        await change.old.hears_only("didaftarkan")
        assert await change.accounts() == [str(change.new.phone.person.user_id)]

    async def test_no_is_no(self, change: Change) -> None:
        await change.is_agreed_to()
        await change.old.presses("Bukan saya")
        await change.old.hears_only("kami tolak")
        await change.changes_nothing()
        await change.old.presses("Ya, ini saya")
        await change.old.hears_only("tidak berlaku lagi")
        await change.old.films(next(VIDEOS))
        await change.old.hears_only("Kiriman jenis itu")

    async def test_a_lost_phone_that_is_suspended_shows_nothing(self, change: Change) -> None:
        await change.is_agreed_to()
        admin = change.town.talk(ADMIN)
        await admin.says(f"/tangguhkan {NIPS[EILEEN]}")
        await admin.hears_only("ditangguhkan")
        before = len(downloads(change.old))
        await change.old.films(next(VIDEOS))
        await change.old.hears_only("Akun ini ditangguhkan")
        await change.old.presses("Ya, ini saya")
        await change.old.hears_only("Akun ini ditangguhkan")
        assert len(downloads(change.old)) == before
        await change.old.later(minutes=40)
        await change.old.hears_nothing_more()
        await change.changes_nothing()
        await admin.presses("Buka kembali")
        await admin.hears_only("dibuka kembali")

    async def test_an_operator_who_lets_the_account_go_ends_the_question(self, change: Change) -> None:
        await change.is_agreed_to()
        admin = change.town.talk(ADMIN)
        await admin.says(f"/lepas {NIPS[EILEEN]}")
        await admin.hears_only("Lepas akun")
        await admin.presses("Ganti akun")
        await admin.hears_only("dilepas")
        await change.old.hears_only("Akun ini dilepas")
        await change.new.hears_only(NOT_DONE)
        await change.old.films(next(VIDEOS))
        await change.old.hears_only("didaftarkan")
        await change.old.later(minutes=40)
        await change.old.hears_nothing_more()
        assert await change.accounts() == []
        await change.new.says(f"/start {await change.town.invited(EILEEN)}")
        await change.new.hears("terhubung")

    async def test_a_second_code_asks_anew_and_the_first_is_told(self, change: Change) -> None:
        await change.is_agreed_to()
        other = change.town.stranger("Orang ketiga")
        await other.says(f"/start {await change.town.invited(EILEEN)}")
        await other.hears_only("akun lain")
        await change.old.hears_only("Ada akun lain")
        await change.new.hears_only(NOT_DONE)
        await change.films()
        await change.old.hears_only("tidak berlaku lagi")
        assert change.judge.seen == []
        await change.old.presses("Bukan saya")
        await change.old.hears_only("kami tolak")
        await other.hears_only(NOT_DONE)


class TestAfterARestart:
    async def test_the_question_the_draw_and_the_tries_are_still_there(self, change: Change) -> None:
        await change.outlives_a_restart()
        await change.is_agreed_to()
        await change.outlives_a_restart()
        await change.films(P.FLAT)
        await change.old.hears_only("Rekam sekali lagi")
        await change.outlives_a_restart()
        assert (await change.record()).failures == 1
        await change.films()
        await change.is_done()
        assert len(await change.draws()) == 2

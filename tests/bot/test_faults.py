"""What is our own fault is never held against anybody: it is tried again, then waits, and at last a person decides."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from sqlite3 import connect

import pytest
from sqlalchemy import select

from attendance.checkin.attempt import AttemptMoved
from attendance.people.tables import ChatAccount
from attendance.records.database import Priority
from attendance.records.inbound import InboundStatus
from attendance.records.tables import Draft, Inbound
from bot.faults import Faults
from demo.portraits import portrait
from demo.telegram.errors import bad_request
from recognition.examination import Examiner
from tests.bot.broken import broken_rule
from tests.fixtures.other_sleepers import OTHER_SLEEPERS
from tests.fixtures.town import ADMIN, ANDI, EILEEN, GRACE, KOMINFO, NIPS, Town
from tests.talk import Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")

SELFIE = portrait("astronaut", 7)
RESTS = (1.0, 5.0, 20.0, 60.0)
SECRET = "-4.3392, 122.2987"


class Broken(RuntimeError):
    """What an engine may raise that nobody foresaw."""


@contextmanager
def broken_engine() -> Iterator[None]:
    """No picture can be examined."""

    async def examine(*_: object) -> None:
        raise Broken(SECRET)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Examiner, "examine", examine)
        yield


async def failures(town: Town) -> list[int]:
    async with town.database.read() as session:
        undone = select(Inbound.failures).where(Inbound.status == InboundStatus.QUEUED).order_by(Inbound.id)
        return list(await session.scalars(undone))


async def until(town: Town, reached: Callable[[], Awaitable[bool]]) -> None:
    async with town.clock.timeout(10):
        while not await reached():
            await town.clock.sleep(0.01)


async def fails(town: Town, times: int) -> None:
    """The one undone row fails so often, with its rests in between; then it rests, or after five times is dead."""
    for number, seconds in enumerate(RESTS[:times], start=1):
        await until(town, lambda seconds=seconds: _rests(town, seconds))
        if number < times:
            town.clock.forward(seconds=seconds)
    if times > len(RESTS):
        await until(town, lambda: _is_dead(town))


async def _rests(town: Town, seconds: float) -> bool:
    return town.clock.asleep[seconds] > OTHER_SLEEPERS[seconds]


async def _is_dead(town: Town) -> bool:
    return not await failures(town)


def has_rested(town: Town, times: int) -> None:
    """After so many failures."""
    town.clock.forward(seconds=RESTS[times - 1])


async def test_a_passing_fault_delays_the_answer_and_nothing_else(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await eileen.is_at(KOMINFO)
        await eileen.quiet()
        with broken_engine():
            await eileen.sends_selfie(SELFIE)
            await fails(morning, 1)
        has_rested(morning, 1)
        await eileen.hears("Masuk tercatat 07:20:02")


async def dead_selfie(town: Town) -> Talk:
    """Eileen's selfie has failed five times; told once."""
    eileen = town.talk(EILEEN)
    with broken_engine():
        await eileen.sends_selfie(SELFIE)
        await fails(town, 5)
        await eileen.hears("Kiriman Anda kami terima 07:20:02", "gangguan di pihak kami", "tidak perlu mengirim ulang")
    await eileen.quiet()
    return eileen


async def test_after_five_failures_the_attempt_waits_and_the_next_message_goes_on(morning: Town) -> None:
    eileen = await dead_selfie(morning)
    assert await morning.attempts(EILEEN) == ["pending"]
    async with eileen.costing(1):
        await eileen.says("/status")
        await eileen.hears("Presensi pukul 07:20", "diterima, sedang kami proses")
    async with eileen.costing(0):
        await eileen.is_at(KOMINFO)
        await eileen.later(seconds=30)
    assert await morning.punches(EILEEN) == []


async def test_brought_back_it_is_accepted_with_its_own_time(morning: Town) -> None:
    eileen = await dead_selfie(morning)
    await eileen.is_at(KOMINFO)
    async with eileen.costing(1):
        await eileen.later(minutes=5)
        await eileen.hears("Masuk tercatat 07:20:02", "Tepat waktu")
    async with eileen.costing(0):
        await eileen.later(hours=3)
    assert await morning.attempts(EILEEN) == ["done"]


async def test_brought_back_alone_it_asks_for_what_is_missing(morning: Town) -> None:
    """The person was told to wait; the position comes late by our fault and still belongs."""
    eileen = await dead_selfie(morning)
    async with eileen.costing(2):
        await eileen.later(minutes=5)
        await eileen.later(seconds=30)
        await eileen.hears("Swafoto Anda diterima 07:20:02", "Bagikan lokasi")
        await eileen.later(minutes=12)
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat 07:20:02", "Tepat waktu")


async def test_pressing_masuk_meanwhile_repeats_that_it_is_our_fault(morning: Town) -> None:
    eileen = await dead_selfie(morning)
    for command in ("Masuk", "Pulang"):
        async with eileen.costing(1):
            await eileen.says(command)
            await eileen.hears("kami terima 07:20:02", "gangguan di pihak kami")
    await eileen.says("/batal")
    await eileen.hears_only("Tidak ada yang sedang berjalan")
    assert await morning.attempts(EILEEN) == ["pending"]


async def test_a_new_selfie_meanwhile_is_as_good_and_ends_the_old_one(morning: Town) -> None:
    eileen = await dead_selfie(morning)
    async with eileen.costing(1):
        await eileen.is_at(KOMINFO)
        await eileen.sends_selfie(portrait("astronaut", 8))
        await eileen.hears("Masuk tercatat 07:20:02")
        await eileen.later(hours=3)


async def test_a_fault_of_two_hours_goes_to_a_person_and_is_told_as_ours(morning: Town) -> None:
    with broken_engine():
        eileen = morning.talk(EILEEN)
        await eileen.is_at(KOMINFO)
        await eileen.quiet()
        await eileen.sends_selfie(SELFIE)
        await fails(morning, 5)
        await eileen.hears("sedang diperiksa")
        await eileen.hears("gangguan di pihak kami")
        async with eileen.costing(1):
            for minutes in (5, 10, 15, 30, 61):
                await eileen.later(minutes=minutes)
            await eileen.hears("diteruskan kepada petugas", "07:20:02", "Ada gangguan di pihak kami", "tidak merugikan")
        async with eileen.costing(0):
            await eileen.later(hours=6)
    assert await morning.attempts(EILEEN) == ["held"]
    assert await morning.decisions(EILEEN) == ["needs_review our-fault"]


async def test_when_both_parts_fail_the_person_is_told_once(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(3):
        with broken_engine():
            await eileen.sends_selfie(SELFIE)
            await fails(morning, 5)
            await eileen.hears("gangguan di pihak kami")
            await eileen.sends_selfie(portrait("astronaut", 8))
            await fails(morning, 5)
            await eileen.hears("sedang diperiksa")
        await eileen.is_at(KOMINFO)
        await eileen.later(minutes=6)
        await eileen.hears("Masuk tercatat 07:20:02")


async def test_one_person_s_fault_does_not_stop_the_others(morning: Town) -> None:
    eileen, grace = morning.talk(EILEEN), morning.talk(GRACE)
    with broken_engine():
        await eileen.sends_selfie(SELFIE)
        await fails(morning, 1)
        await grace.says("/status")
        await grace.hears("Masuk: belum ada")
    has_rested(morning, 1)
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat")


async def test_a_picture_of_an_enrolment_that_fails_leaves_no_attempt_of_the_admin(morning: Town) -> None:
    admin = morning.talk(ADMIN)
    await admin.says(f"/rekam {NIPS[ANDI]}")
    await admin.hears("Rekam wajah Andi")
    with broken_engine():
        await admin.sends_selfie(portrait("hopper", 1))
        await fails(morning, 5)
        await admin.hears_only("gangguan di pihak kami", "permintaan itu belum selesai")
    await admin.sends_selfie(portrait("hopper", 1))
    await admin.hears("Foto 1 dari 3 baik")
    await admin.says("/batal")
    await admin.hears_only("Rekam wajah dibatalkan")
    assert await morning.attempts(ADMIN) == []


async def test_a_file_server_that_fails_for_a_while_is_asked_again(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    faults = morning.platform.faults
    async with eileen.costing(2):
        await eileen.is_at(KOMINFO)
        await eileen.quiet()
        faults.fail("getFile")
        faults.refuse("getFile", bad_request("wrong file_id or the file is temporarily unavailable"))
        faults.expire_files()
        faults.break_downloads()
        await eileen.sends_selfie(SELFIE)
        await fails(morning, 4)
        has_rested(morning, 4)
        await eileen.hears("Diterima 07:20:04", "sedang diperiksa")
        await eileen.hears("Masuk tercatat 07:20:02")


async def test_an_answer_that_was_lost_on_the_way_is_asked_for_again(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.platform.faults.lose_answer("getFile")
    await eileen.is_at(KOMINFO)
    await eileen.quiet()
    await eileen.sends_selfie(SELFIE)
    await fails(morning, 1)
    has_rested(morning, 1)
    await eileen.hears("Masuk tercatat 07:20:02")


async def test_a_file_cut_off_by_the_platform_is_a_bad_picture_and_no_fault(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.platform.faults.truncate_files()
    await eileen.sends_selfie(SELFIE)
    await eileen.hears_only("tidak sampai dengan utuh")


async def test_a_locked_database_is_waited_for(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    file = morning.settings.database_url.removeprefix("sqlite:///")
    other = connect(file, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        async with eileen.costing(1):
            await eileen.sends_selfie(SELFIE)
            await eileen.is_at(KOMINFO)
            await morning.clock.sleep(1)
            assert await morning.attempts(EILEEN) == []
            other.execute("ROLLBACK")
            await eileen.hears("Masuk tercatat 07:20:02")
    finally:
        other.close()


async def test_a_draft_that_cannot_be_read_counts_as_none_and_is_replaced(
    morning: Town, caplog: pytest.LogCaptureFixture
) -> None:
    grace = morning.talk(GRACE)
    await _breaks_draft(morning, grace)
    async with grace.costing(2):
        for _ in range(2):
            await grace.says("/status")
            await grace.hears("Masuk: belum ada")
    assert caplog.text.count("cannot be read and is given up") == 1


async def test_a_draft_that_cannot_be_read_does_not_keep_a_failure_from_being_noted(morning: Town) -> None:
    grace = morning.talk(GRACE)
    await _breaks_draft(morning, grace)
    with broken_engine():
        await grace.sends_selfie(portrait("hopper", 5))
        await fails(morning, 5)
        await grace.hears("gangguan di pihak kami")
    assert await morning.attempts(GRACE) == ["pending"]
    await grace.is_at(KOMINFO)
    await grace.later(minutes=5)
    await grace.hears("Masuk tercatat 07:20:02")


async def _breaks_draft(town: Town, talk: Talk) -> None:
    async with town.database.write(Priority.STEP) as session:
        sender = str(talk.phone.person.user_id)
        account_id = (await session.scalars(select(ChatAccount.id).where(ChatAccount.external_id == sender))).one()
        draft = await session.get(Draft, account_id)
        if draft is None:
            draft = Draft(account_id=account_id, version=1)
            session.add(draft)
        draft.state, draft.updated_at = {"kind": "of-a-later-version"}, town.clock.now()


async def test_while_a_rule_cannot_be_read_messages_wait_and_lose_nothing(
    morning: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is decided by half a rule book, and that is no failure of the message."""
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        async with broken_rule(morning):
            await eileen.sends_selfie(SELFIE)
            for seconds in (1, 5, 20, 60, 60, 60):
                await until(morning, lambda seconds=seconds: _rests(morning, seconds))
                morning.clock.forward(seconds=seconds)
            assert await failures(morning) == [0]
            assert not eileen.phone.inbox.unread
        morning.clock.forward(seconds=60)
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat 07:20:02")
    assert "cannot be read: the kind is unknown" in caplog.text


@pytest.mark.parametrize(
    "fault", [AttemptMoved(), Broken(SECRET), KeyError(SECRET)], ids=lambda fault: type(fault).__name__
)
async def test_a_failure_that_cannot_be_noted_is_noted_later_and_others_go_on(morning: Town, fault: Exception) -> None:
    eileen, grace = morning.talk(EILEEN), morning.talk(GRACE)

    async def cannot(*_: object) -> None:
        raise fault

    with broken_engine():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Faults, "note", cannot)
            await eileen.sends_selfie(SELFIE)
            for seconds in (1, 5):
                await until(morning, lambda seconds=seconds: _rests(morning, seconds))
                await grace.says("/status")
                await grace.hears("Masuk: belum ada")
                morning.clock.forward(seconds=seconds)
            await until(morning, lambda: _rests(morning, 20))
            assert await failures(morning) == [0]
        morning.clock.forward(seconds=20)
        await until(morning, lambda: _has_failed(morning, 1))
    has_rested(morning, 1)
    await eileen.is_at(KOMINFO)
    await eileen.later(seconds=5)
    await eileen.hears("Masuk tercatat 07:20:02")


async def _has_failed(town: Town, times: int) -> bool:
    return await failures(town) == [times]

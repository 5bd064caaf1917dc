"""Messages are of the day on which they were sent, whenever the service gets to them."""

from datetime import timedelta

import pytest

from attendance.rules.kinds import WindowsRule
from demo.portraits import portrait
from tests.fixtures.town import EILEEN, GRACE, KOMINFO, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_check_in_that_waited_over_night_is_of_the_day_before(morning: Town) -> None:
    grace, yesterday = morning.talk(GRACE), morning.today
    async with morning.closed():
        await grace.says("Masuk")
        morning.clock.forward(seconds=20)
        await grace.sends_selfie(portrait("hopper", 7))
        await grace.is_at(KOMINFO)
        morning.clock.set(morning.at("06:00") + timedelta(days=1))
    await grace.later(seconds=5)
    assert [
        text for text in [message.text for message in grace.phone.inbox.unread] if "Masuk tercatat 07:20:2" in text
    ], [message.text for message in grace.phone.inbox.unread]
    await grace.has_heard_everything()
    assert morning.today == yesterday + timedelta(days=1)
    assert await morning.punches(GRACE) == []

    morning.clock.set(morning.at("07:25"))
    await grace.says("Masuk")
    await grace.hears("Presensi masuk: kirim satu swafoto")
    await grace.sends_selfie(portrait("hopper", 8))
    await grace.is_at(KOMINFO)
    await grace.hears("Masuk tercatat 07:25")
    assert [punch[:8] for punch in await morning.punches(GRACE)] == ["in 07:25"]


async def test_a_check_out_that_waited_over_night_is_no_early_one_of_the_next_day(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(portrait("astronaut", 4))
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat")
    async with morning.closed():
        morning.clock.set(morning.at("16:35"))
        await eileen.says("Pulang")
        morning.clock.forward(seconds=20)
        await eileen.sends_selfie(portrait("astronaut", 5))
        await eileen.is_at(KOMINFO)
        morning.clock.set(morning.at("06:30") + timedelta(days=1))
    await eileen.later(seconds=5)
    assert [
        text for text in [message.text for message in eileen.phone.inbox.unread] if "Pulang tercatat 16:35:2" in text
    ], [message.text for message in eileen.phone.inbox.unread]
    await eileen.has_heard_everything()
    assert await morning.punches(EILEEN) == []


async def test_a_prompt_that_never_arrives_does_not_swallow_the_next_day(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.platform.faults.fail("sendMessage", times=1000)
    await eileen.says("Masuk")
    await eileen.clock.sleep(0.5)
    morning.clock.forward(minutes=30)
    morning.platform.faults.clear()
    await morning.next_morning()
    await eileen.sends_selfie(portrait("astronaut", 6))
    # The prompt came at last, ten minutes ago. Where that was noted before its attempt had run out, the selfie is late
    # for it and is answered; else yesterday is over and nothing has to be said. Both ways it is of today.
    await eileen.is_at(KOMINFO)
    heard = await eileen.hears("07:20")
    if "Swafoto Anda diterima" in heard.text:
        heard = await eileen.hears("07:20")
    assert "Masuk tercatat" in heard.text
    assert "Tepat waktu" in heard.text


async def test_the_window_of_the_agency_is_the_one_that_was_told(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await morning.rule_for(EILEEN, WindowsRule(nonce_passive_s=1800))
    await eileen.says("Masuk")
    await eileen.hears("Berlaku 30 menit")
    await eileen.later(minutes=11)
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat")


async def test_a_late_answer_to_a_question_leaves_the_question_to_a_human(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says("Masuk")
    await eileen.hears("kirim satu swafoto")
    await eileen.sends_selfie(portrait("astronaut", 8))
    await eileen.is_at(KOMINFO, metres=100)
    await eileen.hears("lokasi langsung")
    async with morning.closed():
        morning.clock.forward(minutes=11)
        await eileen.is_at(KOMINFO)
    await eileen.quiet()
    assert "needs_review place-uncertain" in await morning.decisions(EILEEN)
    await eileen.hears("diteruskan kepada petugas")


async def test_pressing_pulang_in_the_middle_of_a_question_leaves_it_to_a_human(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(portrait("astronaut", 9))
    await eileen.is_at(KOMINFO, metres=100)
    await eileen.hears("lokasi langsung")
    await eileen.says("Pulang")
    await eileen.hears("diteruskan kepada petugas")
    await eileen.hears("Presensi pulang")
    assert "needs_review place-uncertain" in await morning.decisions(EILEEN)

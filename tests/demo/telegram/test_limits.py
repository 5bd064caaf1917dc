"""The flood limits: buckets as arithmetic, then 429 over HTTP."""

import pytest

from demo.telegram import Phone, Platform
from demo.telegram.errors import ApiError
from demo.telegram.limits import Limiter, Limits
from tests.demo.telegram.conftest import Ask, jpeg
from tests.demo.telegram.jumping import JumpingClock


def passed(limiter: Limiter, sendings: list[tuple[float, int]]) -> list[int]:
    """For each (time, chat): 0 when it passes, else the pause it is told."""
    answers = []
    for now, chat_id in sendings:
        try:
            limiter.spend(chat_id, now)
            answers.append(0)
        except ApiError as refusal:
            answers.append(refusal.retry_after or -1)
    return answers


def test_a_chat_takes_a_burst_of_five_then_one_a_second() -> None:
    limiter = Limiter(Limits(), now=0)
    assert passed(limiter, [(0, 7)] * 6) == [0, 0, 0, 0, 0, 1]
    assert passed(limiter, [(1, 7), (1, 7), (2, 7), (2.5, 7)]) == [0, 1, 0, 1]


def test_a_bot_sends_thirty_a_second_to_different_chats() -> None:
    limiter = Limiter(Limits(), now=0)
    first_second = [(n / 60, n) for n in range(60)]
    assert passed(limiter, first_second).count(0) == pytest.approx(30 + 30 * 59 / 60, abs=1)


def test_a_refused_message_costs_nothing() -> None:
    limiter = Limiter(Limits(chat_burst=1), now=0)
    assert passed(limiter, [(0, 7), (0.5, 7), (0.6, 7), (0.7, 7), (1.0, 7)]) == [0, 1, 1, 1, 0]


def test_an_album_is_let_through_and_the_next_message_waits_for_it() -> None:
    limiter = Limiter(Limits(), now=0)
    limiter.spend(7, 0, count=10)
    assert passed(limiter, [(0, 7), (5, 7), (6, 7)]) == [6, 1, 0]


async def test_a_limited_call_is_answered_429_with_the_pause(started: Phone, ask: Ask, clock: JumpingClock) -> None:
    answers = [await ask("sendMessage", chat_id=7001, text=f"pesan {n}") for n in range(6)]
    assert [answer["ok"] for answer in answers] == [True] * 5 + [False]
    assert answers[-1] == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert len(started.inbox) == 5
    clock.forward(1)
    assert (await ask("sendMessage", chat_id=7001, text="pesan 5"))["ok"]


async def test_edits_and_photos_count_and_answers_to_presses_do_not(started: Phone, ask: Ask) -> None:
    markup = '{"inline_keyboard": [[{"text": "Ya", "callback_data": "ya"}]]}'
    sent = (await ask("sendPhoto", files={"photo": jpeg()}, chat_id=7001, reply_markup=markup))["result"]
    for n in range(4):
        await ask(
            "editMessageCaption", chat_id=7001, message_id=sent["message_id"], caption=f"{n}", reply_markup=markup
        )
    assert (await ask("editMessageCaption", chat_id=7001, message_id=sent["message_id"]))["error_code"] == 429
    press = await started.press(started.inbox[0], "Ya")
    assert (await ask("answerCallbackQuery", callback_query_id=press))["ok"]
    assert (await ask("sendChatAction", chat_id=7001, action="typing"))["ok"]


async def test_a_platform_without_limits_has_none(clock: JumpingClock) -> None:
    assert Platform(clock, limits=None).add_bot("9:t", "free_bot").limiter is None

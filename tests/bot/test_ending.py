"""The service is told to end, or cannot go on: it does so soon, cleanly, and loses nothing."""

import asyncio

import pytest

from demo.telegram.calls import Call
from demo.telegram.faults import AnswerLostError
from tests.bot.check_in import asked_to_check_in, has_checked_in_once, send_both
from tests.fixtures.service_process import TOKEN, House

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_sigterm_ends_within_ten_seconds_in_the_middle_of_six_check_ins_and_nothing_is_lost(
    open_house: House,
) -> None:
    phones = [await asked_to_check_in(open_house) for _ in range(6)]
    downloading = asyncio.Event()

    async def hook(_: Call) -> None:
        downloading.set()

    open_house.platform.faults.before("getFile", hook)
    await asyncio.gather(*(send_both(phone) for phone in phones))
    await downloading.wait()
    await open_house.restart()
    for phone in phones:
        await has_checked_in_once(open_house, phone)


async def test_sigterm_between_the_answer_of_the_platform_and_our_mark_does_not_repeat_the_reply(
    open_house: House,
) -> None:
    phone = await asked_to_check_in(open_house)
    accepted = asyncio.Event()

    async def slow_answer(_: Call) -> None:
        accepted.set()
        await asyncio.sleep(0.5)

    open_house.platform.faults.accepted("sendMessage", slow_answer)
    await send_both(phone)
    await accepted.wait()
    await open_house.restart()
    await has_checked_in_once(open_house, phone)


async def test_sigterm_ends_within_ten_seconds_when_the_platform_does_not_answer(open_house: House) -> None:
    phone = await asked_to_check_in(open_house)
    asked, over = asyncio.Event(), asyncio.Event()

    async def no_answer(_: Call) -> None:
        asked.set()
        await over.wait()
        raise AnswerLostError

    open_house.platform.faults.before("sendMessage", no_answer)
    await send_both(phone)
    await asked.wait()
    await open_house.restart()
    over.set()
    await has_checked_in_once(open_house, phone)


async def test_a_token_that_is_revoked_while_it_runs_ends_it_with_one_line(open_house: House) -> None:
    bot = open_house.platform.bots.pop(TOKEN)
    open_house.platform.changed()
    assert await open_house.ended(60) == 2
    open_house.platform.bots[TOKEN] = bot
    *_, line = open_house.log.read_text().splitlines()
    assert line.startswith("presensi: Telegram refuses the token of account 'main'; ")

"""Each fault on purpose, and each hook at its moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from demo.telegram import Phone, Platform
from demo.telegram.calls import Call
from demo.telegram.errors import ApiError
from demo.telegram.faults import ANY, FileServed, Moment
from tests.demo.telegram.conftest import TOKEN, Ask, jpeg
from tests.demo.telegram.jumping import JumpingClock

Updates = Callable[[], Awaitable[list[dict[str, Any]]]]


async def test_a_throttled_method_answers_429_so_many_times(started: Phone, platform: Platform, ask: Ask) -> None:
    platform.faults.throttle("sendMessage", retry_after=30, times=2)
    answers = [await ask("sendMessage", chat_id=7001, text="hai") for _ in range(3)]
    assert [answer.get("parameters", {}).get("retry_after") for answer in answers] == [30, 30, None]
    assert len(started.inbox) == 1


async def test_a_failing_method_answers_500_and_does_nothing(started: Phone, platform: Platform, ask: Ask) -> None:
    platform.faults.fail("sendMessage")
    answer = await ask("sendMessage", chat_id=7001, text="hai")
    assert answer == {"ok": False, "error_code": 500, "description": "Internal Server Error"}
    assert len(started.inbox) == 0


async def test_any_method_can_be_refused_in_any_words(platform: Platform, ask: Ask) -> None:
    platform.faults.refuse(ANY, ApiError(403, "Forbidden: user is deactivated"))
    assert (await ask("getMe"))["description"] == "Forbidden: user is deactivated"
    assert (await ask("getMe"))["ok"]


async def test_a_lost_answer_leaves_the_message_in_the_chat(started: Phone, platform: Platform, ask: Ask) -> None:
    platform.faults.lose_answer("sendMessage")
    with pytest.raises(httpx.RemoteProtocolError):
        await ask("sendMessage", chat_id=7001, text="hai")
    assert [message.text for message in started.inbox] == ["hai"]
    assert (await ask("sendMessage", chat_id=7001, text="hai"))["ok"]
    assert len(started.inbox) == 2


async def test_hooks_run_before_anything_is_done_and_after_all_is_stored(
    started: Phone, platform: Platform, ask: Ask
) -> None:
    seen = []

    async def look(call: Call) -> None:
        seen.append((call.method, len(started.inbox)))

    platform.faults.before("sendMessage", look)
    platform.faults.accepted("sendMessage", look)
    await ask("getMe")
    await ask("sendMessage", chat_id=7001, text="hai")
    assert seen == [("sendMessage", 0), ("sendMessage", 1)]


async def test_a_download_is_told_to_the_hook_when_it_is_through(
    started: Phone, platform: Platform, client: httpx.AsyncClient, url: str, ask: Ask
) -> None:
    told: asyncio.Queue[Moment] = asyncio.Queue()
    platform.faults.served(told.put)
    address, path = await uploaded(started, ask, url)
    assert told.empty()
    assert (await client.get(address)).status_code == 200
    assert await told.get() == FileServed(path)


async def uploaded(phone: Phone, ask: Ask, url: str) -> tuple[str, str]:
    """Address and path of a photo that the person has sent."""
    photo = await phone.photo(jpeg())
    path = (await ask("getFile", file_id=photo.body["photo"][-1]["file_id"]))["result"]["file_path"]
    return f"{url}/file/bot{TOKEN}/{path}", path


async def test_an_expired_file_is_not_found_once(started: Phone, platform: Platform, url: str, ask: Ask) -> None:
    address, _ = await uploaded(started, ask, url)
    platform.faults.expire_files()
    async with httpx.AsyncClient() as client:
        answers = [await client.get(address) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [404, 200]
    assert answers[0].json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_a_truncated_file_looks_complete_and_is_not(
    started: Phone, platform: Platform, url: str, ask: Ask
) -> None:
    address, _ = await uploaded(started, ask, url)
    platform.faults.truncate_files(keep=0.25)
    async with httpx.AsyncClient() as client:
        cut, whole = [(await client.get(address)).content for _ in range(2)]
    assert cut == whole[: len(whole) // 4]


async def test_a_broken_download_ends_in_the_middle(started: Phone, platform: Platform, url: str, ask: Ask) -> None:
    address, _ = await uploaded(started, ask, url)
    platform.faults.break_downloads()
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
            await client.get(address)
        assert (await client.get(address)).status_code == 200


async def test_a_duplicated_update_comes_again_under_its_id(
    started: Phone, platform: Platform, updates: Updates
) -> None:
    platform.faults.duplicate_updates()
    await started.text("dua kali")
    await started.text("sekali")
    first, second, third = await updates(), await updates(), await updates()
    assert [update["message"]["text"] for update in first] == ["dua kali", "sekali"]
    assert second == first[:1]
    assert third == []


async def test_a_message_delivered_anew_is_the_same_message_under_another_update_id(
    started: Phone, updates: Updates
) -> None:
    started.redeliver(await started.text("sekali"))
    first, again = await updates()
    assert first["message"] == again["message"]
    assert first["update_id"] != again["update_id"]


async def test_swapped_updates_change_their_order_and_keep_their_dates(
    started: Phone, platform: Platform, updates: Updates
) -> None:
    platform.faults.swap_updates()
    await started.text("satu")
    assert await updates() == []
    await started.text("dua")
    await started.text("tiga")
    arrived = await updates()
    assert [update["message"]["text"] for update in arrived] == ["dua", "satu", "tiga"]
    assert [update["update_id"] for update in arrived] == sorted(update["update_id"] for update in arrived)


async def test_a_delayed_update_arrives_later_with_its_own_date(
    started: Phone, platform: Platform, updates: Updates, clock: JumpingClock
) -> None:
    sent_at = int(clock.now().timestamp())
    platform.faults.delay_updates(90)
    await started.text("terlambat")
    await started.text("segera")
    assert [update["message"]["text"] for update in await updates()] == ["segera", "terlambat"]
    assert clock.sleeps == [90]
    assert started.history[-2].body["date"] == sent_at


async def test_delays_need_a_served_platform(platform: Platform, budi: Phone) -> None:
    platform.faults.delay_updates(1)
    with pytest.raises(RuntimeError, match="not being served"):
        await budi.text("hai")


async def test_nothing_goes_wrong_after_clear(started: Phone, platform: Platform, ask: Ask, updates: Updates) -> None:
    async def fail(call: Call) -> None:
        raise AssertionError(call.method)

    platform.faults.before(ANY, fail)
    platform.faults.fail("sendMessage", times=5)
    platform.faults.duplicate_updates(5)
    platform.faults.clear()
    assert (await ask("sendMessage", chat_id=7001, text="hai"))["ok"]
    await started.text("sekali")
    assert [len(await updates()) for _ in range(2)] == [1, 0]

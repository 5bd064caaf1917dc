"""getUpdates: offsets, long polls, kinds that stick, and the 409 of a second poller."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from demo.telegram import Phone, Platform
from demo.telegram.faults import Confirmed
from tests.demo.telegram.conftest import TOKEN, Ask
from tests.demo.telegram.jumping import JumpingClock

WEBHOOK = "http://127.0.0.1:9/hook"


async def texts(ask: Ask, **arguments: Any) -> list[str]:
    """The texts of the updates that are answered."""
    return [update["message"]["text"] for update in (await ask("getUpdates", **arguments))["result"]]


async def until_waiting(platform: Platform, polls: int) -> None:
    """Return when so many polls have begun to wait."""
    while platform.bot().polls < polls:
        await asyncio.sleep(0)


async def test_updates_stay_until_an_offset_confirms_them(started: Phone, ask: Ask) -> None:
    for text in ("satu", "dua", "tiga"):
        await started.text(text)
    assert await texts(ask) == await texts(ask) == ["satu", "dua", "tiga"]
    first = (await ask("getUpdates", limit=1))["result"][0]["update_id"]
    assert await texts(ask, offset=first + 1) == ["dua", "tiga"]
    assert await texts(ask, offset=first) == ["dua", "tiga"]
    assert await texts(ask, offset=-1) == ["tiga"]
    assert await texts(ask) == ["tiga"]


async def test_update_ids_follow_one_another(started: Phone, updates: Callable[[], Awaitable[Any]]) -> None:
    for _ in range(3):
        await started.text("hai")
    first, second, third = [update["update_id"] for update in await updates()]
    assert (second, third) == (first + 1, first + 2)


async def test_a_limit_out_of_range_is_moved_into_it(started: Phone, ask: Ask) -> None:
    await started.text("satu")
    await started.text("dua")
    assert await texts(ask, limit=0) == ["satu"]
    assert await texts(ask, limit=1000) == ["satu", "dua"]


async def test_a_long_poll_ends_with_the_first_update(started: Phone, platform: Platform, ask: Ask) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(texts(ask, timeout=50))
        await until_waiting(platform, 1)
        await started.text("pagi")
    assert poll.result() == ["pagi"]


async def test_a_long_poll_without_updates_is_empty_after_its_time(ask: Ask, clock: JumpingClock) -> None:
    assert await texts(ask, timeout=1) == []


async def test_a_poll_asks_for_at_most_fifty_seconds(
    started: Phone, ask: Ask, clock: JumpingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(clock, "timeout", lambda seconds: asked.append(seconds) or asyncio.timeout(0))
    assert await texts(ask, timeout=600) == []
    assert asked == [50]


async def test_a_second_waiting_poller_ends_the_first(platform: Platform, started: Phone, ask: Ask) -> None:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(ask("getUpdates", timeout=50))
        await until_waiting(platform, 1)
        second = group.create_task(ask("getUpdates", timeout=50))
        refused = await first
        await started.text("untuk yang kedua")
    assert refused["error_code"] == 409
    assert refused["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert second.result()["result"][0]["message"]["text"] == "untuk yang kedua"


async def test_a_poll_that_does_not_wait_disturbs_nobody(platform: Platform, started: Phone, ask: Ask) -> None:
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(texts(ask, timeout=50))
        await until_waiting(platform, 1)
        assert await texts(ask) == []
        await started.text("pagi")
    assert waiting.result() == ["pagi"]


async def test_no_polling_beside_a_webhook(ask: Ask) -> None:
    await ask("setWebhook", url=WEBHOOK)
    refused = await ask("getUpdates")
    assert refused["error_code"] == 409
    assert refused["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await ask("deleteWebhook")
    assert (await ask("getUpdates"))["ok"]


async def test_setting_a_webhook_ends_a_waiting_poll(platform: Platform, ask: Ask) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(ask("getUpdates", timeout=50))
        await until_waiting(platform, 1)
        await ask("setWebhook", url=WEBHOOK)
    assert poll.result()["description"] == "Conflict: terminated by setWebhook request"


async def test_a_repeated_conflict_is_held_back(ask: Ask, clock: JumpingClock) -> None:
    await ask("setWebhook", url=WEBHOOK)
    await ask("getUpdates")
    assert clock.sleeps == []
    await ask("getUpdates")
    assert clock.sleeps == [3.0]


async def test_the_kinds_asked_for_stick(
    started: Phone, ask: Ask, updates: Callable[[], Awaitable[list[dict[str, Any]]]]
) -> None:
    await ask("getUpdates", allowed_updates=["edited_message"])
    message = await started.text("satu")
    await started.edit_text(message, "dua")
    assert [set(update) - {"update_id"} for update in await updates()] == [{"edited_message"}]
    await ask("getUpdates", allowed_updates=[])
    await started.text("tiga")
    assert [set(update) - {"update_id"} for update in await updates()] == [{"message"}]


async def test_kinds_that_are_no_list_are_refused(ask: Ask) -> None:
    refused = await ask("getUpdates", allowed_updates="message")
    assert refused["description"] == "Bad Request: can't parse allowed updates JSON object"
    refused = await ask("getUpdates", allowed_updates={})
    assert refused["description"] == "Bad Request: can't parse allowed updates: Expected an Array of strings"


async def test_messages_wait_a_day_and_presses_150_seconds(started: Phone, ask: Ask, clock: JumpingClock) -> None:
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "ya"}]]}
    await ask("sendMessage", chat_id=7001, text="?", reply_markup=markup)
    await started.text("pagi")
    await started.press(started.inbox[0], "Ya")
    clock.forward(149)
    assert len((await ask("getUpdates"))["result"]) == 2
    clock.forward(1)
    assert await texts(ask) == ["pagi"]
    clock.forward(timedelta(days=1).total_seconds() - 150)
    assert await texts(ask) == []


async def test_an_offset_from_before_a_restart_of_the_numbering_confirms_nothing(
    started: Phone, platform: Platform, ask: Ask
) -> None:
    await started.text("lama")
    (old,) = (await ask("getUpdates"))["result"]
    await ask("getUpdates", offset=old["update_id"] + 1)
    platform.bot().updates.restart_ids(1000)
    await started.text("baru")
    (new,) = (await ask("getUpdates", offset=old["update_id"] + 1))["result"]
    assert new["update_id"] == 1000


async def test_confirmed_updates_are_told_to_the_hook(started: Phone, platform: Platform, ask: Ask) -> None:
    told: list[Confirmed] = []

    async def note(confirmed: Confirmed) -> None:
        told.append(confirmed)

    platform.faults.confirmed(note)
    await started.text("pagi")
    (update,) = (await ask("getUpdates"))["result"]
    assert told == []
    await ask("getUpdates", offset=update["update_id"] + 1)
    assert told == [Confirmed((update["update_id"],))]


async def test_each_bot_has_its_own_queue(platform: Platform, started: Phone, url: str) -> None:
    platform.add_bot("55:second", "second_bot", "Kedua")
    await platform.phone(7001, bot="second_bot").text("ke bot kedua")
    await started.text("ke bot pertama")
    async with httpx.AsyncClient(base_url=url) as client:
        first = (await client.get(f"/bot{TOKEN}/getUpdates")).json()["result"]
        second = (await client.get("/bot55:second/getUpdates")).json()["result"]
        assert (await client.get("/bot55:second/getMe")).json()["result"]["first_name"] == "Kedua"
    assert [update["message"]["text"] for update in first] == ["ke bot pertama"]
    assert [update["message"]["text"] for update in second] == ["ke bot kedua"]

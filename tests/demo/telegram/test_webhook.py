"""Deliveries to a webhook: order, secret, repetitions. The receiving side is a real server on another port."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demo.serving import HANG_UP, serve
from demo.telegram import Phone, Platform
from demo.telegram.faults import Moment, WebhookAnswered
from tests.demo.telegram import parsers
from tests.demo.telegram.conftest import Ask
from tests.demo.telegram.jumping import JumpingClock

HANG = -1


@dataclass
class Receiver:
    """A webhook that answers as it is told: a status, HANG, or 200 when nothing is planned."""

    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    plan: deque[int] = field(default_factory=deque)
    retry_after: str | None = None
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def receive(self, request: Request) -> Response:
        async with self.changed:
            self.bodies.append(await request.json())
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self.changed.notify_all()
        await self.gate.wait()
        status = self.plan.popleft() if self.plan else 200
        if status == HANG:
            request.scope["extensions"][HANG_UP]()
        return Response(
            status_code=max(status, 200), headers={"Retry-After": self.retry_after} if self.retry_after else {}
        )

    async def received(self, count: int) -> list[dict[str, Any]]:
        """The first bodies, as soon as there are so many."""
        async with asyncio.timeout(20), self.changed:
            await self.changed.wait_for(lambda: len(self.bodies) >= count)
        return self.bodies[:count]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    receiver.gate.set()
    async with serve(Starlette(routes=[Route("/hook", receiver.receive, methods=["POST"])])) as address:
        receiver.url = f"{address}/hook"
        yield receiver
        receiver.gate.set()


@pytest.fixture
async def hooked(receiver: Receiver, ask: Ask, started: Phone) -> Receiver:
    assert (await ask("setWebhook", url=receiver.url, secret_token="S3cret_-"))["ok"]
    return receiver


async def delivered(platform: Platform) -> None:
    """Return when nothing waits any more."""
    async with asyncio.timeout(20):
        while len(platform.bot().updates):
            await asyncio.sleep(0)


async def test_updates_are_posted_with_the_secret(hooked: Receiver, started: Phone, platform: Platform) -> None:
    await started.text("pagi")
    (body,) = await hooked.received(1)
    await delivered(platform)
    assert body["message"]["text"] == "pagi"
    assert parsers.problems(body) == []
    assert hooked.secrets == ["S3cret_-"]


async def test_what_waited_before_is_delivered_unless_it_is_dropped(
    receiver: Receiver, started: Phone, ask: Ask
) -> None:
    await started.text("dibuang")
    await ask("deleteWebhook", drop_pending_updates=True)
    await started.text("menunggu")
    await ask("setWebhook", url=receiver.url)
    (body,) = await receiver.received(1)
    assert body["message"]["text"] == "menunggu"


async def test_a_failed_update_is_repeated_at_once_then_after_2_4_8_seconds(
    hooked: Receiver, started: Phone, platform: Platform, clock: JumpingClock
) -> None:
    hooked.plan.extend([500, 404, HANG, 302, 503])
    await started.text("pagi")
    bodies = await hooked.received(6)
    await delivered(platform)
    assert clock.sleeps == [0, 2, 4, 8, 16]
    assert all(body == bodies[0] for body in bodies)


async def test_the_pause_grows_to_a_minute_at_most(
    hooked: Receiver, started: Phone, platform: Platform, clock: JumpingClock
) -> None:
    hooked.plan.extend([500] * 9)
    await started.text("pagi")
    await hooked.received(10)
    assert clock.sleeps == [0, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_retry_after_is_honoured(hooked: Receiver, started: Phone, clock: JumpingClock) -> None:
    hooked.plan.append(429)
    hooked.retry_after = "17"
    await started.text("pagi")
    await hooked.received(2)
    assert clock.sleeps == [17]


async def test_messages_of_one_chat_wait_for_the_failing_one_and_others_do_not(
    hooked: Receiver, started: Phone, platform: Platform
) -> None:
    siti = platform.phone(7002, "Siti")
    hooked.gate.clear()
    await started.text("budi 1")
    await started.text("budi 2")
    await siti.text("siti 1")
    first = await hooked.received(2)
    assert [body["message"]["text"] for body in first] == ["budi 1", "siti 1"]
    hooked.plan.extend([500, 200])
    hooked.gate.set()
    await delivered(platform)
    budis = [body["message"]["text"] for body in hooked.bodies if body["message"]["from"]["id"] == 7001]
    assert budis == ["budi 1", "budi 1", "budi 2"]


async def test_a_press_overtakes_a_message_of_the_same_person(
    hooked: Receiver, started: Phone, ask: Ask, platform: Platform
) -> None:
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "ya"}]]}
    await ask("sendMessage", chat_id=7001, text="?", reply_markup=markup)
    hooked.gate.clear()
    await started.text("pagi")
    await started.press(started.inbox[0], "Ya")
    message, press = await hooked.received(2)
    assert "message" in message
    assert "callback_query" in press


async def test_no_more_connections_than_allowed(receiver: Receiver, ask: Ask, platform: Platform) -> None:
    for person in range(5):
        await platform.phone(8000 + person, "Orang").text("hai")
    receiver.gate.clear()
    await ask("setWebhook", url=receiver.url, max_connections=2)
    await receiver.received(2)
    for _ in range(100):
        await asyncio.sleep(0)
    assert len(receiver.bodies) == 2
    receiver.gate.set()
    assert len(await receiver.received(5)) == 5


async def test_a_duplicated_update_is_posted_again_after_its_200(
    hooked: Receiver, started: Phone, platform: Platform
) -> None:
    platform.faults.duplicate_updates()
    await started.text("pagi")
    first, again = await hooked.received(2)
    await delivered(platform)
    assert first == again
    assert len(hooked.bodies) == 2


async def test_an_empty_address_removes_the_webhook(hooked: Receiver, ask: Ask) -> None:
    assert (await ask("setWebhook", url=""))["result"] is True
    assert (await ask("getWebhookInfo"))["result"]["url"] == ""
    assert (await ask("getUpdates"))["ok"]


async def test_the_last_failure_is_told(hooked: Receiver, started: Phone, ask: Ask, platform: Platform) -> None:
    hooked.plan.append(500)
    await started.text("pagi")
    await hooked.received(2)
    await delivered(platform)
    info = (await ask("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert info["pending_update_count"] == 0


async def test_a_webhook_that_hears_nothing_for_a_minute_has_failed(
    hooked: Receiver, started: Phone, clock: JumpingClock, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    monkeypatch.setattr(clock, "timeout", lambda seconds: asked.append(seconds) or asyncio.timeout(0.2))
    hooked.gate.clear()
    await started.text("pagi")
    await hooked.received(2)
    assert asked[0] == 60
    hooked.gate.set()
    assert (await ask("getWebhookInfo"))["result"]["last_error_message"] == "Read timeout expired"


async def test_answered_updates_are_told_to_the_hook(hooked: Receiver, started: Phone, platform: Platform) -> None:
    told: asyncio.Queue[Moment] = asyncio.Queue()
    platform.faults.served(told.put)
    hooked.plan.extend([500, 204])
    await started.text("pagi")
    (body,) = await hooked.received(1)
    assert await told.get() == WebhookAnswered(body["update_id"], 204)


async def test_an_address_outside_this_machine_is_not_called(started: Phone, ask: Ask) -> None:
    await ask("setWebhook", url="https://presensi.example.go.id/telegram")
    await started.text("pagi")
    async with asyncio.timeout(20):
        while "last_error_message" not in (info := (await ask("getWebhookInfo"))["result"]):
            await asyncio.sleep(0)
    assert info["last_error_message"] == "Connection refused"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"url": "http://example.com/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.com/", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://example.com/", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_webhooks_that_are_refused(arguments: dict[str, str], reason: str, ask: Ask) -> None:
    assert (await ask("setWebhook", **arguments))["description"] == f"Bad Request: {reason}"
    assert (await ask("getWebhookInfo"))["result"]["url"] == ""

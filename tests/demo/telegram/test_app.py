"""The HTTP side: tokens, methods, ways of giving arguments, the platform's own time."""

from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from demo.telegram import Phone, Platform
from tests.demo.telegram.conftest import TOKEN
from tests.demo.telegram.jumping import JumpingClock


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot1:wrong/getMe", 401, "Unauthorized"),
        (f"/bot{TOKEN}/getMoney", 404, "Not Found: method not found"),
        ("/anything", 404, "Not Found"),
        (f"/file/bot{TOKEN}/photos/file_0.jpg", 404, "Not Found"),
    ],
)
async def test_what_is_not_there_is_refused_in_telegrams_form(
    url: str, path: str, status: int, description: str
) -> None:
    async with httpx.AsyncClient(base_url=url) as client:
        answer = await client.get(path)
    assert answer.status_code == status
    assert answer.json() == {"ok": False, "error_code": status, "description": description}


async def test_method_names_ignore_case(client: httpx.AsyncClient) -> None:
    assert (await client.get("GETME")).json()["result"]["username"] == "presensi_bot"


@pytest.mark.parametrize(
    "given",
    [
        {"params": {"chat_id": 7001, "text": "hai"}},
        {"data": {"chat_id": 7001, "text": "hai"}},
        {"json": {"chat_id": 7001, "text": "hai"}},
        {"files": {"chat_id": (None, "7001"), "text": (None, "hai")}},
        {"params": {"chat_id": 7001, "text": "query"}, "json": {"text": "hai"}},
    ],
    ids=["query", "urlencoded", "json", "multipart", "body before query"],
)
async def test_arguments_arrive_however_they_are_sent(
    client: httpx.AsyncClient, started: Phone, given: dict[str, Any]
) -> None:
    assert (await client.post("sendMessage", **given)).json()["result"]["text"] == "hai"


@pytest.mark.parametrize(("body", "reason"), [("{", "can't parse JSON object"), ("[]", "object expected")])
async def test_bodies_that_are_no_object_are_refused(client: httpx.AsyncClient, body: str, reason: str) -> None:
    answer = await client.post("getMe", content=body, headers={"Content-Type": "application/json"})
    assert answer.json()["description"] == f"Bad Request: {reason}"


async def test_every_answer_carries_the_platforms_time(client: httpx.AsyncClient, clock: JumpingClock) -> None:
    clock.forward(86400)
    for method in ("getMe", "getMoney"):
        (date,) = (await client.get(method)).headers.get_list("Date")
        assert parsedate_to_datetime(date) == clock.now()


async def test_the_same_salt_gives_the_same_ids(clock: JumpingClock) -> None:
    bodies = []
    for salt in (b"one", b"one", b"two"):
        platform = Platform(clock, salt=salt)
        platform.add_bot(TOKEN, "presensi_bot")
        bodies.append((await platform.phone(7001).document(b"x")).body)
    assert bodies[0] == bodies[1] != bodies[2]

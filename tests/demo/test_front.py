"""One address for everything."""

import asyncio

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from demo.front import FrontDoor


def room(name: str) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(name)(scope, receive, send)

    return answer


def asking(front: FrontDoor) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url="http://127.0.0.1:1")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "page"),
        ("/demo/state", "page"),
        ("/bot1:x/getMe", "bot api"),
        ("/file/bot1:x/photos/1.jpg", "bot api"),
        ("/konsol", "pages"),
        ("/health", "pages"),
        ("/demonstration", "pages"),
        ("/files", "pages"),
    ],
)
async def test_every_path_has_its_room(path: str, expected: str) -> None:
    front = FrontDoor(room("bot api"))
    front.page, front.pages = room("page"), room("pages")
    async with asking(front) as browser:
        assert (await browser.get(path)).text == expected


async def test_before_the_service_runs_only_the_bot_api_answers() -> None:
    async with asking(FrontDoor(room("bot api"))) as browser:
        assert (await browser.get("/bot1:x/getMe")).status_code == 200
        assert [(await browser.get(path)).status_code for path in ("/", "/konsol")] == [503, 503]


async def test_closing_waits_for_those_inside_and_lets_nobody_else_in() -> None:
    entered, may_leave = asyncio.Event(), asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        entered.set()
        await may_leave.wait()
        await PlainTextResponse("done")(scope, receive, send)

    front = FrontDoor(room("bot api"))
    front.page = slow
    async with asking(front) as browser, asyncio.TaskGroup() as group:
        inside = group.create_task(browser.get("/"))
        await entered.wait()
        closing = group.create_task(front.close())
        await asyncio.sleep(0)
        assert (await browser.get("/")).status_code == 503
        assert not closing.done()
        may_leave.set()
        assert (await inside).text == "done"
    assert closing.done()

"""The demonstration opened once for the tests of its page, with a browser's way of asking."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from demo.folder import belongings
from demo.moments import parse_moment
from demo.page.opening import open_page
from demo.people import Cast, Member
from demo.stage import Stage

START = "2026-11-23T07:20"


@dataclass(frozen=True)
class House:
    """The page at work: what the tests see behind it, and a client that asks as the page's script does."""

    stage: Stage
    cast: Cast
    client: httpx.AsyncClient

    def named(self, name: str) -> Member:
        return self.cast.named(name)

    async def get(self, path: str) -> Any:
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, body: object) -> httpx.Response:
        return await self.client.post(path, json=body)

    async def answer_to(self, member: Member, text: str) -> str:
        """Send a text through the page and wait for what the bot says to it."""
        return await self.answer_after(member, self.post(f"/demo/chats/{member.id}/text", {"text": text}))

    async def answer_after(self, member: Member, sending: Any) -> str:
        """The text of the next message from the bot after something was sent, but the one that it is looking."""
        inbox = member.phone.inbox
        while inbox.unread:
            await inbox.next()
        sent: httpx.Response = await sending
        assert sent.status_code == 204, sent.text
        while "sedang diperiksa" in (text := (await inbox.next(60)).text):
            pass
        return text


@asynccontextmanager
async def open_house() -> AsyncIterator[House]:
    with belongings(None) as things:
        async with open_page(parse_moment(START), things, port=0) as show:
            url = show.stage.url
            async with httpx.AsyncClient(base_url=url, headers={"Origin": url}, timeout=60) as client:
                yield House(show.stage, show.cast, client)


@pytest.fixture(scope="session", autouse=True)
def _cache_home(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demonstration's own cache of compiled models, kept out of the home of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache-home")))
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house() -> AsyncIterator[House]:
    """One house for all tests of a module: they go on where the one before left off."""
    async with open_house() as opened_house:
        yield opened_house


@pytest.fixture(scope="session")
def static() -> Path:
    """The files of the page."""
    return Path(__file__).parent.parent.parent / "demo" / "page" / "static"

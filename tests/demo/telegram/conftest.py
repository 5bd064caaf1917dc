"""An emulator on a loopback port; after each test everything it said and was asked is checked against the oracles."""

import io
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest
from PIL import Image

from demo.serving import serve
from demo.telegram import Phone, Platform, create_app
from demo.telegram.calls import Entry
from tests.demo.telegram import parsers
from tests.demo.telegram.jumping import JumpingClock
from tests.demo.telegram.strict import BotApi

TOKEN = "123456789:AAEmulatorTokenOfTheTests-0123456789"


@pytest.fixture(scope="session")
def described() -> BotApi | None:
    """The strict description of the Bot API, if there is one on this machine."""
    folder = os.environ.get("PRESENSI_ORACLES")
    return BotApi(Path(folder) / "telegram-bot-api.json") if folder else None


@pytest.fixture
def strict(described: BotApi | None) -> BotApi:
    """The strict description of the Bot API; without it the test is skipped."""
    if described is None:
        pytest.skip("PRESENSI_ORACLES is not set")
    return described


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
def platform(clock: JumpingClock, described: BotApi | None) -> Iterator[Platform]:
    """A platform with one bot; its journal is checked afterwards."""
    platform = Platform(clock, salt=b"the tests")
    platform.add_bot(TOKEN, "presensi_bot")
    yield platform
    found = [problem for entry in platform.journal for problem in entry_problems(entry, described)]
    assert not found


def entry_problems(entry: Entry, described: BotApi | None) -> list[str]:
    """What the oracles find wrong with a call and its answer."""
    found = []
    if entry.method == "getUpdates":
        found += [problem for update in entry.result or [] for problem in parsers.problems(update)]
    if described is None or entry.error is not None:
        return found
    found += described.result_problems(entry.method, entry.result)
    return found + described.request_problems(entry.method, entry.values, entry.uploads)


@pytest.fixture
async def url(platform: Platform) -> AsyncIterator[str]:
    async with serve(create_app(platform)) as address:
        yield address


class Ask(Protocol):
    """One call of the Bot API with plain httpx: the whole answer, refusals too."""

    async def __call__(self, method: str, files: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]: ...


@pytest.fixture
async def client(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{url}/bot{TOKEN}/", timeout=30) as opened:
        yield opened


@pytest.fixture
def ask(client: httpx.AsyncClient) -> Ask:
    async def call(method: str, files: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
        if files:
            answer = await client.post(method, data=values, files=files)
        else:
            answer = await client.post(method, json=values)
        read: dict[str, Any] = answer.json()
        assert answer.status_code == read.get("error_code", 200)
        return read

    return call


@pytest.fixture
async def updates(ask: Ask) -> Any:
    """The updates that wait, which are confirmed by the next call."""
    offset = 0

    async def fetch() -> list[dict[str, Any]]:
        nonlocal offset
        found: list[dict[str, Any]] = (await ask("getUpdates", offset=offset))["result"]
        offset = max([offset, *(update["update_id"] + 1 for update in found)])
        return found

    return fetch


@pytest.fixture
def budi(platform: Platform) -> Phone:
    """A person who has not written to the bot yet."""
    return platform.phone(7001, "Budi", last_name="Santoso", username="budi_s")


@pytest.fixture
async def started(budi: Phone) -> Phone:
    """A person whose chat with the bot is open; nothing waits for the bot."""
    await budi.command("start")
    budi.bot.updates.keep_last(0)
    return budi


def jpeg(width: int = 640, height: int = 480, **saving: Any) -> bytes:
    """A picture with some detail."""
    written = io.BytesIO()
    gradient = Image.linear_gradient("L").resize((width, height))
    Image.merge("RGB", (gradient, gradient.transpose(Image.Transpose.FLIP_LEFT_RIGHT), gradient)).save(
        written, "JPEG", **saving
    )
    return written.getvalue()


@pytest.fixture
def selfie() -> bytes:
    return jpeg()

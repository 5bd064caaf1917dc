"""The webhook: without its secret nothing is read, and 200 means stored."""

import hmac
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from starlette.applications import Starlette

from attendance.records.inbound import Envelope, NotStored
from bot.channels.telegram.webhook import MAX_BODY_BYTES, SECRET_HEADER, path_of, webhook_route
from tests.bot.channels.telegram.corpus import sent

SECRET = "geheim-0123456789"
RIGHT = {SECRET_HEADER: SECRET}


class Store:
    def __init__(self) -> None:
        self.kept: list[Envelope] = []
        self.fault: Exception | None = None

    async def __call__(self, envelopes: Sequence[Envelope]) -> None:
        if self.fault is not None:
            raise self.fault
        self.kept += envelopes


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
async def platform_side(store: Store) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever posts to us."""
    app = Starlette(routes=[webhook_route({"main": SECRET, "dinas": SECRET}, store)])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://presensi") as client:
        yield client


async def test_an_update_with_the_secret_is_stored_for_its_account(
    platform_side: httpx.AsyncClient, store: Store
) -> None:
    answer = await platform_side.post(path_of("dinas"), headers=RIGHT, content=sent("photo"))
    assert answer.status_code == 200
    assert [(one.our_account, one.external_id) for one in store.kept] == [
        ("dinas", "message:70010001:4711:0:1795389605")
    ]


@pytest.mark.parametrize(
    "headers",
    [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: SECRET[:-1]}, {SECRET_HEADER: SECRET + "x"}, {SECRET_HEADER: "é"}],
    ids=["none", "empty", "shorter", "longer", "not ASCII"],
)
async def test_without_the_secret_nothing_is_stored(
    platform_side: httpx.AsyncClient, store: Store, headers: dict[str, str]
) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    answer = await platform_side.post(path_of("main"), headers=raw, content=sent("photo"))
    assert (answer.status_code, answer.content, store.kept) == (401, b"", [])


async def test_an_unknown_account_is_answered_like_a_wrong_secret(
    platform_side: httpx.AsyncClient, store: Store
) -> None:
    answer = await platform_side.post(path_of("lain"), headers=RIGHT, content=sent("photo"))
    assert (answer.status_code, answer.content, store.kept) == (401, b"", [])


async def test_an_account_without_a_secret_takes_nothing(store: Store) -> None:
    app = Starlette(routes=[webhook_route({"main": ""}, store)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://presensi") as client:
        for headers in ({}, {SECRET_HEADER: ""}, {SECRET_HEADER: "\0"}):
            raw = [(name.encode(), value.encode()) for name, value in headers.items()]
            answer = await client.post(path_of("main"), headers=raw, content=sent("photo"))
            assert answer.status_code == 401


async def test_the_secret_is_compared_in_constant_time_even_for_an_unknown_account(
    platform_side: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(told: bytes, expected: bytes) -> bool:
        compared.append((told, expected))
        return False

    monkeypatch.setattr(hmac, "compare_digest", compare)

    answer = await platform_side.post(path_of("lain"), headers=RIGHT, content=b"")
    assert answer.status_code == 401
    assert compared[0][0] == SECRET.encode()


async def test_a_body_of_more_than_a_megabyte_is_refused_whatever_it_says_of_its_length(
    platform_side: httpx.AsyncClient, store: Store
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY_BYTES // 1024 + 1):
            yield b"x" * 1024

    answer = await platform_side.post(path_of("main"), headers=RIGHT, content=endless())
    assert (answer.status_code, store.kept) == (413, [])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"update_id": null}'])
async def test_what_is_no_update_is_taken_and_dropped(
    platform_side: httpx.AsyncClient, store: Store, body: bytes
) -> None:
    """It would not get better by being sent again."""
    answer = await platform_side.post(path_of("main"), headers=RIGHT, content=body)
    assert (answer.status_code, store.kept) == (200, [])


async def test_what_could_not_be_stored_is_not_confirmed(platform_side: httpx.AsyncClient, store: Store) -> None:
    store.fault = NotStored("OperationalError")
    answer = await platform_side.post(path_of("main"), headers=RIGHT, content=sent("photo"))
    assert answer.status_code == 503


async def test_only_post_is_taken(platform_side: httpx.AsyncClient) -> None:
    assert (await platform_side.get(path_of("main"), headers=RIGHT)).status_code == 405

"""An application on a loopback port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from demo.serving import HANG_UP, CouldNotStartError, serve


async def hello(_: Request) -> Response:
    return PlainTextResponse("halo")


async def hang_up(request: Request) -> Response:
    request.scope["extensions"][HANG_UP]()
    return Response()


async def wait_for_ever(_: Request) -> Response:
    await asyncio.Event().wait()
    return Response()


def app() -> Starlette:
    return Starlette(routes=[Route("/", hello), Route("/hang", hang_up), Route("/wait", wait_for_ever)])


async def test_it_answers_at_the_address_it_gives_and_nowhere_afterwards() -> None:
    async with serve(app()) as url, httpx.AsyncClient() as client:
        assert url.startswith("http://127.0.0.1:")
        assert (await client.get(url)).text == "halo"
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(url)


async def test_the_application_can_hang_up_without_an_answer() -> None:
    async with serve(app()) as url, httpx.AsyncClient() as client:
        with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
            await client.get(f"{url}/hang")
        assert (await client.get(url)).text == "halo"


async def test_open_requests_do_not_hold_up_the_end() -> None:
    async with httpx.AsyncClient(timeout=60) as client, asyncio.TaskGroup() as group, serve(app(), grace=0) as url:
        waiting = group.create_task(outcome(client, f"{url}/wait"))
        await client.get(url)
    assert waiting.result() in {"RemoteProtocolError", "500"}


async def outcome(client: httpx.AsyncClient, url: str) -> str:
    """The status, or the name of the error."""
    try:
        return str((await client.get(url)).status_code)
    except httpx.TransportError as error:
        return type(error).__name__


async def test_errors_of_the_block_come_out_as_they_are() -> None:
    with pytest.raises(KeyError):
        async with serve(app()):
            raise KeyError("of the block")


async def test_an_application_that_cannot_start_is_an_error() -> None:
    @asynccontextmanager
    async def failing(_: Starlette) -> AsyncIterator[None]:
        raise OSError("no disk")
        yield

    with pytest.raises(CouldNotStartError):
        async with serve(Starlette(lifespan=failing)):
            pytest.fail("the block must not run")


async def test_two_applications_run_side_by_side() -> None:
    async with serve(app()) as first, serve(app()) as second, httpx.AsyncClient() as client:
        assert first != second
        assert [(await client.get(url)).text for url in (first, second)] == ["halo", "halo"]

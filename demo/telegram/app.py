"""The HTTP side: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import format_datetime

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from demo.serving import HANG_UP
from demo.telegram import methods
from demo.telegram.arguments import Arguments, read_arguments
from demo.telegram.bots import BotAccount
from demo.telegram.calls import Call, Entry
from demo.telegram.errors import ApiError
from demo.telegram.faults import AnswerLostError, FileServed
from demo.telegram.platform import Platform
from demo.telegram.wire import without_none


def create_app(platform: Platform) -> Starlette:
    """The Bot API of a platform; while it runs, so do the platform's webhook deliveries."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            running = group.create_task(platform.run())
            yield
            running.cancel()

    async def api(request: Request) -> Response:
        return await _answer(platform, request)

    async def download(request: Request) -> Response:
        return await _download(platform, request)

    async def missing(_: Request, __: Exception) -> Response:
        return _refusal(platform, ApiError(404, "Not Found"))

    routes = [
        Route("/bot{token}/{method}", api, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download, methods=["GET"]),
    ]
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers={404: missing, 405: missing})


async def _answer(platform: Platform, request: Request) -> Response:
    try:
        bot, method = _bot(platform, request), _method(request)
        call = Call(platform, bot, method, await read_arguments(request))
        return _json(platform, {"ok": True, "result": await _carry_out(call)})
    except ApiError as error:
        return _refusal(platform, error)
    except AnswerLostError:
        return await _hang_up(request)


def _bot(platform: Platform, request: Request) -> BotAccount:
    bot = platform.bots.get(request.path_params["token"])
    if bot is None:
        raise ApiError(401, "Unauthorized")
    return bot


def _method(request: Request) -> str:
    """The method in the spelling of the documentation; the server ignores case."""
    method = methods.SPELLING.get(request.path_params["method"].lower())
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    return method


async def _carry_out(call: Call) -> object:
    """Run a method between its fault hooks and write it into the journal."""
    try:
        await call.platform.faults.meet_before(call)
        result = await methods.NAMES[call.method](call)
    except ApiError as error:
        _note(call, None, error.description)
        raise
    _note(call, result, None)
    await call.platform.faults.meet_accepted(call)
    return result


def _note(call: Call, result: object, error: str | None) -> None:
    given: Arguments = call.arguments
    entry = Entry(call.bot.username, call.method, dict(given.values), tuple(given.uploads), result, error)
    call.platform.journal.append(entry)


async def _download(platform: Platform, request: Request) -> Response:
    faults = platform.faults
    try:
        _bot(platform, request)
    except ApiError as error:
        return _refusal(platform, error)
    path = request.path_params["path"]
    stored = platform.files.at_path(path, platform.now())
    if stored is None or faults.link_expired():
        return _refusal(platform, ApiError(404, "Not Found"))
    if (kept := faults.broken()) is not None:
        return _broken(platform, request, stored.content, kept)
    kept = faults.truncated()
    content = stored.content if kept is None else stored.content[: int(len(stored.content) * kept)]
    told = BackgroundTask(faults.tell_served, FileServed(path))
    return Response(content, media_type="application/octet-stream", headers=_dated(platform), background=told)


def _broken(platform: Platform, request: Request, content: bytes, kept: float) -> Response:
    """A download that announces all bytes and hangs up in the middle."""

    async def part() -> AsyncIterator[bytes]:
        yield content[: int(len(content) * kept)]
        await _hang_up(request)

    headers = _dated(platform) | {"Content-Length": str(len(content))}
    return StreamingResponse(part(), media_type="application/octet-stream", headers=headers)


async def _hang_up(request: Request) -> Response:
    """Close the connection without an answer; the response is for the framework only and reaches nobody."""
    request.scope["extensions"][HANG_UP]()
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response()


def _refusal(platform: Platform, error: ApiError) -> Response:
    parameters = None if error.retry_after is None else {"retry_after": error.retry_after}
    body = {"ok": False, "error_code": error.code, "description": error.description}
    return _json(platform, body | without_none(parameters=parameters), error.code)


def _json(platform: Platform, body: dict[str, object], status: int = 200) -> Response:
    return JSONResponse(body, status, headers=_dated(platform))


def _dated(platform: Platform) -> dict[str, str]:
    """Telegram's own time: a bot measures the offset of its clock against it."""
    return {"Date": format_datetime(platform.now(), usegmt=True)}

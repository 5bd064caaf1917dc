"""The door of the console: without a session nothing answers but /health and a living link."""

import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin.headers import SECURITY_HEADERS
from admin.pages import closed, refused
from attendance.people.access.console import ConsoleUser

_WITHOUT_SESSION = re.compile(r"GET /health|(GET|POST) /konsol/masuk/[A-Za-z0-9_-]{43}")


class Gate:
    """ASGI middleware: a session or 401, whether the path exists or not, so that nothing can be enumerated.

    `whose` tells the user of a cookie's value; it is kept in `request.state.user`. `cookie` is the cookie's name.
    """

    def __init__(self, app: ASGIApp, *, cookie: str, whose: Callable[[str], Awaitable[ConsoleUser | None]]) -> None:
        self._app = app
        self._cookie = cookie
        self._whose = whose

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
            return
        answer = await self._admit(Request(scope))
        await answer(scope, receive, _with_headers(send))

    async def _admit(self, request: Request) -> ASGIApp:
        """The application, or the page that says why not."""
        if not _WITHOUT_SESSION.fullmatch(f"{request.method} {request.url.path}"):
            cookie = request.cookies.get(self._cookie)
            user = await self._whose(cookie) if cookie else None
            if user is None:
                return closed()
            request.state.user = user
        if request.method not in ("GET", "HEAD") and not _from_here(request):
            return refused()
        return self._app


def _from_here(request: Request) -> bool:
    """True when a page of this host sent the form. Browsers always name the origin of a POST; a missing one is refused.

    The port counts, the scheme does not: behind a proxy that speaks TLS we see http where the browser sees https.
    """
    origin = urlsplit(request.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc == request.headers.get("host")


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(SECURITY_HEADERS)
        await send(message)

    return sending

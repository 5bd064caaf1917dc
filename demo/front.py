"""One address for everything: the demo page, the Bot API of the emulator and the service's own pages."""

import asyncio

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class FrontDoor:
    """An ASGI application that sends each request to the room it is for.

    The service cannot start before its Bot API answers, so its `pages` are put in place afterwards, as is the demo's
    `page`; until then, and once the door is closed, they are answered 503. Start and stop of the server are the Bot
    API's.
    """

    def __init__(self, bot_api: ASGIApp) -> None:
        self._bot_api = bot_api
        self.pages: ASGIApp = _nobody_in
        self.page: ASGIApp = _nobody_in
        self._visitors = 0
        self._is_empty = asyncio.Event()
        self._is_empty.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        room = self._room(scope)
        if room is self._bot_api:
            await room(scope, receive, send)
            return
        self._visitors += 1
        self._is_empty.clear()
        try:
            await room(scope, receive, send)
        finally:
            self._visitors -= 1
            if not self._visitors:
                self._is_empty.set()

    async def close(self) -> None:
        """Let nobody in any more and wait for those inside: what they look at is about to be put away."""
        self.pages = self.page = _nobody_in
        await self._is_empty.wait()

    def _room(self, scope: Scope) -> ASGIApp:
        if scope["type"] == "lifespan":
            return self._bot_api
        path: str = scope["path"]
        if path.startswith(("/bot", "/file/bot")):
            return self._bot_api
        return self.page if path == "/" or path.startswith("/demo/") else self.pages


async def _nobody_in(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("the demo is starting or ending", 503)(scope, receive, send)

"""One address for everything: the demo page, the Bot API of the emulator and the service's own pages."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class FrontDoor:
    """An ASGI application that sends each request to the room it is for.

    The service cannot start before its Bot API answers, so its `pages` are put in place afterwards, as is the demo's
    `page`; until then they are answered 503. Start and stop of the server are the Bot API's.
    """

    def __init__(self, bot_api: ASGIApp) -> None:
        self._bot_api = bot_api
        self.pages: ASGIApp = _not_yet
        self.page: ASGIApp = _not_yet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._room(scope)(scope, receive, send)

    def _room(self, scope: Scope) -> ASGIApp:
        if scope["type"] == "lifespan":
            return self._bot_api
        path: str = scope["path"]
        if path.startswith(("/bot", "/file/bot")):
            return self._bot_api
        return self.page if path == "/" or path.startswith("/demo/") else self.pages


async def _not_yet(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("starting", 503)(scope, receive, send)

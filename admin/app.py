"""The web console as an ASGI application: a live page, entered by a single-use link out of the chat."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from admin import routes
from admin.board import Board
from admin.console import Console
from admin.gate import Gate
from admin.health import Health
from admin.pages import broken, not_found
from attendance.records.database import Database
from attendance.rules.book import RuleWatch


def create_admin(
    database: Database,
    books: RuleWatch,
    now: Callable[[], datetime],
    health: Callable[[], Awaitable[Health]],
    public_url: str,
) -> FastAPI:
    """The console and /health; routes put before its only mount are outside of the gate, as webhooks must be.

    `now`: Clock.now. `public_url`: the address that links out of the chat begin with; over https the cookie is Secure
    and its name binds it to this host.
    """
    secure = urlsplit(public_url).scheme == "https"
    console = Console(database, books, now, health, Board(database, books), secure)
    app = FastAPI(title="presensi", docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/", Gate(_behind_the_gate(console), cookie=console.cookie, whose=console.whose))
    app.add_exception_handler(Exception, _broken)
    return app


def _behind_the_gate(console: Console) -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.console = console
    app.include_router(routes.router)
    app.mount("/konsol/static", StaticFiles(packages=[("admin", "static")]))
    for status in (404, 405):
        app.add_exception_handler(status, _not_found)
    app.add_exception_handler(Exception, _broken)
    return app


async def _not_found(_: Request, __: Exception) -> HTMLResponse:
    return not_found()


async def _broken(_: Request, __: Exception) -> HTMLResponse:
    return broken()

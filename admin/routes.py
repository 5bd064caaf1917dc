"""The addresses of the console. The gate has let only sessions through, except to /health and to a link."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from admin.console import Console
from admin.live import LiveQuery, clock_of, live_view, view_tag
from admin.pages import closed, enter, left, render
from attendance.people.access.console import ConsoleUser, LinkRefused

router = APIRouter(default_response_class=HTMLResponse)


def _console(request: Request) -> Console:
    console: Console = request.app.state.console
    return console


def _user(request: Request) -> ConsoleUser:
    user: ConsoleUser = request.state.user
    return user


Here = Annotated[Console, Depends(_console)]
User = Annotated[ConsoleUser, Depends(_user)]


@router.get("/health")
async def health(here: Here) -> Response:
    """Whether the service is well, as JSON."""
    found = await here.health()
    return JSONResponse(asdict(found), found.http_status)


@router.get("/konsol/masuk/{token}")
async def look_at_link(token: str, here: Here) -> Response:
    """The page with the button."""
    refusal = await here.refusal_of(token)
    return enter() if refusal is None else closed(refusal.reason)


@router.post("/konsol/masuk/{token}")
async def use_link(token: str, here: Here) -> Response:
    """The button was pressed."""
    entered = await here.redeem(token)
    if isinstance(entered, LinkRefused):
        return closed(entered.reason)
    answer = RedirectResponse("/konsol", 303)
    here.give_cookie(answer, entered)
    return answer


@router.post("/konsol/keluar")
async def leave(request: Request, here: Here) -> Response:
    """End this session."""
    await here.leave(request.cookies[here.cookie])
    answer = left()
    here.take_cookie(answer)
    return answer


@router.get("/konsol")
async def live_page(request: Request, here: Here, user: User) -> Response:
    """Who is present, as a page."""
    now = here.now()
    view = live_view(await here.board.current(now), user.grants, LiveQuery.of(request.query_params), now)
    return HTMLResponse(render("live.html", view=view, user=user))


@router.get("/konsol/daftar")
async def live_table(request: Request, here: Here, user: User) -> Response:
    """What the page asks for every two seconds: 304 while nothing has changed, the time in a header."""
    now, query = here.now(), LiveQuery.of(request.query_params)
    everybody = await here.board.current(now)
    tag = view_tag(everybody, user.grants, query)
    headers = {"ETag": tag, "Presensi-Clock": clock_of(everybody, now)}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    view = live_view(everybody, user.grants, query, now)
    return HTMLResponse(render("board.html", view=view), headers=headers)

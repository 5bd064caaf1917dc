"""The page's ASGI application: its files, and the JSON that its script asks for under /demo/."""

from importlib.resources import files
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.responses import HTMLResponse, JSONResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from demo.page.chat_view import chat_view
from demo.page.clock_setting import Setting, moment_of
from demo.page.guard import Guard
from demo.page.problems import Problem, ProblemKey
from demo.page.progress import state_of_play
from demo.page.samples import sample
from demo.page.sending import ALBUM_LIMIT, Here, Press, Words, press, send_photos, send_position, send_video
from demo.page.show import Show
from demo.people import Member

_PAGE = files("demo.page").joinpath("static/index.html")

router = APIRouter()


def create_page(show: Show) -> ASGIApp:
    """The page at /, everything else of it under /demo/."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.show = show
    app.include_router(router)
    app.mount("/demo/static", StaticFiles(packages=[("demo.page", "static")]))
    app.add_exception_handler(Problem, _told)
    app.add_exception_handler(RequestValidationError, _malformed)
    return Guard(app)


def _show(request: Request) -> Show:
    show: Show = request.app.state.show
    return show


On = Annotated[Show, Depends(_show)]


def _member(member: int, show: On) -> Member:
    return show.member(member)


Played = Annotated[Member, Depends(_member)]


@router.get("/")
async def page() -> Response:
    """The page itself."""
    return HTMLResponse(_PAGE.read_text("utf-8"))


@router.get("/demo/world")
async def world(show: On) -> dict[str, Any]:
    """What never changes."""
    return show.world()


@router.get("/demo/state")
async def state(show: On) -> dict[str, Any]:
    """The clock, who is bound and enrolled, and the steps done."""
    return {"now": show.now.isoformat()} | await state_of_play(show.stage.database, show.cast)


@router.get("/demo/samples/{name}.jpg")
async def sample_picture(name: str) -> Response:
    """A sample portrait."""
    found = sample(name)
    if found is None:
        raise Problem(ProblemKey.NOT_FOUND, 404)
    return Response(found, media_type="image/jpeg", headers={"Cache-Control": "max-age=3600"})


@router.get("/demo/chats/{member}")
async def chat(played: Played, mark: str = "") -> Response:
    """The chat of one person; 204 while it still is what `mark` stands for."""
    view = chat_view(played.phone)
    return Response(status_code=204) if view["mark"] == mark else JSONResponse(view)


@router.get("/demo/chats/{member}/photos/{message}.jpg")
async def photo(played: Played, message: int) -> Response:
    """A photo of the chat as it came out of the platform."""
    for found in played.phone.history:
        if found.message_id == message and found.kind == "photo" and found.content is not None:
            return Response(found.content, media_type="image/jpeg", headers={"Cache-Control": "max-age=3600"})
    raise Problem(ProblemKey.NOT_FOUND, 404)


@router.get("/demo/chats/{member}/documents/{message}")
async def document(played: Played, message: int) -> Response:
    """A document of the chat, to be kept and never shown in the page: whatever it holds, it runs nothing here."""
    for found in played.phone.history:
        if found.message_id == message and found.kind == "document" and found.content is not None:
            name = quote(found.body["document"]["file_name"])
            headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
            return Response(found.content, media_type="application/octet-stream", headers=headers)
    raise Problem(ProblemKey.NOT_FOUND, 404)


@router.post("/demo/chats/{member}/text", status_code=204)
async def send_text(played: Played, words: Words) -> None:
    """Write something, or press a key of the keyboard."""
    await played.phone.text(words.text)


@router.post("/demo/chats/{member}/press", status_code=204)
async def press_button(played: Played, pressed: Press) -> None:
    """Press an inline button."""
    await press(played.phone, pressed)


@router.post("/demo/chats/{member}/location", status_code=204)
async def share_position(played: Played, here: Here) -> None:
    """Send a position, or move the one that is shared live."""
    await send_position(played.phone, here)


@router.post("/demo/chats/{member}/number", status_code=204)
async def share_number(played: Played, show: On) -> None:
    """Share the own telephone number, as the key of the keyboard asks for."""
    await played.phone.contact(await show.number_of(played), of_user_id=played.phone.person.user_id)


@router.post("/demo/chats/{member}/photos", status_code=204)
async def share_photos(played: Played, request: Request) -> None:
    """Send one photo or several as an album."""
    async with request.form(max_files=ALBUM_LIMIT, max_fields=ALBUM_LIMIT) as form:
        await send_photos(played.phone, form)


@router.post("/demo/chats/{member}/video", status_code=204)
async def share_video(played: Played, request: Request) -> None:
    """Send one video, as it is."""
    async with request.form(max_files=1, max_fields=1) as form:
        await send_video(played.phone, form)


@router.post("/demo/print-attack")
async def prepare_attack(show: On) -> dict[str, Any]:
    """Whose printed photo is held up next, and with which command the admin sees what came of it."""
    coming = await show.prepare_attack()
    return {"member": coming.victim.id, "command": coming.command}


@router.post("/demo/chats/{member}/print-attack", status_code=204)
async def play_attack(played: Played, show: On) -> None:
    """Play it to its end."""
    await show.play_attack(played)


@router.post("/demo/chats/{member}/code")
async def invite(played: Played, show: On) -> dict[str, str]:
    """A new one-time code, as an operator makes one for somebody who has lost theirs."""
    return {"code": await show.cast.invite(show.stage.database, played, show.stage.clock.now())}


@router.post("/demo/clock")
async def set_clock(setting: Setting, show: On) -> dict[str, str]:
    """Set the clock of the emulator and the service forward."""
    show.stage.clock.set(moment_of(setting, show.now))
    return {"now": show.now.isoformat()}


@router.post("/demo/console")
async def open_console(show: On) -> dict[str, str]:
    """A single-use way into the console."""
    return {"path": await show.console_link()}


async def _told(_: Request, problem: Exception) -> Response:
    if not isinstance(problem, Problem):
        raise problem
    return JSONResponse({"problem": problem.key}, problem.status)


async def _malformed(_: Request, __: Exception) -> Response:
    return JSONResponse({"problem": ProblemKey.MALFORMED}, 422)

import pytest
from fastapi import APIRouter
from sqlalchemy import select

from admin.headers import SECURITY_HEADERS
from attendance.people.tables import RoleGrant
from attendance.records.database import Priority
from tests.admin.visitor import HOST, Visitor, words_of
from tests.attendance.people.office import TODAY

SOME_TOKEN = "A" * 43

CLOSED = [
    ("GET", "/"),
    ("GET", "/konsol"),
    ("HEAD", "/konsol"),
    ("GET", "/konsol/"),
    ("GET", "/konsol/daftar"),
    ("POST", "/konsol/keluar"),
    ("GET", "/konsol/static/console.css"),
    ("GET", "/konsol/static/../app.py"),
    ("GET", "/docs"),
    ("GET", "/openapi.json"),
    ("GET", "/no/such/path"),
    ("DELETE", "/no/such/path"),
    ("POST", "/health"),
    ("GET", "/health/"),
    ("GET", "/konsol/masuk"),
    ("GET", "/konsol/masuk/short"),
    ("GET", f"/konsol/masuk/{SOME_TOKEN}"),
    ("GET", f"/konsol/masuk/{SOME_TOKEN}/more"),
    ("PUT", f"/konsol/masuk/{SOME_TOKEN}"),
]


@pytest.mark.parametrize(("method", "path"), CLOSED)
async def test_without_a_session_every_path_gives_the_same_answer(stranger: Visitor, method, path):
    known = await stranger.opens("/konsol")
    answer = await stranger.client.request(method, path)
    assert answer.status_code == 401
    assert answer.headers == known.headers
    assert method == "HEAD" or answer.text == known.text


async def test_the_locked_page_says_how_to_get_in(stranger: Visitor):
    page = words_of((await stranger.opens("/konsol")).text)
    assert "Kirim /konsol ke bot presensi" in page


@pytest.mark.parametrize("cookie", [b"", b"x", SOME_TOKEN.encode(), b"\xff\x00"])
async def test_an_invented_cookie_opens_nothing(stranger: Visitor, cookie):
    answer = await stranger.client.get("/konsol", headers={"Cookie": b"presensi=" + cookie})
    assert answer.status_code == 401


async def test_only_health_answers_everybody_and_tells_nothing_personal(stranger: Visitor):
    answer = await stranger.opens("/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "version": "1.2.3",
        "schema": "0001",
        "models": {"sface": "2021dec"},
        "pad": "not assessed",
        "queues": {"inbound": 4, "outbox": 0},
    }


async def test_a_service_that_is_not_well_says_503(stranger: Visitor):
    stranger.desk.found = type(stranger.desk.found)("degraded", "1.2.3", "0001", {}, "not assessed", {"inbound": 900})
    answer = await stranger.opens("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "degraded")


@pytest.mark.parametrize(
    "origin",
    [None, "null", "https://evil.example", f"http://{HOST}.evil.example", f"http://{HOST}:8081", "http://", "nonsense"],
)
async def test_a_form_of_another_site_is_refused_and_changes_nothing(rahma: Visitor, origin):
    answer = await rahma.client.post("/konsol/keluar", headers={} if origin is None else {"Origin": origin})
    assert answer.status_code == 403
    assert (await rahma.opens("/konsol")).status_code == 200


async def test_another_site_cannot_use_a_link_up(stranger: Visitor, office):
    link = await stranger.desk.link(office.rahma)
    answer = await stranger.client.post(link, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (403, None)
    assert (await stranger.submits(link)).status_code == 303


async def test_behind_a_proxy_the_browser_says_https_and_we_hear_http(desk, office):
    async with Visitor(desk, scheme="http") as visitor:
        visitor.origin = f"https://{HOST}"
        assert (await visitor.enters(office.rahma)).status_code == 303


@pytest.mark.parametrize("path", ["/konsol", "/konsol/daftar", "/konsol/static/live.js", "/no/such/path", "/health"])
async def test_every_answer_carries_the_security_headers(rahma: Visitor, path):
    answer = await rahma.opens(path)
    assert SECURITY_HEADERS.items() <= {name.title(): value for name, value in answer.headers.items()}.items()


async def test_an_answer_out_of_a_fault_carries_them_too_and_says_nothing_of_the_cause(desk, office):
    async def failing():
        raise RuntimeError("secret")

    desk.health = failing
    async with Visitor(desk) as visitor:
        answer = await visitor.opens("/health")
    assert answer.status_code == 500
    assert SECURITY_HEADERS.items() <= {name.title(): value for name, value in answer.headers.items()}.items()
    assert "secret" not in answer.text
    assert "gangguan" in answer.text


async def test_an_unknown_path_is_told_only_within_a_session(rahma: Visitor):
    answer = await rahma.opens("/no/such/path")
    assert (answer.status_code, "Halaman tidak ada" in answer.text) == (404, True)
    assert (await rahma.submits("/konsol/daftar")).status_code == 404


async def test_files_beside_the_static_ones_are_never_served(rahma: Visitor):
    for path in ("/konsol/static/../app.py", "/konsol/static/%2e%2e/app.py", "/konsol/static//etc/passwd"):
        assert (await rahma.opens(path)).status_code == 404


async def test_a_role_taken_away_closes_the_gate_at_once(rahma: Visitor, office):
    async with rahma.desk.database.write(Priority.STEP) as session:
        (await session.scalars(select(RoleGrant))).one().valid_to = TODAY.replace(year=2025)
    assert (await rahma.opens("/konsol/daftar")).status_code == 401


async def test_a_route_put_in_front_is_outside_of_the_gate(desk):
    """As the composition root does it with the webhooks of the channels."""
    app, hooks = desk.console(), APIRouter()

    @hooks.post("/hook/telegram")
    async def hook() -> str:
        return "taken"

    app.router.routes.insert(0, hooks.routes[0])
    async with Visitor(desk, app=app) as platform:
        answer = await platform.client.post("/hook/telegram")
    assert (answer.status_code, answer.json()) == (200, "taken")


async def test_a_websocket_is_closed_before_it_opens(desk):
    sent = []

    async def send(message):
        sent.append(message)

    await desk.console()({"type": "websocket", "path": "/konsol", "headers": [], "root_path": ""}, None, send)
    assert sent == [{"type": "websocket.close"}]

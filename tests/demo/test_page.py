"""The page's API over HTTP, played against the whole service."""

import re

import httpx
import psutil
import pytest

from demo import main, rehearsal
from demo.folder import belongings
from demo.moments import parse_moment
from demo.playing import PlayFailed
from demo.portraits import portrait
from tests.demo.conftest import House

pytestmark = pytest.mark.asyncio(loop_scope="module")

ELSEWHERE = {"Origin": "https://example.org"}


async def problem_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["problem"]


async def test_the_page_is_served_with_a_policy_that_forbids_everything_foreign(house: House) -> None:
    answer = await house.client.get("/")
    assert answer.status_code == 200
    assert "<title>Presensi · demo</title>" in answer.text
    assert answer.headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'"
    )


async def test_every_file_the_page_names_is_there(house: House) -> None:
    named = set(re.findall(r'"(/demo/static/[^"]+)"', (await house.client.get("/")).text))
    assert len(named) >= 5
    for path in named:
        assert (await house.client.get(path)).status_code == 200, path


async def test_the_service_the_emulator_and_the_page_share_one_address(house: House) -> None:
    assert (await house.get("/health"))["status"] == "ok"
    assert (await house.client.get("/konsol", headers={"Cookie": ""})).status_code == 401
    assert (await house.client.get("/bot1:x/getMe")).json() == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }


async def test_a_post_needs_the_origin_of_the_page(house: House) -> None:
    async with httpx.AsyncClient(base_url=house.stage.url) as stranger:
        assert await problem_of(await stranger.post("/demo/console", json={})) == (403, "not-from-here")
        foreign = await stranger.post("/demo/clock", json={"minutes": 1}, headers=ELSEWHERE)
        assert await problem_of(foreign) == (403, "not-from-here")


async def test_a_foreign_name_that_points_here_is_refused(house: House) -> None:
    answer = await house.client.get("/demo/state", headers={"Host": "presensi.example.org:80"})
    assert await problem_of(answer) == (421, "not-here")


async def test_it_listens_on_loopback_only(house: House) -> None:
    port = int(house.stage.url.rpartition(":")[2])
    sockets = psutil.Process().net_connections("inet")
    listening = {found.laddr.ip for found in sockets if found.status == "LISTEN" and found.laddr.port == port}
    assert listening == {"127.0.0.1"}


async def test_a_newcomer_finds_one_ready_one_without_a_face_and_codes_for_the_others(house: House) -> None:
    world, state = await house.get("/demo/world"), await house.get("/demo/state")
    assert len(world["employees"]) == 12
    states = {person["name"]: state["people"][str(person["id"])] for person in world["employees"]}
    assert states["Eileen Marwah"] == {"bound": True, "enrolled": True, "language": "id", "code": None}
    assert states["Grace Hasan"] == {"bound": True, "enrolled": False, "language": "id", "code": None}
    assert states["Yuliana Tawulo"] == {"bound": True, "enrolled": False, "language": "id", "code": None}
    assert sum(not state["bound"] and bool(state["code"]) for state in states.values()) == 9
    assert state["now"].startswith("2026-11-23T07:20")
    assert not any(state["steps"].values())


async def test_a_code_from_the_page_binds_and_a_new_one_ends_the_old(house: House) -> None:
    iqbal = house.named("Muhamad Iqbal")
    old = house.cast.codes[iqbal.id]
    new = (await house.post(f"/demo/chats/{iqbal.id}/code", {})).json()["code"]
    assert "Masa berlaku kode itu sudah habis" in await house.answer_to(iqbal, f"/start {old}")
    assert "Selamat datang" in await house.answer_to(iqbal, f"/start {new}")
    state = (await house.get("/demo/state"))["people"][str(iqbal.id)]
    assert state == {"bound": True, "enrolled": False, "language": "id", "code": None}


async def test_a_check_in_through_the_page_is_recorded_shown_and_ticked_off(house: House) -> None:
    eileen = house.named("Eileen Marwah")
    assert "kirim satu swafoto" in await house.answer_to(eileen, "Masuk")
    photo = await house.client.post(f"/demo/chats/{eileen.id}/photos", data={"sample": "astronaut-5"})
    assert photo.status_code == 204
    here = {"latitude": -4.3392, "longitude": 122.2988}
    receipt = await house.answer_after(eileen, house.post(f"/demo/chats/{eileen.id}/location", here))
    assert "Masuk tercatat 07:2" in receipt

    view = await house.get(f"/demo/chats/{eileen.id}")
    *_, picture, place, told = view["messages"]
    assert (picture["kind"], picture["mine"]) == ("photo", True)
    assert place["location"] == {"latitude": -4.3392, "longitude": 122.2988, "accuracy": None, "live": False}
    assert (told["mine"], told["text"]) == (False, receipt)
    shown = await house.client.get(f"/demo/chats/{eileen.id}/photos/{picture['id']}.jpg")
    assert shown.content.startswith(b"\xff\xd8")
    unchanged = await house.client.get(f"/demo/chats/{eileen.id}", params={"mark": view["mark"]})
    assert unchanged.status_code == 204
    assert (await house.get("/demo/state"))["steps"]["checked_in"]


async def test_a_document_of_the_chat_can_be_kept_under_its_name(house: House) -> None:
    admin = house.cast.admin
    await house.answer_to(admin, "/kampanye")
    view = await house.get(f"/demo/chats/{admin.id}")
    card = view["messages"][-1]
    (xlsx,) = [button for row in card["buttons"] for button in row if button["text"] == "XLSX"]
    press = {"message": card["id"], "data": xlsx["data"]}
    assert "memuat nama dan NIP" in await house.answer_after(admin, house.post(f"/demo/chats/{admin.id}/press", press))
    told = (await house.get(f"/demo/chats/{admin.id}"))["messages"][-1]
    kept = await house.client.get(f"/demo/chats/{admin.id}/documents/{told['id']}")
    assert kept.content.startswith(b"PK")
    assert told["file"] in kept.headers["Content-Disposition"]
    assert (await house.client.get(f"/demo/chats/{admin.id}/documents/{card['id']}")).status_code == 404


async def test_the_admin_enrols_with_three_photos_in_one_go(house: House) -> None:
    admin, grace = house.cast.admin, house.named("Grace Hasan")
    assert "Rekam wajah Grace Hasan" in await house.answer_to(admin, f"/rekam {grace.nip}")
    files = [("file", (f"{number}.jpg", portrait("hopper", number), "image/jpeg")) for number in (1, 2)]
    sending = house.client.post(f"/demo/chats/{admin.id}/photos", data={"sample": "hopper-4"}, files=files)
    assert "selesai dengan 3 foto" in await house.answer_after(admin, sending)
    album = [message["album"] for message in (await house.get(f"/demo/chats/{admin.id}"))["messages"][-4:-1]]
    assert album[0] is not None
    assert len(set(album)) == 1
    state = await house.get("/demo/state")
    assert state["people"][str(grace.id)]["enrolled"]
    assert state["steps"]["enrolled"]


async def test_the_button_under_an_answer_works_and_a_gone_one_is_told(house: House) -> None:
    admin = house.cast.admin
    done = (await house.get(f"/demo/chats/{admin.id}"))["messages"][-1]
    button = done["buttons"][0][0]
    pressed = {"message": done["id"], "data": button["data"]}
    assert "dibatalkan" in await house.answer_after(admin, house.post(f"/demo/chats/{admin.id}/press", pressed))
    gone = await house.post(f"/demo/chats/{admin.id}/press", pressed | {"data": "no-such-button"})
    assert await problem_of(gone) == (409, "button-gone")


async def test_a_live_position_is_shared_once_and_then_moves(house: House) -> None:
    karim = house.named("Abdul Karim")
    here = {"latitude": -4.343, "longitude": 122.305, "accuracy": 10, "live": True}
    await house.answer_after(karim, house.post(f"/demo/chats/{karim.id}/location", here))
    moved = await house.post(f"/demo/chats/{karim.id}/location", here | {"latitude": -4.344})
    assert moved.status_code == 204
    messages = (await house.get(f"/demo/chats/{karim.id}"))["messages"]
    shared = [message for message in messages if message["location"]]
    assert [(message["location"]["latitude"], message["edited"]) for message in shared] == [(-4.344, True)]


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("chats/999/text", {"text": "Masuk"}, (404, "not-found")),
        ("chats/1/text", {"text": ""}, (422, "malformed")),
        ("chats/1/text", {"text": "a" * 5000}, (422, "malformed")),
        ("chats/1/location", {"latitude": 91, "longitude": 0}, (422, "malformed")),
        ("chats/1/location", {"latitude": 0, "longitude": 0, "accuracy": -1}, (422, "malformed")),
        ("chats/1/press", {"message": 1, "data": "x"}, (409, "button-gone")),
        ("clock", {"minutes": -5}, (422, "malformed")),
        ("clock", {"at": "yesterday"}, (422, "clock-far")),
        ("clock", {"at": "2026-11-20T08:00"}, (422, "clock-back")),
        ("clock", {"at": "1999-11-20T08:00"}, (422, "clock-far")),
        ("clock", {"minutes": 5, "next": "07:00"}, (422, "malformed")),
    ],
)
async def test_what_cannot_be_is_refused_by_a_key(
    house: House, path: str, body: object, expected: tuple[int, str]
) -> None:
    assert await problem_of(await house.post(f"/demo/{path}", body)) == expected


@pytest.mark.parametrize(
    ("form", "files", "expected"),
    [
        ({}, [], (422, "malformed")),
        ({"sample": "astronaut-77"}, [], (404, "not-found")),
        ({"sample": "../secret"}, [], (404, "not-found")),
        ({}, [("file", ("x.jpg", b"no picture", "image/jpeg"))], (422, "not-a-picture")),
        ({}, [("file", ("x.jpg", b"", "image/jpeg"))], (422, "not-a-picture")),
        ({}, [("file", ("x.jpg", b"x" * (11 << 20), "image/jpeg"))], (413, "too-large")),
    ],
)
async def test_pictures_that_are_none_are_refused_and_nothing_is_sent(
    house: House, form: dict[str, str], files: list[object], expected: tuple[int, str]
) -> None:
    path = f"/demo/chats/{house.cast.admin.id}"
    before = (await house.get(path))["messages"]
    answer = await house.client.post(f"{path}/photos", data=form, files=files or None)
    assert await problem_of(answer) == expected
    assert (await house.get(path))["messages"] == before


async def test_the_console_link_opens_once_and_shows_who_came(house: House) -> None:
    path = (await house.post("/demo/console", {})).json()["path"]
    entered = await house.client.post(path, follow_redirects=True)
    assert entered.status_code == 200
    assert "Eileen Marwah" in entered.text
    assert entered.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    assert (await house.client.post(path)).status_code == 401


async def test_the_clock_goes_forward_for_the_service_and_the_emulator_alike(house: House) -> None:
    assert (await house.post("/demo/clock", {"next": "16:05"})).json()["now"].startswith("2026-11-23T16:05:0")
    assert (await house.post("/demo/clock", {"minutes": 15})).json()["now"].startswith("2026-11-23T16:20:0")
    assert (await house.post("/demo/clock", {"next_day": True})).json()["now"].startswith("2026-11-24T07:20:0")
    assert (await house.post("/demo/clock", {"next": "07:00"})).json()["now"].startswith("2026-11-25T07:00:0")
    assert (await house.post("/demo/clock", {"at": "2028-02-29T10:00"})).json()["now"].startswith("2028-02-29T10:00:0")
    eileen = house.named("Eileen Marwah")
    assert "29 Februari 2028" in await house.answer_to(eileen, "/status")
    assert (await house.get(f"/demo/chats/{eileen.id}"))["messages"][-1]["at"] == "10.00"


async def test_a_rehearsal_that_fails_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def refuse(*_: object) -> None:
        raise PlayFailed("Foto 1 belum dapat dipakai.")

    monkeypatch.setattr(rehearsal, "enrol", refuse)
    with belongings(None) as things:
        status = await main._page(parse_moment("2026-11-23T07:20"), things, 0, is_kept=False)
    assert status == main.REFUSED
    assert capsys.readouterr().err == "presensi: the demo could not be prepared: Foto 1 belum dapat dipakai.\n"

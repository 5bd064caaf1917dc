import pytest
from sqlalchemy import select

from attendance.people.tables import ConsoleSession
from tests.admin.visitor import Visitor, words_of


def cookie_of(answer) -> tuple[str, set[str]]:
    """The name of the cookie that was set, and its attributes without their order."""
    pair, *attributes = answer.headers["set-cookie"].split("; ")
    return pair.partition("=")[0], {attribute.lower() for attribute in attributes}


async def test_the_link_shows_one_button_and_the_button_opens_the_console(stranger: Visitor, office):
    link = await stranger.desk.link(office.rahma)
    page = await stranger.opens(link)
    assert page.status_code == 200
    assert page.text.count("<button") == 1
    answer = await stranger.submits(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/konsol")
    assert "Rahma" in await stranger.reads()


async def test_the_preview_of_a_chat_app_burns_nothing(stranger: Visitor, office):
    link = await stranger.desk.link(office.rahma)
    for _ in range(5):
        answer = await stranger.opens(link)
        assert (answer.status_code, answer.headers.get("set-cookie")) == (200, None)
    assert (await stranger.submits(link)).status_code == 303


async def test_over_http_the_cookie_is_lax_and_out_of_reach_of_scripts(stranger: Visitor, office):
    name, attributes = cookie_of(await stranger.enters(office.rahma))
    assert name == "presensi"
    assert attributes == {"httponly", "samesite=lax", "path=/", f"max-age={8 * 3600}"}


async def test_over_https_it_is_secure_and_bound_to_the_host(desk, office):
    async with Visitor(desk, scheme="https") as visitor:
        name, attributes = cookie_of(await visitor.enters(office.rahma))
        assert name == "__Host-presensi"
        assert attributes == {"httponly", "secure", "samesite=lax", "path=/", f"max-age={8 * 3600}"}
        assert (await visitor.opens("/konsol")).status_code == 200


@pytest.mark.parametrize("way", ["opens", "submits"])
async def test_a_used_link_says_so(stranger: Visitor, office, way):
    link = await stranger.desk.link(office.rahma)
    await stranger.submits(link)
    answer = await getattr(stranger, way)(link)
    assert answer.status_code == 401
    assert "Tautan sudah dipakai" in answer.text
    assert "Kirim /konsol" in words_of(answer.text)


@pytest.mark.parametrize("way", ["opens", "submits"])
async def test_a_late_link_says_so(stranger: Visitor, office, way):
    link = await stranger.desk.link(office.rahma)
    stranger.desk.passes(minutes=5)
    answer = await getattr(stranger, way)(link)
    assert answer.status_code == 401
    assert "Tautan kedaluwarsa" in answer.text


async def test_an_invented_link_is_answered_like_any_other_path(stranger: Visitor):
    invented = await stranger.submits(f"/konsol/masuk/{'x' * 43}")
    assert (invented.status_code, invented.text) == (401, (await stranger.opens("/any")).text)


async def test_who_has_no_role_is_not_let_in_by_a_link(stranger: Visitor, office):
    await stranger.enters(office.budi)
    assert (await stranger.opens("/konsol")).status_code == 401


async def test_the_session_ends_after_its_hours(rahma: Visitor):
    rahma.desk.passes(hours=7, minutes=59)
    assert (await rahma.opens("/konsol")).status_code == 200
    rahma.desk.passes(minutes=1)
    assert (await rahma.opens("/konsol")).status_code == 401


async def test_leaving_ends_the_session_and_not_only_the_cookie(rahma: Visitor):
    kept = dict(rahma.client.cookies)
    answer = await rahma.submits("/konsol/keluar")
    assert (answer.status_code, "Anda sudah keluar" in answer.text) == (200, True)
    assert not rahma.client.cookies
    rahma.client.cookies.update(kept)
    assert (await rahma.opens("/konsol")).status_code == 401
    async with rahma.desk.database.read() as session:
        assert (await session.scalars(select(ConsoleSession))).all() == []

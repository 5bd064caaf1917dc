"""Seluma at the press of a button: the sheet of paper gets nowhere, and a human sees why."""

import io

import httpx
import pytest
from PIL import Image
from sqlalchemy import select

from attendance.challenge.tables import Challenge
from attendance.checkin.tables import Attempt, Decision, Punch
from demo.print_attack import VICTIMS
from demo.prints import HEIGHT, WIDTH, printed
from tests.demo.conftest import House

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def attacked(house: House) -> int:
    """Whom the page's button attacked."""
    coming = (await house.post("/demo/print-attack", {})).json()
    played = await house.post(f"/demo/chats/{coming['member']}/print-attack", {})
    assert played.status_code == 204, played.text
    return int(coming["member"])


async def test_a_printed_photo_is_challenged_twice_and_then_a_humans_case(house: House) -> None:
    victim = await attacked(house)
    assert victim == house.named(VICTIMS[0]).id
    async with house.stage.database.read() as session:
        attempt = (await session.scalars(select(Attempt).where(Attempt.employee_id == victim))).one()
        assert attempt.status == "held"
        (decision,) = await session.scalars(select(Decision).where(Decision.attempt_id == attempt.id))
        assert decision.outcome == "needs_review"
        assert "challenge-failed" in decision.reasons
        challenges = (await session.scalars(select(Challenge).where(Challenge.employee_id == victim))).all()
        assert [one.finding["status"] for one in challenges] == ["failed", "failed"]
        assert (await session.scalars(select(Punch).where(Punch.employee_id == victim))).all() == []


async def test_the_employee_reads_neutral_words(house: House) -> None:
    victim = house.cast[await attacked(house)]
    told = " ".join(message.text for message in victim.phone.inbox)
    assert "Satu langkah lagi" in told
    assert "diteruskan kepada petugas" in told
    assert not any(word in told.lower() for word in ("serang", "palsu", "curiga", "tiruan"))


async def test_only_the_cast_of_the_attack_can_be_attacked(house: House) -> None:
    eileen = house.named("Eileen Marwah")
    refused: httpx.Response = await house.post(f"/demo/chats/{eileen.id}/print-attack", {})
    assert refused.status_code == 404


async def test_a_print_is_made_anew_from_the_sample_and_the_same_again_for_the_same_seed() -> None:
    straight, swung = printed("astronaut", 3), printed("astronaut", 3, turned=0.8)
    assert straight != swung
    assert straight == printed("astronaut", 3)
    with Image.open(io.BytesIO(swung)) as picture:
        assert picture.size == (WIDTH, HEIGHT)


async def test_a_video_of_the_page_arrives_as_it_is(house: House) -> None:
    grace = house.named("Grace Hasan")
    sent = house.client.post(f"/demo/chats/{grace.id}/video", files={"file": ("video.webm", b"webm", "video/webm")})
    await house.answer_after(grace, sent)
    assert any(message.kind == "video" for message in grace.phone.history)
    nothing = await house.client.post(f"/demo/chats/{grace.id}/video", data={"file": "x"})
    assert (nothing.status_code, nothing.json()["problem"]) == (422, "malformed")


async def test_the_face_that_was_lent_ticks_off_no_step_of_the_guide(house: House) -> None:
    await attacked(house)
    steps = (await house.get("/demo/state"))["steps"]
    assert not steps["enrolled"]
    assert not steps["checked_in"]

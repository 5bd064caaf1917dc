"""After a streak of near misses one is asked to enrol again; where an agency wants it, selfies refresh templates."""

import asyncio

import pytest
from sqlalchemy import func, select

from attendance.people.tables import Employee, Enrolment, FaceTemplate, RenewalRequest, TemplateRefresh
from attendance.rules.kinds import RenewalRule, TemplateRefreshRule
from demo.portraits import portrait
from tests.fixtures.town import EILEEN, GRACE, KOMINFO, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: Every face that is taken for the person's own is a near miss.
ALL = RenewalRule(margin=1.0, near_misses=3)


async def checks_in(town: Town, name: str, sitter: str, variation: int, *fragments: str) -> None:
    talk = town.talk(name)
    async with talk.costing(1):
        await talk.sends_selfie(portrait(sitter, variation))
        await talk.is_at(KOMINFO)
        heard = await talk.hears("Masuk tercatat", *fragments)
    if not fragments:
        assert "rekam" not in heard.text


async def test_the_third_near_miss_in_a_row_asks_to_enrol_again_once_and_opens_the_way(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    for day in (1, 2):
        await morning.rule_for(EILEEN, ALL)
        await checks_in(morning, EILEEN, "astronaut", day)
        await eileen.says("/rekam_saya")
        await eileen.hears_only("Wajah Anda sudah direkam")
        await morning.next_morning()
    await morning.rule_for(EILEEN, ALL)
    await checks_in(morning, EILEEN, "astronaut", 3, "sulit dikenali dengan rekaman yang lama", "/rekam_saya")
    await morning.next_morning()
    await morning.rule_for(EILEEN, ALL)
    await checks_in(morning, EILEEN, "astronaut", 4)
    await eileen.says("/rekam_saya")
    await eileen.hears_only("Rekam wajah Anda sendiri")
    await eileen.says("/batal")
    await eileen.hears_only("dibatalkan")
    async with morning.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(RenewalRequest)) == 1


async def test_nobody_is_asked_whose_face_matches_well(morning: Town) -> None:
    for variation in (11, 12, 13):
        await morning.rule_for(GRACE, RenewalRule(near_misses=2))
        await checks_in(morning, GRACE, "hopper", variation)
        await morning.next_morning()


async def test_an_accepted_selfie_refreshes_an_ageing_enrolment_once(morning: Town) -> None:
    for variation in (14, 15):
        await morning.rule_for(GRACE, TemplateRefreshRule(level="enforce", min_age_days=3))
        await checks_in(morning, GRACE, "hopper", variation)
        await morning.talk(GRACE).later(minutes=11)
        await looked_at(morning)
        await morning.next_morning()
    async with morning.database.read() as session:
        rows = (await session.scalars(select(TemplateRefresh))).all()
        grace = select(Employee.id).where(Employee.name == GRACE).scalar_subquery()
        templates = select(FaceTemplate.engine).where(FaceTemplate.employee_id == grace)
        engines = (await session.scalars(templates)).all()
        enrolments = await session.scalar(select(func.count()).where(Enrolment.employee_id == grace))
    assert [row.outcome for row in rows] == ["added"]
    assert sorted(engines) == ["dlib"] * 4 + ["sface"] * 4
    assert enrolments == 1
    await checks_in(morning, GRACE, "hopper", 16)


async def looked_at(town: Town) -> None:
    """The selfies of today are looked at in quiet minutes."""
    async with asyncio.timeout(30):
        while True:
            async with town.database.read() as session:
                if await session.scalar(select(func.count()).select_from(TemplateRefresh)):
                    return
            await asyncio.sleep(0.05)

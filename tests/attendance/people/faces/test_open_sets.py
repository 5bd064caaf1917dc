"""Interrupted enrolments: what is kept, for whom and how long."""

from datetime import timedelta

import pytest

from attendance.people.access.roles import Grant, Role
from attendance.people.faces.enrolment import DropSet, drop_pictures
from attendance.people.tables import OpenSet
from attendance.records.database import Priority
from attendance.records.tables import Media
from attendance.rules.kinds import EnrolmentRule
from tests.attendance.people.booth import FACE, THREE, Booth, book_of, operator
from tests.attendance.people.office import NIP_BUDI, NOW


@pytest.fixture
def booth(database, media_files, keyring, office) -> Booth:
    return Booth(database, media_files, keyring, office)


async def kept(booth, **how) -> int:
    return len((await booth.begins(NIP_BUDI, **how)).kept)


async def test_good_pictures_are_taken_up_in_the_order_they_were_sent(booth):
    step, _ = await booth.judges("face 0", "face 30")
    assert (await booth.begins(NIP_BUDI)).kept == (*step.kept, step.media_id)


async def test_a_bad_picture_is_not_kept(booth):
    await booth.judges("face 0", "blurred 30")
    assert await kept(booth) == 0


async def test_after_the_time_of_the_rule_one_begins_from_the_start(booth):
    await booth.judges("face 0")
    book = book_of(FACE, EnrolmentRule(resume_hours=2))
    assert await kept(booth, book=book, now=NOW + timedelta(minutes=119)) == 1
    assert await kept(booth, book=book, now=NOW + timedelta(minutes=120)) == 0


async def test_another_operator_does_not_take_up_what_is_not_his(booth):
    await booth.judges("face 0")
    siti = operator(booth.office.siti, Grant(Role.OPERATOR))
    assert await kept(booth, actor=siti) == 0


async def test_what_retention_has_deleted_is_not_taken_up(booth):
    step, _ = await booth.judges("face 0", "face 30")
    async with booth.database.write(Priority.STEP) as session:
        (await session.get_one(Media, step.kept[0])).deleted_at = NOW
    assert (await booth.begins(NIP_BUDI)).kept == (step.media_id,)


@pytest.mark.parametrize("ends", ["enrolled", "anew", "dropped"])
async def test_a_set_is_over_when_it_is_enrolled_begun_anew_or_cancelled(booth, ends):
    await booth.judges("face 0")
    match ends:
        case "enrolled":
            await booth.enrols(*THREE)
        case "anew":
            assert await kept(booth, anew=True) == 0
        case _:
            async with booth.database.write(Priority.STEP) as session:
                await drop_pictures(session, booth.rahma, DropSet(booth.office.budi.id))
    assert await kept(booth) == await booth.count(OpenSet) == 0


async def test_never_so_many_are_taken_up_that_none_is_left_to_send(booth):
    await booth.judges("face 0", "face 20", "face 40", "face 60")
    assert await kept(booth) == 2
    assert await kept(booth, wanted=5) == 4

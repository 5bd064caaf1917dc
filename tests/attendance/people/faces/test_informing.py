"""The notice on the operator's screen, before anybody is photographed."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from attendance.people.access.roles import Grant, Role
from attendance.people.faces.enrolment import (
    BeginEnrolment,
    JudgePicture,
    begin_enrolment,
    enrol,
    examine_picture,
    judge_picture,
    witness_notice,
)
from attendance.people.faces.enrolment_outcomes import (
    EnrolmentBegun,
    EnrolmentProblem,
    EnrolmentRefused,
    NoticeToShow,
    RefusedBefore,
)
from attendance.people.faces.informing import WitnessNotice
from attendance.people.person import load_person
from attendance.people.tables import FaceTemplate
from attendance.privacy.choice import standing_of
from attendance.privacy.notice import RefusedThoughEnrolled
from attendance.privacy.tables import FaceChoice, NoticeAcknowledgement
from attendance.records.database import Priority
from tests.attendance.people.booth import BOOK, ENGINES, THREE, Booth, operator
from tests.attendance.people.office import NIP_BUDI, NOW, open_account


@pytest.fixture
def booth(database, media_files, keyring, office):
    return Booth(database, media_files, keyring, office)


async def begins(booth):
    async with booth.database.write(Priority.STEP) as session:
        return await begin_enrolment(session, booth.rahma, BeginEnrolment(NIP_BUDI), BOOK, NOW)


async def answers(booth, shown, understood=True, actor=None):
    step = WitnessNotice(shown.employee_id, shown.notice.mark, understood)
    async with booth.database.write(Priority.STEP) as session:
        return await witness_notice(session, actor or booth.rahma, step, BOOK, NOW)


async def rows(booth, table):
    async with booth.database.read() as session:
        return (await session.scalars(select(table).order_by(table.id))).all()


async def test_who_has_not_read_the_notice_is_shown_it_first(booth, office):
    shown = await begins(booth)
    assert isinstance(shown, NoticeToShow)
    assert (shown.employee_id, shown.name) == (office.budi.id, "Budi")
    assert NIP_BUDI not in shown.masked_nip
    assert isinstance(await answers(booth, shown), EnrolmentBegun)
    (row,) = await rows(booth, NoticeAcknowledgement)
    assert (row.employee_id, row.account_id, row.witness_id) == (office.budi.id, None, office.rahma.id)
    assert isinstance(await begins(booth), EnrolmentBegun)


async def test_a_witnessed_reading_is_none_of_the_persons_own(booth, office):
    await answers(booth, await begins(booth))
    async with booth.database.write(Priority.STEP) as session:
        account = await open_account(session, "77", office.budi)
        assert not (await load_person(session, account, BOOK, NOW)).acknowledged


async def test_a_refusal_to_the_operator_is_kept_and_asked_anew_next_time(booth, office):
    assert await answers(booth, await begins(booth), understood=False) == RefusedBefore("Budi")
    (choice,) = await rows(booth, FaceChoice)
    assert (choice.choice, choice.witness_id) == ("refused", office.rahma.id)
    again = await begins(booth)
    assert isinstance(again, NoticeToShow)
    assert isinstance(await answers(booth, again), EnrolmentBegun)
    assert [row.choice for row in await rows(booth, FaceChoice)] == ["refused", "agreed"]


async def test_an_old_yes_does_not_turn_a_refusal_into_consent(booth, office):
    first = await begins(booth)
    await answers(booth, first, understood=False)
    assert isinstance(await answers(booth, first), NoticeToShow)
    async with booth.database.read() as session:
        assert (await standing_of(session, office.budi.id)).without_face


async def test_only_whoever_may_enrol_there_can_be_the_witness(booth, office):
    shown = await begins(booth)
    elsewhere = operator(office.rahma, Grant(Role.OPERATOR, office.dishub.id))
    assert await answers(booth, shown, actor=elsewhere) == EnrolmentRefused(EnrolmentProblem.OUT_OF_SCOPE)
    nobody = replace(booth.rahma, roles=())
    assert await answers(booth, shown, actor=nobody) == EnrolmentRefused(EnrolmentProblem.NOT_ALLOWED)
    assert not await rows(booth, NoticeAcknowledgement)


async def test_no_picture_counts_before_the_notice_or_after_a_refusal_in_between(booth, office):
    media_id = await booth.sends("face 0")
    step = JudgePicture(office.budi.id, media_id)
    findings = await examine_picture(booth.room, booth.rahma, step, ENGINES, BOOK, NOW)
    not_informed = EnrolmentRefused(EnrolmentProblem.NOT_INFORMED)
    async with booth.database.write(Priority.STEP) as session:
        assert await judge_picture(session, booth.rahma, step, findings, BOOK, NOW) == not_informed
    actor, last, found, book = await booth.examines(*THREE)
    shown = await begins(booth)
    await answers(booth, shown)
    await answers(booth, shown, understood=False)
    async with booth.database.write(Priority.STEP) as session:
        told = await enrol(session, actor, last, found, booth.gallery, booth.keyring, book, NOW)
    assert told == not_informed
    assert not await rows(booth, FaceTemplate)


async def test_one_press_on_an_old_card_loses_no_enrolment(booth):
    """Of whoever changes their mind the withdrawal is asked, in two presses."""
    await booth.enrols(*THREE)
    async with booth.database.write(Priority.STEP) as session:
        shown = await begin_enrolment(session, booth.rahma, BeginEnrolment(NIP_BUDI), BOOK, NOW)
    assert isinstance(shown, EnrolmentBegun)
    notice = NoticeToShow(shown.employee_id, "Budi", "", (await _notice(booth, shown.employee_id)))
    assert await answers(booth, notice, understood=False) == RefusedThoughEnrolled()
    assert (await booth.templates()).enrolment_id is not None
    assert not await rows(booth, FaceChoice)


async def _notice(booth, employee_id):
    from attendance.people.faces.informing import _notice as notice

    async with booth.database.read() as session:
        return await notice(session, employee_id, BOOK, NOW.date())

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from attendance.people.access.roles import Grant, Role
from attendance.people.faces.enrolment import JudgePicture, examine_picture
from attendance.people.faces.enrolment_outcomes import (
    AlreadyUndone,
    Enrolled,
    EnrolmentBegun,
    EnrolmentProblem,
    EnrolmentRefused,
    EnrolmentUndone,
    PictureBad,
    PictureGood,
)
from attendance.people.faces.enrolment_progress import Progress
from attendance.people.faces.enrolment_rows import EndReason
from attendance.people.faces.portraits import NOT_SAME_PERSON, SAME_PICTURE, TOO_ALIKE
from attendance.people.faces.templates import current_enrolment_id
from attendance.people.tables import Enrolment, FaceTemplate, Nip
from attendance.privacy.choice import Choice, Voice
from attendance.privacy.leaving import leave_face_way
from attendance.records.database import Priority
from attendance.rules.kinds import PoseDiversityRule
from tests.attendance.people.booth import AT_ONCE, BOOK, ENGINES, FACE, THREE, UNASKED, Booth, book_of, operator
from tests.attendance.people.office import NIP_BUDI, NIP_SITI, NOW

REFUSED = {problem: EnrolmentRefused(problem) for problem in EnrolmentProblem}


STRICT = book_of(FACE, AT_ONCE, PoseDiversityRule(level="enforce", max_similarity=0.99))


@pytest.fixture
def booth(database, media_files, keyring, office) -> Booth:
    return Booth(database, media_files, keyring, office)


@pytest.mark.parametrize("typed", [NIP_BUDI, f" {NIP_BUDI[:8]} {NIP_BUDI[8:14]} {NIP_BUDI[14:]} "])
async def test_the_operator_sees_whom_he_is_about_to_enrol(booth, typed):
    begun = await booth.begins(typed)
    assert begun == EnrolmentBegun(booth.office.budi.id, "Budi", "Kominfo Contoh", "*" * 14 + NIP_BUDI[-4:], NOW)


async def test_an_older_nip_finds_the_same_person(booth):
    async with booth.database.write(Priority.STEP) as session:
        session.add(Nip(employee_id=booth.office.budi.id, nip="198503152024211009", valid_from=NOW.date()))
    assert (await booth.begins("198503152024211009")).employee_id == booth.office.budi.id
    assert (await booth.begins(NIP_BUDI)).employee_id == booth.office.budi.id


async def test_pictures_that_come_in_while_the_employee_refuses_are_not_kept(booth):
    """The one who refuses has the lock: the enrolment waits for it, and only then asks whether it may be."""
    pictures = await booth.examines(*THREE)
    async with booth.database.write(Priority.STEP) as session:
        await booth.everybody_is_informed(session)
    witnessed = Voice(booth.office.budi.id, witness_id=booth.office.rahma.id)
    async with booth.database.write(Priority.STEP) as session:
        await leave_face_way(session, witnessed, Choice.REFUSED, "1", BOOK, NOW)
        enrolling = asyncio.create_task(booth.stores(*pictures))
        # On PostgreSQL it runs until it meets the lock.
        await asyncio.wait({enrolling}, timeout=0.5)
    assert await enrolling == REFUSED[EnrolmentProblem.NOT_INFORMED]
    assert await booth.count(FaceTemplate) == 0


@pytest.mark.parametrize("typed", ["", "12", "198503152010011099", "1.98503E+17", NIP_BUDI + "1"])
async def test_a_nip_that_nobody_has_is_unknown(booth, typed):
    assert await booth.begins(typed) == REFUSED[EnrolmentProblem.UNKNOWN_NIP]


async def test_only_an_operator_of_the_place_enrols(booth):
    office = booth.office
    head = operator(office.siti, Grant(Role.HEAD))
    here = operator(office.siti, Grant(Role.OPERATOR, office.kominfo.id))
    elsewhere = operator(office.siti, Grant(Role.OPERATOR, office.dishub.id))
    assert await booth.begins(NIP_BUDI, head) == REFUSED[EnrolmentProblem.NOT_ALLOWED]
    assert isinstance(await booth.begins(NIP_BUDI, here), EnrolmentBegun)
    assert await booth.begins(NIP_BUDI, elsewhere) == REFUSED[EnrolmentProblem.OUT_OF_SCOPE]
    assert isinstance(await booth.begins(NIP_SITI, elsewhere), EnrolmentBegun)


async def test_whoever_may_not_enrol_learns_nothing_about_a_nip(booth):
    nobody = operator(booth.office.siti)
    assert await booth.begins(NIP_BUDI, nobody) == await booth.begins("1", nobody)


async def test_a_role_that_ended_between_two_pictures_ends_the_enrolment(booth):
    was_operator = replace(booth.rahma, roles=())
    assert (await booth.judges("face 0", actor=was_operator))[1] == REFUSED[EnrolmentProblem.NOT_ALLOWED]
    assert await booth.enrols(*THREE, actor=was_operator) == REFUSED[EnrolmentProblem.NOT_ALLOWED]
    moved = operator(booth.office.rahma, Grant(Role.OPERATOR, booth.office.dishub.id))
    assert await booth.enrols(*THREE, actor=moved) == REFUSED[EnrolmentProblem.OUT_OF_SCOPE]
    assert await booth.count(Enrolment) == 0


@pytest.mark.parametrize(
    ("pictures", "outcome"),
    [
        (["face 0"], None),
        (["face 0", "face 30"], None),
        (["blurred 0"], PictureBad(("quality-blurred", "quality-too-dark"))),
        (["empty"], PictureBad(("image-not-an-image",))),
        (["face 0", "face 80"], PictureBad((NOT_SAME_PERSON,))),
        (["face 0", "face 30", "face 0"], PictureBad((SAME_PICTURE,))),
    ],
)
async def test_each_picture_is_judged_beside_the_kept_ones(booth, pictures, outcome):
    step, told = await booth.judges(*pictures)
    assert told == (outcome or PictureGood(step.media_id))


async def test_the_same_pose_again_is_refused_where_that_is_enforced(booth):
    assert (await booth.judges("face 0", "face 1", book=STRICT))[1] == PictureBad((TOO_ALIKE,))
    step, told = await booth.judges("face 0", "face 1")
    assert told == PictureGood(step.media_id)


async def test_each_picture_is_examined_once_by_all_engines_however_often_it_is_judged(booth):
    first, second = await booth.sends("face 0"), await booth.sends("face 30")
    for step in (
        JudgePicture(booth.office.budi.id, first),
        JudgePicture(booth.office.budi.id, second, (first,)),
    ):
        await examine_picture(booth.room, booth.rahma, step, ENGINES, BOOK, NOW)
    assert booth.examiner.asked == [("sface", "dlib")] * 2


async def test_an_enrolment_stores_sealed_templates_of_every_engine(booth, keyring):
    outcome = await booth.enrols(*THREE)
    progress = Progress("Kominfo Contoh", enrolled=1, employees=1, today=1)
    card = (outcome.enrolment_id, 1, "Budi", "*" * 14 + NIP_BUDI[-4:], 3)
    assert outcome == Enrolled(*card, alike=False, progress=progress)
    templates = await booth.templates()
    assert templates.enrolment_id == outcome.enrolment_id
    assert sorted(one.engine for one in templates.embeddings) == ["dlib"] * 3 + ["sface"] * 3
    async with booth.database.read() as session:
        rows = (await session.scalars(select(FaceTemplate).order_by(FaceTemplate.id))).all()
    plain = {one.to_bytes() for one in templates.embeddings}
    assert len(plain) == 3
    assert not any(text in row.sealed for row in rows for text in plain)
    assert await booth.audits() == ["face.enrolled"]


async def test_templates_given_to_another_person_do_not_open(booth):
    from attendance.vault.keyring import SealBroken

    await booth.enrols(*THREE)
    await booth.enrols("face 200", "face 220", "face 240", employee=booth.office.siti)
    async with booth.database.write(Priority.STEP) as session:
        rows = (await session.scalars(select(FaceTemplate).order_by(FaceTemplate.id))).all()
        rows[0].sealed, rows[-2].sealed = rows[-2].sealed, rows[0].sealed
    for employee in (booth.office.budi, booth.office.siti):
        with pytest.raises(SealBroken):
            await booth.templates(employee)


async def test_the_last_picture_is_judged_as_every_other(booth):
    assert await booth.enrols("face 0", "face 20", "blurred 40") == PictureBad(("quality-blurred", "quality-too-dark"))
    assert await booth.enrols("face 0", "face 20", "face 100") == PictureBad((NOT_SAME_PERSON,))
    assert await booth.enrols("face 0", "face 20", "face 21", book=STRICT) == PictureBad((TOO_ALIKE,))
    assert await booth.count(Enrolment) == await booth.count(FaceTemplate) == 0


async def test_poses_that_are_alike_are_on_record_where_they_are_not_refused(booth):
    record = book_of(FACE, AT_ONCE, PoseDiversityRule(level="record_only", max_similarity=0.99))
    assert isinstance(await booth.enrols("face 0", "face 1", "face 20", book=record), Enrolled)
    assert await booth.audits() == ["face.enrolled", "face.poses_alike"]


async def test_when_an_earlier_picture_is_not_good_any_more_it_begins_again(booth):
    outcome = await booth.enrols("face 0", "face 1", "face 30", book=STRICT)
    assert outcome == REFUSED[EnrolmentProblem.START_AGAIN]


async def test_pictures_of_somebody_elses_account_are_not_there(booth):
    siti = operator(booth.office.siti, Grant(Role.OPERATOR))
    assert await booth.enrols(*THREE, sender=siti) == REFUSED[EnrolmentProblem.START_AGAIN]


@pytest.mark.parametrize("pictures", [THREE[:2], THREE * 2])
async def test_too_few_or_too_many_pictures_are_a_fault_of_ours(booth, pictures):
    with pytest.raises(ValueError, match="3 to 5 different pictures"):
        await booth.enrols(*pictures)


async def test_the_newest_enrolment_counts_and_the_older_stays_as_history(booth):
    first = await booth.enrols(*THREE)
    second = await booth.enrols("face 5", "face 25", "face 45", "face 65")
    templates = await booth.templates()
    assert templates.enrolment_id == second.enrolment_id
    assert len(templates.embeddings) == 8
    assert await booth.count(FaceTemplate) == 14
    assert await booth.undoes(first.enrolment_id) == REFUSED[EnrolmentProblem.SUPERSEDED]


async def test_undoing_leaves_nobody_enrolled_and_keeps_the_history(booth):
    await booth.enrols(*THREE)
    second = await booth.enrols(*THREE)
    assert await booth.undoes(second.enrolment_id) == EnrolmentUndone("Budi", EndReason.WRONG_PERSON)
    again = await booth.undoes(second.enrolment_id, reason=EndReason.WRONG_NIP)
    assert again == AlreadyUndone("Budi", "Rahma", NOW, EndReason.WRONG_PERSON)
    templates = await booth.templates()
    assert (templates.enrolment_id, templates.embeddings) == (None, ())
    assert await booth.count(FaceTemplate) == 12
    async with booth.database.read() as session:
        row = await session.get_one(Enrolment, second.enrolment_id)
    assert (row.undone_by, row.undone_at, row.undone_reason) == (booth.office.rahma.id, NOW, "wrong-person")
    assert row.version == 2
    assert await booth.audits() == ["face.enrolled", "face.enrolled", "face.enrolment_undone"]


async def test_after_undoing_one_can_enrol_again(booth):
    first = await booth.enrols(*THREE)
    await booth.undoes(first.enrolment_id)
    again = await booth.enrols(*THREE, book=UNASKED)
    assert (await booth.templates()).enrolment_id == again.enrolment_id


async def test_undoing_needs_the_same_role_as_enrolling(booth):
    done = await booth.enrols(*THREE)
    elsewhere = operator(booth.office.siti, Grant(Role.OPERATOR, booth.office.dishub.id))
    assert await booth.undoes(done.enrolment_id, actor=elsewhere) == REFUSED[EnrolmentProblem.OUT_OF_SCOPE]
    nobody = operator(booth.office.siti)
    assert await booth.undoes(done.enrolment_id, actor=nobody) == REFUSED[EnrolmentProblem.NOT_ALLOWED]
    assert await booth.undoes(999) == REFUSED[EnrolmentProblem.NOT_ALLOWED]
    async with booth.database.read() as session:
        assert await current_enrolment_id(session, booth.office.budi.id) == done.enrolment_id


async def test_templates_fit_probes_of_their_engine_and_version_only(booth):
    await booth.enrols(*THREE)
    templates = await booth.templates()
    probe = templates.embeddings[0]
    assert len(templates.of(probe)) == 3
    assert templates.of(replace(probe, version="2031")) == []

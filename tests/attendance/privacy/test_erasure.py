"""Everything biometric of a person goes, whoever sent it; what fails is done again; nothing is certified too early."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from attendance.challenge.tables import Challenge, Nonce, Purpose
from attendance.checkin.evidence import ChallengeEvidence, EvidenceValue
from attendance.checkin.seen_pictures import keep_prints
from attendance.checkin.tables import Attempt, Evidence
from attendance.people.tables import DuplicateFinding, Enrolment, FaceTemplate
from attendance.privacy.choice import Choice, Voice, record_choice
from attendance.privacy.erasure import SETTLED, due_erasures, erase, overdue_erasures, without_measures
from attendance.privacy.leaving import leave_face_way
from attendance.privacy.tables import Erasure
from attendance.records.database import Priority
from attendance.records.tables import Media, PicturePrint
from attendance.rules.book import RuleBook
from tests.attendance.checkin.findings import evidence
from tests.attendance.people.booth import BOOK, THREE, Booth
from tests.attendance.people.office import NOW, open_account

BOOKLET = RuleBook()
LATER = NOW + timedelta(minutes=2)


@pytest.fixture
async def booth(database, media_files, keyring, office):
    booth = Booth(database, media_files, keyring, office)
    await booth.enrols(*THREE)
    await booth.enrols("face 200", "face 220", "face 240", employee=office.siti)
    return booth


async def leaves(booth, employee=None):
    person = employee or booth.office.budi
    async with booth.database.write(Priority.STEP) as session:
        return await leave_face_way(session, Voice(person.id), Choice.WITHDRAWN, "1", BOOK, NOW)


async def erased(booth, erasure, now=LATER):
    return await erase(booth.database, booth.files, erasure.id, BOOKLET, now)


async def living(booth):
    async with booth.database.read() as session:
        return set(await session.scalars(select(Media.file).where(Media.deleted_at.is_(None))))


async def test_pictures_an_operator_took_go_with_the_templates_and_those_of_others_stay(booth):
    erasure = await leaves(booth)
    certificate = await erased(booth, erasure)
    assert (certificate.templates, certificate.pictures) == (6, 3)
    assert certificate.backups_end > certificate.done_at.date()
    assert len(await living(booth)) == 3
    assert await booth.files.names() == await living(booth)
    assert (await booth.templates(booth.office.siti)).embeddings


async def test_fingerprints_of_the_pictures_go_and_those_of_others_stay(booth):
    async with booth.database.write(Priority.STEP) as session:
        pictures = (await session.scalars(select(Media.id))).all()
        await keep_prints(session, dict.fromkeys(pictures, bytes(32)), NOW)
    await erased(booth, await leaves(booth))
    async with booth.database.read() as session:
        left = set(await session.scalars(select(PicturePrint.media_id)))
        kept = set(await session.scalars(select(Media.id).where(Media.deleted_at.is_(None))))
    assert left == kept
    assert len(left) == 3


async def test_from_the_first_moment_nothing_counts_any_more(booth):
    await leaves(booth)
    assert (await booth.templates()).enrolment_id is None


async def test_who_takes_pictures_of_others_does_not_take_them_along(booth):
    """Rahma photographed both; her own leaving deletes nothing of theirs."""
    assert await leaves(booth, booth.office.rahma) is None
    async with booth.database.write(Priority.STEP) as session:
        await session.execute(update(Media).values(shows_id=booth.office.budi.id))
    assert await leaves(booth, booth.office.rahma) is None


async def test_it_waits_a_minute_for_what_is_on_its_way_and_is_overdue_after_the_promise(booth):
    erasure = await leaves(booth)
    assert await due_erasures(booth.database, NOW + SETTLED - timedelta(seconds=1)) == []
    assert await due_erasures(booth.database, NOW + SETTLED) == [erasure.id]
    async with booth.database.read() as session:
        assert await overdue_erasures(session, NOW + timedelta(hours=71)) == 0
        assert await overdue_erasures(session, NOW + timedelta(hours=72)) == 1
    await erased(booth, erasure)
    assert await due_erasures(booth.database, LATER) == []


async def test_a_file_that_cannot_be_removed_is_tried_again_and_the_counts_stay(booth, monkeypatch):
    erasure = await leaves(booth)

    async def refuse(name):
        raise OSError("the disk is read-only")

    with monkeypatch.context() as patch:
        patch.setattr(type(booth.files), "remove", lambda self, name: refuse(name))
        with pytest.raises(OSError, match="read-only"):
            await erased(booth, erasure)
    async with booth.database.read() as session:
        assert (await session.get_one(Erasure, erasure.id)).done_at is None
    certificate = await erased(booth, erasure)
    assert (certificate.templates, certificate.pictures) == (6, 3)
    assert await booth.files.names() == await living(booth)


async def test_two_nodes_certify_once(booth):
    erasure = await leaves(booth)
    assert await erased(booth, erasure) is not None
    assert await erased(booth, erasure) is None


async def test_how_alike_two_faces_were_is_forgotten(booth):
    async with booth.database.write(Priority.STEP) as session:
        mine, other = (await session.scalars(select(Enrolment.id).order_by(Enrolment.id))).all()
        session.add(
            DuplicateFinding(
                enrolment_id=other,
                other_enrolment_id=mine,
                engine="sface",
                engine_version="1",
                likeness=0.6,
                suspect_at=0.5,
                found_at=NOW,
            )
        )
    await erased(booth, await leaves(booth))
    async with booth.database.read() as session:
        assert (await session.scalars(select(DuplicateFinding.likeness))).one() is None
        assert not (
            await session.scalars(select(FaceTemplate).where(FaceTemplate.employee_id == booth.office.budi.id))
        ).all()


async def test_the_pair_takes_nothing_where_nothing_is_kept(booth):
    await erased(booth, await leaves(booth))
    async with booth.database.write(Priority.STEP) as session:
        voice = Voice(booth.office.budi.id)
        assert await leave_face_way(session, voice, Choice.WITHDRAWN, "1", BOOK, LATER) is None


async def test_what_came_after_a_new_yes_stays(booth):
    """The service was down when she was enrolled anew."""
    erasure = await leaves(booth)
    async with booth.database.write(Priority.STEP) as session:
        await record_choice(session, Voice(booth.office.budi.id), Choice.AGREED, "1", NOW + timedelta(seconds=1))
        await session.execute(update(Media).values(created_at=NOW - timedelta(days=1)))
        await session.execute(update(Enrolment).values(enrolled_at=NOW - timedelta(days=1)))
    await booth.enrols(*THREE)
    async with booth.database.write(Priority.STEP) as session:
        anew = await session.scalar(select(func.max(Enrolment.id)))
        await session.execute(update(Enrolment).where(Enrolment.id == anew).values(enrolled_at=LATER))
        newest = select(FaceTemplate.media_id).where(FaceTemplate.enrolment_id == anew)
        await session.execute(update(Media).where(Media.id.in_(newest)).values(created_at=LATER))
    certificate = await erased(booth, erasure, LATER + timedelta(minutes=1))
    assert (certificate.templates, certificate.pictures) == (6, 3)
    assert (await booth.templates()).enrolment_id == anew
    assert len((await booth.templates()).embeddings) == 6
    assert len(await living(booth)) == 6


def test_what_was_measured_in_an_answer_is_forgotten_and_what_came_of_it_stays():
    finding = {"status": "passed", "problems": [], "scores": {"person": 0.86}, "version": "challenge-1"}
    assert without_measures(finding) == finding | {"scores": {}}


async def test_an_answer_that_was_given_for_a_change_of_accounts_is_redacted_too(booth):
    finding = {"status": "failed", "problems": ["flat"], "scores": {"person": 0.86}, "version": "challenge-1"}
    async with booth.database.write(Priority.STEP) as session:
        account = await open_account(session, "9", booth.office.budi)
        mine = {"employee_id": booth.office.budi.id, "lives_s": 180, "level": 2}
        at = {"account_id": account.id, "created_at": NOW, "asked_at": NOW}
        nonce = Nonce(purpose=Purpose.REBINDING, prompted=True, **mine, **at)
        session.add(nonce)
        await session.flush()
        drawn = {"number": 1, "actions": ["look-left", "look-up"], "drawn_at": NOW}
        session.add(Challenge(nonce_id=nonce.id, finding=finding, **mine, **drawn))
    await erased(booth, await leaves(booth))
    async with booth.database.read() as session:
        told = (await session.scalars(select(Challenge.finding))).one()
    assert (told["status"], told["scores"], told["version"]) == ("failed", {}, "")


async def test_an_answer_to_a_challenge_is_redacted_with_its_evidence(booth):
    budi = booth.office.budi.id
    finding = {"status": "passed", "problems": [], "scores": {"person": 0.86}, "version": "challenge-1"}
    drawn = {"level": 1, "actions": ["look-left"], "tries": 0}
    value = evidence(challenges=(ChallengeEvidence.model_validate(drawn | finding),)).model_dump(mode="json")
    async with booth.database.write(Priority.STEP) as session:
        account = await open_account(session, "9", booth.office.budi)
        at = {"employee_id": budi, "account_id": account.id, "created_at": NOW}
        nonce = Nonce(prompted=True, level=1, asked_at=NOW, lives_s=180, **at)
        session.add(nonce)
        await session.flush()
        attempt = Attempt(nonce_id=nonce.id, work_date=NOW.date(), status="done", fixes=[], asks=[], **at)
        challenge = Challenge(
            nonce_id=nonce.id,
            employee_id=budi,
            number=1,
            level=1,
            actions=["look-left"],
            drawn_at=NOW,
            lives_s=180,
            finding=finding,
        )
        session.add_all([attempt, challenge])
        await session.flush()
        session.add(Evidence(attempt_id=attempt.id, examined_at=NOW, value=value))
    await erased(booth, await leaves(booth))
    async with booth.database.read() as session:
        told = (await session.scalars(select(Challenge.finding))).one()
        stored = (await session.scalars(select(Evidence.value))).one()
    assert (told["status"], told["scores"]) == ("passed", {})
    assert EvidenceValue.model_validate(stored).challenge.scores == {}
    assert EvidenceValue.model_validate(stored).challenge.status == "passed"

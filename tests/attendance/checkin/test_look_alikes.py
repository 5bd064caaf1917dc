"""A selfie of somebody who has a twin on record is compared with the twin too."""

import pytest

from attendance.checkin.look_alikes import beside_look_alikes
from attendance.people.faces.look_alikes import load_rivals, register_pair
from attendance.people.tables import DuplicateDecision, DuplicateFinding
from attendance.records.database import Priority
from attendance.rules.kinds import DuplicateRule
from recognition.matching import Match
from tests.attendance.checkin.findings import face
from tests.attendance.people.booth import AT_ONCE, FACE, Booth, book_of
from tests.attendance.people.office import NOW
from tests.attendance.people.painting import embedding_of

FREE = book_of(FACE, AT_ONCE, DuplicateRule(level="off"))


@pytest.fixture
async def twins(database, media_files, keyring, office) -> Booth:
    """Budi's face is at 0 to 20 degrees, Siti's at 40 to 60; Rahma's is not enrolled. Budi and Siti are a pair."""
    booth = Booth(database, media_files, keyring, office)
    await booth.enrols("face 0", "face 10", "face 20", book=FREE)
    second = await booth.enrols("face 40", "face 50", "face 60", employee=office.siti, book=FREE)
    async with database.write(Priority.STEP) as session:
        finding = DuplicateFinding(
            enrolment_id=second.enrolment_id,
            other_enrolment_id=1,
            engine="sface",
            engine_version="painted",
            likeness=0.9,
            suspect_at=0.5,
            found_at=NOW,
        )
        session.add(finding)
        await session.flush()
        decision = DuplicateDecision(finding_id=finding.id, reason="twins", decided_by=office.rahma.id, decided_at=NOW)
        session.add(decision)
        await session.flush()
        for one, other in ((office.budi, office.siti), (office.siti, office.budi), (office.siti, office.rahma)):
            await register_pair(session, one.id, other.id, decision, NOW)
    return booth


async def seen(booth: Booth, employee, degrees: float):
    async with booth.room.database.read() as session:
        rivals = await load_rivals(session, employee.id, booth.keyring)
    return beside_look_alikes(booth.room.examiner, rivals, embedding_of(degrees), face(Match.SAME))


async def test_the_best_similarity_to_the_other_is_noted_for_both(twins):
    for_budi = await seen(twins, twins.office.budi, 45)
    assert for_budi.look_alike
    assert for_budi.rival_similarity == pytest.approx(embedding_of(45).vector @ embedding_of(50).vector, abs=1e-3)
    assert (await seen(twins, twins.office.siti, 20)).rival_similarity == pytest.approx(1.0)


async def test_a_look_alike_without_templates_leaves_the_stricter_threshold(twins):
    await twins.undoes(1)
    alone = await seen(twins, twins.office.siti, 45)
    assert (alone.look_alike, alone.rival_similarity) == (True, None)


async def test_whoever_has_no_look_alike_is_compared_as_ever(database, media_files, keyring, office):
    booth = Booth(database, media_files, keyring, office)
    await booth.enrols("face 0", "face 10", "face 20", book=FREE)
    assert await seen(booth, office.budi, 5) == face(Match.SAME)

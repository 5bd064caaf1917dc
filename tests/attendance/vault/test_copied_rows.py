"""Whoever can write to the database cannot give one person's face to another."""

import pytest
from sqlalchemy import text, update

from attendance.people.faces.templates import load_templates
from attendance.people.tables import FaceTemplate
from attendance.records.database import Priority
from attendance.vault.keyring import Keyring, KeyUnknown, SealBroken, new_key
from tests.attendance.people.office import Office
from tests.attendance.vault.conftest import OLD, Strongroom

#: Siti gets what Budi has, in every way that SQL allows.
THEFTS = {
    "the row is given to her": """
        UPDATE enrolment SET employee_id = :siti;
        UPDATE face_template SET employee_id = :siti""",
    "the row is copied for her, picture and all": """
        INSERT INTO enrolment (id, employee_id, enrolled_by, enrolled_at, held, suspect, confirmation, version)
            SELECT 99, :siti, enrolled_by, enrolled_at, held, suspect, confirmation, version
            FROM enrolment WHERE id = 1;
        INSERT INTO face_template (id, enrolment_id, employee_id, media_id, engine, engine_version, sealed)
            SELECT 99, 99, :siti, media_id, engine, engine_version, sealed FROM face_template WHERE id = 1""",
    "her row gets his sealed value": """
        INSERT INTO enrolment (id, employee_id, enrolled_by, enrolled_at, held, suspect, confirmation, version)
            SELECT 99, :siti, enrolled_by, enrolled_at, held, suspect, confirmation, version
            FROM enrolment WHERE id = 1;
        UPDATE face_template SET employee_id = :siti, enrolment_id = 99""",
}


@pytest.mark.parametrize("theft", THEFTS)
async def test_a_template_under_another_person_does_not_open(
    strongroom: Strongroom, office: Office, theft: str
) -> None:
    await strongroom.keep(OLD)
    async with strongroom.database.write(Priority.STEP) as session:
        for statement in THEFTS[theft].split(";"):
            await session.execute(text(statement), {"siti": office.siti.id} if ":siti" in statement else {})
    async with strongroom.database.read() as session:
        with pytest.raises(SealBroken):
            await load_templates(session, office.siti.id, OLD)


@pytest.mark.parametrize("column", ["engine", "engine_version"])
async def test_a_template_under_another_engine_does_not_open(strongroom: Strongroom, column: str) -> None:
    await strongroom.keep(OLD)
    async with strongroom.database.write(Priority.STEP) as session:
        await session.execute(update(FaceTemplate).values({column: "other"}))
    async with strongroom.database.read() as session:
        with pytest.raises(SealBroken):
            await load_templates(session, strongroom.office.budi.id, OLD)


async def test_a_nip_pointed_at_another_person_takes_no_face_along(strongroom: Strongroom, office: Office) -> None:
    await strongroom.keep(OLD)
    async with strongroom.database.write(Priority.STEP) as session:
        await session.execute(
            text("UPDATE nip SET employee_id = :siti WHERE employee_id = :budi"),
            {"siti": office.siti.id, "budi": office.budi.id},
        )
    async with strongroom.database.read() as session:
        assert (await load_templates(session, office.siti.id, OLD)).embeddings == ()


async def test_a_database_copied_without_its_keys_holds_no_usable_face(strongroom: Strongroom) -> None:
    await strongroom.keep(OLD, 3)
    assert len(await strongroom.contents(OLD)) == 9
    async with strongroom.database.read() as session:
        for guessed, refused in ((new_key("k1"), SealBroken), (new_key("k2"), KeyUnknown)):
            with pytest.raises(refused):
                await load_templates(session, strongroom.office.budi.id, Keyring.parse(guessed))

"""The gallery follows the records: what was enrolled, undone, replaced or deleted since the last search, by anybody."""

import logging

import pytest
from sqlalchemy import delete, event, select, update

from attendance.people.faces import gallery as gallery_module
from attendance.people.faces.enrolment_outcomes import (
    Enrolled,
)
from attendance.people.faces.gallery import Gallery
from attendance.people.tables import Enrolment, FaceTemplate
from attendance.records.database import Priority
from attendance.records.tables import VaultProbe
from attendance.rules.kinds import DuplicateRule
from attendance.vault.keyring import Keyring, KeyUnknown, new_key
from attendance.vault.probe import remember_keys
from tests.attendance.people.booth import AT_ONCE, FACE, THREE, UNASKED, Booth, book_of
from tests.attendance.people.painting import embedding_of

OTHERS = ("face 150", "face 180", "face 210")
UNSEARCHED = book_of(FACE, AT_ONCE, DuplicateRule(level="off"))


@pytest.fixture
def booth(database, media_files, keyring, office) -> Booth:
    return Booth(database, media_files, keyring, office)


@pytest.fixture
def elsewhere(booth) -> Gallery:
    """Of another node, which learns by the records only."""
    return Gallery(booth.database, booth.keyring)


async def names(booth: Booth, gallery: Gallery, *degrees: float, of: int = 0) -> list[str]:
    """Whom a search finds."""
    people = {one.id: one.name for one in (booth.office.budi, booth.office.siti, booth.office.rahma)}
    searched = await gallery.search([embedding_of(one) for one in degrees], of, 0.9)
    return [people[one.employee_id] for one in searched.others]


async def test_every_search_sees_what_was_enrolled_before_it(booth, elsewhere):
    assert await names(booth, elsewhere, 5) == []
    await booth.enrols(*THREE)
    assert await names(booth, elsewhere, 5) == ["Budi"]
    await booth.enrols(*OTHERS, employee=booth.office.siti)
    assert await names(booth, elsewhere, 175) == ["Siti"]
    assert await names(booth, elsewhere, 5) == ["Budi"]


async def test_what_was_undone_or_superseded_is_not_found_any_more(booth, elsewhere):
    first = await booth.enrols(*THREE)
    assert await names(booth, elsewhere, 5) == ["Budi"]
    await booth.enrols(*OTHERS, book=UNASKED)
    assert await names(booth, elsewhere, 5) == []
    assert await names(booth, elsewhere, 175) == ["Budi"]
    again = await booth.enrols(*THREE, employee=booth.office.siti)
    assert await names(booth, elsewhere, 5) == ["Siti"]
    await booth.undoes(again.enrolment_id)
    assert await names(booth, elsewhere, 5) == []
    assert first.version == 1


async def test_a_held_enrolment_is_searched_too_and_not_once_it_is_taken_back(booth, elsewhere):
    await booth.enrols(*THREE)
    held = await booth.enrols(*THREE, employee=booth.office.siti)
    assert await names(booth, elsewhere, 5) == ["Budi", "Siti"]
    await booth.undoes(held.enrolment_id)
    assert await names(booth, elsewhere, 5) == ["Budi"]


async def test_the_searched_person_is_not_found(booth, elsewhere):
    await booth.enrols(*THREE)
    assert await names(booth, elsewhere, 5, of=booth.office.budi.id) == []


async def test_deleted_templates_of_a_living_enrolment_are_forgotten(booth, elsewhere):
    await booth.enrols(*THREE)
    await booth.enrols(*OTHERS, employee=booth.office.siti)
    assert await names(booth, elsewhere, 5) == ["Budi"]
    async with booth.database.write(Priority.STEP) as session:
        await session.execute(delete(FaceTemplate).where(FaceTemplate.employee_id == booth.office.budi.id))
    assert await names(booth, elsewhere, 5) == []
    assert await names(booth, elsewhere, 175) == ["Siti"]


async def test_what_was_erased_leaves_the_memory_of_a_node_where_nobody_searches(booth, elsewhere):
    await elsewhere.keep_up()
    await booth.enrols(*THREE)
    await booth.enrols(*OTHERS, employee=booth.office.siti)
    assert await names(booth, elsewhere, 5) == ["Budi"]
    async with booth.database.write(Priority.STEP) as session:
        await session.execute(delete(FaceTemplate).where(FaceTemplate.employee_id == booth.office.budi.id))
    await elsewhere.keep_up()
    assert set(elsewhere._kept.faces.employees.tolist()) == {booth.office.siti.id}


async def test_nothing_is_read_before_the_first_search(booth, elsewhere):
    await booth.enrols(*THREE)
    await elsewhere.keep_up()
    assert elsewhere._kept is None


async def test_a_template_that_came_late_under_a_lower_number_is_found(booth, elsewhere):
    """As a commit that took longer than a later one does on PostgreSQL."""
    await booth.enrols(*THREE)
    async with booth.database.write(Priority.STEP) as session:
        await session.execute(update(FaceTemplate).values(id=FaceTemplate.id + 1_000))
    await booth.enrols(*OTHERS, employee=booth.office.siti)
    async with booth.database.write(Priority.STEP) as session:
        siti = FaceTemplate.employee_id == booth.office.siti.id
        rows = (await session.scalars(select(FaceTemplate).where(siti).order_by(FaceTemplate.id))).all()
        kept = [{column.key: getattr(row, column.key) for column in FaceTemplate.__table__.columns} for row in rows]
        await session.execute(delete(FaceTemplate).where(siti))
    assert await names(booth, elsewhere, 175) == []
    async with booth.database.write(Priority.STEP) as session:
        session.add_all([FaceTemplate(**row | {"id": number}) for number, row in enumerate(kept, 1)])
    assert await names(booth, elsewhere, 175) == ["Siti"]


async def counted_reads(booth: Booth, gallery: Gallery, monkeypatch) -> list[int]:
    """How many templates each search unsealed."""
    unsealed: list[int] = []
    before = gallery_module._faces

    def faces(rows, keyring):
        unsealed.append(len(rows))
        return before(rows, keyring)

    monkeypatch.setattr(gallery_module, "_faces", faces)
    return unsealed


async def test_a_search_unseals_only_what_is_new(booth, elsewhere, monkeypatch):
    unsealed = await counted_reads(booth, elsewhere, monkeypatch)
    await booth.enrols(*THREE, book=UNSEARCHED)
    await names(booth, elsewhere, 5)
    await names(booth, elsewhere, 5)
    assert unsealed == [3]
    await booth.enrols(*OTHERS, employee=booth.office.siti, book=UNSEARCHED)
    await names(booth, elsewhere, 5)
    await names(booth, elsewhere, 5)
    assert unsealed == [3, 3]


async def test_templates_of_ended_enrolments_that_are_deleted_later_are_not_missed(booth, elsewhere, monkeypatch):
    done = await booth.enrols(*THREE)
    await booth.enrols(*OTHERS, book=UNASKED)
    await names(booth, elsewhere, 5)
    unsealed = await counted_reads(booth, elsewhere, monkeypatch)
    async with booth.database.write(Priority.STEP) as session:
        await session.execute(delete(FaceTemplate).where(FaceTemplate.enrolment_id == done.enrolment_id))
    assert await names(booth, elsewhere, 175) == ["Budi"]
    assert unsealed == []


async def test_another_set_of_keys_reads_everything_anew(booth, elsewhere, monkeypatch):
    await booth.enrols(*THREE)
    await names(booth, elsewhere, 5)
    unsealed = await counted_reads(booth, elsewhere, monkeypatch)
    async with booth.database.write(Priority.STEP) as session:
        await remember_keys(session, booth.keyring)
    await names(booth, elsewhere, 5)
    await names(booth, elsewhere, 5)
    async with booth.database.write(Priority.STEP) as session:
        await session.execute(delete(VaultProbe))
    await names(booth, elsewhere, 5)
    assert unsealed == [3, 3]


async def test_without_the_key_there_is_no_search(booth):
    await booth.enrols(*THREE)
    with pytest.raises(KeyUnknown):
        await names(booth, Gallery(booth.database, Keyring.parse(new_key("other"))), 5)


async def test_one_template_that_does_not_open_is_named_and_left_out(booth, elsewhere, caplog):
    await booth.enrols(*THREE)
    async with booth.database.write(Priority.STEP) as session:
        broken = await session.scalar(select(FaceTemplate).order_by(FaceTemplate.id).limit(1))
        broken.sealed = broken.sealed[:-1] + b"x"
    with caplog.at_level(logging.ERROR, "attendance.people.faces.gallery"):
        assert await names(booth, elsewhere, 60) == ["Budi"]
        assert await names(booth, elsewhere, 0) == []
    assert f"face template {broken.id} does not open" in caplog.text


async def test_templates_of_another_version_of_the_engine_are_not_compared(booth, elsewhere):
    await booth.enrols(*THREE)
    async with booth.database.write(Priority.STEP) as session:
        await session.execute(update(FaceTemplate).values(engine_version="2031"))
    assert await names(booth, elsewhere, 5) == []


async def test_rows_are_read_in_bites(booth, elsewhere, monkeypatch):
    monkeypatch.setattr(gallery_module, "_ROWS", gallery_module._ROWS.limit(2))
    unsealed = await counted_reads(booth, elsewhere, monkeypatch)
    await booth.enrols(*THREE, book=UNSEARCHED)
    assert await names(booth, elsewhere, 5) == ["Budi"]
    assert unsealed == [2, 1]


async def test_two_people_with_one_face_enrolled_at_the_same_moment_do_not_slip_past_each_other(booth):
    """Both searches are over before either is stored."""
    budi = await booth.examines(*THREE)
    siti = await booth.examines(*THREE, employee=booth.office.siti)
    assert isinstance(await booth.stores(*budi), Enrolled)
    held = await booth.stores(*siti)
    assert (held.name, await booth.count(Enrolment)) == ("Siti", 2)


async def test_what_was_undone_between_search_and_storing_stops_nobody(booth):
    done = await booth.enrols(*THREE)
    siti = await booth.examines(*THREE, employee=booth.office.siti)
    await booth.undoes(done.enrolment_id)
    assert isinstance(await booth.stores(*siti), Enrolled)


async def test_on_postgresql_enrolments_are_stored_one_after_another(booth):
    """A second transaction would not see the templates of the first before that one is over."""
    searched = await booth.gallery.search([embedding_of(0)], 0, 0.9)
    async with booth.database.write(Priority.STEP) as session:
        said: list[str] = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda _c, _k, statement, *_: said.append(statement))
        await booth.gallery.completed(session, searched)
    assert any("pg_advisory_xact_lock" in one for one in said) == (booth.database.dialect == "postgresql")

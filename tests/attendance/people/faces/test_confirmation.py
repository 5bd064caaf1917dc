"""The second person: who may be one, what a decision does, and that it is made once."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from attendance.people.access.roles import Grant, Role
from attendance.people.faces.confirmation import (
    ConfirmationProblem,
    ConfirmationRefused,
    DecidedBefore,
    DecideEnrolment,
    EnrolmentDecided,
    NothingToDecide,
    decide_enrolment,
    show_enrolments,
)
from attendance.people.faces.confirmation_cases import ConfirmationCase, Verdict
from attendance.people.faces.duplicate_cases import DuplicateReason
from attendance.people.faces.duplicates import DecideDuplicate, decide_duplicate, show_duplicates
from attendance.people.faces.enrolment import BeginOwnEnrolment, begin_own_enrolment
from attendance.people.faces.enrolment_outcomes import Enrolled, EnrolmentHeld, EnrolmentProblem, EnrolmentWaits
from attendance.people.faces.enrolment_rows import EndReason
from attendance.people.faces.templates import current_enrolment_id
from attendance.people.person import Person
from attendance.people.tables import Employee, Enrolment, EnrolmentDecision, RenewalRequest
from attendance.records.database import Priority
from attendance.records.say import attachment_in
from attendance.records.tables import Outbox
from attendance.rules.kinds import DuplicateRule, EnrolmentRule
from tests.attendance.people.booth import BOOK, FACE, THREE, Booth, book_of, operator
from tests.attendance.people.office import NOW, employment, grant, open_account

ENFORCED = book_of(FACE, EnrolmentRule(second_person="enforce"))
NOT_ALLOWED = ConfirmationRefused(ConfirmationProblem.NOT_ALLOWED)
INVOLVED = ConfirmationRefused(ConfirmationProblem.INVOLVED)


class Bureau(Booth):
    """A booth, and Wati, operator of Kominfo with an account in chat, who may confirm what Rahma enrols there."""

    wati: Person

    async def opens(self) -> "Bureau":
        async with self.database.write(Priority.STEP) as session:
            wati = Employee(name="Wati", created_at=NOW)
            session.add(wati)
            await session.flush()
            session.add_all(
                [grant(wati, Role.OPERATOR, agency=self.office.kominfo), employment(wati, self.office.dishub)]
            )
            await open_account(session, "wati", wati)
            await open_account(session, "budi", self.office.budi)
        self.wati = operator(wati, Grant(Role.OPERATOR, self.office.kominfo.id))
        return self

    @property
    def budi(self) -> Person:
        kominfo = self.office.kominfo
        return replace(operator(self.office.budi), agency_id=kominfo.id, unit_id=self.office.jaringan.id)

    async def decides(self, enrolment_id: int, verdict=Verdict.CONFIRMED, *, actor=None, version=1):
        step = DecideEnrolment(enrolment_id, version, verdict)
        async with self.database.write(Priority.STEP) as session:
            return await decide_enrolment(session, actor or self.wati, step, BOOK, NOW)

    async def waiting(self, actor=None):
        async with self.database.read() as session:
            return await show_enrolments(session, actor or self.wati, NOW)

    async def counts(self, employee=None) -> bool:
        async with self.database.read() as session:
            return await current_enrolment_id(session, (employee or self.office.budi).id) is not None

    async def told(self) -> list[tuple[str, int]]:
        async with self.database.read() as session:
            rows = await session.scalars(select(Outbox).order_by(Outbox.id))
            attached = [(row.key, attachment_in(row.form)) for row in rows]
            return [(key, len(one.of) if one else 0) for key, one in attached]


@pytest.fixture
async def bureau(database, media_files, keyring, office) -> Bureau:
    return await Bureau(database, media_files, keyring, office).opens()


async def waits(bureau, **how) -> EnrolmentWaits:
    outcome = await bureau.enrols(*THREE, **how)
    assert isinstance(outcome, EnrolmentWaits)
    return outcome


async def test_enforced_it_counts_after_the_second_person_has_confirmed_it(bureau):
    done = await waits(bureau, book=ENFORCED)
    assert (done.own, done.confirmers) == (False, 1)
    assert not await bureau.counts()
    assert await bureau.told() == [("confirmation-case", 3)]
    decided = await bureau.decides(done.result.enrolment_id)
    assert (decided.verdict, decided.undecided, decided.then.next) == (Verdict.CONFIRMED, 0, None)
    assert await bureau.counts()
    assert await bureau.audits() == ["face.enrolment_held", "face.enrolment_confirmed"]


async def test_recorded_it_counts_at_once_and_stands_in_the_list(bureau):
    done = await bureau.enrols(*THREE)
    assert isinstance(done, Enrolled)
    assert await bureau.told() == []
    waiting = await bureau.waiting()
    assert (waiting.next.counts, waiting.count) == (True, 1)
    await bureau.decides(done.enrolment_id)
    assert await bureau.counts()
    assert (await bureau.waiting()).next is None


async def test_unless_a_rule_says_otherwise_a_second_person_confirms(bureau):
    await waits(bureau, book=book_of(FACE))


OTHER_FACE = ("face 180", "face 210", "face 150")


async def test_recorded_the_own_face_replaces_the_older_pictures_at_once(bureau):
    first = await bureau.enrols(*THREE)
    again = await bureau.enrols("face 10", "face 40", "face 50")
    assert isinstance(again, Enrolled)
    assert again.enrolment_id > first.enrolment_id


async def test_recorded_another_face_waits_for_the_second_person_however_often_it_is_sent(bureau):
    """The one that is held already is nobody's own face: else it would vouch for itself the second time."""
    right = await bureau.enrols(*THREE)
    await waits_for(bureau, *OTHER_FACE)
    await waits_for(bureau, *OTHER_FACE)
    assert await current(bureau) == right.enrolment_id


async def test_recorded_taking_the_right_face_back_first_helps_nobody(bureau):
    right = await bureau.enrols(*THREE)
    await bureau.undoes(right.enrolment_id)
    await waits_for(bureau, *OTHER_FACE)
    assert await current(bureau) is None


async def waits_for(bureau, *pictures, **how) -> None:
    assert isinstance(await bureau.enrols(*pictures, **how), EnrolmentWaits)


async def current(bureau) -> int | None:
    async with bureau.database.read() as session:
        return await current_enrolment_id(session, bureau.office.budi.id)


async def test_without_the_rule_nobody_is_asked(bureau):
    await bureau.enrols(*THREE, book=book_of(FACE, EnrolmentRule(second_person="off")))
    assert (await bureau.waiting()).next is None


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not Verdict.CONFIRMED])
@pytest.mark.parametrize("book", [BOOK, ENFORCED], ids=["recorded", "enforced"])
async def test_what_is_refused_never_counts_and_stays_with_its_reason(bureau, verdict, book):
    await bureau.enrols(*THREE, book=book)
    case = (await bureau.waiting()).next
    await bureau.decides(case.card.enrolment_id, verdict)
    assert not await bureau.counts()
    async with bureau.database.read() as session:
        row = await session.get_one(Enrolment, case.card.enrolment_id)
    assert (row.undone_by, row.undone_reason) == (bureau.wati.employee_id, EndReason(verdict.value))


async def test_neither_who_photographed_nor_who_is_photographed_confirms(bureau):
    done = await waits(bureau, book=ENFORCED)
    himself = operator(bureau.office.budi, Grant(Role.ADMIN))
    for actor in (bureau.rahma, himself):
        assert await bureau.decides(done.result.enrolment_id, actor=actor) == INVOLVED
        assert (await bureau.waiting(actor)).next is None
    assert await bureau.count(EnrolmentDecision) == 0


async def test_only_who_serves_the_place_confirms(bureau):
    done = await waits(bureau, book=ENFORCED)
    siti = bureau.office.siti
    elsewhere = operator(siti, Grant(Role.OPERATOR, bureau.office.dishub.id))
    inspector = operator(siti, Grant(Role.INSPECTOR))
    for actor in (elsewhere, inspector, operator(siti)):
        assert await bureau.decides(done.result.enrolment_id, actor=actor) == NOT_ALLOWED
    assert (await bureau.waiting(elsewhere)).next is None
    assert await bureau.waiting(inspector) == NOT_ALLOWED
    unit = operator(siti, Grant(Role.SUPERVISOR, bureau.office.kominfo.id, bureau.office.jaringan.id))
    assert (await bureau.waiting(unit)).count == 1
    assert isinstance(await bureau.decides(done.result.enrolment_id, actor=unit), EnrolmentDecided)


async def test_one_enrolment_is_decided_once(bureau):
    done = await waits(bureau, book=ENFORCED)
    await bureau.decides(done.result.enrolment_id)
    again = await bureau.decides(done.result.enrolment_id, Verdict.WRONG_PERSON)
    assert again == DecidedBefore("Budi", Verdict.CONFIRMED, "Wati", NOW)
    assert await bureau.counts()


async def test_a_card_of_another_version_shows_the_present_one(bureau):
    done = await waits(bureau, book=ENFORCED)
    shown = await bureau.decides(done.result.enrolment_id, version=7)
    assert isinstance(shown, ConfirmationCase)
    assert not await bureau.counts()


async def test_what_was_undone_or_replaced_needs_no_confirmation(bureau):
    first = await waits(bureau, book=ENFORCED)
    await bureau.undoes(first.result.enrolment_id)
    assert await bureau.decides(first.result.enrolment_id, version=2) == NothingToDecide("Budi")
    older = await waits(bureau, book=ENFORCED)
    await waits_for(bureau, "face 5", "face 35", "face 65", book=ENFORCED)
    assert await bureau.decides(older.result.enrolment_id) == NothingToDecide("Budi")
    assert (await bureau.waiting()).count == 1


async def test_the_next_card_comes_with_the_decision_and_the_second_was_not_pushed(bureau):
    async with bureau.database.write(Priority.STEP) as session:
        tono = Employee(name="Tono", created_at=NOW)
        session.add(tono)
        await session.flush()
        session.add(employment(tono, bureau.office.kominfo))
    first = await waits(bureau, book=ENFORCED)
    second = await bureau.enrols("face 150", "face 180", "face 210", book=ENFORCED, employee=tono)
    assert await bureau.told() == [("confirmation-case", 3)]
    decided = await bureau.decides(first.result.enrolment_id)
    assert decided.then.next.card.enrolment_id == second.result.enrolment_id
    assert decided.then.count == 1


@pytest.mark.parametrize("confirmed_first", [True, False])
async def test_a_double_face_and_a_confirmation_are_two_decisions(bureau, confirmed_first):
    await bureau.enrols(*THREE)
    book = book_of(FACE, DuplicateRule(suspect_at=0.9), EnrolmentRule(second_person="enforce"))
    held = await bureau.enrols(*THREE, book=book, employee=bureau.office.siti)
    assert isinstance(held, EnrolmentHeld)
    boss = operator(await employee(bureau, "Wati"), Grant(Role.ADMIN))

    async def cleared():
        async with bureau.database.write(Priority.STEP) as session:
            (case,) = (await show_duplicates(session, boss, NOW)).shown
            step = DecideDuplicate(case.finding_id, case.new.version, DuplicateReason.TWINS)
            return await decide_duplicate(session, boss, step, BOOK, NOW)

    async def confirmed():
        version = (await row(bureau, held.enrolment_id)).version
        return await bureau.decides(held.enrolment_id, actor=boss, version=version)

    first, second = (confirmed, cleared) if confirmed_first else (cleared, confirmed)
    assert (await first()).undecided == 1
    assert not await bureau.counts(bureau.office.siti)
    assert (await second()).undecided == 0
    assert await bureau.counts(bureau.office.siti)


async def row(bureau, enrolment_id) -> Enrolment:
    async with bureau.database.read() as session:
        return await session.get_one(Enrolment, enrolment_id)


async def employee(bureau, name) -> Employee:
    async with bureau.database.read() as session:
        return (await session.scalars(select(Employee).where(Employee.name == name))).one()


async def begins_himself(bureau, actor=None, book=BOOK):
    async with bureau.database.write(Priority.STEP) as session:
        await bureau.everybody_is_informed(session)
        return await begin_own_enrolment(session, actor or bureau.budi, BeginOwnEnrolment(), book, NOW)


async def test_what_somebody_sends_of_himself_always_waits_and_he_is_told_the_end(bureau):
    begun = await begins_himself(bureau)
    assert (begun.employee_id, begun.own) == (bureau.office.budi.id, True)
    done = await waits(bureau, actor=bureau.budi, book=book_of(FACE, EnrolmentRule(second_person="off")))
    assert (done.own, done.confirmers) == (True, 1)
    await bureau.decides(done.result.enrolment_id)
    assert await bureau.counts()
    assert await bureau.told() == [("confirmation-case", 3), ("confirmation-told-own-counts", 0)]


async def test_an_operator_who_enrols_himself_waits_like_everybody(bureau):
    himself = replace(bureau.budi, roles=(Grant(Role.OPERATOR, bureau.office.kominfo.id),))
    assert (await waits(bureau, actor=himself)).own


async def test_nobody_enrols_somebody_else_without_a_role(bureau):
    outcome = await bureau.enrols(*THREE, actor=bureau.budi, employee=bureau.office.siti)
    assert outcome.reason is EnrolmentProblem.NOT_ALLOWED


async def test_who_is_enrolled_sends_nothing_new_unless_he_was_asked_to(bureau):
    done = await bureau.enrols(*THREE)
    assert (await begins_himself(bureau)).reason is EnrolmentProblem.ENROLLED_ALREADY
    async with bureau.database.write(Priority.STEP) as session:
        session.add(RenewalRequest(employee_id=bureau.office.budi.id, enrolment_id=done.enrolment_id, asked_at=NOW))
    assert (await begins_himself(bureau)).own


async def test_sets_of_a_day_are_limited_and_the_rule_may_close_the_way(bureau):
    book = book_of(FACE, EnrolmentRule(self_per_day=2))
    for _ in range(2):
        await waits(bureau, actor=bureau.budi, book=book)
    assert (await begins_himself(bureau, book=book)).reason is EnrolmentProblem.TOO_MANY_SETS
    assert (await bureau.enrols(*THREE, actor=bureau.budi, book=book)).reason is EnrolmentProblem.TOO_MANY_SETS
    closed = book_of(FACE, EnrolmentRule(self_enrolment=False))
    assert (await begins_himself(bureau, book=closed)).reason is EnrolmentProblem.NOT_BY_ONESELF
    nowhere = operator(bureau.office.rahma)
    assert (await begins_himself(bureau, nowhere)).reason is EnrolmentProblem.NOT_BY_ONESELF

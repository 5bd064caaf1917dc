"""One face under two names: held, put before a second person, decided once, on record."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from attendance.people.access.roles import Grant, Role
from attendance.people.faces.duplicate_cases import Case, DuplicateReason, said_of
from attendance.people.faces.duplicates import (
    Cases,
    DecideDuplicate,
    DuplicateClosed,
    DuplicateDecided,
    DuplicateProblem,
    DuplicateRefused,
    DuplicateWithdrawn,
    decide_duplicate,
    show_duplicates,
)
from attendance.people.faces.enrolment_cards import Card
from attendance.people.faces.enrolment_outcomes import (
    AlreadyUndone,
    Enrolled,
    EnrolmentHeld,
    EnrolmentProblem,
    EnrolmentRefused,
    EnrolmentStands,
    EnrolmentUndone,
)
from attendance.people.faces.enrolment_rows import EndReason
from attendance.people.faces.look_alikes import load_rivals, look_alikes_of
from attendance.people.faces.templates import current_enrolment_id
from attendance.people.person import Person
from attendance.people.tables import DuplicateDecision, DuplicateFinding, Employee, Enrolment, LookAlike
from attendance.records.database import Priority
from attendance.records.say import decode_args
from attendance.records.tables import Outbox
from attendance.rules.kinds import DuplicateRule
from attendance.rules.resolve import PersonScope
from tests.attendance.people.booth import AT_ONCE, BOOK, FACE, THREE, UNASKED, Booth, book_of, operator
from tests.attendance.people.office import NIP_BUDI, NIP_SITI, NOW, TODAY, employment, grant, open_account

TWINS, SAME = DuplicateReason.TWINS, DuplicateReason.FALSE_NAME
NOT_ALLOWED = DuplicateRefused(DuplicateProblem.NOT_ALLOWED)
INVOLVED = DuplicateRefused(DuplicateProblem.INVOLVED)
ELSEWHERE = ("face 150", "face 180", "face 210")


class Bureau(Booth):
    """A booth, and Wati with the right to decide: admin of the regency, with an account in chat."""

    wati: Person
    third: Employee

    async def opens(self) -> "Bureau":
        async with self.database.write(Priority.STEP) as session:
            wati, third = (Employee(name=name, created_at=NOW) for name in ("Wati", "Tono"))
            session.add_all([wati, third])
            await session.flush()
            session.add_all([grant(wati, Role.ADMIN), employment(third, self.office.kominfo)])
            self.account = await open_account(session, "1", wati)
            self.rahmas = await open_account(session, "2", self.office.rahma)
        self.wati, self.third = replace(operator(wati, Grant(Role.ADMIN)), account_id=self.account.id), third
        return self

    async def finds(self, **how) -> EnrolmentHeld:
        """Budi's face is enrolled for Siti too."""
        await self.enrols(*THREE)
        held = await self.enrols(*THREE, employee=self.office.siti, **how)
        assert isinstance(held, EnrolmentHeld)
        return held

    async def decides(self, finding_id: int = 1, reason=TWINS, *, actor=None, version=1, now=NOW):
        async with self.database.write(Priority.STEP) as session:
            step = DecideDuplicate(finding_id, version, reason)
            return await decide_duplicate(session, actor or self.wati, step, BOOK, now)

    async def waiting(self, actor=None):
        async with self.database.write(Priority.STEP) as session:
            return await show_duplicates(session, actor or self.wati, NOW)

    async def counts(self, employee) -> bool:
        async with self.database.read() as session:
            return await current_enrolment_id(session, employee.id) is not None

    async def said(self) -> list[tuple[int, str]]:
        """To which account, and what, in their order."""
        async with self.database.read() as session:
            return [(row.account_id, row.key) for row in await session.scalars(select(Outbox).order_by(Outbox.id))]

    async def rows(self, table):
        async with self.database.read() as session:
            return (await session.scalars(select(table).order_by(table.id))).all()


@pytest.fixture
async def bureau(database, media_files, keyring, office) -> Bureau:
    return await Bureau(database, media_files, keyring, office).opens()


async def test_a_face_under_a_second_name_does_not_count_and_its_pictures_are_kept_for_the_decision(bureau):
    held = await bureau.finds()
    assert held == EnrolmentHeld(held.enrolment_id, 1, "Siti", deciders=1)
    assert await bureau.counts(bureau.office.budi)
    assert not await bureau.counts(bureau.office.siti)
    (finding,) = await bureau.rows(DuplicateFinding)
    assert (finding.enrolment_id, finding.other_enrolment_id) == (held.enrolment_id, 1)
    assert finding.likeness == pytest.approx(1.0)
    assert (finding.engine, finding.suspect_at) == ("sface", DuplicateRule().suspect_at)
    assert await bureau.audits() == ["face.enrolled", "face.enrolment_held", "face.duplicate_found"]


async def test_both_cards_go_to_whoever_may_decide_with_a_button_for_each_answer(bureau):
    await bureau.finds()
    (letter,) = await bureau.rows(Outbox)
    assert (letter.account_id, letter.key, letter.kind, letter.inbound_id) == (
        bureau.account.id,
        "duplicate-case",
        "review",
        None,
    )
    args = decode_args(letter.args)
    assert (args["new"].args["name"], args["known"].args["name"]) == ("Siti", "Budi")
    assert (args["new"].args["agency"], args["known"].args["agency"]) == ("Dinas Perhubungan", "Kominfo Contoh")
    assert (args["new"].args["nip"], args["known"].args["nip"]) == ("*" * 14 + NIP_SITI[-4:], "*" * 14 + NIP_BUDI[-4:])
    assert {args[card].args["operator"] for card in args} == {"Rahma"}
    assert {args[card].args["count"] for card in args} == {3}
    assert [button[1:] for button in letter.form["buttons"]] == [
        [f"duplicate-{reason}", 1, 1] for reason in DuplicateReason
    ]


async def test_different_faces_are_enrolled_without_a_word(bureau):
    assert isinstance(await bureau.enrols(*THREE), Enrolled)
    assert isinstance(await bureau.enrols(*ELSEWHERE, employee=bureau.office.siti), Enrolled)
    assert await bureau.rows(DuplicateFinding) == []
    assert await bureau.said() == []


async def test_the_same_person_is_enrolled_anew_without_a_word(bureau):
    await bureau.enrols(*THREE)
    assert isinstance(await bureau.enrols(*THREE), Enrolled)


@pytest.mark.parametrize(("level", "findings"), [("off", 0), ("record_only", 1)])
async def test_where_it_is_not_enforced_the_enrolment_counts(bureau, level, findings):
    book = book_of(FACE, AT_ONCE, DuplicateRule(level=level))
    await bureau.enrols(*THREE)
    assert isinstance(await bureau.enrols(*THREE, employee=bureau.office.siti, book=book), Enrolled)
    assert await bureau.counts(bureau.office.siti)
    assert len(await bureau.rows(DuplicateFinding)) == findings
    assert await bureau.said() == []
    assert await bureau.waiting() == Cases((), more=False)


async def test_the_threshold_is_a_rule(bureau):
    await bureau.enrols("face 0", "face 10", "face 20")
    alike = ("face 60", "face 65", "face 70")
    loose, strict = (book_of(FACE, AT_ONCE, DuplicateRule(suspect_at=at)) for at in (0.75, 0.65))
    assert isinstance(await bureau.enrols(*alike, employee=bureau.office.siti, book=loose), Enrolled)
    assert isinstance(await bureau.enrols(*alike, employee=bureau.third, book=strict), EnrolmentHeld)


async def test_the_same_person_is_refused_with_author_and_reason_on_record(bureau):
    held = await bureau.finds()
    decided = await bureau.decides(reason=SAME)
    assert isinstance(decided, DuplicateDecided)
    assert (decided.reason, decided.undecided) == (SAME, 0)
    assert not await bureau.counts(bureau.office.siti)
    assert await bureau.counts(bureau.office.budi)
    (decision,) = await bureau.rows(DuplicateDecision)
    assert (decision.reason, decision.decided_by, decision.decided_at) == (SAME, bureau.wati.employee_id, NOW)
    refused = (await bureau.rows(Enrolment))[-1]
    assert (refused.id, refused.held, refused.undone_by) == (held.enrolment_id, True, bureau.wati.employee_id)
    assert await bureau.rows(LookAlike) == []
    assert (await bureau.audits())[-1] == "face.duplicate_refused"
    assert (await bureau.said())[-1] == (bureau.rahmas.id, "duplicate-told-refused")


async def test_two_people_count_and_are_look_alikes_of_each_other_from_then_on(bureau, keyring):
    await bureau.finds()
    decided = await bureau.decides()
    assert (decided.case.new.name, decided.case.known.name, decided.undecided) == ("Siti", "Budi", 0)
    budi, siti = bureau.office.budi, bureau.office.siti
    assert await bureau.counts(siti)
    (pair,) = await bureau.rows(LookAlike)
    assert (pair.first_id, pair.second_id, pair.decision_id) == (budi.id, siti.id, 1)
    async with bureau.database.read() as session:
        assert list(await look_alikes_of(session, budi.id)) == [siti.id]
        assert list(await look_alikes_of(session, siti.id)) == [budi.id]
        (rival,) = await load_rivals(session, budi.id, keyring) or []
        assert rival.enrolment_id == await current_enrolment_id(session, siti.id)
        assert await load_rivals(session, bureau.third.id, keyring) is None
    assert (await bureau.audits())[-1] == "face.duplicate_cleared"
    assert (await bureau.said())[-1] == (bureau.rahmas.id, "duplicate-told-counts")


async def test_whoever_photographed_one_of_them_never_decides(bureau):
    budis = replace(bureau.wati)
    await bureau.enrols(*THREE, actor=budis)
    held = await bureau.enrols(*THREE, employee=bureau.office.siti)
    assert held.deciders == 0
    assert await bureau.decides(actor=bureau.rahma) == INVOLVED
    assert await bureau.decides(actor=bureau.wati) == INVOLVED
    assert await bureau.rows(DuplicateDecision) == []
    assert await bureau.said() == []


async def test_neither_of_the_two_decides_about_himself(bureau):
    await bureau.finds()
    for involved in (bureau.office.budi, bureau.office.siti):
        assert await bureau.decides(actor=operator(involved, Grant(Role.ADMIN))) == INVOLVED


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_only_an_admin_decides(bureau, role):
    await bureau.finds()
    somebody = operator(bureau.third, Grant(role))
    assert await bureau.decides(actor=somebody) == NOT_ALLOWED
    assert await bureau.waiting(somebody) == NOT_ALLOWED


async def test_an_admin_of_one_agency_does_not_decide_about_two(bureau):
    await bureau.finds()
    here = operator(bureau.third, Grant(Role.ADMIN, bureau.office.kominfo.id))
    both = replace(here, roles=(*here.roles, Grant(Role.ADMIN, bureau.office.dishub.id)))
    assert await bureau.decides(actor=here) == NOT_ALLOWED
    assert await bureau.waiting(here) == Cases((), more=False)
    assert isinstance(await bureau.decides(actor=both), DuplicateDecided)


async def test_a_case_is_decided_once_and_a_later_press_hears_how_it_stands(bureau):
    await bureau.finds()
    await bureau.decides()
    again = await bureau.decides(reason=SAME, now=NOW + timedelta(hours=1))
    assert (again.name, again.reason, again.by, again.at) == ("Siti", TWINS, "Wati", NOW)
    assert isinstance(again, DuplicateClosed)
    assert len(await bureau.rows(DuplicateDecision)) == 1
    assert await bureau.counts(bureau.office.siti)


async def test_a_button_of_another_version_shows_the_case_as_it_is(bureau):
    await bureau.finds()
    shown = await bureau.decides(version=2)
    assert isinstance(shown, Case)
    assert shown.new.version == 1
    assert await bureau.rows(DuplicateDecision) == []


async def test_a_case_that_nobody_knows_says_nothing(bureau):
    assert await bureau.decides(999) == NOT_ALLOWED


async def test_the_operator_may_take_a_held_enrolment_back(bureau):
    held = await bureau.finds()
    assert await bureau.undoes(held.enrolment_id) == EnrolmentUndone("Siti", EndReason.WRONG_PERSON)
    assert isinstance(await bureau.undoes(held.enrolment_id), AlreadyUndone)
    assert await bureau.decides() == DuplicateWithdrawn("Siti")
    assert await bureau.waiting() == Cases((), more=False)


async def test_enrolling_again_takes_the_held_one_back(bureau):
    first = await bureau.finds()
    again = await bureau.enrols(*THREE, employee=bureau.office.siti)
    assert isinstance(again, EnrolmentHeld)
    assert await bureau.decides(1) == DuplicateWithdrawn("Siti")
    (case,) = (await bureau.waiting()).shown
    assert (case.new.enrolment_id, case.known.enrolment_id) == (again.enrolment_id, 1)
    assert (await bureau.undoes(first.enrolment_id)).reason is EndReason.REPLACED


async def test_a_held_enrolment_leaves_the_older_one_in_force(bureau):
    await bureau.enrols(*ELSEWHERE, employee=bureau.office.siti)
    held = await bureau.finds()
    async with bureau.database.read() as session:
        assert await current_enrolment_id(session, bureau.office.siti.id) == 1
    await bureau.decides(reason=SAME)
    async with bureau.database.read() as session:
        assert await current_enrolment_id(session, bureau.office.siti.id) == 1
    assert await bureau.undoes(1) == EnrolmentUndone("Siti", EndReason.WRONG_PERSON)
    assert held.enrolment_id == 3


async def test_one_that_was_let_pass_supersedes_the_older_one(bureau):
    await bureau.enrols(*ELSEWHERE, employee=bureau.office.siti)
    held = await bureau.finds(book=UNASKED)
    await bureau.decides()
    async with bureau.database.read() as session:
        assert await current_enrolment_id(session, bureau.office.siti.id) == held.enrolment_id
    assert await bureau.undoes(1) == EnrolmentRefused(EnrolmentProblem.SUPERSEDED)
    assert await bureau.undoes(held.enrolment_id, version=2) == EnrolmentUndone("Siti", EndReason.WRONG_PERSON)


async def test_an_undo_button_drawn_before_the_decision_shows_how_it_stands(bureau):
    held = await bureau.finds()
    await bureau.decides()
    stands = await bureau.undoes(held.enrolment_id)
    assert stands == EnrolmentStands(held.enrolment_id, 2, "Siti", "*" * 14 + NIP_SITI[-4:], 3)
    assert await bureau.counts(bureau.office.siti)
    assert await bureau.undoes(stands.enrolment_id, stands.version) == EnrolmentUndone("Siti", EndReason.WRONG_PERSON)


async def test_it_counts_once_every_finding_is_decided(bureau):
    await bureau.finds()
    await bureau.decides()
    third = await bureau.enrols(*THREE, employee=bureau.third)
    assert third.deciders == 1
    first, second = (await bureau.waiting()).shown
    assert {first.known.name, second.known.name} == {"Budi", "Siti"}
    assert (await bureau.decides(first.finding_id)).undecided == 1
    assert not await bureau.counts(bureau.third)
    assert (await bureau.decides(second.finding_id)).undecided == 0
    assert await bureau.counts(bureau.third)
    assert len(await bureau.rows(LookAlike)) == 3


async def test_one_refusal_ends_the_other_findings_too(bureau):
    await bureau.finds()
    await bureau.decides()
    await bureau.enrols(*THREE, employee=bureau.third)
    first, second = (await bureau.waiting()).shown
    await bureau.decides(first.finding_id, SAME)
    assert await bureau.decides(second.finding_id) == DuplicateWithdrawn("Tono")
    assert not await bureau.counts(bureau.third)


async def test_a_registered_twin_who_is_nearer_to_himself_is_enrolled_anew_without_a_word(bureau):
    await bureau.enrols("face 0", "face 5", "face 10")
    await bureau.enrols("face 40", "face 45", "face 50", employee=bureau.office.siti)
    await bureau.decides()
    again = await bureau.enrols("face 42", "face 46", "face 52", employee=bureau.office.siti)
    assert isinstance(again, Enrolled)


async def test_a_registered_twin_photographed_under_the_others_name_is_held(bureau):
    await bureau.enrols("face 0", "face 5", "face 10")
    await bureau.enrols("face 40", "face 45", "face 50", employee=bureau.office.siti)
    await bureau.decides()
    swapped = await bureau.enrols("face 1", "face 6", "face 11", employee=bureau.office.siti)
    assert isinstance(swapped, EnrolmentHeld)
    assert isinstance(await bureau.decides(2), DuplicateDecided)
    assert len(await bureau.rows(LookAlike)) == 1


async def test_a_twin_without_templates_of_his_own_is_looked_at_again(bureau):
    await bureau.finds()
    await bureau.decides()
    await bureau.undoes(2, version=2)
    assert isinstance(await bureau.enrols(*THREE, employee=bureau.office.siti), EnrolmentHeld)


async def test_accounts_that_blocked_us_and_roles_that_ended_are_not_asked(bureau):
    async with bureau.database.write(Priority.STEP) as session:
        account = await session.get_one(type(bureau.account), bureau.account.id)
        account.blocked_at = NOW
        was_admin = Employee(name="Dulu", created_at=NOW)
        session.add(was_admin)
        await session.flush()
        session.add(grant(was_admin, Role.ADMIN, valid_to=TODAY - timedelta(days=1)))
        await open_account(session, "9", was_admin)
    assert (await bureau.finds()).deciders == 0
    (case,) = (await bureau.waiting()).shown
    assert case.new.name == "Siti"


async def test_more_than_a_handful_is_shown_in_turns(bureau, monkeypatch):
    monkeypatch.setattr("attendance.people.faces.duplicates.MOST_SHOWN", 1)
    await bureau.finds()
    assert not (await bureau.waiting()).more
    await bureau.enrols(*THREE, employee=bureau.third)
    cases = await bureau.waiting()
    assert (len(cases.shown), cases.more) == (1, True)


def test_people_without_a_workplace_have_a_card_too():
    card = Card(1, "Budi", None, None, PersonScope(1), 1, 1, 3, 2, "Rahma", NOW)
    line = said_of(Case(7, card, card), "Asia/Makassar").args["new"]
    assert (line.args["agency"], line.args["nip"]) == ("-", "-")

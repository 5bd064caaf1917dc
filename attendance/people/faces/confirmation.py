"""The second person: confirms an enrolment or refuses it, once and with a reason.

Never the one who photographed, nor the one who is photographed: see `duplicates`, where a face is known twice.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.reachable import people_who_may, reached, tell, tell_oneself
from attendance.people.access.roles import Action
from attendance.people.faces.confirmation_cases import (
    ConfirmationCase,
    Verdict,
    case_of,
    others_due,
    said_of,
    waiting_for,
)
from attendance.people.faces.duplicate_cases import is_undecided
from attendance.people.faces.enrolment_rows import Confirmation, end_enrolment
from attendance.people.person import Person
from attendance.people.tables import DuplicateFinding, Employee, Enrolment, EnrolmentDecision
from attendance.records.audit import append_audit
from attendance.records.say import Line, Say, SayKind, Value, local
from attendance.rules.book import RuleBook
from attendance.time.schedule import work_date_of


@dataclass(frozen=True, slots=True)
class DecideEnrolment:
    """The step of a button under a card, drawn for that version of the enrolment."""

    enrolment_id: int
    version: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ShowEnrolments:
    """The step of /konfirmasi."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What this person may confirm next, None when nothing waits, and how many there are with it."""

    next: ConfirmationCase | None
    count: int


@dataclass(frozen=True, slots=True)
class EnrolmentDecided:
    """It is on record. `undecided`: findings of a double face that still keep it from counting. `then`: the next."""

    name: str
    verdict: Verdict
    undecided: int
    then: Waiting


@dataclass(frozen=True, slots=True)
class DecidedBefore:
    """Nothing changed: what was decided, by whom and when."""

    name: str
    verdict: Verdict
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NothingToDecide:
    """The enrolment was undone or replaced before anybody confirmed it."""

    name: str


class ConfirmationProblem(StrEnum):
    """Why somebody may not confirm."""

    NOT_ALLOWED = "not-allowed"
    INVOLVED = "involved"


@dataclass(frozen=True, slots=True)
class ConfirmationRefused:
    """Nothing was written."""

    reason: ConfirmationProblem


ConfirmationOutcome = (
    Waiting | ConfirmationCase | EnrolmentDecided | DecidedBefore | NothingToDecide | ConfirmationRefused
)


async def show_enrolments(session: AsyncSession, actor: Person, now: datetime) -> Waiting | ConfirmationRefused:
    if not actor.may_anywhere(Action.CONFIRM_ENROLMENT):
        return ConfirmationRefused(ConfirmationProblem.NOT_ALLOWED)
    return await _waiting(session, actor, now)


async def put_before_confirmers(session: AsyncSession, enrolment: Enrolment, book: RuleBook, now: datetime) -> int:
    """Ask everybody who may confirm it, and who has no other of that agency to look at; how many may."""
    case = await case_of(session, enrolment, now.date())
    others = await others_due(session, case, now.date())
    people = [
        person
        for person in await people_who_may(session, Action.CONFIRM_ENROLMENT, book, now, case.card.scope)
        if _problem(person, case) is None
    ]
    for person in people:
        # The next card follows when one is decided; a screen full of them would be answered unread.
        if not any(person.employee_id not in parties for parties in others):
            tell(session, person, said_of(case, person.timezone), now)
    return len({person.employee_id for person in people})


async def decide_enrolment(
    session: AsyncSession, actor: Person, step: DecideEnrolment, book: RuleBook, now: datetime
) -> ConfirmationOutcome:
    """Decide, or tell how it stands: of two presses at the same moment the second finds it decided."""
    enrolment = await session.get(Enrolment, step.enrolment_id)
    if enrolment is None or not actor.may_anywhere(Action.CONFIRM_ENROLMENT):
        return ConfirmationRefused(ConfirmationProblem.NOT_ALLOWED)
    # As enrolling and undoing do, deciding takes turns over the employee.
    await session.get_one(Employee, enrolment.employee_id, with_for_update=True)
    await session.refresh(enrolment)
    case = await case_of(session, enrolment, work_date_of(now, actor.timezone))
    if (problem := _problem(actor, case)) is not None:
        return ConfirmationRefused(problem)
    if (before := await _before(session, case, actor.timezone)) is not None:
        return before
    if enrolment.undone_at is not None or await _is_replaced(session, enrolment):
        return NothingToDecide(case.card.name)
    if step.version != enrolment.version:
        return case
    undecided = await _decide(session, actor, enrolment, step.verdict, now)
    await _tell_author(session, case, step.verdict, undecided, book, now)
    return EnrolmentDecided(case.card.name, step.verdict, undecided, await _waiting(session, actor, now))


def _problem(actor: Person, case: ConfirmationCase) -> ConfirmationProblem | None:
    if actor.employee_id in case.parties:
        return ConfirmationProblem.INVOLVED
    covered = actor.may(Action.CONFIRM_ENROLMENT, case.card.scope)
    return None if covered else ConfirmationProblem.NOT_ALLOWED


async def _waiting(session: AsyncSession, actor: Person, now: datetime) -> Waiting:
    today = work_date_of(now, actor.timezone)
    enrolment, count = await waiting_for(session, actor, today)
    return Waiting(None if enrolment is None else await case_of(session, enrolment, today), count)


async def _before(session: AsyncSession, case: ConfirmationCase, zone: str) -> DecidedBefore | None:
    made = (
        select(EnrolmentDecision, Employee.name)
        .join(Employee, Employee.id == EnrolmentDecision.decided_by)
        .where(EnrolmentDecision.enrolment_id == case.card.enrolment_id)
    )
    row = (await session.execute(made)).one_or_none()
    if row is None:
        return None
    decision, by = row
    return DecidedBefore(case.card.name, Verdict(decision.verdict), by, local(decision.decided_at, zone))


async def _is_replaced(session: AsyncSession, enrolment: Enrolment) -> bool:
    newer = select(Enrolment.id).where(
        Enrolment.employee_id == enrolment.employee_id, Enrolment.id > enrolment.id, ~Enrolment.held
    )
    return await session.scalar(newer.limit(1)) is not None


async def _decide(session: AsyncSession, actor: Person, enrolment: Enrolment, verdict: Verdict, now: datetime) -> int:
    """Write it; how many decisions about a double face the enrolment still waits for."""
    if actor.employee_id is None:
        raise ValueError("somebody without a name decides nothing")
    decision = EnrolmentDecision(
        enrolment_id=enrolment.id, verdict=verdict, decided_by=actor.employee_id, decided_at=now
    )
    session.add(decision)
    await session.flush()
    append_audit(
        session,
        at=now,
        actor_id=actor.employee_id,
        action=f"face.enrolment_{'confirmed' if verdict.ends_by is None else 'refused'}",
        subject="enrolment_decision",
        subject_id=decision.id,
        detail=verdict,
    )
    if verdict.ends_by is not None:
        end_enrolment(session, enrolment, actor.employee_id, verdict.ends_by, now)
        return 0
    undecided = await _undecided(session, enrolment)
    enrolment.confirmation = Confirmation.GIVEN
    enrolment.held = enrolment.suspect
    enrolment.version += 1
    await session.flush()
    return undecided


async def _undecided(session: AsyncSession, enrolment: Enrolment) -> int:
    if not enrolment.suspect:
        return 0
    waiting = select(func.count()).where(DuplicateFinding.enrolment_id == enrolment.id, is_undecided)
    return await session.scalar(waiting) or 0


async def _tell_author(
    session: AsyncSession, case: ConfirmationCase, verdict: Verdict, undecided: int, book: RuleBook, now: datetime
) -> None:
    """Whoever sent the pictures hears what came of them; what counted before and counts on is no news."""
    if verdict.ends_by is None and (case.counts or undecided):
        return
    what = "counts" if verdict.ends_by is None else "refused"
    args: dict[str, Value] = {} if verdict.ends_by is None else {"reason": Line(f"enrolment-end-{verdict.ends_by}")}
    if case.own:
        say = Say(f"confirmation-told-own-{what}", args, kind=SayKind.REVIEW)
        await tell_oneself(session, case.card.employee_id, say, now)
    elif (operator := await reached(session, case.card.enrolled_by, book, now)) is not None:
        args["name"] = case.card.name
        tell(session, operator, Say(f"confirmation-told-operator-{what}", args, kind=SayKind.REVIEW), now)

"""The same face under two names: the enrolment is held, and a second person decides what it is.

A finding and its decision are rows that never change. One "same person" refuses the enrolment for ever; once all its
findings are "two people" it counts, and the pairs are look-alikes from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.reachable import people_who_may, reached, tell
from attendance.people.access.roles import Action
from attendance.people.faces.duplicate_cases import Case, DuplicateReason, case_of, is_undecided, open_cases, said_of
from attendance.people.faces.enrolment_rows import Confirmation, EndReason
from attendance.people.faces.gallery import Searched
from attendance.people.faces.known_faces import Alike
from attendance.people.faces.look_alikes import look_alikes_of, register_pair
from attendance.people.person import Person
from attendance.people.tables import DuplicateDecision, DuplicateFinding, Employee, Enrolment
from attendance.records.audit import append_audit
from attendance.records.say import Say, SayKind, local
from attendance.rules.book import RuleBook
from attendance.rules.kinds import DuplicateRule
from attendance.time.schedule import work_date_of

#: Cases told at once by /ganda; the next come when these are decided.
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class DecideDuplicate:
    """The step of a button under a case, drawn for that version of the enrolment."""

    finding_id: int
    version: int
    reason: DuplicateReason


@dataclass(frozen=True, slots=True)
class ShowDuplicates:
    """The step of /ganda."""


@dataclass(frozen=True, slots=True)
class Cases:
    """What waits for this person. `more`: there are others behind those shown."""

    shown: tuple[Case, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class DuplicateDecided:
    """It is on record. `undecided`: findings of the same enrolment that still keep it from counting."""

    case: Case
    reason: DuplicateReason
    undecided: int


@dataclass(frozen=True, slots=True)
class DuplicateClosed:
    """How a case stands that was decided before: by whom, when and why."""

    name: str
    reason: DuplicateReason
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DuplicateWithdrawn:
    """The enrolment was undone, replaced or refused before anybody decided this case."""

    name: str


class DuplicateProblem(StrEnum):
    """Why somebody may not decide."""

    NOT_ALLOWED = "not-allowed"
    INVOLVED = "involved"
    """One of the two people, or who photographed one of them: never the second person."""


@dataclass(frozen=True, slots=True)
class DuplicateRefused:
    """Nothing was written."""

    reason: DuplicateProblem


DuplicateOutcome = Cases | Case | DuplicateDecided | DuplicateClosed | DuplicateWithdrawn | DuplicateRefused


async def suspects(
    session: AsyncSession, found: Sequence[Alike], searched: Searched, rule: DuplicateRule
) -> list[Alike]:
    """Whom a human must look at: not the registered look-alikes of somebody who is clearly nearer to himself."""
    known = set(await look_alikes_of(session, searched.employee_id)) if found else set[int]()
    return [one for one in found if one.employee_id not in known or not _is_himself(one, searched, rule)]


def _is_himself(one: Alike, searched: Searched, rule: DuplicateRule) -> bool:
    return searched.own is not None and searched.own - one.likeness >= rule.look_alike_margin


async def record_findings(
    session: AsyncSession, enrolment: Enrolment, found: Sequence[Alike], searched: Searched, now: datetime
) -> None:
    """One row for each enrolment of somebody else that has this face."""
    engine, version = searched.kind
    rows = [
        DuplicateFinding(
            enrolment_id=enrolment.id,
            other_enrolment_id=one.enrolment_id,
            engine=engine,
            engine_version=version,
            likeness=one.likeness,
            suspect_at=searched.at_least,
            found_at=now,
        )
        for one in found
    ]
    session.add_all(rows)
    await session.flush()
    for row in rows:
        append_audit(
            session,
            at=now,
            actor_id=None,
            action="face.duplicate_found",
            subject="duplicate_finding",
            subject_id=row.id,
        )


async def put_before_others(session: AsyncSession, enrolment: Enrolment, book: RuleBook, now: datetime) -> int:
    """Send the cases of an enrolment to everybody who may decide them; how many people these are."""
    people = await people_who_may(session, Action.DECIDE_DUPLICATE, book, now)
    told = set[int]()
    async for case in open_cases(session, now.date(), DuplicateFinding.enrolment_id == enrolment.id):
        for person in people:
            if _problem(person, case) is None:
                tell(session, person, said_of(case, person.timezone), now)
                told.add(person.account_id)
    return len(told)


async def show_duplicates(session: AsyncSession, actor: Person, now: datetime) -> Cases | DuplicateRefused:
    """What waits for this person, the oldest first."""
    if not actor.may_anywhere(Action.DECIDE_DUPLICATE):
        return DuplicateRefused(DuplicateProblem.NOT_ALLOWED)
    shown: list[Case] = []
    today = work_date_of(now, actor.timezone)
    async for case in open_cases(session, today, Enrolment.enrolled_by != actor.employee_id):
        if _problem(actor, case) is None:
            shown.append(case)
        if len(shown) > MOST_SHOWN:
            break
    return Cases(tuple(shown[:MOST_SHOWN]), len(shown) > MOST_SHOWN)


async def decide_duplicate(
    session: AsyncSession, actor: Person, step: DecideDuplicate, book: RuleBook, now: datetime
) -> Case | DuplicateDecided | DuplicateClosed | DuplicateWithdrawn | DuplicateRefused:
    """Decide a case, or tell how it stands: of two presses at the same moment the second finds it decided."""
    finding = await session.get(DuplicateFinding, step.finding_id)
    if finding is None or not actor.may_anywhere(Action.DECIDE_DUPLICATE):
        return DuplicateRefused(DuplicateProblem.NOT_ALLOWED)
    enrolment = await session.get_one(Enrolment, finding.enrolment_id)
    # As enrolling and undoing do, deciding takes turns over the employee.
    await session.get_one(Employee, enrolment.employee_id, with_for_update=True)
    await session.refresh(enrolment)
    case = await case_of(session, finding, work_date_of(now, actor.timezone))
    if (problem := _problem(actor, case)) is not None:
        return DuplicateRefused(problem)
    if (closed := await _closed(session, case, actor.timezone)) is not None:
        return closed
    if not enrolment.suspect or enrolment.undone_at is not None:
        return DuplicateWithdrawn(case.new.name)
    if step.version != enrolment.version:
        return case
    return await _decide(session, actor, step.reason, case, book, now)


def _problem(actor: Person, case: Case) -> DuplicateProblem | None:
    if actor.employee_id in case.parties:
        return DuplicateProblem.INVOLVED
    covered = all(actor.may(Action.DECIDE_DUPLICATE, card.scope) for card in (case.new, case.known))
    return None if covered else DuplicateProblem.NOT_ALLOWED


async def _closed(session: AsyncSession, case: Case, zone: str) -> DuplicateClosed | None:
    made = (
        select(DuplicateDecision, Employee.name)
        .join(Employee, Employee.id == DuplicateDecision.decided_by)
        .where(DuplicateDecision.finding_id == case.finding_id)
    )
    row = (await session.execute(made)).one_or_none()
    if row is None:
        return None
    decision, by = row
    return DuplicateClosed(case.new.name, DuplicateReason(decision.reason), by, local(decision.decided_at, zone))


async def _decide(
    session: AsyncSession, actor: Person, reason: DuplicateReason, case: Case, book: RuleBook, now: datetime
) -> DuplicateDecided:
    decision = DuplicateDecision(
        finding_id=case.finding_id, reason=reason, decided_by=actor.employee_id, decided_at=now
    )
    session.add(decision)
    await session.flush()
    _audit(session, actor, f"face.duplicate_{'refused' if reason.is_same_person else 'cleared'}", decision, now)
    if reason.is_same_person:
        await _end_hold(session, case, undone_at=now, undone_by=actor.employee_id, undone_reason=EndReason.DUPLICATE)
        await _tell_operator(session, case, "duplicate-told-refused", book, now)
        return DuplicateDecided(case, reason, 0)
    await register_pair(session, case.new.employee_id, case.known.employee_id, decision, now)
    undecided = await _undecided(session, case)
    due = await _confirmation_is_due(session, case)
    if undecided == 0:
        await _end_hold(session, case, suspect=False, held=due)
        if not due:
            await _tell_operator(session, case, "duplicate-told-counts", book, now)
    return DuplicateDecided(case, reason, undecided + due)


async def _undecided(session: AsyncSession, case: Case) -> int:
    waiting = select(func.count()).where(DuplicateFinding.enrolment_id == case.new.enrolment_id, is_undecided)
    return await session.scalar(waiting) or 0


async def _confirmation_is_due(session: AsyncSession, case: Case) -> bool:
    """Whether the second person has to look at the pictures besides: one decision does not stand for the other."""
    confirmation = select(Enrolment.confirmation).where(Enrolment.id == case.new.enrolment_id)
    return await session.scalar(confirmation) == Confirmation.DUE


async def _end_hold(session: AsyncSession, case: Case, **values: object) -> None:
    await session.execute(
        update(Enrolment)
        .where(Enrolment.id == case.new.enrolment_id, Enrolment.version == case.new.version)
        .values(version=Enrolment.version + 1, **values)
        .execution_options(synchronize_session=False)
    )


async def _tell_operator(session: AsyncSession, case: Case, key: str, book: RuleBook, now: datetime) -> None:
    """Whoever photographed hears what came of it, and nothing about the other person."""
    operator = await reached(session, case.new.enrolled_by, book, now)
    if operator is not None:
        tell(session, operator, Say(key, {"name": case.new.name}, kind=SayKind.REVIEW), now)


def _audit(session: AsyncSession, actor: Person, action: str, decision: DuplicateDecision, now: datetime) -> None:
    append_audit(
        session,
        at=now,
        actor_id=actor.employee_id,
        action=action,
        subject="duplicate_decision",
        subject_id=decision.id,
        detail=decision.reason,
    )

"""The steps of a witness: the code that was said aloud, and the answer to the card it opens."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attempt import AttemptStatus
from attendance.checkin.decide import AskKind
from attendance.checkin.tables import Attempt, Evidence, Testimony
from attendance.checkin.witness import Presence, WitnessProblem, is_official, problem_of
from attendance.people.employment import scope_of
from attendance.people.person import Person
from attendance.people.tables import Employee
from attendance.records.audit import append_audit
from attendance.records.deadline import DeadlineKind, set_deadlines
from attendance.records.say import local
from attendance.records.tables import Audit
from attendance.rules.book import RuleBook
from attendance.rules.kinds import WitnessRule
from attendance.time.schedule import Direction

#: Wrong codes of one person within an hour. A code has four digits and lives for an hour at most, with few at a time.
MOST_WRONG_CODES = 10
_COUNTED = timedelta(hours=1)
_FAILED = "witness.code_failed"


@dataclass(frozen=True, slots=True)
class FindCall:
    """The step of /saksi; the code as it was typed."""

    code: str


@dataclass(frozen=True, slots=True)
class Testify:
    """The step of the buttons on the card, which was drawn for that code."""

    attempt_id: int
    code: str
    yes: bool


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody waits for a witness since `at`, in the zone of the witness."""

    attempt_id: int
    code: str
    name: str
    direction: Direction
    at: datetime
    site: str


@dataclass(frozen=True, slots=True)
class Testified:
    """It is on record; what it leads to is told to the person."""

    name: str
    yes: bool


@dataclass(frozen=True, slots=True)
class WitnessRefused:
    reason: WitnessProblem


VouchingOutcome = Call | Testified | WitnessRefused


@dataclass(frozen=True)
class _Waiting:
    attempt: Attempt
    presence: Presence
    site: str


async def find_call(
    session: AsyncSession, witness: Person, step: FindCall, book: RuleBook, now: datetime
) -> Call | WitnessRefused:
    """Whom the code is of. Whoever has nothing to do with that person learns nothing and is counted as a guesser."""
    if await _wrong_codes(session, witness, now) >= MOST_WRONG_CODES:
        return WitnessRefused(WitnessProblem.TOO_MANY_CODES)
    waiting = await _waiting(session, Attempt.witness_code == step.code, now)
    problem = WitnessProblem.CODE_UNKNOWN
    for one in waiting:
        found = await _problem(session, witness, one, book, now)
        if found is None:
            return await _call(session, witness, one, step.code)
        problem = found if found is not WitnessProblem.CODE_UNKNOWN else problem
    if problem is WitnessProblem.CODE_UNKNOWN:
        append_audit(session, at=now, actor_id=witness.employee_id, action=_FAILED, subject="employee")
    return WitnessRefused(problem)


async def testify(
    session: AsyncSession, witness: Person, step: Testify, book: RuleBook, now: datetime
) -> Testified | WitnessRefused:
    """Record it; the attempt goes on in the turn of its own person."""
    if witness.employee_id is None:
        return WitnessRefused(WitnessProblem.CODE_UNKNOWN)
    # Two cards that one witness answers at the same moment are counted one after the other.
    await session.get_one(Employee, witness.employee_id, with_for_update=True)
    named = (Attempt.id == step.attempt_id) & (Attempt.witness_code == step.code)
    found = await _waiting(session, named, now)
    if not found:
        return WitnessRefused(WitnessProblem.CODE_UNKNOWN)
    (one,) = found
    problem = await _problem(session, witness, one, book, now)
    if problem is None and await _has_spoken(session, witness, one.attempt):
        problem = WitnessProblem.SAID_ALREADY
    if problem is not None:
        return WitnessRefused(problem)
    await _record(session, witness, one, step, now)
    employee = await session.get_one(Employee, one.attempt.employee_id)
    return Testified(employee.name, step.yes)


async def _waiting(session: AsyncSession, condition: ColumnElement[bool], now: datetime) -> list[_Waiting]:
    query = select(Attempt).where(condition, Attempt.status == AttemptStatus.WAITING, Attempt.witness_until > now)
    found = [await _with_presence(session, attempt) for attempt in await session.scalars(query.order_by(Attempt.id))]
    return [one for one in found if one is not None]


async def _with_presence(session: AsyncSession, attempt: Attempt) -> _Waiting | None:
    """By what was found when the witness was asked for."""
    if attempt.asks[-1] != AskKind.WITNESS or attempt.direction is None:
        return None
    newest = select(Evidence.value).where(Evidence.attempt_id == attempt.id).order_by(Evidence.id.desc()).limit(1)
    value = (await session.scalars(newest)).one()
    place = value["position"]["place"]
    scope = await scope_of(session, attempt.employee_id, attempt.work_date)
    presence = Presence(scope, attempt.work_date, Direction(attempt.direction), place["site_id"])
    return _Waiting(attempt, presence, place["site"])


async def _problem(
    session: AsyncSession, witness: Person, one: _Waiting, book: RuleBook, now: datetime
) -> WitnessProblem | None:
    rule = book.get(WitnessRule, one.presence.scope, one.attempt.work_date).value
    return await problem_of(session, witness, one.presence, rule, now)


async def _call(session: AsyncSession, witness: Person, one: _Waiting, code: str) -> Call:
    employee = await session.get_one(Employee, one.attempt.employee_id)
    at = local(one.attempt.first_message_at or one.attempt.created_at, witness.timezone)
    return Call(one.attempt.id, code, employee.name, one.presence.direction, at, one.site)


async def _has_spoken(session: AsyncSession, witness: Person, attempt: Attempt) -> bool:
    said = select(Testimony.id).where(Testimony.attempt_id == attempt.id, Testimony.witness_id == witness.employee_id)
    return await session.scalar(said) is not None


async def _record(session: AsyncSession, witness: Person, one: _Waiting, step: Testify, now: datetime) -> None:
    row = Testimony(
        attempt_id=one.attempt.id,
        about_id=one.presence.about_id,
        witness_id=witness.employee_id,
        work_date=one.presence.work_date,
        direction=one.presence.direction,
        site_id=one.presence.site_id,
        official=is_official(witness, one.presence),
        yes=step.yes,
        said_at=now,
    )
    session.add(row)
    await session.flush()
    action = "witness.vouched" if step.yes else "witness.denied"
    append_audit(session, at=now, actor_id=witness.employee_id, action=action, subject="testimony", subject_id=row.id)
    await set_deadlines(session, one.attempt.id, one.attempt.account_id, {DeadlineKind.TESTIFIED: now})


async def _wrong_codes(session: AsyncSession, witness: Person, now: datetime) -> int:
    recent = select(func.count()).where(
        Audit.action == _FAILED, Audit.at > now - _COUNTED, Audit.actor_id == witness.employee_id
    )
    return await session.scalar(recent) or 0

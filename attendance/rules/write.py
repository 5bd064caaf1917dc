"""Writing rules: refused when they overlap within their scope or loosen what a wider scope demands.

A row never changes, but for the end of a rule that has none, which is set once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import employed_between
from attendance.people.tables import Agency, Employee, Employment, Unit
from attendance.records.audit import append_audit
from attendance.rules.book import read_rules
from attendance.rules.kinds import FloorKind, RuleKind
from attendance.rules.resolve import NOBODY, PersonScope, Scope, WrittenRule, resolve
from attendance.rules.tables import Rule


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule as somebody wants it; valid on both days and between them, without an end for ever."""

    value: RuleKind
    scope: Scope
    scope_id: int | None
    valid_from: date
    valid_to: date | None
    legal_reference: str


class RuleReason(StrEnum):
    """Why a rule is not written."""

    SCOPE_WITHOUT_ID = "scope-without-id"
    REGENCY_WITH_ID = "regency-with-id"
    SCOPE_UNKNOWN = "scope-unknown"
    FOR_PERSONS_ONLY = "for-persons-only"
    ENDS_BEFORE_IT_BEGINS = "ends-before-it-begins"
    NO_LEGAL_REFERENCE = "no-legal-reference"
    OVERLAPS = "overlaps"
    LOOSENS = "loosens"
    RULE_UNKNOWN = "rule-unknown"
    HAS_AN_END = "has-an-end"


@dataclass(frozen=True, slots=True)
class RuleAdded:
    """The rule is in force from its first day."""

    rule_id: int


@dataclass(frozen=True, slots=True)
class RuleEnded:
    """The rule holds up to and including its last day."""

    rule_id: int
    last_day: date


@dataclass(frozen=True, slots=True)
class RuleRefused:
    """`conflicts`: the rules it overlaps with; for LOOSENS `on` is the first day on which it would be too loose."""

    reason: RuleReason
    conflicts: tuple[int, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Above:
    """A time in which the person, unit or agency of a rule stands under these wider scopes; no last day is for ever."""

    scope: PersonScope
    first_day: date
    last_day: date | None


async def add_rule(
    session: AsyncSession, rule: NewRule, author_id: int | None, approver_id: int | None, now: datetime
) -> RuleAdded | RuleRefused:
    """Write one rule and its audit row."""
    if (reason := _malformed(rule)) is not None:
        return RuleRefused(reason)
    above = await _above(session, rule)
    if above is None:
        return RuleRefused(RuleReason.SCOPE_UNKNOWN)
    present = (await read_rules(session)).of(type(rule.value))
    if refused := overlap(rule, present) or loosening(rule, present, above):
        return refused
    row = _row(rule, author_id, approver_id, now)
    session.add(row)
    await session.flush()
    told = rule.value.model_dump_json()
    append_audit(
        session, at=now, actor_id=author_id, action="rule.added", subject="rule", subject_id=row.id, detail=told
    )
    return RuleAdded(row.id)


async def end_rule(
    session: AsyncSession, rule_id: int, last_day: date, author_id: int | None, now: datetime
) -> RuleEnded | RuleRefused:
    """Give a rule without an end its last day, as a new one of the same scope needs it."""
    row = await session.get(Rule, rule_id)
    if row is None:
        return RuleRefused(RuleReason.RULE_UNKNOWN)
    if last_day < row.valid_from:
        return RuleRefused(RuleReason.ENDS_BEFORE_IT_BEGINS)
    ended = await session.execute(
        update(Rule).where(Rule.id == rule_id, Rule.valid_to.is_(None)).values(valid_to=last_day).returning(Rule.id)
    )
    if ended.one_or_none() is None:
        return RuleRefused(RuleReason.HAS_AN_END)
    told = last_day.isoformat()
    append_audit(
        session, at=now, actor_id=author_id, action="rule.ended", subject="rule", subject_id=rule_id, detail=told
    )
    return RuleEnded(rule_id, last_day)


def overlap(rule: NewRule, present: Iterable[WrittenRule]) -> RuleRefused | None:
    """Two rules of one kind and scope on one day would leave open which of them holds."""
    conflicts = [
        other.id
        for other in present
        if (other.scope, other.scope_id) == (rule.scope, rule.scope_id)
        and _meet((rule.valid_from, rule.valid_to), (other.valid_from, other.valid_to))
    ]
    return RuleRefused(RuleReason.OVERLAPS, tuple(conflicts)) if conflicts else None


def loosening(rule: NewRule, present: Sequence[WrittenRule], above: Iterable[Above]) -> RuleRefused | None:
    """A floor kind may nowhere be looser than what its wider scopes ask for on any of its days.

    What they ask for changes only where one of their rules begins or has ended, so those days are looked at.
    """
    value = rule.value
    if rule.scope is Scope.REGENCY or not isinstance(value, FloorKind):
        return None
    for time in above:
        for day in _days_of_change(rule, present, time):
            if not resolve(present, type(value), time.scope, day).value.allows(value):
                return RuleRefused(RuleReason.LOOSENS, on=day)
    return None


def _days_of_change(rule: NewRule, present: Iterable[WrittenRule], time: Above) -> list[date]:
    first = max(rule.valid_from, time.first_day)
    days = {first}
    for other in present:
        days.add(other.valid_from)
        if other.valid_to is not None and other.valid_to < date.max:
            days.add(other.valid_to + timedelta(days=1))
    ends = [end for end in (rule.valid_to, time.last_day) if end is not None]
    return sorted(day for day in days if first <= day and all(day <= end for end in ends))


def _malformed(rule: NewRule) -> RuleReason | None:
    if rule.scope is Scope.REGENCY and rule.scope_id is not None:
        return RuleReason.REGENCY_WITH_ID
    if rule.scope is not Scope.REGENCY and rule.scope_id is None:
        return RuleReason.SCOPE_WITHOUT_ID
    if rule.value.for_persons_only and rule.scope is not Scope.PERSON:
        return RuleReason.FOR_PERSONS_ONLY
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        return RuleReason.ENDS_BEFORE_IT_BEGINS
    return None if rule.legal_reference.strip() else RuleReason.NO_LEGAL_REFERENCE


async def _above(session: AsyncSession, rule: NewRule) -> list[Above] | None:
    """The wider scopes over the time of the rule; None when there is nobody of that id."""
    match rule.scope:
        case Scope.REGENCY:
            return []
        case Scope.AGENCY:
            agency = await session.get(Agency, rule.scope_id)
            return None if agency is None else [_always(rule, NOBODY)]
        case Scope.UNIT:
            unit = await session.get(Unit, rule.scope_id)
            return None if unit is None else [_always(rule, PersonScope(agency_id=unit.agency_id))]
        case Scope.PERSON:
            employee = await session.get(Employee, rule.scope_id)
            return None if employee is None else [_always(rule, NOBODY), *await _workplaces(session, rule, employee.id)]


def _always(rule: NewRule, scope: PersonScope) -> Above:
    return Above(scope, rule.valid_from, rule.valid_to)


async def _workplaces(session: AsyncSession, rule: NewRule, employee_id: int) -> list[Above]:
    meanwhile = employed_between(rule.valid_from, rule.valid_to or date.max)
    rows = await session.scalars(select(Employment).where(Employment.employee_id == employee_id, meanwhile))
    return [Above(PersonScope(None, row.unit_id, row.agency_id), row.valid_from, row.valid_to) for row in rows]


def _meet(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """True when two stretches of days, both ends included, share a day."""
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)


def _row(rule: NewRule, author_id: int | None, approver_id: int | None, now: datetime) -> Rule:
    return Rule(
        kind=type(rule.value).kind,
        scope=rule.scope,
        scope_id=rule.scope_id,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        value=rule.value.model_dump(mode="json"),
        legal_reference=rule.legal_reference,
        author_id=author_id,
        approver_id=approver_id,
        created_at=now,
    )

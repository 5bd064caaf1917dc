"""The work day around an attempt: its rules, its slots, the punches so far, and what they mean for a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attempt import AttemptStatus
from attendance.checkin.decide import AskKind, CheckRules, Context
from attendance.checkin.outcomes import Standing
from attendance.checkin.settle import OF_THE_FACE
from attendance.checkin.tables import Attempt, Decision, Punch
from attendance.rules.book import RuleBook
from attendance.rules.kinds import (
    ChallengeExemptionRule,
    ChallengeRule,
    DuplicateRule,
    FaceRule,
    PadRule,
    PlaceRule,
    ReuseRule,
    WitnessRule,
    WorkHoursRule,
)
from attendance.rules.resolve import PersonScope
from attendance.time.schedule import (
    Direction,
    Slot,
    Stamp,
    early_departure_minutes,
    infer_direction,
    slot_of,
    slots,
    tardiness_minutes,
)

_SlotKey = dict[str, int | date | Direction]


@dataclass(frozen=True)
class WorkDay:
    """What holds for one person on one day."""

    rules: CheckRules
    slots: tuple[Slot, ...]
    punches: Sequence[Punch]

    @property
    def first_in(self) -> Punch | None:
        return next((punch for punch in self.punches if punch.direction == Direction.IN), None)

    @property
    def has_out(self) -> bool:
        return any(punch.direction == Direction.OUT for punch in self.punches)

    def direction(self, asked: str | None, at: datetime) -> Direction:
        """The one the person named, else what the slots make of the moment."""
        if asked is not None:
            return Direction(asked)
        return infer_direction(self.slots, [Stamp(Direction(one.direction), one.at) for one in self.punches], at)

    def early_by(self, direction: Direction, at: datetime) -> timedelta | None:
        """How long before the end of work an OUT comes; None when it is not early."""
        slot = slot_of(self.slots, Direction.OUT)
        early = direction is Direction.OUT and slot is not None and at < slot.due
        return slot.due - at if early and slot else None

    def standing(self, direction: Direction, at: datetime) -> tuple[Standing, int]:
        """On time, or late or early by so many minutes."""
        slot = slot_of(self.slots, direction)
        if slot is None:
            return Standing.UNSCHEDULED, 0
        if direction is Direction.IN:
            late = tardiness_minutes(slot, at)
            return (Standing.LATE, late) if late else (Standing.ON_TIME, 0)
        early = early_departure_minutes(slot, at)
        return (Standing.EARLY, early) if early else (Standing.ON_TIME, 0)


async def read_work_day(
    session: AsyncSession, book: RuleBook, scope: PersonScope, employee_id: int, zone: str, day: date
) -> WorkDay:
    """The rules as they stand for this person on that day, with the punches of the day in order of time."""
    rules = rules_of(book, scope, day)
    hours = book.get(WorkHoursRule, scope, day).value
    punches = await session.scalars(_PUNCHES, {"employee_id": employee_id, "day": day})
    return WorkDay(rules, slots(hours, zone, day), punches.all())


def rules_of(book: RuleBook, scope: PersonScope, day: date) -> CheckRules:
    """What a selfie and a position are judged by."""
    return CheckRules(
        face=book.get(FaceRule, scope, day).value,
        duplicate=book.get(DuplicateRule, scope, day).value,
        pad=book.get(PadRule, scope, day).value,
        challenge=book.get(ChallengeRule, scope, day).value,
        reuse=book.get(ReuseRule, scope, day).value,
        place=book.get(PlaceRule, scope, day).value,
        witness=book.get(WitnessRule, scope, day).value,
        exemption=book.get(ChallengeExemptionRule, scope, day).value,
    )


async def context_of(
    session: AsyncSession,
    attempt: Attempt,
    day: WorkDay,
    at: datetime,
    confirmed: frozenset[AskKind],
    *,
    verified: bool,
) -> Context:
    """Everything a decision must know beside the evidence."""
    direction = day.direction(attempt.direction, at)
    slot: _SlotKey = {"employee_id": attempt.employee_id, "day": attempt.work_date, "direction": direction}
    failures, held = await _slot_history(session, slot)
    return Context(
        rules=day.rules,
        direction=direction,
        already_in=day.first_in is not None,
        early_by=day.early_by(direction, at),
        face_failures=failures,
        held_already=held,
        held_for_face=held and await _held_for_face(session, slot),
        verified=verified,
        asked=frozenset(AskKind(kind) for kind in attempt.asks),
        confirmed=confirmed,
    )


async def _slot_history(session: AsyncSession, slot: _SlotKey) -> tuple[int, bool]:
    """Face failures of this slot so far, and whether an attempt of it already waits for a reviewer."""
    failures, waiting = (await session.execute(_SLOT_HISTORY, slot)).one()
    return int(failures or 0), bool(waiting)


async def _held_for_face(session: AsyncSession, slot: _SlotKey) -> bool:
    """Whether it is the face that the reviewer of this slot is to look at."""
    return any(not OF_THE_FACE.isdisjoint(reasons) for reasons in await session.scalars(_HELD_FOR, slot))


# Made once: the first two run for every check-in.
_PUNCHES = (
    select(Punch)
    .where(Punch.employee_id == bindparam("employee_id"), Punch.work_date == bindparam("day"))
    .order_by(Punch.at, Punch.id)
)
_SLOT_HISTORY = select(
    func.sum(Attempt.face_failures), func.sum(case((Attempt.status == AttemptStatus.HELD, 1), else_=0))
).where(
    Attempt.employee_id == bindparam("employee_id"),
    Attempt.work_date == bindparam("day"),
    Attempt.direction == bindparam("direction"),
)
_HELD_FOR = (
    select(Decision.reasons)
    .join(Attempt, Attempt.id == Decision.attempt_id)
    .where(
        Attempt.employee_id == bindparam("employee_id"),
        Attempt.work_date == bindparam("day"),
        Attempt.direction == bindparam("direction"),
        Attempt.status == AttemptStatus.HELD,
        Decision.outcome == "needs_review",
    )
)

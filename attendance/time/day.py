"""The state of one person's work day: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from attendance.time.schedule import Direction, Slot, Stamp, slot_of, tardiness_minutes


class DayStatus(StrEnum):
    """The first that applies, in this order. Everybody of a headcount has exactly one, so they always sum to it."""

    NOT_SCHEDULED = "not_scheduled"
    LEAVE = "leave"
    DUTY = "duty"
    EXEMPT = "exempt"
    FLEXIBLE = "flexible"
    PRESENT = "present"
    LATE = "late"
    PENDING = "pending"
    INCIDENT = "incident"
    NOT_YET = "not_yet"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Day:
    """`late_minutes` are full minutes, at least 1 when the status is LATE, else 0."""

    status: DayStatus
    late_minutes: int = 0


def day_of(expected: Sequence[Slot], stamps: Sequence[Stamp], undecided: bool, now: datetime) -> Day:
    """What `stamps`, the punches of the work date in any order, make of the slots of that day, as of `now`.

    `undecided`: something came in about which nobody has decided yet. A check-out alone is presence: when the person
    came is unknown, that they came is not. Nobody is absent before the check-in window has closed.
    """
    slot = slot_of(expected, Direction.IN)
    if slot is None:
        return Day(DayStatus.NOT_SCHEDULED)
    if stamps:
        return _present(slot, stamps)
    if undecided:
        return Day(DayStatus.PENDING)
    return Day(DayStatus.NOT_YET if now < slot.closes + timedelta(seconds=1) else DayStatus.ABSENT)


def _present(slot: Slot, stamps: Sequence[Stamp]) -> Day:
    came = min((stamp.at for stamp in stamps if stamp.direction is Direction.IN), default=None)
    late = 0 if came is None else tardiness_minutes(slot, came)
    return Day(DayStatus.LATE, late) if late else Day(DayStatus.PRESENT)

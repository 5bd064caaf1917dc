"""The status of one person's day: pure, and the same answer for chat, live page and reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from attendance.time.schedule import Direction, Slot, Stamp, slot_of, tardiness_minutes


class DayStatus(StrEnum):
    """Each day of each person has exactly one, so they sum to the headcount.

    LEAVE, DUTY, EXEMPT, FLEXIBLE and INCIDENT are the field's words for days that no kind of record makes yet.
    """

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
    """`late_minutes`: 0 unless the status is LATE. `came`: the first IN, `left`: the last OUT, None without one."""

    status: DayStatus
    late_minutes: int = 0
    came: datetime | None = None
    left: datetime | None = None


def day_of(expected: Sequence[Slot], stamps: Sequence[Stamp], undecided: bool, now: datetime) -> Day:
    """One day from its slots (none: free, or not employed) and its punches in any order.

    `undecided`: a message of that day that nobody has decided about: held by a reviewer, waiting for a fault of ours to
    end, not read yet. It outranks everything but a check-in that counts: nobody is late or absent while it may
    still turn out that they came in time.
    """
    came = min((stamp.at for stamp in stamps if stamp.direction is Direction.IN), default=None)
    left = max((stamp.at for stamp in stamps if stamp.direction is Direction.OUT), default=None)
    status, late = _status(expected, came, left, undecided, now)
    return Day(status, late, came, left)


def _status(
    expected: Sequence[Slot], came: datetime | None, left: datetime | None, undecided: bool, now: datetime
) -> tuple[DayStatus, int]:
    due = slot_of(expected, Direction.IN)
    if due is None:
        return DayStatus.NOT_SCHEDULED, 0
    if came is not None:
        late = tardiness_minutes(due, came)
        return (DayStatus.LATE, late) if late else (DayStatus.PRESENT, 0)
    if undecided:
        return DayStatus.PENDING, 0
    if not due.is_over(now):
        return DayStatus.NOT_YET, 0
    if left is not None:
        # No check-in counts as the last band (Permentan 68/2012: "TL4 or no punch"): as late as the window allowed.
        return DayStatus.LATE, tardiness_minutes(due, due.closes)
    return (DayStatus.ABSENT if all(slot.is_over(now) for slot in expected) else DayStatus.NOT_YET), 0

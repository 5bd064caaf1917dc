"""Expected punches of a work day and what a moment is to them: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from attendance.rules.kinds import DayHours, WorkHoursRule

#: A second message this soon after a check-in is the same check-in again, not a check-out.
REPEATED_WITHIN = timedelta(minutes=10)

_SECOND = timedelta(seconds=1)


class Direction(StrEnum):
    """Masuk and pulang."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A punch reduced to what the day needs: its direction and its time of record."""

    direction: Direction
    at: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """An expected punch. All times are aware, in the zone of the place of duty.

    `opens` to `closes`: when a punch fills the slot, the closing second included. `due`: an IN after it is late, an OUT
    before it is early.
    """

    direction: Direction
    work_date: date
    opens: datetime
    due: datetime
    closes: datetime

    def contains(self, at: datetime) -> bool:
        """Whole seconds count: platforms send no finer time."""
        return self.opens <= at and not self.is_over(at)

    def is_over(self, at: datetime) -> bool:
        """True once the closing second has passed."""
        return at >= self.closes + _SECOND


def work_date_of(at: datetime, zone: str) -> date:
    """The day at the place of duty, whose zone is an IANA name.

    A shift that goes over midnight belongs to its first day, but no kind of rule describes one yet.
    """
    return at.astimezone(ZoneInfo(zone)).date()


def slots(hours: WorkHoursRule, zone: str, work_date: date) -> tuple[Slot, ...]:
    """The IN and the OUT of that day in `zone` (IANA name), or nothing on a free weekday.

    A check-in counts from `opens` to `closes_in`. A check-out counts from the start of work on, since who leaves at
    ten has left early and not been absent, to `closes_out`. The two overlap: what somebody means who does not say so is
    `infer_direction`'s question.
    """
    day = hours.days.get(work_date.weekday())
    return () if day is None else _slots(day, zone, work_date)


def _slots(day: DayHours, zone: str, work_date: date) -> tuple[Slot, Slot]:
    def at(moment: time) -> datetime:
        return datetime.combine(work_date, moment, tzinfo=ZoneInfo(zone))

    return (
        Slot(Direction.IN, work_date, at(day.opens), at(day.start), at(day.closes_in)),
        Slot(Direction.OUT, work_date, at(day.start), at(day.end), at(day.closes_out)),
    )


def slot_of(day: Sequence[Slot], direction: Direction) -> Slot | None:
    """The slot of that direction, None on a free day."""
    return next((slot for slot in day if slot.direction is direction), None)


def infer_direction(day: Sequence[Slot], stamps: Sequence[Stamp], at: datetime) -> Direction:
    """What somebody means who does not say so; `stamps` are the punches of that work date in any order.

    Until the IN window closes every message is a check-in, also a second one, which is answered with the first
    receipt: a message sent twice must not become a check-out at 07:31. Who leaves that early presses Pulang.
    Afterwards it is a check-out, unless a check-in was made within REPEATED_WITHIN.
    On a free day the first message is a check-in and each later one a check-out, with the same exception;
    nothing alternates, so a third message never opens the day again.
    """
    came = [stamp.at for stamp in stamps if stamp.direction is Direction.IN]
    if any(abs(at - moment) <= REPEATED_WITHIN for moment in came):
        return Direction.IN
    expected = slot_of(day, Direction.IN)
    if expected is None:
        return Direction.OUT if stamps else Direction.IN
    return Direction.OUT if expected.is_over(at) else Direction.IN


def tardiness_minutes(slot: Slot, at: datetime) -> int:
    """Full minutes after `slot.due`, 0 on time, at least 1 when late at all.

    Late begins with the first full second: 07:30:00.9 is on time, 07:30:01 is not, since a few seconds count (PANRB).
    One second belongs to the first band, as 30 min 59 s do: "1-<31" minutes (Permentan 68/2012).
    """
    return _started_minutes(at.replace(microsecond=0) - slot.due)


def early_departure_minutes(slot: Slot, at: datetime) -> int:
    """Full minutes before `slot.due`, counted as tardiness is."""
    return _started_minutes(slot.due - at.replace(microsecond=0))


def _started_minutes(missed: timedelta) -> int:
    return max(1, missed // timedelta(minutes=1)) if missed > timedelta() else 0

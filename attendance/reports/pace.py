"""How fast faces are being enrolled, by whom, and when it would be done at that pace."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import Employee, Enrolment
from attendance.reports.coverage import people_by_standing
from attendance.rules.kinds import WorkHoursRule
from attendance.time.schedule import Direction, slot_of, slots

#: The hours by which the present pace is told: long enough for a break, short enough to see somebody stop.
RECENT = timedelta(hours=3)

#: Whoever has only begun is counted as if for so long, so that two quick ones make no pace.
SHORTEST = timedelta(hours=1)

#: Nobody is told a day further away than this.
FURTHEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class OperatorPace:
    """People whose faces somebody has enrolled: `today`, in all, and in the last hours, of which the first at `since`.

    `operator_id` and `name` are None for those who enrolled themselves.
    """

    operator_id: int | None
    name: str | None
    today: int
    total: int
    recent: int
    since: datetime | None

    def per_hour(self, now: datetime) -> float:
        """People an hour, since the first of the last hours."""
        if self.since is None:
            return 0.0
        return self.recent / (max(now - self.since, SHORTEST) / timedelta(hours=1))


async def operators_pace(
    session: AsyncSession, within: ColumnElement[bool] | None, on: date, zone: str, now: datetime
) -> Sequence[OperatorPace]:
    """Who has enrolled people of that scope (people.reach), the busiest of today first. Undone ones do not count."""
    person = people_by_standing(within, on)
    operator = case((Enrolment.enrolled_by != Enrolment.employee_id, Enrolment.enrolled_by))
    today = Enrolment.enrolled_at >= datetime.combine(on, time.min, tzinfo=ZoneInfo(zone))
    recent = Enrolment.enrolled_at > now - RECENT
    done = (
        select(
            operator,
            Employee.name,
            func.count(case((today, Enrolment.employee_id)).distinct()).label("today"),
            func.count(Enrolment.employee_id.distinct()),
            func.count(case((recent, Enrolment.employee_id)).distinct()),
            func.min(case((recent, Enrolment.enrolled_at))),
        )
        .join(person, person.c.employee_id == Enrolment.employee_id)
        .outerjoin(Employee, Employee.id == operator)
        .where(Enrolment.undone_at.is_(None))
        .group_by(operator, Employee.name)
    )
    found = [OperatorPace(*row) for row in await session.execute(done)]
    return sorted(found, key=lambda one: (one.operator_id is None, -one.today, -one.total, one.name or ""))


def finish_at(missing: int, per_hour: float, hours: WorkHoursRule, zone: str, now: datetime) -> datetime | None:
    """When `missing` people would be enrolled at that pace, within working hours of `zone`.

    None where nobody enrols at present, and beyond FURTHEST_DAYS.
    """
    if missing <= 0:
        return now
    if per_hour <= 0:
        return None
    left = timedelta(hours=missing / per_hour)
    for begins, ends in _working_time(hours, zone, now):
        if ends - begins >= left:
            return begins + left
        left -= ends - begins
    return None


def _working_time(hours: WorkHoursRule, zone: str, now: datetime) -> Iterable[tuple[datetime, datetime]]:
    here = now.astimezone(ZoneInfo(zone))
    for days in range(FURTHEST_DAYS):
        day = slots(hours, zone, here.date() + timedelta(days=days))
        came, left = slot_of(day, Direction.IN), slot_of(day, Direction.OUT)
        if came is not None and left is not None and left.due > here:
            yield max(came.due, here), left.due

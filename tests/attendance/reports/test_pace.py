"""Pace: people an hour by each operator, and the end of the drive within working hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from attendance.people.tables import Employee, Enrolment
from attendance.records.database import Database, Priority
from attendance.reports.pace import OperatorPace, finish_at, operators_pace
from attendance.rules.kinds import WorkHoursRule
from tests.attendance.people.office import NOW, TODAY, Office

WITA = ZoneInfo("Asia/Makassar")
HOURS = WorkHoursRule()


def wita(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}").replace(tzinfo=WITA)


async def test_people_are_counted_once_undone_ones_never_and_self_enrolments_apart(
    database: Database, office: Office
) -> None:
    async with database.write(Priority.STEP) as session:
        wati = Employee(name="Wati", created_at=NOW)
        session.add(wati)
        await session.flush()

        def done(employee: Employee, by: Employee, before: timedelta, *, undone: bool = False) -> Enrolment:
            at = NOW - before
            return Enrolment(
                employee_id=employee.id,
                enrolled_by=by.id,
                enrolled_at=at,
                undone_at=NOW if undone else None,
                version=1,
            )

        session.add_all(
            [
                done(office.budi, wati, timedelta(days=1)),
                done(office.budi, wati, timedelta(hours=2)),
                done(office.siti, wati, timedelta(hours=1), undone=True),
                done(office.siti, office.siti, timedelta(minutes=30)),
            ]
        )
        await session.flush()
        assert await operators_pace(session, None, TODAY, "Asia/Makassar", NOW) == [
            OperatorPace(wati.id, "Wati", 1, 1, 1, NOW - timedelta(hours=2)),
            OperatorPace(None, None, 1, 1, 1, NOW - timedelta(minutes=30)),
        ]


@pytest.mark.parametrize(("minutes", "pace"), [(10, 6), (60, 6), (120, 3), (None, 0)])
def test_the_pace_runs_from_the_first_of_the_last_hours_but_not_less_than_one(minutes: int | None, pace: float) -> None:
    since = None if minutes is None else NOW - timedelta(minutes=minutes)
    assert OperatorPace(1, "Wati", 6, 6, 6 if since else 0, since).per_hour(NOW) == pace


# Monday, 23 November 2026: 07:30 to 16:00, Friday to 16:30.
@pytest.mark.parametrize(
    ("missing", "per_hour", "at", "finish"),
    [
        (10, 10.0, wita(23, "09:00"), wita(23, "10:00")),
        (10, 10.0, wita(23, "05:00"), wita(23, "08:30")),
        (10, 10.0, wita(23, "15:30"), wita(24, "08:00")),
        (10, 10.0, wita(23, "20:00"), wita(24, "08:30")),
        (10, 10.0, wita(27, "16:00"), wita(30, "08:00")),
        (0, 0.0, wita(23, "09:00"), wita(23, "09:00")),
        (10, 0.0, wita(23, "09:00"), None),
        (1_000_000, 0.1, wita(23, "09:00"), None),
    ],
)
def test_the_end_lies_within_working_hours(
    missing: int, per_hour: float, at: datetime, finish: datetime | None
) -> None:
    assert finish_at(missing, per_hour, HOURS, "Asia/Makassar", at) == finish

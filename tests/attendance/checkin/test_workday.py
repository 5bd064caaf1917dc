"""The day around an attempt: which direction is meant, and how late or early a moment is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from attendance.challenge.tables import Nonce
from attendance.checkin.attempt import AttemptStatus
from attendance.checkin.attendee import Attendee
from attendance.checkin.outcomes import Standing
from attendance.checkin.tables import Attempt, Punch
from attendance.checkin.workday import WorkDay, context_of, read_work_day
from attendance.records.database import Database, Priority
from attendance.rules.book import RuleBook
from attendance.rules.kinds import WorkHoursRule
from attendance.time.schedule import Direction, slots
from tests.attendance.checkin.findings import AT, RULES

WITA = ZoneInfo("Asia/Makassar")
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 22)


def at(clock_time: str, day: date = MONDAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock_time}").replace(tzinfo=WITA)


def punch(direction: Direction, clock_time: str, day: date = MONDAY) -> Punch:
    return Punch(direction=direction, at=at(clock_time, day))


def work_day(*punches: Punch, day: date = MONDAY) -> WorkDay:
    return WorkDay(RULES, slots(WorkHoursRule(), "Asia/Makassar", day), punches)


@pytest.mark.parametrize(
    ("asked", "clock_time", "punches", "meant"),
    [
        (None, "07:20", (), Direction.IN),
        (None, "11:59:59", (), Direction.IN),
        (None, "12:00:01", (), Direction.OUT),
        (None, "16:05", (), Direction.OUT),
        ("in", "16:05", (), Direction.IN),
        ("out", "07:20", (), Direction.OUT),
        (None, "12:04", (punch(Direction.IN, "11:58"),), Direction.IN),
        (None, "12:09", (punch(Direction.IN, "11:58"),), Direction.OUT),
    ],
)
def test_the_direction_that_is_meant(
    asked: str | None, clock_time: str, punches: tuple[Punch, ...], meant: Direction
) -> None:
    assert work_day(*punches).direction(asked, at(clock_time)) is meant


@pytest.mark.parametrize(
    ("direction", "clock_time", "standing", "minutes"),
    [
        (Direction.IN, "07:30:00", Standing.ON_TIME, 0),
        (Direction.IN, "07:30:01", Standing.LATE, 1),
        (Direction.IN, "08:15:59", Standing.LATE, 45),
        (Direction.OUT, "16:00:00", Standing.ON_TIME, 0),
        (Direction.OUT, "15:59:59", Standing.EARLY, 1),
        (Direction.OUT, "15:00:00", Standing.EARLY, 60),
        (Direction.OUT, "20:00:00", Standing.ON_TIME, 0),
    ],
)
def test_how_late_or_early(direction: Direction, clock_time: str, standing: Standing, minutes: int) -> None:
    assert work_day().standing(direction, at(clock_time)) == (standing, minutes)


def test_on_a_free_day_nothing_is_late_or_early() -> None:
    free = work_day(day=SUNDAY)
    assert free.standing(Direction.IN, at("10:00", SUNDAY)) == (Standing.UNSCHEDULED, 0)
    assert free.early_by(Direction.OUT, at("10:00", SUNDAY)) is None


@pytest.mark.parametrize(
    ("direction", "clock_time", "early"),
    [
        (Direction.OUT, "15:00", timedelta(hours=1)),
        (Direction.OUT, "16:00", None),
        (Direction.IN, "07:00", None),
        (Direction.OUT, "07:20", timedelta(hours=8, minutes=40)),
    ],
)
def test_how_long_before_the_end_of_work(direction: Direction, clock_time: str, early: timedelta | None) -> None:
    assert work_day().early_by(direction, at(clock_time)) == early


def test_the_first_check_in_of_the_day_is_the_receipt() -> None:
    day = work_day(punch(Direction.IN, "07:20"), punch(Direction.IN, "09:00"), punch(Direction.OUT, "16:00"))
    assert day.first_in is day.punches[0]
    assert day.has_out
    assert not work_day(punch(Direction.IN, "07:20")).has_out
    assert work_day(punch(Direction.OUT, "16:00")).first_in is None


async def test_failures_and_holds_count_within_one_slot(database: Database, budi: Attendee) -> None:
    """Of the same person, date and direction; those of the evening and of yesterday are others."""
    yesterday = MONDAY - timedelta(days=1)
    async with database.write(Priority.STEP) as session:
        for direction, day, failures, status in (
            (Direction.IN, MONDAY, 3, AttemptStatus.DONE),
            (Direction.IN, MONDAY, 1, AttemptStatus.HELD),
            (Direction.OUT, MONDAY, 5, AttemptStatus.HELD),
            (Direction.IN, yesterday, 5, AttemptStatus.HELD),
            (Direction.IN, MONDAY, 1, AttemptStatus.OPEN),
        ):
            nonce = Nonce(
                employee_id=budi.employee_id,
                account_id=budi.account_id,
                prompted=False,
                level=0,
                created_at=AT,
                asked_at=AT,
                lives_s=600,
            )
            session.add(nonce)
            await session.flush()
            attempt = Attempt(
                nonce_id=nonce.id,
                employee_id=budi.employee_id,
                account_id=budi.account_id,
                direction=direction,
                work_date=day,
                status=status,
                created_at=AT,
                fixes=[],
                asks=["early-out"],
                face_failures=failures,
            )
            session.add(attempt)
        await session.flush()
        day = await read_work_day(session, RuleBook(), budi.scope, budi.employee_id, budi.timezone, MONDAY)
        context = await context_of(session, attempt, day, AT, frozenset(), verified=True)
    assert (context.face_failures, context.held_already, context.already_in) == (5, True, False)
    assert context.asked == {"early-out"}

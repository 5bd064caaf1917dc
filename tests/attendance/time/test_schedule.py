from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from attendance.rules.kinds import DayHours, WorkHoursRule
from attendance.time.schedule import (
    Direction,
    Stamp,
    early_departure_minutes,
    infer_direction,
    slot_of,
    slots,
    tardiness_minutes,
    work_date_of,
)

WITA = "Asia/Makassar"
MONDAY, FRIDAY, SATURDAY = date(2026, 11, 2), date(2026, 11, 6), date(2026, 11, 7)
IN, OUT = Direction.IN, Direction.OUT


def at(clock: str, day: date = MONDAY) -> datetime:
    """A wall clock time of WITA as the platforms send it, in UTC."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZoneInfo(WITA)).astimezone(UTC)


def day_of(day: date = MONDAY):
    return slots(WorkHoursRule(), WITA, day)


def slot(direction: Direction, day: date = MONDAY):
    found = slot_of(day_of(day), direction)
    assert found is not None
    return found


@pytest.mark.parametrize(("day", "end"), [(MONDAY, "16:00"), (FRIDAY, "16:30")])
def test_a_working_day_has_one_in_and_one_out(day, end):
    came, left = day_of(day)
    assert (came.direction, came.opens, came.due) == (IN, at("06:00", day), at("07:30", day))
    assert (left.direction, left.opens, left.due) == (OUT, at("07:30", day), at(end, day))
    assert came.work_date == left.work_date == day


def test_a_free_weekday_has_no_slots():
    assert day_of(SATURDAY) == ()
    assert slot_of(day_of(SATURDAY), IN) is None


def test_hours_follow_the_clock_of_the_place_of_duty():
    jakarta = slots(WorkHoursRule(), "Asia/Jakarta", MONDAY)[0]
    assert jakarta.due == datetime(2026, 11, 2, 0, 30, tzinfo=UTC)
    assert jakarta.due - slot(IN).due == timedelta(hours=1)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 1, 15, 59, 59, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 1, 16, 0, tzinfo=UTC), MONDAY),
        (datetime(2026, 11, 2, 15, 59, 59, tzinfo=UTC), MONDAY),
    ],
)
def test_the_work_date_begins_at_midnight_of_the_place_of_duty(moment, day):
    assert work_date_of(moment, WITA) == day


@pytest.mark.parametrize(
    ("direction", "clock", "inside"),
    [
        (IN, "05:59:59.999", False),
        (IN, "06:00", True),
        (IN, "12:00:00.900", True),
        (IN, "12:00:01", False),
        (OUT, "07:29:59", False),
        (OUT, "07:30", True),
        (OUT, "23:59:59.999", True),
    ],
)
def test_a_window_contains_its_first_and_its_last_second(direction, clock, inside):
    assert slot(direction).contains(at(clock)) is inside


def test_the_check_out_of_yesterday_ends_with_its_day():
    assert not slot(OUT).contains(at("00:00", MONDAY + timedelta(days=1)))


@pytest.mark.parametrize(
    ("clock", "minutes"),
    [
        ("07:29:59", 0),
        ("07:30:00", 0),
        ("07:30:00.999", 0),
        ("07:30:01", 1),
        ("07:31:59", 1),
        ("07:32:00", 2),
        ("08:00:59", 30),
        ("08:01:00", 31),
        ("12:00:00", 270),
    ],
)
def test_tardiness_begins_with_the_first_full_second(clock, minutes):
    assert tardiness_minutes(slot(IN), at(clock)) == minutes


@pytest.mark.parametrize(
    ("clock", "minutes"), [("16:00", 0), ("17:00", 0), ("15:59:59", 1), ("15:29:01", 30), ("15:29:00", 31)]
)
def test_early_departure_is_counted_as_tardiness_is(clock, minutes):
    assert early_departure_minutes(slot(OUT), at(clock)) == minutes


def stamps(*told: str, day: date = MONDAY) -> list[Stamp]:
    """'in 07:20' as a punch of that day."""
    return [Stamp(Direction(word), at(clock, day)) for word, clock in (text.split() for text in told)]


@pytest.mark.parametrize(
    ("before", "clock", "meant"),
    [
        ([], "05:30", IN),
        ([], "07:20", IN),
        ([], "12:00:00", IN),
        ([], "12:00:01", OUT),
        ([], "23:59", OUT),
        (["in 07:20"], "07:21", IN),
        (["in 07:20"], "11:59", IN),
        (["in 07:20"], "12:30", OUT),
        (["in 11:58"], "12:08:00", IN),
        (["in 11:58"], "12:08:01", OUT),
        (["in 12:05"], "12:01", IN),
        (["in 07:20", "out 16:02"], "16:40", OUT),
        (["out 13:00"], "16:40", OUT),
    ],
)
def test_on_a_working_day_the_in_window_decides(before, clock, meant):
    assert infer_direction(day_of(), stamps(*before), at(clock)) is meant


@pytest.mark.parametrize(
    ("before", "clock", "meant"),
    [
        ([], "09:00", IN),
        ([], "22:00", IN),
        (["in 09:00"], "09:10", IN),
        (["in 09:00"], "09:11", OUT),
        (["in 09:00", "out 11:00"], "13:00", OUT),
        (["out 11:00"], "13:00", OUT),
    ],
)
def test_on_a_free_day_the_first_message_is_in_and_nothing_alternates(before, clock, meant):
    assert infer_direction(day_of(SATURDAY), stamps(*before, day=SATURDAY), at(clock, SATURDAY)) is meant


def test_a_forgotten_check_out_never_touches_the_next_day():
    tuesday = MONDAY + timedelta(days=1)
    assert infer_direction(day_of(tuesday), [], at("07:10", tuesday)) is IN


def test_hours_of_another_rule_move_every_window():
    ramadan = DayHours(start=time(8), end=time(15), opens=time(7), closes_in=time(11), closes_out=time(20))
    came, left = slots(WorkHoursRule(days={0: ramadan}), WITA, MONDAY)
    assert [came.opens, came.due, came.closes] == [at("07:00"), at("08:00"), at("11:00")]
    assert [left.opens, left.due, left.closes] == [at("08:00"), at("15:00"), at("20:00")]

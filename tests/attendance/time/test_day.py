from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.rules.kinds import WorkHoursRule
from attendance.time.day import Day, DayStatus, day_of
from attendance.time.schedule import Direction, Stamp, slots

WITA = ZoneInfo("Asia/Makassar")
MONDAY, SATURDAY = date(2026, 11, 2), date(2026, 11, 7)
NOT_SCHEDULED, PRESENT, LATE = DayStatus.NOT_SCHEDULED, DayStatus.PRESENT, DayStatus.LATE
PENDING, NOT_YET, ABSENT = DayStatus.PENDING, DayStatus.NOT_YET, DayStatus.ABSENT


def at(clock: str) -> datetime:
    return datetime.combine(MONDAY, time.fromisoformat(clock), tzinfo=WITA)


def seen(now: str, *told: str, undecided=False, day=MONDAY) -> Day:
    """The day at a moment after punches told as 'in 07:20'."""
    stamps = [Stamp(Direction(word), at(clock)) for word, clock in (text.split() for text in told)]
    return day_of(slots(WorkHoursRule(), "Asia/Makassar", day), stamps, undecided, at(now))


@pytest.mark.parametrize(
    ("now", "told", "undecided", "status", "late"),
    [
        ("05:00", [], False, NOT_YET, 0),
        ("08:15", [], False, NOT_YET, 0),
        ("13:00", [], False, NOT_YET, 0),
        ("23:59:59", [], False, NOT_YET, 0),
        ("08:15", ["in 07:30:00"], False, PRESENT, 0),
        ("08:15", ["in 07:30:01"], False, LATE, 1),
        ("08:15", ["in 08:12"], False, LATE, 42),
        ("18:00", ["in 07:20", "out 16:01"], False, PRESENT, 0),
        ("18:00", ["in 07:20", "out 10:00"], False, PRESENT, 0),
        ("18:00", ["in 08:12", "in 07:20"], False, PRESENT, 0),
        ("08:15", [], True, PENDING, 0),
        ("18:00", ["out 16:01"], True, PENDING, 0),
        ("18:00", ["in 08:12"], True, LATE, 42),
        ("18:00", ["in 07:20"], True, PRESENT, 0),
        ("11:00", ["out 10:00"], False, NOT_YET, 0),
        ("18:00", ["out 16:01"], False, LATE, 270),
    ],
)
def test_the_first_status_that_applies_is_the_status_of_the_day(now, told, undecided, status, late):
    day = seen(now, *told, undecided=undecided)
    assert (day.status, day.late_minutes) == (status, late)


@pytest.mark.parametrize(("days", "status"), [(0, NOT_YET), (1, ABSENT), (30, ABSENT)])
def test_nobody_is_absent_before_the_last_window_has_closed(days, status):
    end = at("23:59:59.999") if days == 0 else at("00:00") + timedelta(days=days)
    assert day_of(slots(WorkHoursRule(), "Asia/Makassar", MONDAY), [], False, end).status is status


@pytest.mark.parametrize("told", [[], ["in 09:00"], ["in 09:00", "out 11:00"]])
def test_a_free_day_is_not_scheduled_whatever_happens_on_it(told):
    assert seen("18:00", *told, day=SATURDAY, undecided=True).status is NOT_SCHEDULED


def test_somebody_who_is_not_employed_is_not_scheduled():
    assert day_of((), [], False, at("18:00")) == Day(NOT_SCHEDULED)


def test_the_first_in_and_the_last_out_are_the_day():
    day = seen("18:00", "out 12:30", "in 07:25", "out 16:01", "in 07:20")
    assert (day.came, day.left) == (at("07:20"), at("16:01"))


clocks = st.times().map(lambda moment: datetime.combine(MONDAY, moment, tzinfo=WITA))
told = st.lists(st.builds(Stamp, st.sampled_from(Direction), clocks), max_size=5)


@given(told, st.booleans(), clocks)
def test_minutes_belong_to_lateness_alone(stamps, undecided, now):
    day = day_of(slots(WorkHoursRule(), "Asia/Makassar", MONDAY), stamps, undecided, now)
    assert (day.late_minutes > 0) == (day.status is LATE)


@given(told, st.booleans(), clocks, st.randoms())
def test_the_order_of_punches_does_not_matter(stamps, undecided, now, random):
    expected = slots(WorkHoursRule(), "Asia/Makassar", MONDAY)
    shuffled = random.sample(stamps, len(stamps))
    assert day_of(expected, stamps, undecided, now) == day_of(expected, shuffled, undecided, now)


def test_the_statuses_come_in_the_order_in_which_they_apply():
    assert [status.name for status in DayStatus] == [
        "NOT_SCHEDULED", "LEAVE", "DUTY", "EXEMPT", "FLEXIBLE", "PRESENT", "LATE", "PENDING", "INCIDENT", "NOT_YET",
        "ABSENT",
    ]  # fmt: skip

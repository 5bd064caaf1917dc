"""Moments of the demonstration."""

from datetime import UTC, date, datetime, time

import pytest

from demo.moments import WITA, MomentRefused, monday_morning, next_at, next_morning, parse_moment


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 22, 15, 59, tzinfo=UTC), date(2026, 11, 16)),  # 23:59 on Sunday in WITA
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), date(2026, 11, 23)),  # midnight in WITA
        (datetime(2027, 1, 1, 3, 0, tzinfo=UTC), date(2026, 12, 28)),
        (datetime(2028, 2, 29, 3, 0, tzinfo=UTC), date(2028, 2, 28)),
    ],
)
def test_it_begins_on_monday_of_the_present_week(now: datetime, monday: date) -> None:
    assert monday_morning(now) == datetime(monday.year, monday.month, monday.day, 7, 20, tzinfo=WITA)


def test_a_moment_without_an_offset_is_wita() -> None:
    assert parse_moment("2028-02-29T10:00") == datetime(2028, 2, 29, 2, 0, tzinfo=UTC)
    assert parse_moment("2028-02-29T10:00Z") == datetime(2028, 2, 29, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "10:00", "2027-02-29T10:00", "2025-12-31T23:59", "2100-01-01T00:00"])
def test_what_is_no_moment_of_the_regency_is_refused(text: str) -> None:
    with pytest.raises(MomentRefused):
        parse_moment(text)


def test_the_next_time_on_the_wall_is_today_or_tomorrow() -> None:
    now = datetime(2028, 2, 28, 7, 30, tzinfo=WITA)
    assert next_at(now, time(7, 31)) == datetime(2028, 2, 28, 7, 31, tzinfo=WITA)
    assert next_at(now, time(7, 30)) == datetime(2028, 2, 29, 7, 30, tzinfo=WITA)
    assert next_morning(now) == datetime(2028, 2, 29, 7, 20, tzinfo=WITA)

"""Times, days, distances and directions as people read them."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.words import clock, day, direction, duration, metres, reach

INSTANT = datetime(2026, 11, 22, 23, 28, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Jakarta", "06:28 WIB"),
        ("Asia/Pontianak", "06:28 WIB"),
        ("Asia/Makassar", "07:28 WITA"),
        ("Asia/Jayapura", "08:28 WIT"),
    ],
)
def test_one_instant_is_told_on_the_clock_of_each_zone(zone: str, told: str) -> None:
    assert clock(INSTANT.astimezone(ZoneInfo(zone))) == told


def test_seconds_and_zone_are_shown_or_left_out() -> None:
    at = INSTANT.astimezone(ZoneInfo("Asia/Makassar"))
    assert clock(at, precision="second") == "07:28:41 WITA"
    assert clock(at, zone="hidden") == "07:28"


def test_a_zone_without_a_name_is_told_by_its_offset() -> None:
    assert clock(INSTANT.astimezone(timezone(timedelta(hours=8)))) == "07:28 UTC+08:00"


def test_half_past_midnight_is_00_30() -> None:
    assert clock(datetime(2028, 2, 29, 0, 30, tzinfo=ZoneInfo("Asia/Makassar"))) == "00:30 WITA"


@pytest.mark.parametrize(
    ("on", "language", "told"),
    [
        (date(2026, 11, 23), "id", "Senin, 23 November 2026"),
        (date(2026, 11, 23), "en", "Monday, 23 November 2026"),
        (date(2026, 8, 1), "id", "Sabtu, 1 Agustus 2026"),
        (date(2028, 2, 29), "id", "Selasa, 29 Februari 2028"),
        (INSTANT.astimezone(ZoneInfo("Asia/Makassar")), "id", "Senin, 23 November 2026"),
        (INSTANT, "id", "Minggu, 22 November 2026"),
    ],
)
def test_a_day_has_its_name_and_the_date_of_its_own_zone(on: date, language: str, told: str) -> None:
    assert day(on, language) == told


@pytest.mark.parametrize(
    ("distance_m", "language", "told"),
    [
        (0.0, "id", "0 m"),
        (0.4, "id", "0 m"),
        (142.49, "id", "142 m"),
        (999.4, "id", "999 m"),
        (999.6, "id", "1 km"),
        (1_000, "id", "1 km"),
        (1_234, "id", "1,2 km"),
        (1_234, "en", "1.2 km"),
        (99_940, "id", "99,9 km"),
        (1_742_300, "id", "1.742 km"),
        (1_742_300, "en", "1,742 km"),
    ],
)
def test_metres_are_whole_and_kilometres_have_one_place(distance_m: float, language: str, told: str) -> None:
    assert metres(distance_m, language) == told


@pytest.mark.parametrize(
    ("minutes", "language", "told"),
    [
        (0, "id", "0 menit"),
        (35, "id", "35 menit"),
        (60, "id", "1 jam"),
        (85, "id", "1 jam 25 menit"),
        (85, "en", "1 h 25 min"),
        (1_500, "id", "25 jam"),
    ],
)
def test_a_duration_is_told_in_hours_and_minutes(minutes: int, language: str, told: str) -> None:
    assert duration(minutes, language) == told


@pytest.mark.parametrize(
    ("bearing", "indonesian", "english"),
    [
        (0, "utara", "north"),
        (45, "timur laut", "north-east"),
        (90, "timur", "east"),
        (135, "tenggara", "south-east"),
        (180, "selatan", "south"),
        (225, "barat daya", "south-west"),
        (270, "barat", "west"),
        (315, "barat laut", "north-west"),
        (360, "utara", "north"),
        (22.4, "utara", "north"),
        (22.6, "timur laut", "north-east"),
        (337.6, "utara", "north"),
        (337.4, "barat laut", "north-west"),
    ],
)
def test_a_bearing_is_the_nearest_of_eight_winds(bearing: float, indonesian: str, english: str) -> None:
    assert (direction(bearing, "id"), direction(bearing, "en")) == (indonesian, english)


@given(bearing=st.floats(0, 360))
def test_a_wind_is_never_further_off_than_half_a_step(bearing: float) -> None:
    winds = [direction(step * 45, "id") for step in range(8)]
    middle = winds.index(direction(bearing, "id")) * 45
    assert abs((bearing - middle + 180) % 360 - 180) <= 22.5


def test_nobody_is_sent_walking_for_hours() -> None:
    assert [reach(m) for m in (142.0, 2_000.0, 2_001.0, 1_700_000.0)] == ["walk", "walk", "far", "far"]

"""Times, days, distances and directions in words."""

from datetime import date, datetime

from babel.dates import format_date
from babel.numbers import format_decimal

#: Clockwise from north, 45 degrees apart.
_WINDS = {
    "id": ("utara", "timur laut", "timur", "tenggara", "selatan", "barat daya", "barat", "barat laut"),
    "en": ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"),
}

_HOUR = {"id": "{} jam", "en": "{} h"}
_MINUTE = {"id": "{} menit", "en": "{} min"}

#: Further than this nobody is told to walk.
WALK_M = 2_000


def clock(at: datetime, precision: str = "minute", zone: str = "shown") -> str:
    """The 24-hour time in the zone that `at` carries: "07:28 WITA", with precision "second" "07:28:41 WITA".

    Indonesian typography also knows the dot (07.28); phones, and therefore people, show the colon.
    """
    told = at.strftime("%H:%M:%S" if precision == "second" else "%H:%M")
    return f"{told} {at.tzname()}" if zone == "shown" else told


def day(on: date, language: str) -> str:
    """ "Senin, 23 November 2026"; of a datetime, its day in the zone it carries."""
    return format_date(on, "EEEE, d MMMM y", locale=language)


def metres(distance_m: float, language: str) -> str:
    """ "142 m"; from 1,000 m on "1,2 km", from 100 km on "1.700 km"."""
    if round(distance_m) < 1_000:
        return f"{round(distance_m)} m"
    pattern = "#,##0.#" if distance_m < 100_000 else "#,##0"
    return f"{format_decimal(distance_m / 1_000, pattern, locale=language)} km"


def duration(minutes: int, language: str) -> str:
    """ "35 menit", "1 jam 25 menit", "2 jam"; `minutes` is at least 0."""
    hours, rest = divmod(minutes, 60)
    parts = [_HOUR[language].format(hours)] if hours else []
    if rest or not hours:
        parts.append(_MINUTE[language].format(rest))
    return " ".join(parts)


def direction(bearing_deg: float, language: str) -> str:
    """The nearest of the eight winds, of degrees clockwise from north: 231 is "barat daya"."""
    return _WINDS[language][round(bearing_deg / 45) % 8]


def reach(distance_m: float) -> str:
    """ "walk" for a distance one is sent to walk, else "far"."""
    return "walk" if distance_m <= WALK_M else "far"

"""Moments on the wall clock of the sample regency, which lies in WITA."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")

#: When the demonstration begins: before work does, and after check-ins have opened.
MORNING = time(7, 20)

#: The newest NIP of the sample roster names December 2025; before that its owner does not exist.
EARLIEST = datetime(2026, 1, 1, tzinfo=WITA)
LATEST = datetime(2099, 12, 31, tzinfo=WITA)


class MomentRefused(Exception):
    """No moment of the demonstration; the text says which ones are."""


def monday_morning(now: datetime) -> datetime:
    """07:20 WITA on the Monday of the week in which `now` lies."""
    today = now.astimezone(WITA).date()
    return _at(today - timedelta(days=today.weekday()), MORNING)


def parse_moment(text: str) -> datetime:
    """A date and a time as in 2028-02-29T10:00, in WITA unless it names an offset. Raises MomentRefused."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MomentRefused("a moment is written like 2028-02-29T10:00") from None
    moment = moment.replace(tzinfo=WITA) if moment.tzinfo is None else moment.astimezone(WITA)
    if not EARLIEST <= moment <= LATEST:
        raise MomentRefused(f"the sample regency exists from {EARLIEST:%Y-%m-%d} to {LATEST:%Y-%m-%d}")
    return moment


def next_at(now: datetime, wall: time) -> datetime:
    """The next time, today or tomorrow, that the clocks of the regency show `wall`."""
    here = now.astimezone(WITA)
    today = _at(here.date(), wall)
    return today if today > here else _at(here.date() + timedelta(days=1), wall)


def next_morning(now: datetime) -> datetime:
    """The morning of the next day, whatever day that is."""
    return _at(now.astimezone(WITA).date() + timedelta(days=1), MORNING)


def _at(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, tzinfo=WITA)

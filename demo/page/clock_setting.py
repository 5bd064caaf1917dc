"""Setting the demo's clock. It only goes forward, as for everybody: records of the future would be lies."""

from datetime import datetime, time, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from demo.moments import LATEST, WITA, MomentRefused, next_at, next_morning, parse_moment
from demo.page.problems import Problem, ProblemKey


class Forward(BaseModel):
    """So many minutes."""

    model_config = ConfigDict(extra="forbid")
    minutes: int = Field(ge=1, le=1440)


class NextTime(BaseModel):
    """The next time the clocks of the regency show this."""

    model_config = ConfigDict(extra="forbid")
    next: time


class NextMorning(BaseModel):
    """07:20 of the next day."""

    model_config = ConfigDict(extra="forbid")
    next_day: Literal[True]


class Moment(BaseModel):
    """A moment as a datetime field of a form has it; WITA."""

    model_config = ConfigDict(extra="forbid")
    at: str = Field(max_length=40)


Setting = Forward | NextTime | NextMorning | Moment


def moment_of(setting: Setting, now: datetime) -> datetime:
    """When it shall be. Raises Problem for the past and for a time out of mind."""
    match setting:
        case Forward(minutes=minutes):
            wanted = now + timedelta(minutes=minutes)
        case NextTime(next=wall):
            wanted = next_at(now, wall.replace(tzinfo=None))
        case NextMorning():
            wanted = next_morning(now)
        case Moment(at=text):
            wanted = _parsed(text)
    if wanted < now:
        raise Problem(ProblemKey.CLOCK_BACK)
    if wanted > LATEST:
        raise Problem(ProblemKey.CLOCK_FAR)
    return wanted.astimezone(WITA)


def _parsed(text: str) -> datetime:
    try:
        return parse_moment(text)
    except MomentRefused:
        raise Problem(ProblemKey.CLOCK_FAR) from None

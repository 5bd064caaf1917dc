"""Positions on the earth, checked once when they are made: what exists here can be computed with."""

import math
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

#: Telegram's upper limit of `horizontal_accuracy` (Bot API, type Location), in metres.
MAX_ACCURACY_M = 1500.0


class PositionReason(StrEnum):
    """Why a pair of numbers is not a position."""

    OUT_OF_RANGE = "out-of-range"
    NOT_A_NUMBER = "not-a-number"
    NULL_ISLAND = "null-island"
    SWAPPED = "swapped"
    OUTSIDE_COUNTRY = "outside-country"


class PositionRefused(ValueError):
    """Not a position. The text names the reason and never the value, so that it may be logged."""

    def __init__(self, reason: PositionReason) -> None:
        super().__init__(f"position refused: {reason}")
        self.reason = reason


class Origin(StrEnum):
    """How the platform delivered a position."""

    LIVE = "live"
    STATIC = "static"
    """Shared or dragged: Telegram and WhatsApp cannot tell the two apart."""
    PLACE = "place"
    """A venue or a named place: where something is, not where somebody is."""
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Point:
    """A place on WGS 84, in degrees. Its repr hides the numbers, as they must not reach a log.

    Raises PositionRefused: NOT_A_NUMBER, SWAPPED, OUT_OF_RANGE or NULL_ISLAND, looked for in this order.
    """

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)

    def __post_init__(self) -> None:
        if not (is_number(self.latitude) and is_number(self.longitude)):
            raise PositionRefused(PositionReason.NOT_A_NUMBER)
        object.__setattr__(self, "latitude", float(self.latitude))
        object.__setattr__(self, "longitude", float(self.longitude))
        if (reason := _why_refused(self.latitude, self.longitude)) is not None:
            raise PositionRefused(reason)


def indonesian_point(latitude: float, longitude: float) -> Point:
    """A Point that must lie in Indonesia; raises PositionRefused as Point does, and OUTSIDE_COUNTRY."""
    point = Point(latitude, longitude)
    if not _in_indonesia(point.latitude, point.longitude):
        raise PositionRefused(PositionReason.OUTSIDE_COUNTRY)
    return point


@dataclass(frozen=True, slots=True)
class Fix:
    """One position of a person as a platform delivered it.

    `accuracy_m`: radius in metres around `point`, at most MAX_ACCURACY_M (wider ones are clipped), or None: unknown.
    What is no positive number counts as unknown and never as perfect: Telegram leaves the field out unless it is above
    0, iOS marks an invalid accuracy by a negative one, and whoever could forge it gains no more than by leaving it out.
    `taken_at`: the platform's time, aware. `heading`: degrees clockwise from north, 0 to 360; anything else is unknown.
    """

    point: Point
    accuracy_m: float | None
    origin: Origin
    taken_at: datetime
    heading: float | None = None

    def __post_init__(self) -> None:
        if self.taken_at.utcoffset() is None:
            raise ValueError("a fix needs an aware time")
        object.__setattr__(self, "accuracy_m", _known_accuracy(self.accuracy_m))
        object.__setattr__(self, "heading", _known_heading(self.heading))


def is_number(value: object) -> bool:
    """True for a finite int or float; JSON's `true` is an int to Python and no number to us."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _why_refused(latitude: float, longitude: float) -> PositionReason | None:
    # All of Indonesia lies beyond 90 degrees east, so its swapped coordinates are always out of range as well.
    if _in_indonesia(longitude, latitude):
        return PositionReason.SWAPPED
    if abs(latitude) > 90 or abs(longitude) > 180:
        return PositionReason.OUT_OF_RANGE
    if latitude == 0 and longitude == 0:
        return PositionReason.NULL_ISLAND
    return None


def _in_indonesia(latitude: float, longitude: float) -> bool:
    """Half a degree around the outermost points of Indonesia.

    Those are Rondo (6 degrees 4' north), Ndana (11 degrees 0' south), Benggala (94 degrees 58' east) and the land
    border at Merauke (141 degrees 1' east), after Peraturan Pemerintah 38/2002 as amended by 37/2008, which lists
    the base points of the archipelago.
    """
    return -11.5 <= latitude <= 6.5 and 94.5 <= longitude <= 141.5


def _known_accuracy(stated: float | None) -> float | None:
    if stated is None or not is_number(stated) or stated <= 0:
        return None
    return min(float(stated), MAX_ACCURACY_M)


def _known_heading(stated: float | None) -> float | None:
    if stated is None or not is_number(stated) or not 0 <= stated <= 360:
        return None
    return float(stated)

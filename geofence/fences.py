"""Fences, and what is found out about a position and a fence."""

from dataclasses import dataclass
from enum import StrEnum

from geofence.positions import Point, is_number

#: Below this even the person in the middle could not be told to be inside: phones are not that accurate.
MIN_RADIUS_M = 20.0

#: A fence of a whole district would accept everybody who lives there.
MAX_RADIUS_M = 10_000.0


class FenceRefused(ValueError):
    """A fence that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Circle:
    """All points at most `radius_m` metres (MIN_RADIUS_M to MAX_RADIUS_M) from `center`. Raises FenceRefused."""

    center: Point
    radius_m: float

    def __post_init__(self) -> None:
        if not (is_number(self.radius_m) and MIN_RADIUS_M <= self.radius_m <= MAX_RADIUS_M):
            raise FenceRefused(f"the radius of a fence must be {MIN_RADIUS_M:.0f} to {MAX_RADIUS_M:.0f} m")


class Containment(StrEnum):
    """Is the person inside the fence?"""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class PlaceFinding:
    """What one position says about one fence.

    `probability_inside`: 0 to 1, that the true position is inside, given the fix and its accuracy.
    `distance_m`: from the fix to the centre. `beyond_m`: from the fix to the border, 0 inside.
    `bearing_deg`: from the fix to the centre, clockwise from north, in [0, 360): where to walk.
    `accuracy_m`: the one used; `accuracy_known` is False where it was assumed for want of a stated one.
    """

    containment: Containment
    probability_inside: float
    distance_m: float
    beyond_m: float
    bearing_deg: float
    accuracy_m: float
    accuracy_known: bool

"""Is somebody inside a fence: distance and accuracy in, a finding out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from geopy.distance import geodesic

from geofence.blur import probability_in_disc, sigma_of
from geofence.fences import Circle, Containment, PlaceFinding
from geofence.positions import Fix, Origin, Point


@dataclass(frozen=True, slots=True)
class PlaceLimits:
    """The probabilities at which a position counts as inside and as outside; what lies between is uncertain.

    0.5 <= `inside_at` <= 1. Below a half, a fix outside the fence could pass because it is vague; from a half on no
    accuracy whatever makes an outside point INSIDE, as more than half of its blur lies on its own side of the border.
    0 <= `outside_at` < `inside_at`.
    """

    inside_at: float = 0.5
    outside_at: float = 0.05

    def __post_init__(self) -> None:
        if not 0.5 <= self.inside_at <= 1:
            raise ValueError("inside_at must be between 0.5 and 1")
        if not 0 <= self.outside_at < self.inside_at:
            raise ValueError("outside_at must be at least 0 and below inside_at")


def locate(circle: Circle, fix: Fix, limits: PlaceLimits) -> PlaceFinding:
    """What `fix` says about `circle`.

    OUTSIDE compares with what the centre itself would give at the same accuracy: a very wide blur makes every
    fence improbable, also to the person in its middle, and that is ignorance (UNCERTAIN), not evidence of absence.
    """
    distance = distance_between(fix.point, circle.center)
    accuracy = assumed_accuracy(fix.origin) if fix.accuracy_m is None else fix.accuracy_m
    sigma = sigma_of(accuracy)
    inside = probability_in_disc(distance, circle.radius_m, sigma)
    at_best = probability_in_disc(0.0, circle.radius_m, sigma)
    return PlaceFinding(
        containment=_containment(inside, at_best, limits),
        probability_inside=inside,
        distance_m=distance,
        beyond_m=max(0.0, distance - circle.radius_m),
        bearing_deg=bearing_between(fix.point, circle.center),
        accuracy_m=accuracy,
        accuracy_known=fix.accuracy_m is not None,
    )


def nearest(fences: Sequence[Circle], fix: Fix, limits: PlaceLimits) -> tuple[int, PlaceFinding]:
    """The index of the fence that speaks most for the person, and its finding: the most probable, then the closest.

    Raises ValueError without fences: somebody without a place of duty is the caller's case.
    """
    if not fences:
        raise ValueError("no fences to choose from")
    findings = [locate(fence, fix, limits) for fence in fences]
    best = min(
        range(len(findings)),
        key=lambda i: (-findings[i].probability_inside, findings[i].beyond_m, findings[i].distance_m),
    )
    return best, findings[best]


def assumed_accuracy(origin: Origin) -> float:
    """The accuracy in metres (68 %) taken where the sender stated none. Never 0, which would mean a perfect position.

    Phones reach about 5 m under open sky (van Diggelen and Enge, ION GNSS+ 2015) and 7 to 13 m on average between
    buildings (Merry and Bettinger, PLOS ONE 14(7), 2019, doi 10.1371/journal.pone.0219890). 15 m covers those and is
    still small beside the usual fences of 50 m and more: well inside is INSIDE, 40 m beyond the border is OUTSIDE.
    A place was picked from a list and may lie anywhere on its plot; a forwarded one is somebody else's or of yesterday.
    """
    match origin:
        case Origin.LIVE | Origin.STATIC:
            return 15.0
        case Origin.PLACE | Origin.FORWARDED:
            return 50.0
    assert_never(origin)


def distance_between(a: Point, b: Point) -> float:
    """Metres along the geodesic on WGS 84."""
    return float(geodesic((a.latitude, a.longitude), (b.latitude, b.longitude)).meters)


def bearing_between(a: Point, b: Point) -> float:
    """The direction from `a` to `b` in degrees clockwise from north, in [0, 360); 0 when they are the same.

    On the sphere: within 0.2 degrees of the ellipsoid's for distances people walk, and told in words of 45 degrees.
    """
    from_lat, to_lat = math.radians(a.latitude), math.radians(b.latitude)
    east = math.radians(b.longitude - a.longitude)
    y = math.sin(east) * math.cos(to_lat)
    x = math.cos(from_lat) * math.sin(to_lat) - math.sin(from_lat) * math.cos(to_lat) * math.cos(east)
    return math.degrees(math.atan2(y, x)) % 360.0


def _containment(inside: float, at_best: float, limits: PlaceLimits) -> Containment:
    if inside >= limits.inside_at:
        return Containment.INSIDE
    if inside <= limits.outside_at * at_best:
        return Containment.OUTSIDE
    return Containment.UNCERTAIN

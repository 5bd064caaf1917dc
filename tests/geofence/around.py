"""Positions built by distance and bearing from a place, as people stand; and a check that the builder is right."""

from datetime import UTC, datetime

from geographiclib.geodesic import Geodesic

from geofence.fences import Circle
from geofence.positions import Fix, Origin, Point

OFFICE = Point(-4.3367, 122.2683)
FENCE = Circle(OFFICE, 100.0)
MORNING = datetime(2026, 11, 22, 23, 28, 41, tzinfo=UTC)


def away(distance_m: float, bearing_deg: float = 0.0, place: Point = OFFICE) -> Point:
    """The point that far from `place` in that direction."""
    there = Geodesic.WGS84.Direct(place.latitude, place.longitude, bearing_deg, distance_m)
    return Point(there["lat2"], there["lon2"])


def fix(point: Point, accuracy_m: float | None = None, origin: Origin = Origin.STATIC) -> Fix:
    return Fix(point, accuracy_m, origin, MORNING)

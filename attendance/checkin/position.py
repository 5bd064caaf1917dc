"""A position arrives: it is held against the sites of the person's agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.evidence import PlaceEvidence, PositionFindings
from attendance.places.sites import circle_of, sites_for
from attendance.places.tables import Site
from attendance.rules.kinds import PlaceRule
from geofence.fences import PlaceFinding
from geofence.locate import PlaceLimits, nearest
from geofence.positions import Fix, Origin, indonesian_point

# A live location edits its message again and again; more than the newest of these says nothing new (DESIGN 3.14).
MAX_FIXES = 20


@dataclass(frozen=True)
class CheckIn:
    """The step of a position that arrived for a check-in. Degrees and metres as the platform told them."""

    latitude: float
    longitude: float
    accuracy_m: float | None
    origin: Literal["live", "static"]
    sent_at: datetime


def fix_of(step: CheckIn) -> Fix:
    """Raises PositionRefused for what is no position in Indonesia."""
    point = indonesian_point(step.latitude, step.longitude)
    return Fix(point, step.accuracy_m, Origin(step.origin), step.sent_at)


def fix_to_json(fix: Fix) -> dict[str, Any]:
    return {
        "latitude": fix.point.latitude,
        "longitude": fix.point.longitude,
        "accuracy_m": fix.accuracy_m,
        "origin": fix.origin.value,
        "taken_at": fix.taken_at.isoformat(),
    }


def fix_from_json(value: dict[str, Any]) -> Fix:
    point = indonesian_point(value["latitude"], value["longitude"])
    taken_at = datetime.fromisoformat(value["taken_at"])
    return Fix(point, value["accuracy_m"], Origin(value["origin"]), taken_at)


async def find_place(
    session: AsyncSession, agency_id: int | None, fix: Fix, work_date: date, rule: PlaceRule
) -> PositionFindings:
    """The newest position against the sites that serve the agency on that day."""
    sites = await sites_for(session, agency_id, work_date)
    return PositionFindings(
        origin="live" if fix.origin is Origin.LIVE else "static",
        latitude=fix.point.latitude,
        longitude=fix.point.longitude,
        accuracy_m=fix.accuracy_m,
        taken_at=fix.taken_at,
        place=_best(sites, fix, rule),
    )


def _best(sites: Sequence[Site], fix: Fix, rule: PlaceRule) -> PlaceEvidence | None:
    if not sites:
        return None
    limits = PlaceLimits(rule.inside_at, rule.outside_at)
    index, finding = nearest([circle_of(site) for site in sites], fix, limits)
    return _evidence(sites[index], finding)


def _evidence(site: Site, finding: PlaceFinding) -> PlaceEvidence:
    return PlaceEvidence(
        site_id=site.id,
        site=site.name,
        containment=finding.containment.value,
        probability_inside=finding.probability_inside,
        distance_m=finding.distance_m,
        beyond_m=finding.beyond_m,
        bearing_deg=finding.bearing_deg,
        radius_m=site.radius_m,
        accuracy_m=finding.accuracy_m if finding.accuracy_known else None,
    )

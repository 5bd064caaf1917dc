"""The sites of the sample regency and points around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from geopy.distance import geodesic
from sqlalchemy import select

from attendance.people.tables import Agency
from attendance.places.tables import Site
from attendance.records.database import Database


@dataclass(frozen=True)
class Place:
    """A circle: degrees (WGS 84) and metres. Without an agency it serves everybody."""

    name: str
    agency_code: str | None
    latitude: float
    longitude: float
    radius_m: float

    def around(self, metres: float, bearing: float) -> tuple[float, float]:
        """Latitude and longitude so far from the centre, in a direction of degrees clockwise from north."""
        there = geodesic(meters=metres).destination((self.latitude, self.longitude), bearing)
        return there.latitude, there.longitude


async def all_places(database: Database) -> Sequence[Place]:
    """In the order of the sites' file."""
    query = select(Site, Agency.code).outerjoin(Agency, Agency.id == Site.agency_id).order_by(Site.id)
    async with database.read() as session:
        rows = (await session.execute(query)).all()
    return [Place(site.name, code, site.latitude, site.longitude, site.radius_m) for site, code in rows]


def office_of(places: Sequence[Place], agency_code: str | None) -> Place:
    """The agency's own site; for somebody without an agency, or of one without a site, that of the regency."""
    own = [place for place in places if place.agency_code == agency_code]
    shared = [place for place in places if place.agency_code is None]
    return next(iter([*own, *shared]))

"""Which sites serve an agency on a day, and a site as a fence."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.places.tables import Site
from geofence.fences import Circle
from geofence.positions import Point


async def sites_for(session: AsyncSession, agency_id: int | None, on: date) -> Sequence[Site]:
    """The agency's own sites and those of the whole regency, by name; without an agency only the latter."""
    return (await session.scalars(_SERVING, {"agency_id": agency_id, "on": on})).all()


# Made once: it runs for every check-in.
_SERVING = (
    select(Site)
    .where(
        or_(Site.agency_id.is_(None), Site.agency_id == bindparam("agency_id")),
        Site.valid_from <= bindparam("on"),
        or_(Site.valid_to.is_(None), Site.valid_to >= bindparam("on")),
    )
    .order_by(Site.name, Site.id)
)


def circle_of(site: Site) -> Circle:
    """The fence of a site. Raises PositionRefused or FenceRefused for numbers that no import lets in."""
    return Circle(Point(site.latitude, site.longitude), site.radius_m)

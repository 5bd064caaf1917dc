"""The list of sites brought into the database: repeatable, with the history of every site kept."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import Agency
from attendance.places.site_list import Place, read_sites
from attendance.places.tables import Site
from attendance.records.sheets import ImportReport, Sheet

Effect = Literal["added", "changed", "unchanged"]


async def import_sites(session: AsyncSession, sheet: Sheet, now: datetime) -> ImportReport:
    """Bring the sites in; doing it twice changes nothing. A site that is not in the list stays as it is.

    A site that has moved ends yesterday and begins again today: what was decided about a past day stays explainable.
    """
    agencies = {agency.code: agency.id for agency in await session.scalars(select(Agency))}
    places, damaged = read_sites(sheet, agencies, now)
    newest = await _newest(session)
    effects = Counter[Effect]()
    for place in places:
        agency_id = None if place.agency_code is None else agencies[place.agency_code]
        effects[_bring_up_to_date(session, newest.get((agency_id, place.name)), place, agency_id)] += 1
    return ImportReport(effects["added"], effects["changed"], effects["unchanged"], damaged)


async def _newest(session: AsyncSession) -> dict[tuple[int | None, str], Site]:
    sites = await session.scalars(select(Site).order_by(Site.valid_from, Site.id))
    return {(site.agency_id, site.name): site for site in sites}


def _bring_up_to_date(session: AsyncSession, site: Site | None, place: Place, agency_id: int | None) -> Effect:
    if site is None:
        session.add(_site(place, agency_id))
        return "added"
    if _circle(site) == place.circle and site.valid_to is None:
        return "unchanged"
    if site.valid_from >= place.today:
        site.latitude, site.longitude, site.radius_m, site.timezone = place.circle
        site.valid_to = None
    else:
        site.valid_to = min(site.valid_to or date.max, place.today - timedelta(days=1))
        session.add(_site(place, agency_id))
    return "changed"


def _site(place: Place, agency_id: int | None) -> Site:
    latitude, longitude, radius_m, timezone = place.circle
    return Site(
        agency_id=agency_id,
        name=place.name,
        latitude=latitude,
        longitude=longitude,
        radius_m=radius_m,
        timezone=timezone,
        valid_from=place.today,
    )


def _circle(site: Site) -> tuple[float, float, float, str]:
    return site.latitude, site.longitude, site.radius_m, site.timezone

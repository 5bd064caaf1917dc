from datetime import timedelta

import pytest

from attendance.places.sites import circle_of, sites_for
from attendance.places.tables import Site
from attendance.records.database import Priority
from geofence.fences import Circle
from geofence.positions import Point, PositionRefused
from tests.attendance.people.office import LONG_AGO, TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def site(name, agency=None, *, valid_from=LONG_AGO, valid_to=None, latitude=-4.17):
    return Site(
        agency_id=agency.id if agency else None,
        name=name,
        latitude=latitude,
        longitude=122.25,
        radius_m=100.0,
        timezone="Asia/Makassar",
        valid_from=valid_from,
        valid_to=valid_to,
    )


@pytest.fixture
async def names(database, office):
    """The names of the sites that serve an agency today."""
    async with database.write(Priority.BULK) as session:
        session.add_all(
            [
                site("Lapangan Bupati"),
                site("Kominfo", office.kominfo),
                site("Dishub", office.dishub),
                site("Kominfo lama", office.kominfo, valid_to=YESTERDAY),
                site("Kominfo baru", office.kominfo, valid_from=TOMORROW),
                site("Apel hari ini", valid_from=TODAY, valid_to=TODAY),
            ]
        )

    async def found(agency_id, on=TODAY):
        async with database.read() as session:
            return [one.name for one in await sites_for(session, agency_id, on)]

    return found


async def test_an_agency_has_its_own_sites_and_those_of_the_regency(names, office):
    assert await names(office.kominfo.id) == ["Apel hari ini", "Kominfo", "Lapangan Bupati"]
    assert await names(office.dishub.id) == ["Apel hari ini", "Dishub", "Lapangan Bupati"]


async def test_somebody_without_an_agency_has_the_sites_of_the_regency(names):
    assert await names(None) == ["Apel hari ini", "Lapangan Bupati"]


async def test_a_site_serves_on_its_days_only(names, office):
    assert await names(office.kominfo.id, YESTERDAY) == ["Kominfo", "Kominfo lama", "Lapangan Bupati"]
    assert await names(office.kominfo.id, TOMORROW) == ["Kominfo", "Kominfo baru", "Lapangan Bupati"]


def test_a_site_is_a_circle_of_its_radius():
    assert circle_of(site("Kominfo")) == Circle(Point(-4.17, 122.25), 100.0)


def test_a_site_with_impossible_coordinates_is_not_computed_with():
    with pytest.raises(PositionRefused):
        circle_of(site("?", latitude=91.0))

"""Which roles outlive a change of posts: told as the life of one grant."""

from datetime import date, timedelta

import pytest

from attendance.people.access.tenure import keeps
from attendance.people.tables import Employment, RoleGrant

DAY = date(2026, 11, 2)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
LONG_AGO = date(2020, 1, 1)

KOMINFO, DISHUB, INSPEKTORAT = 1, 2, 3
JARINGAN, PERSANDIAN = 11, 12


def post(agency, unit=None, since=LONG_AGO, until=None) -> Employment:
    return Employment(id=1, agency_id=agency, unit_id=unit, valid_from=since, valid_to=until)


def grant(agency=None, unit=None, since=LONG_AGO) -> RoleGrant:
    return RoleGrant(agency_id=agency, unit_id=unit, valid_from=since)


MOVED = (post(KOMINFO, until=BEFORE), post(DISHUB, since=DAY))


@pytest.mark.parametrize(
    ("why", "row", "posts", "before", "after"),
    [
        ("an operator from outside", grant(KOMINFO), (), True, True),
        ("one who stays", grant(KOMINFO), (post(KOMINFO),), True, True),
        ("one who retires", grant(KOMINFO), (post(KOMINFO, until=BEFORE),), True, False),
        ("one who moves", grant(KOMINFO), MOVED, True, False),
        ("one who comes back", grant(KOMINFO), (post(KOMINFO, until=LONG_AGO), post(KOMINFO, since=DAY)), False, True),
        ("a role given for the new post before it begins", grant(DISHUB, since=DAY), MOVED, False, True),
        ("an admin of the regency who moves", grant(), MOVED, True, True),
        ("an admin of the regency who retires", grant(), (post(KOMINFO, until=BEFORE),), True, False),
        ("an admin from outside", grant(), (), True, True),
        ("an admin from outside who will be employed", grant(), (post(KOMINFO, since=AFTER),), True, True),
        ("a head of a unit", grant(KOMINFO, JARINGAN), (post(KOMINFO, JARINGAN),), True, True),
        (
            "a head of a unit who moves within the agency",
            grant(KOMINFO, JARINGAN),
            (post(KOMINFO, JARINGAN, until=BEFORE), post(KOMINFO, PERSANDIAN, since=DAY)),
            True,
            False,
        ),
        ("an inspector of another agency", grant(DISHUB), (post(INSPEKTORAT),), True, True),
        (
            "a Plt whose own post changes",
            grant(DISHUB),
            (post(INSPEKTORAT, until=BEFORE), post(KOMINFO, since=DAY)),
            True,
            False,
        ),
        ("one who was employed only after it was given", grant(KOMINFO), (post(KOMINFO, since=DAY),), True, True),
        ("one who was employed elsewhere after it was given", grant(KOMINFO), (post(DISHUB, since=DAY),), True, False),
    ],
)
def test_the_role_of(why, row, posts, before, after):
    assert (keeps(row, posts, BEFORE) or row.valid_from > BEFORE, keeps(row, posts, DAY)) == (
        before or row.valid_from > BEFORE,
        after,
    )

"""(distance, accuracy, origin) -> containment, with people placed by distance and bearing."""

import math
from itertools import pairwise

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from geofence.fences import Circle, Containment, FenceRefused
from geofence.locate import PlaceLimits, assumed_accuracy, bearing_between, distance_between, locate, nearest
from geofence.positions import Origin, Point
from tests.geofence.around import FENCE, OFFICE, away, fix

INSIDE, OUTSIDE, UNCERTAIN = Containment.INSIDE, Containment.OUTSIDE, Containment.UNCERTAIN
STATIC, LIVE, PLACE = Origin.STATIC, Origin.LIVE, Origin.PLACE
LIMITS = PlaceLimits()

bearings = st.floats(0, 360)
accuracies = st.floats(0.1, 1500)


@pytest.mark.parametrize(
    ("distance_m", "accuracy_m", "origin", "expected"),
    [
        pytest.param(0, None, STATIC, INSIDE, id="at the desk"),
        pytest.param(60, None, STATIC, INSIDE, id="in the yard, accuracy unknown"),
        pytest.param(90, None, STATIC, INSIDE, id="at the gate"),
        pytest.param(142, None, STATIC, OUTSIDE, id="across the road, accuracy unknown"),
        pytest.param(142, 15, LIVE, OUTSIDE, id="the example of the design"),
        pytest.param(110, None, STATIC, UNCERTAIN, id="just beyond the border"),
        pytest.param(110, 2, LIVE, OUTSIDE, id="just beyond, and the phone is sure of it"),
        pytest.param(90, 2, LIVE, INSIDE, id="just within, and the phone is sure of it"),
        pytest.param(60, 50, LIVE, INSIDE, id="indoors, a poor fix"),
        pytest.param(0, 400, LIVE, UNCERTAIN, id="at the desk with a fix of a mobile mast"),
        pytest.param(300, 400, LIVE, UNCERTAIN, id="nearby with a fix of a mobile mast"),
        pytest.param(300, 60, LIVE, OUTSIDE, id="300 m off with a poor fix"),
        pytest.param(1_700_000, 1500, LIVE, OUTSIDE, id="in Jakarta, however vague"),
        pytest.param(0, None, PLACE, INSIDE, id="the office picked from a list"),
        pytest.param(120, None, PLACE, UNCERTAIN, id="a place next door picked from a list"),
        pytest.param(300, None, PLACE, OUTSIDE, id="a place far off picked from a list"),
    ],
)
@pytest.mark.parametrize("bearing_deg", [0, 45, 137, 270])
def test_where_people_stand(
    distance_m: float, accuracy_m: float | None, origin: Origin, expected: Containment, bearing_deg: float
) -> None:
    finding = locate(FENCE, fix(away(distance_m, bearing_deg), accuracy_m, origin), LIMITS)
    assert finding.containment is expected


def test_a_finding_tells_distance_border_direction_and_accuracy() -> None:
    finding = locate(FENCE, fix(away(142, 45)), LIMITS)
    assert finding.distance_m == pytest.approx(142, abs=0.001)
    assert finding.beyond_m == pytest.approx(42, abs=0.001)
    assert finding.bearing_deg == pytest.approx(225, abs=0.3), "standing in the north-east, one walks south-west"
    assert (finding.accuracy_m, finding.accuracy_known) == (assumed_accuracy(STATIC), False)


def test_inside_nothing_lies_beyond_and_a_stated_accuracy_is_told_as_such() -> None:
    finding = locate(FENCE, fix(away(60), 8, LIVE), LIMITS)
    assert (finding.beyond_m, finding.accuracy_m, finding.accuracy_known) == (0.0, 8.0, True)


@pytest.mark.parametrize("origin", list(Origin))
def test_no_origin_makes_an_unknown_accuracy_perfect(origin: Origin) -> None:
    assert assumed_accuracy(origin) >= 10


@given(beyond=st.floats(0.01, 5_000), bearing=bearings, accuracy=accuracies)
def test_no_accuracy_makes_an_outside_point_inside(beyond: float, bearing: float, accuracy: float) -> None:
    assert locate(FENCE, fix(away(100 + beyond, bearing), accuracy), LIMITS).containment is not INSIDE


@given(within=st.floats(0.01, 100), bearing=bearings, accuracy=accuracies)
def test_no_accuracy_makes_an_inside_point_outside(within: float, bearing: float, accuracy: float) -> None:
    assert locate(FENCE, fix(away(100 - within, bearing), accuracy), LIMITS).containment is not OUTSIDE


@given(beyond=st.floats(0.01, 1_000), better=accuracies, worse=accuracies)
def test_a_worse_accuracy_never_speaks_louder_against_somebody(beyond: float, better: float, worse: float) -> None:
    better, worse = sorted((better, worse))
    person = away(100 + beyond)
    if locate(FENCE, fix(person, worse), LIMITS).containment is OUTSIDE:
        assert locate(FENCE, fix(person, better), LIMITS).containment is OUTSIDE


@given(bearing=bearings, accuracy=st.none() | accuracies)
def test_from_the_centre_outwards_it_goes_inside_uncertain_outside(bearing: float, accuracy: float | None) -> None:
    order = [INSIDE, UNCERTAIN, OUTSIDE]
    walk = [locate(FENCE, fix(away(d, bearing), accuracy), LIMITS) for d in range(0, 400, 25)]
    ranks = [order.index(finding.containment) for finding in walk]
    assert ranks == sorted(ranks)
    assert all(far.probability_inside <= near.probability_inside + 1e-9 for near, far in pairwise(walk))


@given(latitude=st.floats(-90, 90), longitude=st.floats(-180, 180), distance=st.floats(0.5, 5_000), bearing=bearings)
def test_distance_and_bearing_hold_all_over_the_world(
    latitude: float, longitude: float, distance: float, bearing: float
) -> None:
    there = Geodesic.WGS84.Direct(latitude, longitude, bearing, distance)
    if (latitude, longitude) == (0, 0) or (there["lat2"], there["lon2"]) == (0, 0):
        return
    here, person = Point(latitude, longitude), Point(there["lat2"], there["lon2"])
    assert distance_between(person, here) == pytest.approx(distance, abs=0.01)
    if abs(latitude) < 60:
        assert _turn(bearing_between(here, person), bearing) < 0.5


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(Point(-16.8, 180), id="antimeridian, east"),
        pytest.param(Point(-16.8, -180), id="antimeridian, west"),
        pytest.param(Point(90, 0), id="north pole"),
        pytest.param(Point(-90, 0), id="south pole"),
        pytest.param(Point(-4, 122), id="whole degrees"),
    ],
)
@pytest.mark.parametrize("bearing_deg", [0, 90, 180, 270])
def test_a_fence_works_at_the_edges_of_the_map(place: Point, bearing_deg: float) -> None:
    fence = Circle(place, 100)
    assert locate(fence, fix(away(60, bearing_deg, place)), LIMITS).containment is INSIDE
    assert locate(fence, fix(away(142, bearing_deg, place)), LIMITS).containment is OUTSIDE


@pytest.mark.parametrize("radius_m", [0, -1, 19.9, 10_001, 50_000, math.nan, math.inf, True])
def test_a_fence_without_sense_is_refused(radius_m: float) -> None:
    with pytest.raises(FenceRefused):
        Circle(OFFICE, radius_m)


@pytest.mark.parametrize(
    ("inside_at", "outside_at"), [(0.49, 0.05), (1.1, 0.05), (0.5, 0.5), (0.5, -0.1), (math.nan, 0.05)]
)
def test_limits_that_would_let_a_vague_fix_in_are_refused(inside_at: float, outside_at: float) -> None:
    with pytest.raises(ValueError):
        PlaceLimits(inside_at, outside_at)


def test_stricter_limits_make_more_people_uncertain() -> None:
    at_the_gate = fix(away(95))
    assert locate(FENCE, at_the_gate, LIMITS).containment is INSIDE
    assert locate(FENCE, at_the_gate, PlaceLimits(inside_at=0.95)).containment is UNCERTAIN


def test_of_several_sites_the_most_probable_counts() -> None:
    elsewhere, here = Circle(away(2_000, 90), 200), FENCE
    index, finding = nearest([elsewhere, here], fix(away(30)), LIMITS)
    assert (index, finding.containment) == (1, INSIDE)


def test_a_wide_fence_around_the_person_beats_a_closer_centre() -> None:
    small, wide = Circle(away(80), 20), Circle(away(0), 500)
    index, finding = nearest([small, wide], fix(away(130)), LIMITS)
    assert (index, finding.containment) == (1, INSIDE)


def test_far_from_all_sites_the_border_one_can_reach_first_is_named() -> None:
    sites = [Circle(away(5_000, 0), 100), Circle(away(9_000, 180), 100), Circle(away(5_500, 90), 1_000)]
    index, finding = nearest(sites, fix(OFFICE), LIMITS)
    assert (index, finding.containment) == (2, OUTSIDE)
    assert finding.beyond_m == pytest.approx(4_500, abs=0.01)


def test_without_a_fence_there_is_nothing_to_choose() -> None:
    with pytest.raises(ValueError, match="no fences"):
        nearest([], fix(OFFICE), LIMITS)


def _turn(a: float, b: float) -> float:
    """The angle between two bearings, 0 to 180 degrees."""
    return abs((a - b + 180) % 360 - 180)

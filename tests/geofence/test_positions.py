"""What is a position, and what is refused before anybody computes with it."""

from datetime import UTC, datetime

import pytest

from geofence.positions import Fix, Origin, Point, PositionReason, PositionRefused, indonesian_point

NAN, INF = float("nan"), float("inf")
MORNING = datetime(2026, 11, 22, 23, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("latitude", "longitude", "reason"),
    [
        (91, 122, PositionReason.OUT_OF_RANGE),
        (-90.000001, 0, PositionReason.OUT_OF_RANGE),
        (-4.3, 180.5, PositionReason.OUT_OF_RANGE),
        (1e308, 1e308, PositionReason.OUT_OF_RANGE),
        (NAN, 122.2, PositionReason.NOT_A_NUMBER),
        (-4.3, INF, PositionReason.NOT_A_NUMBER),
        (-INF, NAN, PositionReason.NOT_A_NUMBER),
        (True, 122.2, PositionReason.NOT_A_NUMBER),
        (-4.3, False, PositionReason.NOT_A_NUMBER),
        ("-4.3", "122.2", PositionReason.NOT_A_NUMBER),
        (None, 122.2, PositionReason.NOT_A_NUMBER),
        (0, 0, PositionReason.NULL_ISLAND),
        (0.0, -0.0, PositionReason.NULL_ISLAND),
        (122.2683, -4.3367, PositionReason.SWAPPED),
        (106.8272, -6.1754, PositionReason.SWAPPED),
        (95.3, 5.5, PositionReason.SWAPPED),
    ],
)
def test_a_wrong_pair_is_refused_with_its_reason(latitude: object, longitude: object, reason: PositionReason) -> None:
    with pytest.raises(PositionRefused) as refused:
        Point(latitude, longitude)  # type: ignore[arg-type]
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        pytest.param(-6.1754, 106.8272, id="Jakarta"),
        pytest.param(-4.3367, 122.2683, id="Andoolo"),
        pytest.param(-4, 122, id="whole degrees"),
        pytest.param(0, 109.3333, id="Pontianak, on the equator"),
        pytest.param(51.4779, 0, id="Greenwich, on the meridian"),
        pytest.param(90, 0, id="north pole"),
        pytest.param(-90, 180, id="south pole"),
        pytest.param(-16.8, -180, id="antimeridian"),
    ],
)
def test_real_places_are_positions(latitude: float, longitude: float) -> None:
    point = Point(latitude, longitude)
    assert (point.latitude, point.longitude) == (latitude, longitude)
    assert type(point.latitude) is type(point.longitude) is float


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(5.8933, 95.3214), (-8.4991, 140.4019), (-10.9, 122.8), (-6.1754, 106.8272)]
)
def test_sabang_merauke_rote_and_jakarta_lie_in_indonesia(latitude: float, longitude: float) -> None:
    assert indonesian_point(latitude, longitude) == Point(latitude, longitude)


@pytest.mark.parametrize(("latitude", "longitude"), [(51.4779, 0), (37.77, -122.42), (-33.87, 151.21), (35.68, 139.69)])
def test_a_position_abroad_is_refused_where_indonesia_is_asked_for(latitude: float, longitude: float) -> None:
    with pytest.raises(PositionRefused) as refused:
        indonesian_point(latitude, longitude)
    assert refused.value.reason is PositionReason.OUTSIDE_COUNTRY


def test_no_coordinate_stands_in_an_exception_or_a_repr() -> None:
    with pytest.raises(PositionRefused) as refused:
        Point(91.2345, 122.2683)
    fix = Fix(Point(-4.3367, 122.2683), 15, Origin.STATIC, MORNING)
    said = f"{refused.value} {refused.value!r} {fix!r} {fix.point}"
    assert not [number for number in ("91", "122", "4.3367") if number in said]


@pytest.mark.parametrize("stated", [None, 0, 0.0, -1, -1.0, NAN, INF, True])
def test_what_is_no_positive_accuracy_is_unknown_and_never_perfect(stated: float | None) -> None:
    assert Fix(Point(-4, 122), stated, Origin.LIVE, MORNING).accuracy_m is None


@pytest.mark.parametrize(("stated", "kept"), [(15, 15.0), (0.5, 0.5), (1500, 1500.0), (1e9, 1500.0)])
def test_a_stated_accuracy_is_kept_up_to_what_telegram_allows(stated: float, kept: float) -> None:
    assert Fix(Point(-4, 122), stated, Origin.LIVE, MORNING).accuracy_m == kept


@pytest.mark.parametrize(
    ("stated", "kept"), [(None, None), (0, 0.0), (360, 360.0), (361, None), (-1, None), (NAN, None)]
)
def test_a_heading_is_a_direction_or_unknown(stated: float | None, kept: float | None) -> None:
    assert Fix(Point(-4, 122), None, Origin.LIVE, MORNING, heading=stated).heading == kept


def test_a_fix_without_a_zone_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="aware"):
        Fix(Point(-4, 122), None, Origin.LIVE, MORNING.replace(tzinfo=None))

"""The list of sites as a file: read row by row, damaged rows named and left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from attendance.places.zones import day_in, zone_name
from attendance.records.sheets import Remark, Row, RowDamaged, Sheet
from geofence.positions import Point, PositionReason, PositionRefused, indonesian_point

COLUMNS = frozenset({"agency_code", "site", "latitude", "longitude", "radius_m", "timezone"})

#: Below 10 m a phone is seldom sure to be inside; above 5 km it is no longer a place of work.
SMALLEST_M, LARGEST_M = 10.0, 5_000.0

_REFUSALS = {
    PositionReason.NOT_A_NUMBER: "latitude or longitude is not a number like -4.34; a decimal comma is not understood",
    PositionReason.OUT_OF_RANGE: "latitude or longitude is out of range",
    PositionReason.NULL_ISLAND: "latitude and longitude are 0",
    PositionReason.SWAPPED: "latitude and longitude are swapped",
    PositionReason.OUTSIDE_COUNTRY: "the position is not in Indonesia",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One site as the list has it; without an agency it serves the whole regency."""

    line: int
    agency_code: str | None
    name: str
    centre: Point
    radius_m: float
    timezone: str
    today: date

    @property
    def circle(self) -> tuple[float, float, float, str]:
        return self.centre.latitude, self.centre.longitude, self.radius_m, self.timezone


def read_sites(
    sheet: Sheet, agency_codes: Iterable[str], now: datetime
) -> tuple[tuple[Place, ...], tuple[Remark, ...]]:
    """The usable rows and what is wrong with the others; pure."""
    known, places, damaged = set(agency_codes), dict[tuple[str | None, str], Place](), list(sheet.damaged)
    for row in sheet.rows:
        try:
            place = _place(row, now)
            _refuse_contradiction(place, known, places.get((place.agency_code, place.name)))
        except RowDamaged as error:
            damaged.append(Remark(row.line, str(error)))
        else:
            places[place.agency_code, place.name] = place
    return tuple(places.values()), tuple(sorted(damaged, key=lambda remark: remark.line))


def _place(row: Row, now: datetime) -> Place:
    row.refuse_unsayable(COLUMNS)
    timezone = zone_name(row.required("timezone"))
    return Place(
        line=row.line,
        agency_code=row["agency_code"] or None,
        name=row.required("site"),
        centre=_centre(row),
        radius_m=_radius(row),
        timezone=timezone,
        today=day_in(timezone, now),
    )


def _centre(row: Row) -> Point:
    try:
        return indonesian_point(_number(row, "latitude"), _number(row, "longitude"))
    except PositionRefused as error:
        raise RowDamaged(_REFUSALS[error.reason]) from None


def _radius(row: Row) -> float:
    radius = _number(row, "radius_m")
    if not SMALLEST_M <= radius <= LARGEST_M:
        raise RowDamaged(f"radius_m is not between {SMALLEST_M:g} and {LARGEST_M:g}")
    return radius


def _number(row: Row, column: str) -> float:
    text = row.required(column)
    try:
        return float(text)
    except ValueError:
        raise RowDamaged(f"{column} is not a number like -4.34; a decimal comma is not understood") from None


def _refuse_contradiction(place: Place, agency_codes: set[str], same: Place | None) -> None:
    if place.agency_code is not None and place.agency_code not in agency_codes:
        raise RowDamaged(f"agency {place.agency_code} is unknown; import the roster first")
    if same is not None:
        raise RowDamaged(f"the site stands on line {same.line} already")

"""How far the enrolment of faces has come, by agency and unit: figures of one moment, from one statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce

from sqlalchemy import CTE, ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import counts_on
from attendance.people.tables import Agency, ChatAccount, Employment, Enrolment, Unit
from attendance.privacy.choice import Choice
from attendance.privacy.tables import FaceChoice


class FaceStanding(StrEnum):
    """The first that applies: everybody employed is exactly one of these."""

    WITHOUT_FACE = "without-face"
    """Recorded by PIN and witness by choice: nobody waits for their face."""
    ENROLLED = "enrolled"
    WAITING = "waiting"
    """Enrolled, but a human has to decide before it counts."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people; `unreachable` are those of `missing` without a chat account, whom no reminder reaches."""

    enrolled: int = 0
    waiting: int = 0
    missing: int = 0
    without_face: int = 0
    unreachable: int = 0

    @property
    def headcount(self) -> int:
        return self.wanted + self.without_face

    @property
    def wanted(self) -> int:
        """Whose faces are to be enrolled."""
        return self.enrolled + self.waiting + self.missing

    @property
    def share(self) -> float:
        """Of `wanted`, 0 to 1; 1 where there is nobody left to enrol."""
        return self.enrolled / self.wanted if self.wanted else 1.0

    @property
    def percent(self) -> int:
        """Rounded down: 100 only when it is done."""
        return self.enrolled * 100 // self.wanted if self.wanted else 100

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.enrolled + other.enrolled,
            self.waiting + other.waiting,
            self.missing + other.missing,
            self.without_face + other.without_face,
            self.unreachable + other.unreachable,
        )


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """`unit_id` and `name` are None for those of an agency who are in no unit."""

    unit_id: int | None
    name: str | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class AgencyCoverage:
    """An agency, or those of its units that somebody may see; `timezone` is an IANA name."""

    agency_id: int
    name: str
    timezone: str
    units: tuple[UnitCoverage, ...]

    @property
    def tally(self) -> Tally:
        return total(unit.tally for unit in self.units)


def total(tallies: Iterable[Tally]) -> Tally:
    return reduce(Tally.__add__, tallies, Tally())


async def coverage(session: AsyncSession, within: ColumnElement[bool] | None, on: date) -> list[AgencyCoverage]:
    """Agencies and their units, those furthest behind first. `within`: see people.reach."""
    person = people_by_standing(within, on)
    counted = (
        select(Agency, person.c.unit_id, Unit.name, person.c.standing, person.c.reachable, func.count().label("people"))
        .join(Agency, Agency.id == person.c.agency_id)
        .outerjoin(Unit, Unit.id == person.c.unit_id)
        .group_by(Agency.id, person.c.unit_id, Unit.name, person.c.standing, person.c.reachable)
    )
    agencies, units = dict[int, Agency](), defaultdict[int, dict[int | None, UnitCoverage]](dict)
    for agency, unit_id, name, standing, reachable, people in await session.execute(counted):
        agencies[agency.id] = agency
        known = units[agency.id].get(unit_id, UnitCoverage(unit_id, name, Tally()))
        tally = known.tally + _tally(FaceStanding(standing), bool(reachable), people)
        units[agency.id][unit_id] = UnitCoverage(unit_id, name, tally)
    found = [
        AgencyCoverage(row.id, row.name, row.timezone, _furthest_behind_first(units[row.id].values()))
        for row in agencies.values()
    ]
    return sorted(found, key=lambda agency: (*_rank(agency.tally), agency.name))


def _tally(standing: FaceStanding, reachable: bool, people: int) -> Tally:
    unreachable = people if standing is FaceStanding.MISSING and not reachable else 0
    return Tally(**{standing.value.replace("-", "_"): people}, unreachable=unreachable)


def _furthest_behind_first(units: Iterable[UnitCoverage]) -> tuple[UnitCoverage, ...]:
    return tuple(sorted(units, key=lambda unit: (*_rank(unit.tally), unit.name or "")))


def _rank(tally: Tally) -> tuple[float, int]:
    return tally.share, -tally.missing


def people_by_standing(within: ColumnElement[bool] | None, on: date) -> CTE:
    """Everybody employed on that day, once: employee_id, agency_id, unit_id, standing, reachable.

    Each standing is a set of its own, made once and not for each of 10,000 people. What counts as enrolled is what
    people.templates says of one person.
    """
    newest = select(func.max(Enrolment.id)).where(~Enrolment.held).group_by(Enrolment.employee_id)
    face = select(Enrolment.employee_id).where(Enrolment.id.in_(newest), Enrolment.undone_at.is_(None))
    held = select(Enrolment.employee_id).where(Enrolment.held, Enrolment.undone_at.is_(None))
    last = select(func.max(FaceChoice.id)).group_by(FaceChoice.employee_id)
    faceless = [choice for choice in Choice if choice.without_face]
    without = select(FaceChoice.employee_id).where(FaceChoice.id.in_(last), FaceChoice.choice.in_(faceless))
    account = select(ChatAccount.employee_id).where(
        ChatAccount.employee_id.is_not(None), ChatAccount.blocked_at.is_(None), ChatAccount.suspended_at.is_(None)
    )
    mine = Employment.employee_id
    standing = case(
        (mine.in_(without), FaceStanding.WITHOUT_FACE),
        (mine.in_(face), FaceStanding.ENROLLED),
        (mine.in_(held), FaceStanding.WAITING),
        else_=FaceStanding.MISSING,
    )
    people = select(
        mine, Employment.agency_id, Employment.unit_id, standing.label("standing"), mine.in_(account).label("reachable")
    ).where(counts_on(on))
    return (people if within is None else people.where(within)).cte("person")

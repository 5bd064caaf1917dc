"""Who supervises whom: chains upwards for a day, and circles, which are refused."""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.roster.timeline import PersonKey, Timeline, supervisor_on
from attendance.people.tables import ActingAppointment, Employment

# Indonesian agencies have four echelons below the head of the region; more is a roster that is being repaired.
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Superior:
    """Somebody above. `acting_for`: whose people they lead for a time (Plt, Plh), None for their own."""

    employee_id: int
    acting_for: int | None = None


async def superiors(session: AsyncSession, employee_id: int, on: date) -> tuple[Superior, ...]:
    """Everybody above somebody on that day, the nearest first; a head has nobody.

    Who stands in for a supervisor takes their place; the chain goes on with the supervisor of the one stood in for. A
    supervisor who is not employed on that day and whom nobody stands in for is passed over: the next above leads.
    """
    chain, seen, below = list[Superior](), {employee_id}, employee_id
    for _ in range(_LONGEST_CHAIN):
        above = await _supervisor(session, below, on)
        if above is None or above in seen:
            break
        seen.add(above)
        leading = await _leading(session, above, on)
        if leading is not None and leading.employee_id not in {employee_id, *(one.employee_id for one in chain)}:
            chain.append(leading)
        below = above
    return tuple(chain)


async def _supervisor(session: AsyncSession, employee_id: int, on: date) -> int | None:
    """After the newest employment that had begun by then: of a vacant post, the last one's."""
    query = (
        select(Employment.supervisor_id)
        .where(Employment.employee_id == employee_id, Employment.valid_from <= on)
        .order_by(Employment.valid_from.desc(), Employment.id.desc())
        .limit(1)
    )
    supervisor_id: int | None = await session.scalar(query)
    return supervisor_id


async def _leading(session: AsyncSession, supervisor_id: int, on: date) -> Superior | None:
    """Who leads the people of a supervisor on that day: whoever was appointed last, else the supervisor."""
    holds = (ActingAppointment.valid_from <= on) & (ActingAppointment.valid_to >= on)
    query = (
        select(ActingAppointment.employee_id)
        .where(ActingAppointment.for_id == supervisor_id, holds)
        .order_by(ActingAppointment.valid_from.desc(), ActingAppointment.id.desc())
        .limit(1)
    )
    acting = await session.scalar(query)
    if acting is not None:
        return Superior(acting, acting_for=supervisor_id)
    holds_post = (Employment.valid_from <= on) & ((Employment.valid_to >= on) | Employment.valid_to.is_(None))
    present = await session.scalar(
        select(Employment.id).where(Employment.employee_id == supervisor_id, holds_post).limit(1)
    )
    return None if present is None else Superior(supervisor_id)


@dataclass(frozen=True, slots=True)
class Circle:
    """People who are above themselves on that day, each followed by their supervisor.

    `entrances`: outside it, who has changed and is led into it without passing anybody else who has changed.
    """

    on: date
    members: tuple[PersonKey, ...]
    entrances: tuple[PersonKey, ...]


def find_circles(
    timelines: Mapping[PersonKey, Timeline], changed: Collection[PersonKey], days: Iterable[date]
) -> Iterable[Circle]:
    """The circles that somebody who has changed is in or is led into, day by day.

    `changed`: a circle that nobody of them meets was there before. Of each circle there is a member or an entrance
    among them.
    """
    for day in days:
        ways = _Ways(timelines, frozenset(changed), day)
        # By a member, as no two circles of a day share one.
        found = dict[PersonKey, tuple[tuple[PersonKey, ...], dict[PersonKey, None]]]()
        for start in changed:
            members, entrance = ways.up_from(start)
            if members:
                entrances = found.setdefault(members[0], (members, {}))[1]
                entrances |= {} if entrance is None else {entrance: None}
        yield from (Circle(day, members, tuple(entrances)) for members, entrances in found.values())


#: Up from somebody: the circle in which it ends, empty for none, and the nearest to it who has changed.
_Way = tuple[tuple[PersonKey, ...], PersonKey | None]


class _Ways:
    """The ways up on one day; nobody is passed twice, however many stand below."""

    def __init__(self, timelines: Mapping[PersonKey, Timeline], changed: Set[PersonKey], day: date) -> None:
        self._timelines, self._changed, self._day = timelines, changed, day
        self._known = dict[PersonKey, _Way]()

    def up_from(self, start: PersonKey) -> _Way:
        path, here = self._path(start)
        if here in path:
            below = path.index(here)
            members = tuple(path[below:])
            self._known |= dict.fromkeys(members, (members, None))
            path = path[:below]
        members, entrance = ((), None) if here is None else self._known[here]
        for person in reversed(path):
            entrance = person if entrance is None and person in self._changed else entrance
            self._known[person] = members, entrance
        return self._known[start]

    def _path(self, start: PersonKey) -> tuple[list[PersonKey], PersonKey | None]:
        """Who was not passed before, and who stands above them: in the path, passed before, or nobody."""
        path, here = dict[PersonKey, None](), start
        while here not in path and here not in self._known:
            path[here] = None
            above = supervisor_on(self._timelines.get(here, ()), self._day)
            if above is None:
                return list(path), None
            here = above
        return list(path), here

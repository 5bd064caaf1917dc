"""Who supervises whom: chains upwards for a day, and circles, which are refused."""

from collections.abc import Mapping, Sequence
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


def find_circles(
    timelines: Mapping[PersonKey, Timeline], changed: Sequence[PersonKey], days: Sequence[date]
) -> list[list[PersonKey]]:
    """Every circle of supervisors on one of these days that goes through somebody whose timeline has changed."""
    circles = dict[frozenset[PersonKey], list[PersonKey]]()
    for day in days:
        done = set[PersonKey]()
        for start in changed:
            circle = _circle(timelines, start, day, done)
            if circle:
                circles.setdefault(frozenset(circle), circle)
    return list(circles.values())


def _circle(
    timelines: Mapping[PersonKey, Timeline], start: PersonKey, day: date, done: set[PersonKey]
) -> list[PersonKey]:
    """Walk upwards from `start` until somebody was met before: on this walk they close a circle."""
    path, here = dict[PersonKey, None](), start
    while here not in done:
        done.add(here)
        path[here] = None
        above = supervisor_on(timelines.get(here, ()), day)
        if above is None:
            return []
        here = above
    walked = list(path)
    return walked[walked.index(here) :] if here in path else []

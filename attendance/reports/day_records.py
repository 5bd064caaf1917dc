"""What the records hold about one day, for many people at once: one query for each table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attempt import AttemptStatus, is_living
from attendance.checkin.tables import Attempt, Decision, Punch
from attendance.people.employment import employed_between
from attendance.people.tables import ChatAccount, Employment, Nip
from attendance.places.tables import Site
from attendance.records.inbound import InboundStatus
from attendance.records.tables import Inbound
from attendance.time.schedule import Direction, Stamp


@dataclass(frozen=True, slots=True)
class SitedStamp:
    """A punch and the name of its site."""

    stamp: Stamp
    site: str | None


@dataclass(frozen=True, slots=True)
class DayRecords:
    """By employee. `punches` in order of time; `undecided`: when the newest message came that nobody decided about."""

    nips: Mapping[int, str]
    punches: Mapping[int, Sequence[SitedStamp]]
    undecided: Mapping[int, datetime]


async def read_day_records(session: AsyncSession, agency_id: int | None, on: date) -> DayRecords:
    """Of an agency, or with None of the regency."""
    headcount = select(Employment.employee_id).where(employed_between(on, on))
    if agency_id is not None:
        headcount = headcount.where(Employment.agency_id == agency_id)
    return DayRecords(
        nips=await _nips(session, headcount, on),
        punches=await _punches(session, headcount, on),
        undecided=await _undecided(session, headcount, on),
    )


async def read_mark(session: AsyncSession) -> tuple[object, ...]:
    """Four numbers that differ once a message or a decision may have changed somebody's day."""
    parts = (
        select(func.max(Punch.id)),
        select(func.max(Decision.id)),
        select(func.sum(Attempt.id)).where(is_living, Attempt.status == AttemptStatus.PENDING),
        select(func.sum(Inbound.id)).where(_undone_part()),
    )
    row = await session.execute(select(*(part.scalar_subquery() for part in parts)))
    return tuple(row.one())


_Headcount = Select[int]


async def _nips(session: AsyncSession, headcount: _Headcount, on: date) -> dict[int, str]:
    """The number each had on that day, the newest where two overlap."""
    query = (
        select(Nip.employee_id, Nip.nip)
        .where(Nip.employee_id.in_(headcount), Nip.valid_from <= on, or_(Nip.valid_to.is_(None), Nip.valid_to >= on))
        .order_by(Nip.valid_from, Nip.id)
    )
    return {row.employee_id: row.nip for row in await session.execute(query)}


async def _punches(session: AsyncSession, headcount: _Headcount, on: date) -> Mapping[int, Sequence[SitedStamp]]:
    query = (
        select(Punch.employee_id, Punch.direction, Punch.at, Site.name)
        .outerjoin(Site, Site.id == Punch.site_id)
        .where(Punch.employee_id.in_(headcount), Punch.work_date == on)
        .order_by(Punch.at, Punch.id)
    )
    found = defaultdict[int, list[SitedStamp]](list)
    for row in await session.execute(query):
        found[row.employee_id].append(SitedStamp(Stamp(Direction(row.direction), row.at), row.name))
    return found


async def _undecided(session: AsyncSession, headcount: _Headcount, on: date) -> dict[int, datetime]:
    """Held by a reviewer, waiting for a fault of ours to end, or not even read yet."""
    found = dict[int, datetime]()
    queries: tuple[Select[int | None, datetime], ...] = (_undecided_attempts(headcount, on), _unread_parts())
    for query in queries:
        for employee_id, at in await session.execute(query):
            if employee_id is not None:
                found[employee_id] = max(at, found.get(employee_id, at))
    return found


def _undecided_attempts(headcount: _Headcount, on: date) -> Select[int | None, datetime]:
    last_at = func.coalesce(Attempt.last_message_at, Attempt.created_at)
    return select(Attempt.employee_id, last_at).where(
        Attempt.employee_id.in_(headcount),
        Attempt.work_date == on,
        Attempt.status.in_((AttemptStatus.HELD, AttemptStatus.PENDING)),
    )


def _unread_parts() -> Select[int | None, datetime]:
    """Of everybody: the few undone rows are found by their index, and only then their people."""
    sender = and_(
        ChatAccount.channel == Inbound.channel,
        ChatAccount.our_account == Inbound.our_account,
        ChatAccount.external_id == Inbound.sender,
    )
    return (
        select(ChatAccount.employee_id, Inbound.received_at)
        .select_from(Inbound)
        .join(ChatAccount, sender)
        .where(_undone_part())
    )


def _undone_part() -> ColumnElement[bool]:
    return (Inbound.status == InboundStatus.QUEUED) & Inbound.part

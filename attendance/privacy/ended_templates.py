"""Templates that nobody needs any more go after a time, and their pictures with them (see retention).

Those of an enrolment that was undone or replaced, and those of whoever works nowhere any more.
"""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from attendance.people.employment import Ending
from attendance.people.faces.enrolment_rows import EndReason, end_enrolment
from attendance.people.tables import Employee, Employment, Enrolment, FaceTemplate
from attendance.privacy.periods import Days, Periods
from attendance.records.audit import append_audit
from attendance.records.database import Database, Priority
from attendance.rules.book import RuleBook

#: Enrolments of one write transaction; each has three to five pictures, with a template of each engine.
BITE = 50

_Which = Callable[[int], Select[int, int, datetime] | Select[int, int, date | None]]


async def expire_templates(database: Database, book: RuleBook, now: datetime) -> AsyncIterator[int]:
    """Delete the templates of enrolments whose time is over, in bites; of how many enrolments in each."""
    periods = Periods(book, now)
    async for over in _pages(database, periods, _ended, lambda rule: rule.ended_enrolment_days):
        async with database.write(Priority.BULK) as session:
            await _delete(session, over, now)
        yield len(over)
    async for over in _pages(database, periods, _departed, lambda rule: rule.left_days):
        async with database.write(Priority.BULK) as session:
            await _end(session, over, now)
            await _delete(session, over, now)
        yield len(over)


async def _pages(database: Database, periods: Periods, which: _Which, days: Days) -> AsyncIterator[list[int]]:
    """The enrolments whose time is over, a bite at a time."""
    after = 0
    while True:
        async with database.read() as session:
            page = (await session.execute(which(after))).all()
            over = [row[0] for row in page if await periods.is_over(session, row[1], days, _moment(row[2]))]
        if not page:
            return
        after = page[-1][0]
        if over:
            yield over


def _moment(ended: date | None) -> datetime:
    """Of an employment only the last day is known; which hour of it matters to no rule that counts days."""
    if isinstance(ended, datetime):
        return ended
    return datetime.combine(ended or date.max, time.max, UTC)


def _ended(after: int) -> Select[int, int, datetime]:
    """Enrolments with templates that were undone, refused or superseded, and when.

    One that is held waits for a human and supersedes nothing (see people.templates).
    """
    newer = aliased(Enrolment)
    superseded_at = (
        select(func.min(newer.enrolled_at))
        .where(newer.employee_id == Enrolment.employee_id, newer.id > Enrolment.id, ~newer.held)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    ended_at: ColumnElement[datetime] = func.coalesce(Enrolment.undone_at, superseded_at)
    return (
        select(Enrolment.id, Enrolment.employee_id, ended_at)
        .where(Enrolment.id > after, ended_at.is_not(None))
        .where(exists().where(FaceTemplate.enrolment_id == Enrolment.id))
        .order_by(Enrolment.id)
        .limit(BITE)
    )


def _departed(after: int) -> Select[int, int, date | None]:
    """Enrolments with templates of people whose last employment has an end, and its last day.

    Whoever is on unpaid leave comes back, and whoever never had an employment serves from outside.
    """
    later = aliased(Employment)
    follows = or_(later.valid_to.is_(None), later.valid_to > Employment.valid_to)
    return (
        select(Enrolment.id, Enrolment.employee_id, func.max(Employment.valid_to))
        .join(Employment, Employment.employee_id == Enrolment.employee_id)
        .where(Enrolment.id > after, Employment.valid_to.is_not(None))
        .where(Employment.ending.is_distinct_from(Ending.UNPAID_LEAVE))
        .where(~exists().where(later.employee_id == Enrolment.employee_id, follows))
        .where(exists().where(FaceTemplate.enrolment_id == Enrolment.id))
        .group_by(Enrolment.id, Enrolment.employee_id)
        .order_by(Enrolment.id)
        .limit(BITE)
    )


async def _end(session: AsyncSession, enrolment_ids: list[int], now: datetime) -> None:
    """Without templates nothing can count: whoever comes back is photographed anew."""
    living = select(Enrolment).where(Enrolment.id.in_(enrolment_ids), Enrolment.undone_at.is_(None))
    whose = select(Enrolment.employee_id).where(Enrolment.id.in_(enrolment_ids))
    await session.execute(select(Employee.id).where(Employee.id.in_(whose)).order_by(Employee.id).with_for_update())
    for enrolment in await session.scalars(living):
        end_enrolment(session, enrolment, None, EndReason.LEFT, now)


async def _delete(session: AsyncSession, enrolment_ids: list[int], now: datetime) -> None:
    await session.execute(delete(FaceTemplate).where(FaceTemplate.enrolment_id.in_(enrolment_ids)))
    for enrolment_id in enrolment_ids:
        append_audit(
            session,
            at=now,
            actor_id=None,
            action="face.templates_expired",
            subject="enrolment",
            subject_id=enrolment_id,
        )

"""Templates of an enrolment that does not count any more go after a time; their pictures follow (see retention)."""

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from attendance.people.tables import Enrolment, FaceTemplate
from attendance.privacy.periods import Periods
from attendance.records.audit import append_audit
from attendance.records.database import Database, Priority
from attendance.rules.book import RuleBook
from attendance.rules.kinds import RetentionRule

#: Enrolments of one write transaction; each has three to five pictures, with a template of each engine.
BITE = 50


async def expire_templates(database: Database, book: RuleBook, now: datetime) -> AsyncIterator[int]:
    """Delete the templates of ended enrolments whose time is over, in bites; of how many enrolments in each."""
    periods, after = Periods(book, now), 0
    while True:
        async with database.read() as session:
            page = (await session.execute(_ended(after))).all()
            over = [
                enrolment_id
                for enrolment_id, employee_id, ended_at in page
                if await periods.is_over(session, employee_id, _days, ended_at)
            ]
        if not page:
            return
        after = page[-1][0]
        if over:
            async with database.write(Priority.BULK) as session:
                await _delete(session, over, now)
            yield len(over)


def _days(rule: RetentionRule) -> int:
    return rule.ended_enrolment_days


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

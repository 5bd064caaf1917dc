"""Interrupted enrolments: the good pictures so far, which the same account can take up again for some time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import OpenSet
from attendance.records.tables import Media


async def keep_set(
    session: AsyncSession, operator_id: int, employee_id: int, media_ids: Sequence[int], now: datetime
) -> None:
    """These are the good ones now."""
    row = await session.scalar(_OF.where(OpenSet.operator_id == operator_id, OpenSet.employee_id == employee_id))
    if row is None:
        row = OpenSet(operator_id=operator_id, employee_id=employee_id, media_ids=[], touched_at=now)
        session.add(row)
    row.media_ids, row.touched_at = list(media_ids), now


async def kept_pictures(session: AsyncSession, operator_id: int, employee_id: int, since: datetime) -> tuple[int, ...]:
    """The pictures of a set that was touched after that moment and are still there, in the order they were sent."""
    kept = await session.scalar(
        select(OpenSet.media_ids).where(
            OpenSet.operator_id == operator_id, OpenSet.employee_id == employee_id, OpenSet.touched_at > since
        )
    )
    if not kept:
        return ()
    there = set(await session.scalars(select(Media.id).where(Media.id.in_(kept), Media.deleted_at.is_(None))))
    return tuple(media_id for media_id in kept if media_id in there)


async def drop_set(session: AsyncSession, operator_id: int, employee_id: int) -> None:
    """It is finished, or given up: its pictures stand for nothing any more and go by retention."""
    await session.execute(delete(OpenSet).where(OpenSet.operator_id == operator_id, OpenSet.employee_id == employee_id))


def oldest(now: datetime, hours: int) -> datetime:
    """Sets touched after this moment can be taken up."""
    return now - timedelta(hours=hours)


_OF = select(OpenSet)

"""How long something has been waiting: what came in and is not done, what is to be said and has not gone out."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import ChatAccount
from attendance.records.tables import Inbound, Outbox

# Not bound: SQLite uses a partial index only where it can read the condition.
_QUEUED: ColumnElement[str] = literal_column("'queued'")


async def waiting_since(session: AsyncSession, our_accounts: Collection[str], now: datetime) -> datetime | None:
    """Since when the oldest row has been waiting, None when none is.

    What has expired waits for nobody, and what is for an account of ours that is not served any more cannot go out.
    """
    inbound = select(func.min(Inbound.received_at)).where(Inbound.status == _QUEUED)
    outbox = (
        select(func.min(Outbox.created_at))
        .join(ChatAccount, ChatAccount.id == Outbox.account_id)
        .where(
            Outbox.status == _QUEUED,
            or_(Outbox.expires_at.is_(None), Outbox.expires_at > now),
            ChatAccount.our_account.in_(our_accounts),
        )
    )
    oldest = [await session.scalar(query) for query in (inbound, outbox)]
    return min((moment for moment in oldest if moment is not None), default=None)

"""Deadlines are rows: what happens when nothing happens survives a restart, and happens once."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import ChatAccount
from attendance.records.base import Instant
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.records.inbound import CLOCK, InboundStatus, account_key
from attendance.records.tables import Deadline, Inbound


class DeadlineKind(StrEnum):
    NUDGE = "nudge"  # one part of a check-in came, the other did not
    EXPIRE = "expire"  # the window of the nonce is over
    REVIVE = "revive"  # a row that failed five times is tried once more; the subject is the inbound row
    TESTIFIED = "testified"  # a witness has spoken: the attempt goes on in the turn of its own person
    REBIND = "rebind"  # the old account was asked about a new one; the subject is the rebinding
    PENDING_LIMIT = "pending_limit"  # our own fault has lasted too long for the machine to wait on


async def set_deadlines(
    session: AsyncSession, subject_id: int, account_id: int, due: Mapping[DeadlineKind, datetime]
) -> None:
    """Let each of these happen to the subject at its time, unless by then there is nothing left to do."""
    rows = [
        {"what": what, "subject_id": subject_id, "account_id": account_id, "due_at": due_at}
        for what, due_at in due.items()
    ]
    await insert_ignoring_conflicts(session, Deadline, rows)


async def drop_deadlines(session: AsyncSession, subject_id: int, now: datetime, *what: DeadlineKind) -> None:
    """What these deadlines waited for has happened: they need not fire."""
    await session.execute(_DROP, {"kinds": what, "subject": subject_id, "now": now})


_DROP = (
    update(Deadline)
    .where(Deadline.what.in_(bindparam("kinds", expanding=True)), Deadline.subject_id == bindparam("subject"))
    .where(Deadline.fired_at.is_(None))
    .values(fired_at=bindparam("now", type_=Instant()))
    .execution_options(synchronize_session=False)
)


async def drop_revivals(session: AsyncSession, account_id: int, now: datetime) -> None:
    """What the dead rows of an account would have been tried again for is settled."""
    await session.execute(
        update(Deadline)
        .where(Deadline.what == DeadlineKind.REVIVE, Deadline.account_id == account_id, Deadline.fired_at.is_(None))
        .values(fired_at=now)
        .execution_options(synchronize_session=False)
    )


async def may_revive(session: AsyncSession, account_id: int) -> bool:
    """Whether a dead row of the account is still to be tried again."""
    waiting = (
        select(Deadline.id)
        .join(Inbound, Inbound.id == Deadline.subject_id)
        .where(Deadline.what == DeadlineKind.REVIVE, Deadline.account_id == account_id, Deadline.fired_at.is_(None))
        .where(Inbound.status == InboundStatus.DEAD)
    )
    return await session.scalar(waiting.limit(1)) is not None


async def is_reviving(session: AsyncSession, account_id: int) -> bool:
    """Whether a row of the account that was dead is being tried again now."""
    tried = (
        select(Deadline.id)
        .join(Inbound, Inbound.id == Deadline.subject_id)
        .where(Deadline.what == DeadlineKind.REVIVE, Deadline.account_id == account_id)
        .where(Inbound.status == InboundStatus.QUEUED)
    )
    return await session.scalar(tried.limit(1)) is not None


async def was_revived(session: AsyncSession, inbound_id: int) -> bool:
    """Whether the row has been dead before."""
    revivals = select(Deadline.id).where(Deadline.what == DeadlineKind.REVIVE, Deadline.subject_id == inbound_id)
    return await session.scalar(revivals.limit(1)) is not None


async def is_anything_due(session: AsyncSession, now: datetime) -> bool:
    """Whether `fire_due` would find something: most seconds it would not, and need no write."""
    return await session.scalar(_DUE, {"now": now}) is not None


_DUE = select(Deadline.id).where(Deadline.fired_at.is_(None), Deadline.due_at <= bindparam("now")).limit(1)


async def fire_due(session: AsyncSession, now: datetime, limit: int = 500) -> frozenset[str]:
    """Turn what is due into inbound rows, so that it queues behind what its person sent before. Returns their kinds.

    One of a kind that nobody knows fails like any other event, by itself, when it is worked on.
    """
    due = (
        select(Deadline, ChatAccount)
        .join(ChatAccount, ChatAccount.id == Deadline.account_id)
        .where(Deadline.fired_at.is_(None), Deadline.due_at <= now)
        .order_by(Deadline.due_at)
        .limit(limit)
    )
    rows = (await session.execute(due)).all()
    await insert_ignoring_conflicts(session, Inbound, [_event(deadline, account, now) for deadline, account in rows])
    for deadline, _ in rows:
        deadline.fired_at = now
    return frozenset(deadline.what for deadline, _ in rows)


def _event(deadline: Deadline, account: ChatAccount, now: datetime) -> dict[str, Any]:
    return {
        "channel": CLOCK,
        "our_account": account_key(account.channel, account.our_account),
        "external_id": str(deadline.id),
        "sender": account.external_id,
        "sent_at": deadline.due_at,
        "part": False,
        "received_at": now,
        "status": InboundStatus.QUEUED,
        "failures": 0,
    }

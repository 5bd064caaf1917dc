"""Putting a message into the outbox, in the transaction of what caused it, and the ways in which it ends there."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.base import Instant
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.records.say import Say, SayKind, encode_args, encode_form
from attendance.records.tables import Outbox

log = logging.getLogger(__name__)

#: As long as Telegram keeps what it could not deliver to us (PLATFORMS.md A6): an answer after that helps nobody.
HORIZON = timedelta(hours=24)

# Rows that expire in one transaction: no write may last over 100 ms.
BITE = 500


class OutboxStatus(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"


def put(
    session: AsyncSession,
    say: Say,
    *,
    account_id: int,
    employee_id: int | None,
    inbound_id: int | None,
    now: datetime,
) -> None:
    """Queue one message to one account."""
    session.add(Outbox(**_columns(say, now), account_id=account_id, employee_id=employee_id, inbound_id=inbound_id))


async def put_once(
    session: AsyncSession,
    say: Say,
    *,
    account_id: int,
    employee_id: int | None,
    period: str,
    expires_at: datetime,
    now: datetime,
) -> None:
    """Queue what a person hears once in a period, unless it has been queued before; nobody hears it later."""
    once = {"account_id": account_id, "employee_id": employee_id, "period": period, "expires_at": expires_at}
    await insert_ignoring_conflicts(session, Outbox, [_columns(say, now) | once])


def _columns(say: Say, now: datetime) -> dict[str, Any]:
    return {
        "nonce_id": say.starts_nonce,
        "kind": say.kind,
        "priority": say.kind.priority,
        "key": say.key,
        "args": encode_args(say.args),
        "form": encode_form(say),
        "status": OutboxStatus.QUEUED,
        "created_at": now,
        "tries": 0,
    }


# Literal, not bound: SQLite uses a partial index only where it can read the condition.
is_queued: ColumnElement[bool] = Outbox.status == literal_column("'queued'")

# Bound by `horizon`: now and the horizon before it.
_now, _oldest = bindparam("now", type_=Instant()), bindparam("oldest", type_=Instant())
is_over: ColumnElement[bool] = or_(
    and_(Outbox.expires_at.is_not(None), Outbox.expires_at <= _now),
    and_(Outbox.created_at <= _oldest, or_(Outbox.expires_at.is_(None), Outbox.kind == SayKind.REPLY)),
)


def horizon(now: datetime) -> dict[str, datetime]:
    """The parameters of `is_over`."""
    return {"now": now, "oldest": now - HORIZON}


def dead(reason: str) -> dict[str, object]:
    """The columns of a message that will not be said: names, and the token of a console link, need not stay."""
    return {"status": OutboxStatus.DEAD, "last_error": reason, "args": {}}


def tell_dead(row_ids: Sequence[int], reason: str) -> None:
    """Every message that is given up is told to whoever runs the service."""
    for row_id in row_ids:
        log.error("outbox %d is dead: %s", row_id, reason)


_OVER = select(Outbox.id).where(is_queued, is_over).limit(BITE)
_EXPIRE = (
    update(Outbox)
    .where(Outbox.id.in_(_OVER))
    .values(dead("expired"))
    .returning(Outbox.id)
    .execution_options(synchronize_session=False)
)
_KILL = (
    update(Outbox)
    .where(Outbox.account_id == bindparam("to"), is_queued)
    .values(dead("") | {"last_error": bindparam("reason")})
    .returning(Outbox.id)
    .execution_options(synchronize_session=False)
)


async def is_anything_over(session: AsyncSession, now: datetime) -> bool:
    """Whether `expire` has something to do; a read."""
    return await session.scalar(_OVER, horizon(now)) is not None


async def expire(session: AsyncSession, now: datetime) -> Sequence[int]:
    """At most BITE messages whose time has passed are dead; their ids."""
    return (await session.scalars(_EXPIRE, horizon(now))).all()


async def kill_queued(session: AsyncSession, account_id: int, reason: str) -> Sequence[int]:
    """Whatever still waits for that account is dead; its ids."""
    return (await session.scalars(_KILL, {"to": account_id, "reason": reason})).all()

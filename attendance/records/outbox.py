"""Putting a message into the outbox, in the transaction of what caused it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.say import Say, encode_args, encode_form
from attendance.records.tables import Outbox


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
    session.add(
        Outbox(
            account_id=account_id,
            employee_id=employee_id,
            inbound_id=inbound_id,
            nonce_id=say.starts_nonce,
            kind=say.kind,
            priority=say.kind.priority,
            key=say.key,
            args=encode_args(say.args),
            form=encode_form(say),
            status=OutboxStatus.QUEUED,
            created_at=now,
            tries=0,
        )
    )

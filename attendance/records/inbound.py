"""Events that came in: stored once, whatever the platform repeats, and done once, whatever we repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.base import Instant
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.records.tables import Inbound
from attendance.vault.keyring import Keyring

# The channel of the events that come from the clock. Their `our_account` is an account_key, their `sender` the person's
# id there, so that they queue behind that person's messages.
CLOCK = "clock"


def account_key(channel: str, our_account: str) -> str:
    """One of our accounts, named over all channels."""
    return f"{channel}:{our_account}"


class InboundStatus(StrEnum):
    QUEUED = "queued"
    DONE = "done"
    DEAD = "dead"  # failed five times: an operator looks at it


@dataclass(frozen=True)
class Envelope:
    """What must be known of a raw event to store it, before anybody tries to understand it.

    `external_id` is the same whenever the platform repeats the event, and never that of another event of our account.
    """

    channel: str
    our_account: str
    external_id: str
    sender: str | None
    sent_at: datetime | None
    raw: bytes
    part: bool = False  # holds a photo or a position
    live_edit: bool = False  # a live location that moved


class NotStored(Exception):
    """The database did not take an event: the platform must not be told that we have it."""


class AlreadyDone(Exception):
    """Another run of the same event got there first; what this one would write must not be written."""


async def store(
    session: AsyncSession, envelopes: Sequence[Envelope], keyring: Keyring, received_at: datetime
) -> Sequence[int]:
    """Insert what is not there yet and return the ids of the new rows."""
    rows = [
        {
            "channel": envelope.channel,
            "our_account": envelope.our_account,
            "external_id": envelope.external_id,
            "sender": envelope.sender,
            "sent_at": envelope.sent_at,
            "part": envelope.part,
            "received_at": received_at,
            "raw": seal_raw(keyring, envelope),
            "status": InboundStatus.QUEUED,
            "failures": 0,
        }
        for envelope in envelopes
    ]
    return await insert_ignoring_conflicts(session, Inbound, rows)


def seal_raw(keyring: Keyring, envelope: Envelope) -> bytes:
    return keyring.seal(envelope.raw, "inbound", envelope.channel, envelope.our_account, envelope.external_id)


def unseal_raw(keyring: Keyring, row: Inbound) -> bytes:
    """The platform's own bytes. Raises ValueError when they have been emptied by retention."""
    if row.raw is None:
        raise ValueError(f"the raw bytes of inbound {row.id} are gone")
    return keyring.unseal(row.raw, "inbound", row.channel, row.our_account, row.external_id)


async def mark_done(session: AsyncSession, inbound_id: int, now: datetime) -> None:
    """Close the event in the transaction that holds its effects. Raises AlreadyDone."""
    closed = await session.execute(_CLOSE, {"inbound_id": inbound_id, "now": now})
    if closed.one_or_none() is None:
        raise AlreadyDone


# Made once: it runs for every message.
_CLOSE = (
    update(Inbound)
    .where(Inbound.id == bindparam("inbound_id"), Inbound.status == InboundStatus.QUEUED)
    .values(status=InboundStatus.DONE, done_at=bindparam("now", type_=Instant()))
    .returning(Inbound.id)
    .execution_options(synchronize_session=False)
)


MAX_FAILURES = 5
_PAUSES_S = (1, 5, 20, 60)


def pause_after(failures: int) -> timedelta:
    """How long an event rests after its nth failure (1 and up): growing, so that a passing fault has time to pass."""
    return timedelta(seconds=_PAUSES_S[min(failures, len(_PAUSES_S)) - 1])


@dataclass(frozen=True)
class Revive:
    """The step of a deadline that gives a dead row one more try; its success carries the pending attempt on."""

    inbound_id: int


async def revive(session: AsyncSession, step: Revive) -> None:
    """Nothing happens to a row that lives."""
    await session.execute(
        update(Inbound)
        .where(Inbound.id == step.inbound_id, Inbound.status == InboundStatus.DEAD)
        .values(status=InboundStatus.QUEUED, failures=MAX_FAILURES - 1)
    )

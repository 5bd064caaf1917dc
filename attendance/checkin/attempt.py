"""The attempt: one per nonce, one open per person over all channels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from sqlalchemy import ColumnElement, bindparam, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from attendance.challenge.drawing import Awaited, Drawn
from attendance.checkin.tables import Attempt
from attendance.records.deadline import DeadlineKind, drop_deadlines
from attendance.rules.kinds import WindowsRule
from attendance.time.schedule import Direction, work_date_of


class AttemptStatus(StrEnum):
    OPEN = "open"  # parts are missing, or a refusal can still be mended
    WAITING = "waiting"  # for what an Ask asked
    PENDING = "pending"  # our own fault: retried, never held against the person
    HELD = "held"  # a human decides
    DONE = "done"


class Way(StrEnum):
    """How a person shows who they are: by the face, or by a PIN and somebody who is there."""

    FACE = "face"
    WITNESS = "witness"


LIVING = (AttemptStatus.OPEN, AttemptStatus.WAITING, AttemptStatus.PENDING)
# Literal, not bound: SQLite uses a partial index only where it can read the condition.
is_living: ColumnElement[bool] = Attempt.status.in_([literal_column(f"'{status}'") for status in LIVING])

Part = Literal["selfie", "posed", "video", "pin", "position"]


_AWAITED: Mapping[Awaited, tuple[Part, ...]] = MappingProxyType(
    {Awaited.NEUTRAL: ("selfie", "posed"), Awaited.POSED: ("posed",), Awaited.VIDEO: ("video",)}
)


@dataclass(frozen=True)
class OpenAttempt:
    """The step of a press on Masuk or Pulang; `sent_at` is its message time."""

    direction: Direction
    sent_at: datetime


@dataclass(frozen=True)
class AttemptOpened:
    """A prompt goes out; its delivery starts the nonce. `drawn`: the challenge in it, if one is asked for."""

    nonce_id: int
    minutes: int
    direction: Direction
    way: Way = Way.FACE
    drawn: Drawn | None = None


@dataclass(frozen=True)
class PartKept:
    """A part is on record; the other one is awaited in silence, since most people send it a moment later."""


@dataclass(frozen=True)
class Missing:
    """One part is on record since `at`, the platform's time, and it is time to say that the other one is missing.

    `drawn`: the challenge that the missing part belongs to.
    """

    at: datetime
    part: Part
    way: Way = Way.FACE
    drawn: Drawn | None = None


@dataclass(frozen=True)
class Nothing:
    """There was nothing left to do."""


async def find_living(session: AsyncSession, employee_id: int) -> Attempt | None:
    """The attempt that is not over yet, if there is one."""
    return await session.scalar(_LIVING, {"employee_id": employee_id})


_LIVING = select(Attempt).where(Attempt.employee_id == bindparam("employee_id"), is_living)


def keep_time(attempt: Attempt, sent_at: datetime, zone: str) -> None:
    """Note the platform time of a part that is kept as evidence; the earliest one is the time of record.

    It also says which work day the attempt is of: a prompt that reached the person a day late is answered today.
    """
    attempt.first_message_at = min(attempt.first_message_at or sent_at, sent_at)
    attempt.last_message_at = max(attempt.last_message_at or sent_at, sent_at)
    attempt.work_date = work_date_of(attempt.first_message_at, zone)


def missing_part(attempt: Attempt) -> Part | None:
    """The one to ask for first."""
    return next(iter(missing_parts(attempt)), None)


def missing_parts(attempt: Attempt) -> tuple[Part, ...]:
    position: tuple[Part, ...] = () if attempt.position_at else ("position",)
    return (*_of_identity(attempt), *position)


def _of_identity(attempt: Attempt) -> tuple[Part, ...]:
    if attempt.way == Way.WITNESS:
        return () if attempt.pin_at else ("pin",)
    if attempt.awaits is not None:
        return _AWAITED[Awaited(attempt.awaits)]
    return () if attempt.examination is not None else ("selfie",)


def time_of_record(attempt: Attempt, windows: WindowsRule) -> datetime:
    """When the person was there: the first part kept, or after too long a retry the first part of the pair that counts.

    Raises ValueError for an attempt that has no pair yet.
    """
    identity_at = attempt.pin_at if attempt.way == Way.WITNESS else attempt.selfie_at
    if identity_at is None or attempt.position_at is None or attempt.first_message_at is None:
        raise ValueError(f"attempt {attempt.id} has no pair to take a time from")
    pair = identity_at, attempt.position_at
    if max(pair) - attempt.first_message_at <= timedelta(seconds=windows.retry_s):
        return attempt.first_message_at
    return min(pair)


class AttemptMoved(Exception):
    """Somebody else changed the attempt since it was read: read again and decide again."""


async def move(session: AsyncSession, attempt: Attempt, to: AttemptStatus) -> None:
    """Change the status, provided it still is what was seen. Raises AttemptMoved."""
    await session.flush()
    moved = await session.execute(_MOVE, {"attempt_id": attempt.id, "seen": attempt.status, "to": to})
    if moved.one_or_none() is None:
        raise AttemptMoved
    set_committed_value(attempt, "status", to)


_MOVE = (
    update(Attempt)
    .where(Attempt.id == bindparam("attempt_id"), Attempt.status == bindparam("seen"))
    .values(status=bindparam("to"))
    .returning(Attempt.id)
    .execution_options(synchronize_session=False)
)


async def close(session: AsyncSession, attempt: Attempt, now: datetime) -> None:
    """End an attempt that came to nothing."""
    await move(session, attempt, AttemptStatus.DONE)
    await drop_deadlines(session, attempt.id, now, DeadlineKind.NUDGE, DeadlineKind.EXPIRE)

"""The attempt: one per nonce, one open per person over all channels."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from attendance.checkin.attendee import Attendee
from attendance.checkin.tables import Attempt, Nonce
from attendance.records.deadline import DeadlineKind, drop_deadlines, set_deadlines
from attendance.records.say import local
from attendance.rules.kinds import WindowsRule
from attendance.time.schedule import Direction, work_date_of


class AttemptStatus(StrEnum):
    OPEN = "open"  # parts are missing, or a refusal can still be mended
    WAITING = "waiting"  # for what an Ask asked
    PENDING = "pending"  # our own fault: retried, never held against the person
    HELD = "held"  # a human decides
    DONE = "done"


LIVING = (AttemptStatus.OPEN, AttemptStatus.WAITING, AttemptStatus.PENDING)
Part = Literal["selfie", "position"]


@dataclass(frozen=True)
class OpenAttempt:
    """The step of a press on Masuk or Pulang."""

    direction: Direction


@dataclass(frozen=True)
class AttemptOpened:
    """A prompt goes out; its delivery starts the nonce."""

    nonce_id: int
    minutes: int
    direction: Direction


@dataclass(frozen=True)
class PartKept:
    """A part is on record; the other one is awaited in silence, since most people send it a moment later."""


@dataclass(frozen=True)
class Missing:
    """One part is on record since `at`, the platform's time, and it is time to say that the other one is missing."""

    at: datetime
    part: Part


@dataclass(frozen=True)
class Nothing:
    """There was nothing left to do."""


async def find_living(session: AsyncSession, employee_id: int) -> Attempt | None:
    """The attempt that is not over yet, if there is one."""
    return await session.scalar(select(Attempt).where(Attempt.employee_id == employee_id, Attempt.status.in_(LIVING)))


async def open_prompted(
    session: AsyncSession, attendee: Attendee, direction: Direction, windows: WindowsRule, now: datetime
) -> AttemptOpened | Missing:
    """Begin an attempt, unless parts that came before the press already made one: then only the rest is asked for."""
    living = await find_living(session, attendee.employee_id)
    missing = None if living is None else missing_part(living)
    if living is not None and living.first_message_at is not None and missing is not None:
        living.direction = direction
        return Missing(local(living.first_message_at, attendee.timezone), missing)
    if living is not None:
        await close(session, living, now)
    nonce = await _new_nonce(session, attendee, now, prompted=True)
    _new_attempt(session, attendee, nonce, direction, work_date_of(now, attendee.timezone), now)
    return AttemptOpened(nonce.id, windows.nonce_passive_s // 60, direction)


@dataclass(frozen=True)
class Placed:
    """The attempt of a part. `late`: the prompt it answers had run out. `is_new`: it is not in the database yet."""

    attempt: Attempt
    nonce: Nonce
    late: bool = False
    is_new: bool = False


async def place_part(
    session: AsyncSession, attendee: Attendee, sent_at: datetime, windows: WindowsRule, now: datetime
) -> Placed:
    """By message time; a late or unprompted part begins an attempt of its own, which `watch` writes."""
    found = await session.execute(
        select(Attempt, Nonce)
        .join(Nonce, Nonce.id == Attempt.nonce_id)
        .where(Attempt.employee_id == attendee.employee_id, Attempt.status.in_(LIVING))
    )
    row = found.one_or_none()
    if row is None:
        return await _unprompted(session, attendee, sent_at, windows, now)
    living, nonce = row
    if _belongs(nonce, living, sent_at, windows):
        return Placed(living, nonce)
    await close(session, living, now)
    return replace(await _unprompted(session, attendee, sent_at, windows, now), late=nonce.prompted)


def _belongs(nonce: Nonce, attempt: Attempt, sent_at: datetime, windows: WindowsRule) -> bool:
    """By message time, never by when we got to it. An undelivered prompt has no end yet, our own fault neither."""
    if attempt.status == AttemptStatus.PENDING:
        return True
    if nonce.prompted:
        return nonce.expires_at is None or sent_at <= nonce.expires_at
    first = attempt.first_message_at or attempt.last_message_at
    return first is None or abs(sent_at - first) <= timedelta(seconds=windows.pair_s)


async def _unprompted(
    session: AsyncSession, attendee: Attendee, sent_at: datetime, windows: WindowsRule, now: datetime
) -> Placed:
    expires_at = sent_at + timedelta(seconds=windows.pair_s)
    nonce = await _new_nonce(session, attendee, now, prompted=False, expires_at=expires_at)
    attempt = _new_attempt(session, attendee, nonce, None, work_date_of(sent_at, attendee.timezone), now)
    return Placed(attempt, nonce, is_new=True)


async def watch(session: AsyncSession, placed: Placed, windows: WindowsRule, now: datetime, *, nudge: bool) -> None:
    """Write the attempt and its deadlines, by our clock: after an outage the other part still queues behind it."""
    await session.flush()
    due: dict[DeadlineKind, datetime] = {}
    if placed.is_new:
        pair_over = now + timedelta(seconds=windows.pair_s)
        due[DeadlineKind.EXPIRE] = max(placed.nonce.expires_at or pair_over, pair_over)
    if nudge:
        due[DeadlineKind.NUDGE] = now + timedelta(seconds=windows.nudge_after_s)
    if due:
        await set_deadlines(session, placed.attempt.id, placed.attempt.account_id, due)


async def _new_nonce(
    session: AsyncSession, attendee: Attendee, now: datetime, *, prompted: bool, expires_at: datetime | None = None
) -> Nonce:
    nonce = Nonce(
        employee_id=attendee.employee_id,
        account_id=attendee.account_id,
        prompted=prompted,
        level=0,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(nonce)
    await session.flush()
    return nonce


def _new_attempt(
    session: AsyncSession, attendee: Attendee, nonce: Nonce, direction: Direction | None, work_date: date, now: datetime
) -> Attempt:
    attempt = Attempt(
        nonce_id=nonce.id,
        employee_id=attendee.employee_id,
        account_id=attendee.account_id,
        direction=direction,
        work_date=work_date,
        status=AttemptStatus.OPEN,
        created_at=now,
        fixes=[],
        asks=[],
        face_failures=0,
    )
    session.add(attempt)
    return attempt


def keep_time(attempt: Attempt, sent_at: datetime) -> None:
    """Note the platform time of a part that is kept as evidence; the earliest one is the time of record."""
    attempt.first_message_at = min(attempt.first_message_at or sent_at, sent_at)
    attempt.last_message_at = max(attempt.last_message_at or sent_at, sent_at)


def missing_part(attempt: Attempt) -> Part | None:
    """The one to ask for first."""
    return next(iter(missing_parts(attempt)), None)


def missing_parts(attempt: Attempt) -> tuple[Part, ...]:
    there: dict[Part, object] = {"selfie": attempt.examination, "position": attempt.position_at}
    return tuple(part for part, value in there.items() if value is None)


def time_of_record(attempt: Attempt, windows: WindowsRule) -> datetime:
    """When the person was there: the first part kept, or after too long a retry the first part of the pair that counts.

    Raises ValueError for an attempt that has no pair yet.
    """
    if attempt.selfie_at is None or attempt.position_at is None or attempt.first_message_at is None:
        raise ValueError(f"attempt {attempt.id} has no pair to take a time from")
    pair = attempt.selfie_at, attempt.position_at
    if max(pair) - attempt.first_message_at <= timedelta(seconds=windows.retry_s):
        return attempt.first_message_at
    return min(pair)


class AttemptMoved(Exception):
    """Somebody else changed the attempt since it was read: read again and decide again."""


async def move(session: AsyncSession, attempt: Attempt, to: AttemptStatus) -> None:
    """Change the status, provided it still is what was seen. Raises AttemptMoved."""
    await session.flush()
    moved = await session.execute(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.status == attempt.status)
        .values(status=to)
        .returning(Attempt.id)
        .execution_options(synchronize_session=False)
    )
    if moved.one_or_none() is None:
        raise AttemptMoved
    set_committed_value(attempt, "status", to)


async def close(session: AsyncSession, attempt: Attempt, now: datetime) -> None:
    """End an attempt that came to nothing."""
    await move(session, attempt, AttemptStatus.DONE)
    await drop_deadlines(session, attempt.id, now, DeadlineKind.NUDGE, DeadlineKind.EXPIRE)

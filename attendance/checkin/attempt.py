"""The attempt: one per nonce, one open per person over all channels."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attendee import Attendee
from attendance.checkin.tables import Attempt, Nonce
from attendance.records.deadline import DeadlineKind, drop_deadlines, set_deadline
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
    if living is not None and living.first_message_at is not None:
        living.direction = direction
        return Missing(local(living.first_message_at, attendee.timezone), missing_part(living) or "position")
    if living is not None:
        await close(session, living, now)
    nonce = await _new_nonce(session, attendee, now, prompted=True)
    await _new_attempt(session, attendee, nonce, direction, work_date_of(now, attendee.timezone), now)
    return AttemptOpened(nonce.id, windows.nonce_passive_s // 60, direction)


async def attempt_for_part(
    session: AsyncSession, attendee: Attendee, sent_at: datetime, windows: WindowsRule, now: datetime
) -> tuple[Attempt, Nonce, bool]:
    """The attempt this part belongs to by its message time; a late or unprompted part begins one of its own.

    The third value: the prompt that this part answers had run out.
    """
    living = await find_living(session, attendee.employee_id)
    if living is None:
        return *await _open_unprompted(session, attendee, sent_at, windows, now), False
    nonce = await session.get_one(Nonce, living.nonce_id)
    if _belongs(nonce, living, sent_at, windows):
        return living, nonce, False
    await close(session, living, now)
    return *await _open_unprompted(session, attendee, sent_at, windows, now), nonce.prompted


def _belongs(nonce: Nonce, attempt: Attempt, sent_at: datetime, windows: WindowsRule) -> bool:
    """By message time, never by when we got to it. An undelivered prompt has no end yet."""
    if nonce.prompted:
        return nonce.expires_at is None or sent_at <= nonce.expires_at
    first = attempt.first_message_at or attempt.last_message_at
    return first is None or abs(sent_at - first) <= timedelta(seconds=windows.pair_s)


async def _open_unprompted(
    session: AsyncSession, attendee: Attendee, sent_at: datetime, windows: WindowsRule, now: datetime
) -> tuple[Attempt, Nonce]:
    nonce = await _new_nonce(session, attendee, now, prompted=False)
    nonce.expires_at = sent_at + timedelta(seconds=windows.pair_s)
    attempt = await _new_attempt(session, attendee, nonce, None, work_date_of(sent_at, attendee.timezone), now)
    # By our clock: the pair may be hours old when an outage ends, and both parts still queue behind this one.
    due_at = max(nonce.expires_at, now + timedelta(seconds=windows.pair_s))
    await set_deadline(session, DeadlineKind.EXPIRE, attempt.id, attendee.account_id, due_at)
    return attempt, nonce


async def _new_nonce(session: AsyncSession, attendee: Attendee, now: datetime, *, prompted: bool) -> Nonce:
    nonce = Nonce(
        employee_id=attendee.employee_id, account_id=attendee.account_id, prompted=prompted, level=0, created_at=now
    )
    session.add(nonce)
    await session.flush()
    return nonce


async def _new_attempt(
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
    await session.flush()
    return attempt


def keep_time(attempt: Attempt, sent_at: datetime) -> None:
    """Note the platform time of a part that is kept as evidence; the earliest one is the time of record."""
    attempt.first_message_at = min(attempt.first_message_at or sent_at, sent_at)
    attempt.last_message_at = max(attempt.last_message_at or sent_at, sent_at)


def missing_part(attempt: Attempt) -> Part | None:
    if attempt.examination is None:
        return "selfie"
    return "position" if attempt.position_at is None else None


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
    attempt.status = to


async def close(session: AsyncSession, attempt: Attempt, now: datetime) -> None:
    """End an attempt that came to nothing."""
    await move(session, attempt, AttemptStatus.DONE)
    await drop_deadlines(session, attempt.id, DeadlineKind.NUDGE, now)
    await drop_deadlines(session, attempt.id, DeadlineKind.EXPIRE, now)


async def consume(session: AsyncSession, attempt: Attempt, now: datetime) -> None:
    """Accepted, held or under suspicion: the nonce is used up."""
    await session.execute(update(Nonce).where(Nonce.id == attempt.nonce_id).values(consumed_at=now))

"""The PIN in the place of a selfie, and the witness that is asked for last."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attempt import AttemptStatus, Way, close, find_living, missing_part
from attendance.checkin.decide import NeedsReview
from attendance.checkin.evidence import Reason, WitnessFinding
from attendance.checkin.settle import Record, settle_attempt
from attendance.checkin.tables import Attempt, Testimony
from attendance.records.deadline import DeadlineKind, drop_deadlines, set_deadlines
from attendance.rules.kinds import WitnessRule
from attendance.time.schedule import Direction


@dataclass(frozen=True, slots=True)
class GivePin:
    """The step of six digits that arrived for a check-in. `sent_at` is the platform's time."""

    pin: str = field(repr=False)
    sent_at: datetime


async def call_witness(session: AsyncSession, attempt: Attempt, rule: WitnessRule, now: datetime) -> None:
    """Give the attempt a code to be said aloud, and the time that a witness has."""
    attempt.witness_code = await _free_code(session, now)
    attempt.witness_until = now + timedelta(minutes=rule.answer_minutes)
    await drop_deadlines(session, attempt.id, now, DeadlineKind.EXPIRE)
    await set_deadlines(session, attempt.id, attempt.account_id, {DeadlineKind.EXPIRE: attempt.witness_until})


async def testimony_about(session: AsyncSession, attempt: Attempt) -> WitnessFinding | None:
    """A no weighs more than a yes; None while nobody has spoken."""
    said = select(Testimony).where(Testimony.attempt_id == attempt.id).order_by(Testimony.yes, Testimony.id).limit(1)
    row = await session.scalar(said)
    return None if row is None else WitnessFinding(testimony_id=row.id, official=row.official, yes=row.yes)


async def end_face_attempt(session: AsyncSession, employee_id: int, now: datetime) -> None:
    """The face is not used any more: what lacks a part ends, what has both is decided by a human, by the place."""
    attempt = await find_living(session, employee_id)
    if attempt is None or attempt.way == Way.WITNESS:
        return
    if missing_part(attempt) is not None and attempt.status != AttemptStatus.PENDING:
        await close(session, attempt, now)
        return
    at = attempt.first_message_at or attempt.created_at
    record = Record(Direction(attempt.direction or Direction.IN), at, None, "withdrawal")
    verdict = NeedsReview((Reason.FACE_WITHDRAWN,))
    await settle_attempt(session, attempt, verdict, record, evidence_id=None, author_id=None, now=now)


async def _free_code(session: AsyncSession, now: datetime) -> str:
    """Four digits that nobody else has now: refusers are few, and each has an hour at most."""
    used = select(Attempt.witness_code).where(
        Attempt.witness_code.is_not(None), Attempt.status == AttemptStatus.WAITING, Attempt.witness_until > now
    )
    taken = set(await session.scalars(used))
    free = [code for number in range(1_000, 10_000) if (code := str(number)) not in taken]
    return secrets.choice(free or ["1000"])

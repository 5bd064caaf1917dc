"""From a decision to its rows. Nothing else in the house writes a punch."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.tables import Nonce
from attendance.checkin.attempt import AttemptStatus, close, move
from attendance.checkin.decide import Accepted, Ask, Decided, NeedsReview, Rejected, Verdict
from attendance.checkin.evidence import EvidenceValue, Reason
from attendance.checkin.tables import Attempt, Decision, Evidence, Punch
from attendance.records.deadline import DeadlineKind, drop_deadlines, drop_revivals
from attendance.time.schedule import Direction

#: What a human is asked about when it is the face that he is to look at.
OF_THE_FACE = frozenset({Reason.TRIES_EXHAUSTED, Reason.FACE_UNSURE})


@dataclass(frozen=True)
class Record:
    """What a punch would hold, were the decision Accepted."""

    direction: Direction
    at: datetime
    site_id: int | None
    source: str  # "telegram", "whatsapp", "review", …


async def file_evidence(session: AsyncSession, attempt: Attempt, value: EvidenceValue, now: datetime) -> Evidence:
    row = Evidence(attempt_id=attempt.id, examined_at=now, value=value.model_dump(mode="json"))
    session.add(row)
    await session.flush()
    return row


async def settle_attempt(
    session: AsyncSession,
    attempt: Attempt,
    verdict: Decided,
    record: Record,
    *,
    evidence_id: int | None,
    author_id: int | None,
    now: datetime,
) -> None:
    """Append the decision, move the attempt, and write the punch of an accepted one. Raises AttemptMoved."""
    decision = Decision(
        attempt_id=attempt.id,
        evidence_id=evidence_id,
        outcome=outcome_of(verdict),
        reasons=reasons_of(verdict),
        author_id=author_id,
        decided_at=now,
    )
    session.add(decision)
    attempt.direction = record.direction
    await session.flush()
    match verdict:
        case Accepted():
            await _finish(session, attempt, AttemptStatus.DONE, now)
            session.add(_punch(attempt, decision, record))
        case NeedsReview(reasons):
            # The failure that led to a human counts as well: otherwise the next picture would be one more try.
            attempt.face_failures += not OF_THE_FACE.isdisjoint(reasons)
            await _finish(session, attempt, AttemptStatus.HELD, now)
        case Rejected(reason):
            await _refuse(session, attempt, reason, now)
        case _:
            assert_never(verdict)


def outcome_of(verdict: Verdict) -> str:
    return {Accepted: "accepted", NeedsReview: "needs_review", Rejected: "rejected", Ask: "ask"}[type(verdict)]


def reasons_of(verdict: Verdict) -> list[str]:
    match verdict:
        case Accepted(notes):
            return list(notes)
        case NeedsReview(reasons, notes):
            return [*reasons, *notes]
        case Rejected(reason) | Ask(reason=reason):
            return [reason]
        case _:
            assert_never(verdict)


async def _finish(session: AsyncSession, attempt: Attempt, status: AttemptStatus, now: datetime) -> None:
    # Accepted, held or under suspicion: the nonce is used up.
    nonce = await session.get_one(Nonce, attempt.nonce_id)
    nonce.consumed_at = now
    await _end_of_our_fault(session, attempt, now)
    await move(session, attempt, status)
    await drop_deadlines(session, attempt.id, now, DeadlineKind.NUDGE, DeadlineKind.EXPIRE)


async def _end_of_our_fault(session: AsyncSession, attempt: Attempt, now: datetime) -> None:
    """A part that is dead is not tried again once its attempt is settled: it would begin another one."""
    if attempt.status == AttemptStatus.PENDING:
        await drop_revivals(session, attempt.account_id, now)


def _punch(attempt: Attempt, decision: Decision, record: Record) -> Punch:
    return Punch(
        employee_id=attempt.employee_id,
        attempt_id=attempt.id,
        decision_id=decision.id,
        direction=record.direction,
        at=record.at,
        work_date=attempt.work_date,
        site_id=record.site_id,
        source=record.source,
    )


async def _refuse(session: AsyncSession, attempt: Attempt, reason: Reason, now: datetime) -> None:
    """A refusal that the person can mend leaves the attempt open, without the part that failed."""
    # The refusal itself says what is to be sent next.
    await drop_deadlines(session, attempt.id, now, DeadlineKind.NUDGE)
    match reason:
        case Reason.OUTSIDE:
            await _reopen(session, attempt)
            attempt.position_at = None
            # After OUTSIDE the time starts anew: the person was not there yet.
            attempt.first_message_at = None
        case Reason.FACE_DIFFERENT:
            await _reopen(session, attempt)
            attempt.face_failures += 1
            attempt.examination = None
            attempt.selfie_media_id = None
            attempt.selfie_at = None
        case _:
            await close(session, attempt, now)


async def _reopen(session: AsyncSession, attempt: Attempt) -> None:
    await move(session, attempt, AttemptStatus.OPEN)

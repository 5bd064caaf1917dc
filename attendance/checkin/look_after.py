"""What happens when nothing happens: the deadlines of an attempt."""

from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.life import GRACE
from attendance.challenge.tables import Nonce
from attendance.checkin.attempt import AttemptStatus, Nothing, close, missing_part
from attendance.checkin.challenges import challenge_of, missing, window_end
from attendance.checkin.conclude import already_in, conclude, hold, open_question, work_day_of
from attendance.checkin.decide import AskKind
from attendance.checkin.desk import Desk
from attendance.checkin.evidence import Reason
from attendance.checkin.outcomes import CheckInOutcome
from attendance.checkin.tables import Attempt, Punch
from attendance.records.deadline import DeadlineKind, is_reviving, may_revive, set_deadlines
from attendance.time.schedule import Direction

# How long a row that is being tried again for the last time is waited for.
LAST_TRY = timedelta(minutes=2)


@dataclass(frozen=True)
class LookAfter:
    """The step of a deadline of an attempt."""

    what: DeadlineKind
    attempt_id: int


async def look_after(session: AsyncSession, desk: Desk, step: LookAfter) -> CheckInOutcome:
    """A deadline of an attempt has passed."""
    attempt = await session.get_one(Attempt, step.attempt_id)
    match step.what:
        case DeadlineKind.NUDGE:
            return await _nudge(session, desk, attempt)
        case DeadlineKind.EXPIRE:
            return await _expire(session, desk, attempt)
        case DeadlineKind.PENDING_LIMIT:
            return await _pending_too_long(session, desk, attempt)
        case DeadlineKind.TESTIFIED:
            return await _witnessed(session, desk, attempt)
        case DeadlineKind.REVIVE | DeadlineKind.REBIND:
            raise ValueError(f"{step.what} is not about an attempt")
        case _:
            assert_never(step.what)


async def _nudge(session: AsyncSession, desk: Desk, attempt: Attempt) -> CheckInOutcome:
    part = missing_part(attempt)
    if attempt.first_message_at is None or part is None:
        return Nothing()
    if attempt.status == AttemptStatus.PENDING and await may_revive(session, attempt.account_id):
        # The part did come; it is we who failed to look at it.
        return Nothing()
    waits_for_it = open_question(attempt) is AskKind.CHALLENGE
    if attempt.status not in (AttemptStatus.OPEN, AttemptStatus.PENDING) and not waits_for_it:
        return Nothing()
    if attempt.status == AttemptStatus.OPEN and (first_in := await _in_already(session, desk, attempt)) is not None:
        await close(session, attempt, desk.now)
        return await already_in(session, desk, first_in)
    return await missing(session, desk, attempt, part)


async def _in_already(session: AsyncSession, desk: Desk, attempt: Attempt) -> Punch | None:
    """The first receipt, where the part is one more of a check-in that is on record: nobody is asked for the other."""
    day = await work_day_of(session, desk, attempt)
    at = attempt.first_message_at or desk.now
    return day.first_in if day.direction(attempt.direction, at) is Direction.IN else None


async def _expire(session: AsyncSession, desk: Desk, attempt: Attempt) -> CheckInOutcome:
    """What follows an unanswered Ask: a doubtful position goes to a human, an unconfirmed early out ends.

    A prompt whose challenge alone was not answered earns one more challenge, and after that a human.
    """
    nonce = await session.get_one(Nonce, attempt.nonce_id)
    challenge = await challenge_of(session, attempt)
    if challenge is not None and desk.now < (ends := window_end(challenge, desk.windows)):
        await set_deadlines(session, attempt.id, attempt.account_id, {DeadlineKind.EXPIRE: ends + GRACE})
        return Nothing()
    if challenge is None and nonce.prompted and nonce.expires_at is not None and desk.now < nonce.expires_at:
        # The prompt was delivered late; the deadline of its delivery follows.
        return Nothing()
    if attempt.witness_until is not None and desk.now < attempt.witness_until:
        # The witness has a time of its own.
        return Nothing()
    is_whole = attempt.examination is not None and attempt.position_at is not None
    if attempt.status == AttemptStatus.WAITING or (attempt.status == AttemptStatus.OPEN and challenge and is_whole):
        return await conclude(session, desk, attempt, nonce)
    if attempt.status == AttemptStatus.OPEN:
        await close(session, attempt, desk.now)
    return Nothing()


async def _witnessed(session: AsyncSession, desk: Desk, attempt: Attempt) -> CheckInOutcome:
    """Somebody has spoken; the attempt may have ended meanwhile."""
    if open_question(attempt) is not AskKind.WITNESS:
        return Nothing()
    return await conclude(session, desk, attempt, await session.get_one(Nonce, attempt.nonce_id))


async def _pending_too_long(session: AsyncSession, desk: Desk, attempt: Attempt) -> CheckInOutcome:
    """Our own fault has lasted two hours: a human decides, nothing counts against the employee."""
    if attempt.status != AttemptStatus.PENDING:
        return Nothing()
    if await is_reviving(session, attempt.account_id):
        # After an outage everything is due at once, and the last try has not had its turn.
        due = {DeadlineKind.PENDING_LIMIT: desk.now + LAST_TRY}
        await set_deadlines(session, attempt.id, attempt.account_id, due)
        return Nothing()
    return await hold(session, desk, attempt, Reason.OUR_FAULT)

"""Which attempt a message belongs to, by its own time: the living one, or a new one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.life import GRACE, draw_challenge, drawn_in
from attendance.challenge.tables import Challenge, Nonce
from attendance.checkin.attempt import (
    AttemptOpened,
    AttemptStatus,
    Missing,
    Way,
    close,
    is_living,
    missing_part,
)
from attendance.checkin.attendee import Attendee
from attendance.checkin.challenges import (
    ChallengeAsked,
    asked,
    challenge_of,
    level_to_ask,
    missing,
    put_to,
    risks_at_first,
    window_end,
)
from attendance.checkin.conclude import conclude, open_question
from attendance.checkin.desk import Desk
from attendance.checkin.outcomes import CheckInOutcome, Held, Refused, Superseded
from attendance.checkin.tables import Attempt
from attendance.records.deadline import DeadlineKind, drop_deadlines, set_deadlines
from attendance.rules.kinds import Risk, WindowsRule
from attendance.time.schedule import Direction, work_date_of


@dataclass(frozen=True)
class Placed:
    """The attempt of a part.

    `late`: the prompt it answers had run out. `is_new`: it is not in the database yet. `left`: what an earlier attempt
    came to that had to be left for this one.
    """

    attempt: Attempt
    nonce: Nonce
    late: bool = False
    is_new: bool = False
    left: Held | Refused | None = None


async def open_prompted(
    session: AsyncSession, desk: Desk, direction: Direction, sent_at: datetime
) -> AttemptOpened | ChallengeAsked | Missing | Superseded:
    """Begin an attempt, unless parts that came before the press already made one: then only the rest is asked for.

    A challenge that still can be answered is asked once more: pressing again draws no other one.
    """
    living = await _living(session, desk.attendee.employee_id)
    if living is None:
        return await _prompt(session, desk, direction, sent_at)
    attempt, nonce, challenge = living
    belongs = _belongs(nonce, attempt, challenge, sent_at, desk.windows)
    if belongs and challenge is not None and challenge.answered_at is None and attempt.direction == direction:
        return asked(attempt, challenge, starts=challenge.delivered_at is None)
    part = missing_part(attempt)
    if part is not None and _may_be_of(direction, attempt) and belongs:
        attempt.direction = direction
        return await missing(session, desk, attempt, part)
    left = await _leave(session, desk, attempt, nonce)
    opened = await _prompt(session, desk, direction, sent_at)
    return Superseded(left, opened) if left else opened


def _may_be_of(direction: Direction, attempt: Attempt) -> bool:
    """Faces that failed stay with their slot: carried to the other one they would leave this one with all its tries."""
    if attempt.first_message_at is None:
        return False
    return attempt.face_failures == 0 or attempt.direction == direction


async def place_part(session: AsyncSession, desk: Desk, sent_at: datetime) -> Placed:
    """A late or unprompted part begins an attempt of its own, which `watch` writes."""
    living = await _living(session, desk.attendee.employee_id)
    if living is None:
        return await _unprompted(session, desk, sent_at)
    attempt, nonce, challenge = living
    if _belongs(nonce, attempt, challenge, sent_at, desk.windows):
        return Placed(attempt, nonce)
    left = await _leave(session, desk, attempt, nonce)
    return replace(await _unprompted(session, desk, sent_at), late=nonce.prompted, left=left)


async def watch(session: AsyncSession, placed: Placed, windows: WindowsRule, now: datetime, *, nudge: bool) -> None:
    """Write the attempt and its deadlines, by our clock: after an outage the other part still queues behind it."""
    await session.flush()
    due: dict[DeadlineKind, datetime] = {}
    if placed.is_new:
        pair_over = now + timedelta(seconds=windows.pair_s)
        due[DeadlineKind.EXPIRE] = max(placed.nonce.expires_at or pair_over, pair_over)
    if nudge and placed.attempt.first_message_at != placed.attempt.last_message_at:
        # The same part once more: one reminder is enough.
        await drop_deadlines(session, placed.attempt.id, now, DeadlineKind.NUDGE)
    if nudge:
        due[DeadlineKind.NUDGE] = now + timedelta(seconds=windows.nudge_after_s)
    if due:
        await set_deadlines(session, placed.attempt.id, placed.attempt.account_id, due)


@dataclass(frozen=True)
class Answering:
    """The attempt whose challenge a picture or video is sent for, and whether it was sent within its time."""

    attempt: Attempt
    nonce: Nonce
    challenge: Challenge
    in_time: bool


async def answering(session: AsyncSession, desk: Desk, sent_at: datetime) -> Answering | None:
    """None when no challenge waits for anything."""
    living = await _living(session, desk.attendee.employee_id)
    if living is None:
        return None
    attempt, nonce, challenge = living
    if challenge is None or attempt.awaits is None:
        return None
    return Answering(attempt, nonce, challenge, _belongs(nonce, attempt, challenge, sent_at, desk.windows))


async def _living(session: AsyncSession, employee_id: int) -> tuple[Attempt, Nonce, Challenge | None] | None:
    row = (await session.execute(_LIVING, {"employee_id": employee_id})).one_or_none()
    return None if row is None else (row[0], row[1], await challenge_of(session, row[0]))


_LIVING = (
    select(Attempt, Nonce)
    .join(Nonce, Nonce.id == Attempt.nonce_id)
    .where(Attempt.employee_id == bindparam("employee_id"), is_living)
)


def _belongs(
    nonce: Nonce, attempt: Attempt, challenge: Challenge | None, sent_at: datetime, windows: WindowsRule
) -> bool:
    """By message time, never by when we got to it. Our own fault has no end.

    Parts may come before the prompt is delivered; a prompt that never is has the end it would have had at once.
    """
    if attempt.status == AttemptStatus.PENDING:
        return True
    waiting = attempt.status == AttemptStatus.WAITING
    if waiting and attempt.witness_until is not None:
        return sent_at <= attempt.witness_until
    if challenge is not None:
        until = window_end(challenge, windows)
        return sent_at <= (until + GRACE if waiting else until)
    if nonce.prompted:
        until = nonce.expires_at or nonce.asked_at + timedelta(seconds=nonce.lives_s)
        return sent_at <= (until + GRACE if waiting else until)
    first = attempt.first_message_at or attempt.last_message_at
    return first is None or abs(sent_at - first) <= timedelta(seconds=windows.pair_s)


async def _leave(session: AsyncSession, desk: Desk, attempt: Attempt, nonce: Nonce) -> Held | Refused | None:
    """An attempt with an open question ends as the rule says of an unanswered one, any other without a decision."""
    outcome: CheckInOutcome | None = None
    while open_question(attempt) is not None:
        # Deciding may ask one more thing, each kind once.
        outcome = await conclude(session, desk, attempt, nonce)
    if attempt.status == AttemptStatus.OPEN:
        await close(session, attempt, desk.now)
    return outcome if isinstance(outcome, Held | Refused) else None


async def _prompt(session: AsyncSession, desk: Desk, direction: Direction, sent_at: datetime) -> AttemptOpened:
    """Its delivery starts its time; until then, and if it never comes, the press does."""
    risks = await risks_at_first(session, desk)
    level = level_to_ask(desk, risks)
    lives_s = desk.windows.nonce_challenge_s if level else desk.windows.nonce_passive_s
    nonce = await _new_nonce(session, desk, sent_at, lives_s, risks, prompted=True)
    challenge = await draw_challenge(session, desk.pool, nonce, level, desk.now) if level else None
    attempt = _new_attempt(session, desk.attendee, nonce, direction, _work_date(desk, sent_at), desk.now)
    if challenge is not None:
        put_to(attempt, challenge)
    await session.flush()
    due = {DeadlineKind.EXPIRE: max(desk.now, sent_at) + timedelta(seconds=lives_s) + GRACE}
    await set_deadlines(session, attempt.id, attempt.account_id, due)
    drawn = drawn_in(challenge) if challenge is not None else None
    return AttemptOpened(nonce.id, nonce.lives_s // 60, direction, Way(attempt.way), drawn)


async def _unprompted(session: AsyncSession, desk: Desk, sent_at: datetime) -> Placed:
    risks = await risks_at_first(session, desk)
    nonce = await _new_nonce(session, desk, sent_at, desk.windows.pair_s, risks, prompted=False)
    attempt = _new_attempt(session, desk.attendee, nonce, None, _work_date(desk, sent_at), desk.now)
    return Placed(attempt, nonce, is_new=True)


async def _new_nonce(
    session: AsyncSession, desk: Desk, sent_at: datetime, lives_s: int, risks: Sequence[Risk], *, prompted: bool
) -> Nonce:
    nonce = Nonce(
        employee_id=desk.attendee.employee_id,
        account_id=desk.attendee.account_id,
        prompted=prompted,
        level=0,
        created_at=desk.now,
        asked_at=sent_at,
        lives_s=lives_s,
        expires_at=None if prompted else sent_at + timedelta(seconds=lives_s),
        risks=[risk.value for risk in risks],
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
        way=Way.WITNESS if attendee.without_face else Way.FACE,
        status=AttemptStatus.OPEN,
        created_at=now,
        fixes=[],
        asks=[],
        suspected=[],
        face_failures=0,
    )
    session.add(attempt)
    return attempt


def _work_date(desk: Desk, sent_at: datetime) -> date:
    return work_date_of(sent_at, desk.attendee.timezone)

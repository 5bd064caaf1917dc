"""The life of a challenge: drawn for a nonce, started by the delivery of its prompt, answered once, over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.drawing import Drawn, draw
from attendance.challenge.tables import Challenge, Nonce
from attendance.rules.kinds import FEWEST_ACTIONS
from recognition.challenge.actions import Action
from recognition.challenge.finding import ChallengeFinding, ChallengeProblem, ChallengeStatus

# A part sent in the last second of a window may still be on its way to us when the window ends.
GRACE = timedelta(seconds=30)

SIDES = frozenset({Action.LOOK_LEFT, Action.LOOK_RIGHT})

#: Until a prompt that went out a moment ago is marked as delivered, its answer rests this long, and this often.
REST = timedelta(milliseconds=250)
_UNDERWAY = timedelta(seconds=30)


class AnswerProblem(StrEnum):
    """Why an answer to a challenge was not even looked at."""

    BEFORE_ASKED = "before-asked"
    """Sent before the prompt was delivered: whatever it shows, it is no answer."""
    ANSWERED_BEFORE = "answered-before"
    """Each challenge is answered once; a nonce used twice is none."""
    TOO_LATE = "too-late"


class PromptUnderway(Exception):
    """The prompt is on its way, or arrived and is not marked yet: whether this came after it shows in a moment."""


@dataclass(frozen=True)
class Pool:
    """What one person's challenges are drawn from, and by what chance; each lives for `lives_s` seconds."""

    possible: Sequence[Action]
    lives_s: int
    chance: Random


async def draw_challenge(
    session: AsyncSession, pool: Pool, nonce: Nonce, level: int, now: datetime, *, sides: bool = True
) -> Challenge:
    """A new one for that nonce; nobody gets a better one by pressing again while the last is to be answered.

    What is asked for one purpose is not asked for another. Without `sides` nothing is asked that a mirror image turns
    round, where anything else is left to ask.
    """
    newest = (await session.execute(_NEWEST, {"employee_id": nonce.employee_id})).one_or_none()
    before = newest[0] if newest is not None else None
    again = newest is not None and newest[1] == nonce.purpose and _waits(newest[0], level, now)
    drawn = drawn_in(newest[0]) if newest is not None and again else _drawn_now(pool, before, level, sides=sides)
    challenge = Challenge(
        nonce_id=nonce.id,
        employee_id=nonce.employee_id,
        number=before.number + 1 if before is not None and before.nonce_id == nonce.id else 1,
        level=level,
        actions=list(drawn.actions),
        drawn_at=now,
        lives_s=pool.lives_s,
    )
    session.add(challenge)
    nonce.level = level
    await session.flush()
    return challenge


_NEWEST = (
    select(Challenge, Nonce.purpose)
    .join(Nonce, Nonce.id == Challenge.nonce_id)
    .where(Challenge.employee_id == bindparam("employee_id"))
    .order_by(Challenge.id.desc())
    .limit(1)
)


def _waits(challenge: Challenge, level: int, now: datetime) -> bool:
    return challenge.level == level and challenge.answered_at is None and now < until_of(challenge)


def _drawn_now(pool: Pool, before: Challenge | None, level: int, *, sides: bool) -> Drawn:
    upright = tuple(action for action in pool.possible if action not in SIDES)
    chosen = pool.possible if sides or len(upright) < FEWEST_ACTIONS else upright
    return draw(level, chosen, _actions(before) if before else (), pool.chance)


def drawn_in(challenge: Challenge) -> Drawn:
    return Drawn(challenge.level, _actions(challenge))


def _actions(challenge: Challenge) -> tuple[Action, ...]:
    return tuple(Action(action) for action in challenge.actions)


def until_of(challenge: Challenge) -> datetime:
    """When its time is over; of a prompt that is not delivered when it would have been at once."""
    return challenge.expires_at or challenge.drawn_at + timedelta(seconds=challenge.lives_s)


def is_before(challenge: Challenge, sent_at: datetime) -> bool:
    """Whether it was sent before the prompt was delivered; both times are the platform's, in whole seconds."""
    return challenge.delivered_at is None or sent_at < challenge.delivered_at


def require_delivery(challenge: Challenge, now: datetime) -> None:
    """Raises PromptUnderway while nobody can say yet whether an answer came before the prompt or after it."""
    if challenge.delivered_at is None and now - challenge.drawn_at < _UNDERWAY:
        raise PromptUnderway


def problem_of(challenge: Challenge, sent_at: datetime) -> AnswerProblem | None:
    """Why something sent then is no answer, whatever it shows."""
    if challenge.answered_at is not None:
        return AnswerProblem.ANSWERED_BEFORE
    if is_before(challenge, sent_at):
        return AnswerProblem.BEFORE_ASKED
    return AnswerProblem.TOO_LATE if sent_at > until_of(challenge) else None


def is_mendable(finding: ChallengeFinding) -> bool:
    """Whether it shows no attack and not what was asked: the same challenge may be tried again."""
    return finding.status is ChallengeStatus.FAILED and not finding.suspicious


MIRRORED = "challenge-why-mirrored"


def advice_of(finding: ChallengeFinding) -> str:
    """The first problem that can be mended, as a key of the catalogues."""
    problem = next((one for one in finding.problems if not one.suspicious), ChallengeProblem.NOT_NEUTRAL)
    return MIRRORED if problem is ChallengeProblem.MIRRORED else f"challenge-problem-{problem.value}"


def used_up(challenge: Challenge, finding: ChallengeFinding, media_id: int, sent_at: datetime) -> None:
    """The answer that counts: no other one is taken."""
    challenge.answered_at = sent_at
    challenge.media_id = media_id
    challenge.finding = {
        "status": finding.status.value,
        "problems": [problem.value for problem in finding.problems],
        "scores": dict(finding.scores),
        "version": finding.version,
    }


async def begin_time(session: AsyncSession, nonce_id: int, at: datetime) -> datetime | None:
    """The time of a prompted nonce, and of a challenge, runs from the platform's time of the delivered prompt.

    When it ends; None where nothing began.
    """
    nonce = await session.get_one(Nonce, nonce_id)
    due = _begin(nonce, at) if nonce.prompted and nonce.delivered_at is None else None
    if nonce.level > 0:
        due = await _begin_challenge(session, nonce, at) or due
    return due


def _begin(timed: Nonce | Challenge, at: datetime) -> datetime:
    timed.delivered_at = at
    timed.expires_at = at + timedelta(seconds=timed.lives_s)
    return timed.expires_at


async def _begin_challenge(session: AsyncSession, nonce: Nonce, at: datetime) -> datetime | None:
    """Only one is without its delivery: the next is drawn when the last is answered or over."""
    waiting = select(Challenge).where(Challenge.nonce_id == nonce.id, Challenge.delivered_at.is_(None))
    challenge = await session.scalar(waiting.order_by(Challenge.number).limit(1))
    return None if challenge is None else _begin(challenge, at)

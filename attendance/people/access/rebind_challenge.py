"""The old account shows whose it is: a challenge of the highest level, and the living face beyond doubt.

One more challenge after one that was not passed, then the human way. What we cannot judge counts for nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.drawing import HIGHEST
from attendance.challenge.life import (
    GRACE,
    AnswerProblem,
    advice_of,
    draw_challenge,
    drawn_in,
    is_mendable,
    problem_of,
    require_delivery,
    until_of,
    used_up,
)
from attendance.challenge.tables import Challenge, Nonce, Purpose
from attendance.challenge.video import Film
from attendance.checkin.attempt import AttemptMoved
from attendance.checkin.decide import CheckRules
from attendance.checkin.desk import Desk
from attendance.checkin.evidence import SelfieFindings
from attendance.checkin.leaving import settle_begun
from attendance.checkin.posing import NothingAsked, VideoAnswer, examine_film
from attendance.checkin.proving import is_beyond_doubt
from attendance.checkin.selfie import Laboratory, PictureRefused
from attendance.checkin.workday import rules_of
from attendance.people.access.rebinding import (
    WAITED,
    RebindAsked,
    RebindByOperator,
    RebindDenied,
    RebindDone,
    RebindOver,
    RebindSettled,
    RebindStands,
    RebindTooEarly,
    RebindUnjudged,
    deny,
    held_question,
    lapse,
    leave_to_operator,
    replace_account,
    waiting,
)
from attendance.people.faces.templates import current_enrolment_id
from attendance.people.tables import Rebinding
from attendance.records.deadline import DeadlineKind, set_deadlines
from attendance.rules.kinds import FaceRule
from recognition.challenge.finding import ChallengeFinding, ChallengeProblem, ChallengeStatus

#: Challenges that may come to nothing; unlimited tries are an attack.
MOST_FAILURES = 2

UNSURE = "start-rebind-why-unsure"
TOO_LATE = "start-rebind-why-too-late"
USED = "start-rebind-why-used"


@dataclass(frozen=True, slots=True)
class AgreeToRebind:
    """The step of the two buttons; yes asks for the video, and for another one where the last came to nothing."""

    rebinding_id: int
    yes: bool


@dataclass(frozen=True, slots=True)
class AnswerRebind:
    """The step of the video that follows; `sent_at` is the platform's time."""

    rebinding_id: int
    film: Film
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class LapseRebind:
    """The step of the deadline."""

    rebinding_id: int


class Weighed(StrEnum):
    """What a video means for the change of accounts."""

    SHOWN = "shown"
    FAILED = "failed"
    UNJUDGED = "unjudged"
    """By our own fault, which counts for nothing."""
    FACELESS = "faceless"
    """There is no face on record that it could be."""


def weigh(finding: ChallengeFinding, selfie: SelfieFindings | PictureRefused | None, rules: CheckRules) -> Weighed:
    """Only a challenge that was passed by a face that is the employee's beyond doubt shows anything."""
    if finding.status is ChallengeStatus.NOT_ASSESSED:
        return Weighed.UNJUDGED
    if finding.status is ChallengeStatus.FAILED or not isinstance(selfie, SelfieFindings):
        return Weighed.FAILED
    if selfie.face.match is None:
        return Weighed.FACELESS
    if rules.pad.level == "enforce" and selfie.pad.live_score is None:
        return Weighed.UNJUDGED
    return Weighed.SHOWN if is_beyond_doubt(selfie, rules) else Weighed.FAILED


def why_not(finding: ChallengeFinding, selfie: SelfieFindings | PictureRefused | None) -> str:
    """What the person can do better, as a key of the catalogues; neutral words for everything else."""
    if is_mendable(finding):
        return advice_of(finding)
    passed = finding.status is ChallengeStatus.PASSED
    return selfie.advice[0] if passed and isinstance(selfie, PictureRefused) else UNSURE


async def agree_to_rebind(
    session: AsyncSession, desk: Desk, step: AgreeToRebind
) -> RebindAsked | RebindDenied | RebindByOperator | RebindOver:
    """The old account has pressed."""
    asked = await _held(session, desk, step.rebinding_id)
    if asked is None or asked.expires_at <= desk.now:
        return RebindOver()
    if not step.yes:
        return await deny(session, asked, desk.now)
    if desk.exemption.instead is not None or await current_enrolment_id(session, asked.employee_id) is None:
        return await leave_to_operator(session, asked, "account.rebind_unasked", desk.now)
    challenge = await _newest(session, asked)
    if challenge is None or challenge.answered_at is not None:
        return await _ask(session, desk, asked)
    undelivered = challenge.delivered_at is None
    if undelivered or desk.now <= until_of(challenge):
        return _asked(asked, challenge, starts=undelivered)
    return await _failed(session, desk, asked, TOO_LATE)


async def examine_rebind(laboratory: Laboratory, desk: Desk, step: AnswerRebind) -> VideoAnswer | NothingAsked:
    """The video, outside of any transaction; what is no answer is not looked at. Raises PromptUnderway."""
    async with laboratory.database.glance() as session:
        asked = await session.scalar(waiting(desk.attendee.account_id, step.rebinding_id))
        challenge = await _newest(session, asked) if asked is not None else None
    if challenge is None or challenge.answered_at is not None:
        return NothingAsked()
    require_delivery(challenge, desk.now)
    if problem_of(challenge, step.sent_at) is not None:
        return NothingAsked()
    rule = desk.book.get(FaceRule, desk.attendee.scope, desk.today).value
    return await examine_film(laboratory, desk.attendee, step.film, challenge, rule, desk.now)


async def answer_rebind(
    session: AsyncSession, desk: Desk, step: AnswerRebind, findings: VideoAnswer | NothingAsked
) -> RebindAsked | RebindTooEarly | RebindUnjudged | RebindDone | RebindByOperator | RebindOver:
    """The old account has sent a video. Raises AttemptMoved when something else was looked at than counts now."""
    asked = await _held(session, desk, step.rebinding_id)
    challenge = await _newest(session, asked) if asked is not None else None
    if asked is None or challenge is None:
        return RebindOver()
    match problem_of(challenge, step.sent_at):
        case AnswerProblem.ANSWERED_BEFORE:
            return await _ask(session, desk, asked, USED)
        case AnswerProblem.BEFORE_ASKED:
            return RebindTooEarly(drawn_in(challenge))
        case AnswerProblem.TOO_LATE:
            return await _failed(session, desk, asked, TOO_LATE)
    if isinstance(findings, NothingAsked) or findings.challenge_id != challenge.id:
        raise AttemptMoved
    await _require_same_templates(session, asked, findings.selfie)
    used_up(challenge, findings.finding, step.film.media_id, step.sent_at)
    return await _come_to(session, desk, asked, findings)


async def lapse_rebind(
    session: AsyncSession, desk: Desk, step: LapseRebind
) -> RebindOver | RebindStands | RebindSettled:
    """The time of the question is over, but for a challenge that can still be answered."""
    asked = await session.get_one(Rebinding, step.rebinding_id, with_for_update=True)
    if asked.ended_at is not None:
        return RebindSettled()
    challenge = await _newest(session, asked)
    if challenge is not None and challenge.answered_at is None:
        await _wait_until(session, asked, until_of(challenge) + GRACE)
    if asked.expires_at > desk.now:
        return RebindStands(asked.id, asked.expires_at)
    return await lapse(session, asked, desk.now)


async def excuse(session: AsyncSession, account_id: int, rebinding_id: int, now: datetime) -> RebindUnjudged | None:
    """A video that we failed to work on, time and again: as if it could not be judged."""
    asked = await session.scalar(waiting(account_id, rebinding_id).with_for_update(of=Rebinding))
    challenge = await _newest(session, asked) if asked is not None else None
    if asked is None or challenge is None:
        return None
    challenge.answered_at = challenge.answered_at or now
    return await _unjudged(session, asked, now)


async def _held(session: AsyncSession, desk: Desk, rebinding_id: int) -> Rebinding | None:
    return await held_question(session, desk.attendee.employee_id, desk.attendee.account_id, rebinding_id)


async def _newest(session: AsyncSession, asked: Rebinding) -> Challenge | None:
    return None if asked.challenge_id is None else await session.get(Challenge, asked.challenge_id)


async def _require_same_templates(
    session: AsyncSession, asked: Rebinding, selfie: SelfieFindings | PictureRefused | None
) -> None:
    """Raises AttemptMoved: enrolled anew since, what was found says nothing about the new templates."""
    enrolled = await current_enrolment_id(session, asked.employee_id)
    if isinstance(selfie, SelfieFindings) and selfie.enrolment_id != enrolled:
        raise AttemptMoved


async def _come_to(
    session: AsyncSession, desk: Desk, asked: Rebinding, answer: VideoAnswer
) -> RebindAsked | RebindUnjudged | RebindDone | RebindByOperator | RebindOver:
    rules = rules_of(desk.book, desk.attendee.scope, desk.today)
    match weigh(answer.finding, answer.selfie, rules):
        case Weighed.SHOWN:
            await settle_begun(session, asked.employee_id, desk.book, desk.now)
            return await replace_account(session, asked, desk.now)
        case Weighed.UNJUDGED:
            return await _unjudged(session, asked, desk.now)
        case Weighed.FACELESS:
            return await leave_to_operator(session, asked, "account.rebind_unasked", desk.now)
        case Weighed.FAILED:
            sides = ChallengeProblem.MIRRORED not in answer.finding.problems
            return await _failed(session, desk, asked, why_not(answer.finding, answer.selfie), sides=sides)


async def _failed(
    session: AsyncSession, desk: Desk, asked: Rebinding, why: str, *, sides: bool = True
) -> RebindAsked | RebindByOperator:
    """One more challenge, then the human way."""
    asked.failures += 1
    if asked.failures < MOST_FAILURES:
        return await _ask(session, desk, asked, why, sides=sides)
    return await leave_to_operator(session, asked, "account.rebind_failed", desk.now)


async def _unjudged(session: AsyncSession, asked: Rebinding, now: datetime) -> RebindUnjudged:
    """The person gets back the time that our fault took."""
    await _wait_until(session, asked, now + WAITED)
    return RebindUnjudged(asked.id, asked.expires_at)


async def _ask(
    session: AsyncSession, desk: Desk, asked: Rebinding, why: str | None = None, *, sides: bool = True
) -> RebindAsked:
    """Draw one; whatever was drawn before takes no answer any more."""
    before = await _newest(session, asked)
    nonce = await session.get_one(Nonce, before.nonce_id) if before is not None else await _new_nonce(session, desk)
    challenge = await draw_challenge(session, desk.pool, nonce, HIGHEST, desk.now, sides=sides)
    asked.challenge_id = challenge.id
    await _wait_until(session, asked, desk.now + timedelta(seconds=challenge.lives_s) + GRACE)
    return _asked(asked, challenge, why, starts=True)


async def _new_nonce(session: AsyncSession, desk: Desk) -> Nonce:
    nonce = Nonce(
        employee_id=desk.attendee.employee_id,
        account_id=desk.attendee.account_id,
        purpose=Purpose.REBINDING,
        prompted=True,
        level=HIGHEST,
        created_at=desk.now,
        asked_at=desk.now,
        lives_s=desk.pool.lives_s,
    )
    session.add(nonce)
    await session.flush()
    return nonce


async def _wait_until(session: AsyncSession, asked: Rebinding, until: datetime) -> None:
    """At least; the deadline follows."""
    asked.expires_at = max(asked.expires_at, until)
    await set_deadlines(session, asked.id, asked.old_account_id, {DeadlineKind.REBIND: asked.expires_at})


def _asked(asked: Rebinding, challenge: Challenge, why: str | None = None, *, starts: bool) -> RebindAsked:
    nonce_id = challenge.nonce_id if starts else None
    minutes = challenge.lives_s // 60
    return RebindAsked(asked.id, asked.expires_at, nonce_id, minutes, drawn_in(challenge), why)

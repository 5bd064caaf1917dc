"""The answer to a challenge inside one transaction: it counts, or may be given again, or is none."""

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.drawing import Awaited
from attendance.challenge.life import MIRRORED, AnswerProblem, advice_of, drawn_in, is_before, is_mendable, used_up
from attendance.challenge.tables import Challenge
from attendance.checkin.attempt import AttemptMoved, Part, PartKept, keep_time
from attendance.checkin.challenges import ask_anew
from attendance.checkin.conclude import conclude, hold
from attendance.checkin.desk import Desk
from attendance.checkin.evidence import Reason, SelfieFindings
from attendance.checkin.outcomes import AnswerAgain, AnswerRefused, CheckInOutcome
from attendance.checkin.placing import Answering, Placed, answering, watch
from attendance.checkin.posing import AnswerFindings, JudgePose, JudgeVideo, NothingAsked, PoseFindings, VideoAnswer
from attendance.checkin.selfie import PictureRefused
from attendance.checkin.tables import Attempt
from recognition.challenge.finding import ChallengeFinding, ChallengeProblem

_OF_NEUTRAL = frozenset({ChallengeProblem.NOT_NEUTRAL})


async def judge_pose(
    session: AsyncSession, desk: Desk, step: JudgePose, findings: PoseFindings | NothingAsked
) -> CheckInOutcome:
    """The second picture. What it shows is told only where the person can do better."""
    found = await _answered(session, desk, step, findings, Awaited.POSED)
    if isinstance(found, AnswerRefused):
        return found
    if not isinstance(findings, PoseFindings) or findings.neutral_id != found.attempt.selfie_media_id:
        raise AttemptMoved
    keep_time(found.attempt, step.sent_at, desk.attendee.timezone)
    if is_mendable(findings.finding) and _may_try_again(desk, found.challenge):
        if _OF_NEUTRAL.intersection(findings.finding.problems):
            found.attempt.awaits = Awaited.NEUTRAL
        return await _again(session, desk, found, advice_of(findings.finding))
    return await _count(session, desk, found, findings.finding, step)


async def judge_video(
    session: AsyncSession, desk: Desk, step: JudgeVideo, findings: VideoAnswer | NothingAsked
) -> CheckInOutcome:
    """The video; its neutral frame is the selfie of the attempt."""
    found = await _answered(session, desk, step, findings, Awaited.VIDEO)
    if isinstance(found, AnswerRefused):
        return found
    if not isinstance(findings, VideoAnswer):
        raise AttemptMoved
    keep_time(found.attempt, step.sent_at, desk.attendee.timezone)
    selfie, finding = findings.selfie, findings.finding
    if ChallengeProblem.MIRRORED in finding.problems:
        # An app that stores mirror images, or left taken for right: what has no sides tells the same.
        used_up(found.challenge, finding, step.media_id, step.sent_at)
        level = found.challenge.level
        return await ask_anew(session, desk, found.attempt, found.nonce, level, MIRRORED, sides=False)
    unusable = is_mendable(finding) or not isinstance(selfie, SelfieFindings)
    if unusable and _may_try_again(desk, found.challenge):
        told = (
            selfie.advice[0] if isinstance(selfie, PictureRefused) and not is_mendable(finding) else advice_of(finding)
        )
        return await _again(session, desk, found, told)
    if isinstance(selfie, SelfieFindings):
        _keep_selfie(found.attempt, selfie, step)
    return await _count(session, desk, found, finding, step)


async def _answered(
    session: AsyncSession, desk: Desk, step: JudgePose | JudgeVideo, findings: AnswerFindings, awaited: Awaited
) -> Answering | AnswerRefused:
    """The attempt that this is the answer of. Raises AttemptMoved when another one was looked at."""
    found = await answering(session, desk, step.sent_at)
    if found is None:
        return AnswerRefused(AnswerProblem.ANSWERED_BEFORE, desk.windows.nonce_challenge_s // 60)
    minutes, drawn = found.challenge.lives_s // 60, drawn_in(found.challenge)
    if is_before(found.challenge, step.sent_at):
        return AnswerRefused(AnswerProblem.BEFORE_ASKED, minutes, drawn)
    if not found.in_time:
        return AnswerRefused(AnswerProblem.TOO_LATE, minutes)
    moved = isinstance(findings, NothingAsked) or findings.challenge_id != found.challenge.id
    if moved or found.attempt.awaits != awaited:
        raise AttemptMoved
    return found


def _may_try_again(desk: Desk, challenge: Challenge) -> bool:
    return challenge.tries + 1 < desk.challenge.max_tries


async def _again(session: AsyncSession, desk: Desk, found: Answering, advice: str) -> AnswerAgain:
    """Nothing is used up."""
    found.challenge.tries += 1
    # The advice says what is to be sent next.
    await watch(session, Placed(found.attempt, found.nonce), desk.windows, desk.now, nudge=False)
    awaited: dict[Awaited, Part] = {Awaited.NEUTRAL: "selfie", Awaited.POSED: "posed", Awaited.VIDEO: "video"}
    return AnswerAgain(advice, drawn_in(found.challenge), awaited[Awaited(found.attempt.awaits or "")])


def _keep_selfie(attempt: Attempt, selfie: SelfieFindings, step: JudgeVideo) -> None:
    attempt.selfie_media_id = selfie.media_id
    attempt.selfie_at = step.sent_at
    attempt.examination = selfie.model_dump(mode="json")


async def _count(
    session: AsyncSession, desk: Desk, found: Answering, finding: ChallengeFinding, step: JudgePose | JudgeVideo
) -> CheckInOutcome:
    """It is the answer; with everything else there, the attempt is decided."""
    used_up(found.challenge, finding, step.media_id, step.sent_at)
    found.attempt.awaits = None
    if found.attempt.examination is None:
        # A video without a single usable face, time and again: there is nothing to decide by.
        return await hold(session, desk, found.attempt, Reason.CHALLENGE_FAILED)
    if found.attempt.position_at is None:
        await watch(session, Placed(found.attempt, found.nonce), desk.windows, desk.now, nudge=True)
        return PartKept()
    return await conclude(session, desk, found.attempt, found.nonce)

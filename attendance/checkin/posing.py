"""The answer to a challenge arrives: the posed picture of level 1, the video of level 2, each examined at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.drawing import Awaited, Drawn
from attendance.challenge.life import drawn_in, require_delivery
from attendance.challenge.tables import Challenge
from attendance.challenge.video import Film, watch_video
from attendance.checkin.attempt import find_living
from attendance.checkin.attendee import Attendee
from attendance.checkin.challenges import challenge_of
from attendance.checkin.evidence import Reuse, SelfieFindings
from attendance.checkin.reuse import WITH_EARLIER, exact_reuse
from attendance.checkin.selfie import Laboratory, PictureRefused, examine_selfie
from attendance.checkin.tables import Attempt
from attendance.records.tables import Media
from attendance.rules.kinds import FaceRule
from recognition.challenge.finding import ChallengeFinding


@dataclass(frozen=True)
class JudgePose:
    """The step of the second picture of a challenge. `sent_at` is the platform's time."""

    media_id: int
    sent_at: datetime


@dataclass(frozen=True)
class JudgeVideo:
    """The step of the video of a challenge. `mirrored`: by the app that recorded it, as round videos are."""

    media_id: int
    sent_at: datetime
    mirrored: bool = False


@dataclass(frozen=True)
class PoseFindings:
    """What was judged: that picture beside the neutral one, for that challenge."""

    challenge_id: int
    neutral_id: int
    finding: ChallengeFinding


@dataclass(frozen=True)
class VideoAnswer:
    """`selfie`: what its neutral frame shows as a probe; None where there is no such frame."""

    challenge_id: int
    finding: ChallengeFinding
    selfie: SelfieFindings | PictureRefused | None


@dataclass(frozen=True)
class NothingAsked:
    """No challenge waits for it by now."""


AnswerFindings = PoseFindings | VideoAnswer | NothingAsked


async def awaited_of(session: AsyncSession, employee_id: int) -> Awaited | None:
    """What the challenge of the open attempt waits for."""
    attempt = await find_living(session, employee_id)
    return Awaited(attempt.awaits) if attempt is not None and attempt.awaits is not None else None


async def until_delivered(laboratory: Laboratory, employee_id: int, now: datetime) -> None:
    """Raises PromptUnderway while nobody can say yet whether a picture came before the prompt or after it."""
    async with laboratory.database.glance() as session:
        attempt = await find_living(session, employee_id)
        challenge = await challenge_of(session, attempt) if attempt is not None and attempt.awaits is not None else None
    if challenge is not None:
        require_delivery(challenge, now)


async def examine_pose(laboratory: Laboratory, attendee: Attendee, step: JudgePose) -> PoseFindings | NothingAsked:
    """The second picture beside the first, outside of any transaction."""
    async with laboratory.database.glance() as session:
        asked = await _asked(session, attendee, Awaited.POSED)
        if asked is None or asked.attempt.selfie_media_id is None:
            return NothingAsked()
        neutral = await session.get_one(Media, asked.attempt.selfie_media_id)
        posed = await session.get_one(Media, step.media_id)
    first = await laboratory.files.read(neutral.file, str(neutral.employee_id))
    second = await laboratory.files.read(posed.file, str(posed.employee_id))
    finding = await laboratory.examiner.challenge_photo(first, second, asked.drawn.actions[0])
    return PoseFindings(asked.challenge.id, neutral.id, finding)


async def examine_answer_video(
    laboratory: Laboratory, attendee: Attendee, step: JudgeVideo, rule: FaceRule, now: datetime
) -> VideoAnswer | NothingAsked:
    """The video, and its neutral frame as any selfie; the frame is on disk and on record afterwards."""
    async with laboratory.database.glance() as session:
        asked = await _asked(session, attendee, Awaited.VIDEO)
    if asked is None:
        return NothingAsked()
    film = Film(step.media_id, step.mirrored)
    return await examine_film(laboratory, attendee, film, asked.challenge, rule, now)


async def examine_film(
    laboratory: Laboratory, attendee: Attendee, film: Film, challenge: Challenge, rule: FaceRule, now: datetime
) -> VideoAnswer:
    """The video against what was drawn, and its neutral frame against the templates of the attendee.

    A video that came in before makes its frame one that did, whichever frame was taken then.
    """
    watched = await watch_video(laboratory, film, drawn_in(challenge), now)
    if watched.frame_id is None:
        return VideoAnswer(challenge.id, watched.finding, None)
    selfie = await examine_selfie(laboratory, attendee, watched.frame_id, rule)
    if isinstance(selfie, SelfieFindings) and selfie.reuse is None:
        selfie = selfie.model_copy(update={"reuse": await _reuse(laboratory, film)})
    return VideoAnswer(challenge.id, watched.finding, selfie)


async def _reuse(laboratory: Laboratory, film: Film) -> Reuse | None:
    async with laboratory.database.glance() as session:
        video, earlier = (await session.execute(WITH_EARLIER, {"media_id": film.media_id})).one()
        return await exact_reuse(session, video, earlier)


@dataclass(frozen=True)
class _Asked:
    attempt: Attempt
    challenge: Challenge
    drawn: Drawn


async def _asked(session: AsyncSession, attendee: Attendee, awaited: Awaited) -> _Asked | None:
    attempt = await find_living(session, attendee.employee_id)
    challenge = await challenge_of(session, attempt) if attempt is not None else None
    if attempt is None or challenge is None or attempt.awaits != awaited:
        return None
    return _Asked(attempt, challenge, drawn_in(challenge))

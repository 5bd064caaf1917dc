"""The answer to a challenge arrives: the posed picture of level 1, the video of level 2, each examined at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attempt import find_living
from attendance.checkin.attendee import Attendee
from attendance.checkin.challenges import challenge_of, drawn_in
from attendance.checkin.drawing import Awaited, Drawn
from attendance.checkin.evidence import SelfieFindings
from attendance.checkin.selfie import Laboratory, PictureRefused, examine_selfie
from attendance.checkin.tables import Attempt, Challenge
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.records.database import Priority
from attendance.records.tables import Media
from attendance.rules.kinds import FaceRule
from recognition.challenge.finding import ChallengeFinding

#: Until a prompt that went out a moment ago is marked as delivered, its answer rests this long, and this often.
REST = timedelta(milliseconds=250)
_UNDERWAY = timedelta(seconds=30)


class PromptUnderway(Exception):
    """The prompt is on its way, or arrived and is not marked yet: whether this came after it shows in a moment."""


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
    if challenge is not None and challenge.delivered_at is None and now - challenge.drawn_at < _UNDERWAY:
        raise PromptUnderway


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
        video = await session.get_one(Media, step.media_id)
    if asked is None:
        return NothingAsked()
    data = await laboratory.files.read(video.file, str(video.employee_id))
    answer = await laboratory.examiner.challenge_video(data, asked.drawn.actions, mirrored=step.mirrored)
    if answer.neutral is None:
        return VideoAnswer(asked.challenge.id, answer.finding, None)
    frame_id = await _kept_frame(laboratory, video, answer.neutral, now)
    return VideoAnswer(asked.challenge.id, answer.finding, await examine_selfie(laboratory, attendee, frame_id, rule))


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


async def _kept_frame(laboratory: Laboratory, video: Media, jpeg: bytes, now: datetime) -> int:
    """The media row of the neutral frame, that of an earlier try where there is one; the file is there before it."""
    if (kept := await _frame(laboratory, video)) is not None:
        return kept
    name = uuid4().hex
    await laboratory.files.write(name, jpeg, str(video.employee_id))
    row = {
        "employee_id": video.employee_id,
        "inbound_id": video.inbound_id,
        "frame": 1,
        "file": name,
        "sha256": sha256(jpeg).hexdigest(),
        "size": len(jpeg),
        "created_at": now,
    }
    async with laboratory.database.write(Priority.STEP) as session:
        await insert_ignoring_conflicts(session, Media, [row])
    kept = await _frame(laboratory, video)
    if kept is None:
        raise ValueError(f"the frame of media {video.id} is not on record")
    return kept


async def _frame(laboratory: Laboratory, video: Media) -> int | None:
    frame = select(Media.id).where(Media.inbound_id == video.inbound_id, Media.frame == 1)
    async with laboratory.database.glance() as session:
        return await session.scalar(frame)

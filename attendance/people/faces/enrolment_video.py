"""One round video instead of pictures: its best frames become sealed pictures of their own, and the video goes."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.faces import portraits
from attendance.people.faces.enrolment import (
    FEWEST_PICTURES,
    MOST_PICTURES,
    Enrol,
    EnrolmentFindings,
    enrol,
    examine_enrolment,
)
from attendance.people.faces.enrolment_outcomes import (
    Enrolled,
    EnrolmentHeld,
    EnrolmentRefused,
    EnrolmentWaits,
    PictureBad,
    VideoBad,
)
from attendance.people.faces.enrolment_rights import id_of, photo_refusal
from attendance.people.faces.gallery import Gallery
from attendance.people.faces.portraits import Darkroom, PictureFindings
from attendance.people.person import Person
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.records.database import Priority
from attendance.records.tables import Media
from attendance.rules.book import RuleBook
from attendance.vault.files import MediaMissing
from attendance.vault.keyring import Keyring
from recognition.best_frames import VideoRefusal
from recognition.video import VideoReason

GONE = "video-empty"
SAME_POSE = "enrolment-video-same-pose"
SEVERAL_PEOPLE = "video-several-people"


@dataclass(frozen=True, slots=True)
class EnrolVideo:
    """The step of a round video: it is the whole set."""

    employee_id: int
    media_id: int


@dataclass(frozen=True)
class VideoFindings:
    """Either `advice`, keys of the catalogues with the one to tell first in front, or the set that its frames make."""

    advice: tuple[str, ...] = ()
    step: Enrol | None = None
    enrolment: EnrolmentFindings | None = None


async def examine_video(
    room: Darkroom,
    gallery: Gallery,
    actor: Person,
    step: EnrolVideo,
    engines: tuple[str, ...],
    book: RuleBook,
    now: datetime,
) -> VideoFindings:
    """What `enrol_video` needs to know. Frames are on disk and on record afterwards, each once however often it runs.

    Raises what an engine raises that is down, and OSError.
    """
    async with room.database.read() as session:
        video = await session.scalar(_VIDEO.where(Media.id == step.media_id, Media.employee_id == id_of(actor)))
    if video is None:
        return VideoFindings((GONE,))
    frames = await _frames(room, video, now)
    if isinstance(frames, VideoRefusal):
        return VideoFindings(advice_of(frames))
    why: tuple[str, ...] = (SAME_POSE,)
    while len(frames) >= FEWEST_PICTURES:
        wanted = Enrol(step.employee_id, frames)
        found = await examine_enrolment(room, gallery, actor, wanted, engines, book, now)
        staying = _staying(found.pictures)
        if staying == frames:
            return VideoFindings((), wanted, found)
        frames, why = staying, _why(found.pictures)
    return VideoFindings(why)


async def enrol_video(
    session: AsyncSession,
    actor: Person,
    step: EnrolVideo,
    findings: VideoFindings,
    gallery: Gallery,
    keyring: Keyring,
    book: RuleBook,
    now: datetime,
) -> Enrolled | EnrolmentHeld | EnrolmentWaits | VideoBad | EnrolmentRefused:
    """Enrol by the frames, as by pictures. Whatever comes of it, the video itself is not kept."""
    if (refused := await photo_refusal(session, actor, step.employee_id, book, now)) is not None:
        return refused
    await session.execute(
        _GO.where(Media.id == step.media_id, Media.employee_id == id_of(actor)).values(deleted_at=now)
    )
    if findings.step is None or findings.enrolment is None:
        return VideoBad(findings.advice)
    outcome = await enrol(session, actor, findings.step, findings.enrolment, gallery, keyring, book, now)
    # The frames were good by the same rules a moment ago: the handler looks again when the rules have changed.
    return VideoBad(outcome.advice) if isinstance(outcome, PictureBad) else outcome


def advice_of(refusal: VideoRefusal) -> tuple[str, ...]:
    """What to do better, as keys of the catalogues."""
    problems = tuple(f"quality-{problem.value}".replace("_", "-") for problem in refusal.problems)
    return problems or (f"video-{refusal.reason.value}".replace("_", "-"),)


async def _frames(room: Darkroom, video: Media, now: datetime) -> tuple[int, ...] | VideoRefusal:
    """Media rows of the best frames, those of an earlier try where there are any."""
    if kept := await _kept(room, video):
        return kept
    try:
        data = await room.files.read(video.file, str(video.employee_id))
    except MediaMissing:
        return VideoRefusal(VideoReason.EMPTY)
    best = await room.examiner.best_frames(data, MOST_PICTURES)
    if isinstance(best, VideoRefusal):
        return best
    if len(best.frames) < FEWEST_PICTURES:
        return ()
    rows = [await _sealed(room, video, number, frame.jpeg, now) for number, frame in enumerate(best.frames, 1)]
    async with room.database.write(Priority.STEP) as session:
        await insert_ignoring_conflicts(session, Media, rows)
    return await _kept(room, video)


async def _sealed(room: Darkroom, video: Media, number: int, jpeg: bytes, now: datetime) -> dict[str, Any]:
    """The file is there before its row, as with every picture."""
    name = uuid4().hex
    await room.files.write(name, jpeg, str(video.employee_id))
    return {
        "employee_id": video.employee_id,
        "shows_id": video.shows_id,
        "inbound_id": video.inbound_id,
        "frame": number,
        "file": name,
        "platform_unique_id": None,
        "sha256": sha256(jpeg).hexdigest(),
        "size": len(jpeg),
        "created_at": now,
    }


async def _kept(room: Darkroom, video: Media) -> tuple[int, ...]:
    frames = select(Media.id).where(Media.inbound_id == video.inbound_id, Media.frame > 0, Media.deleted_at.is_(None))
    async with room.database.read() as session:
        return tuple(await session.scalars(frames.order_by(Media.frame)))


def _staying(pictures: PictureFindings) -> tuple[int, ...]:
    return tuple(one.media_id for one in pictures.portraits if not one.refusal(pictures.rules))


def _why(pictures: PictureFindings) -> tuple[str, ...]:
    """Of the first frame that cannot stay; what is said of pictures beside others is said of the video."""
    refusals = [refusal for one in pictures.portraits if (refusal := one.refusal(pictures.rules))]
    match refusals[0][0]:
        case portraits.NOT_SAME_PERSON:
            return (SEVERAL_PEOPLE,)
        case portraits.TOO_ALIKE | portraits.SAME_PICTURE:
            return (SAME_POSE,)
        case _:
            return refusals[0]


_VIDEO = select(Media).where(Media.deleted_at.is_(None))
_GO = update(Media).execution_options(synchronize_session=False)

"""The answer of level 2: a video against what was drawn, and the frame of it that shows the face at rest."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import select

from attendance.challenge.drawing import Drawn
from attendance.people.faces.portraits import Darkroom
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.records.database import Priority
from attendance.records.tables import Media
from recognition.challenge.finding import ChallengeFinding


@dataclass(frozen=True)
class Film:
    """A video on record. `mirrored`: by the app that recorded it, as round videos are."""

    media_id: int
    mirrored: bool


@dataclass(frozen=True)
class Watched:
    """`frame_id`: the media row of its neutral frame; None where there is none."""

    finding: ChallengeFinding
    frame_id: int | None


async def watch_video(darkroom: Darkroom, film: Film, drawn: Drawn, now: datetime) -> Watched:
    """Outside of any transaction; the frame is on disk and on record afterwards."""
    async with darkroom.database.glance() as session:
        video = await session.get_one(Media, film.media_id)
    data = await darkroom.files.read(video.file, str(video.employee_id))
    answer = await darkroom.examiner.challenge_video(data, drawn.actions, mirrored=film.mirrored)
    if answer.neutral is None:
        return Watched(answer.finding, None)
    return Watched(answer.finding, await _kept_frame(darkroom, video, answer.neutral, now))


async def _kept_frame(darkroom: Darkroom, video: Media, jpeg: bytes, now: datetime) -> int:
    """The media row of the neutral frame, that of an earlier try where there is one; the file is there before it."""
    if (kept := await _frame(darkroom, video)) is not None:
        return kept
    name = uuid4().hex
    await darkroom.files.write(name, jpeg, str(video.employee_id))
    row = {
        "employee_id": video.employee_id,
        "inbound_id": video.inbound_id,
        "frame": 1,
        "file": name,
        "sha256": sha256(jpeg).hexdigest(),
        "size": len(jpeg),
        "created_at": now,
    }
    async with darkroom.database.write(Priority.STEP) as session:
        await insert_ignoring_conflicts(session, Media, [row])
    kept = await _frame(darkroom, video)
    if kept is None:
        raise ValueError(f"the frame of media {video.id} is not on record")
    return kept


async def _frame(darkroom: Darkroom, video: Media) -> int | None:
    frame = select(Media.id).where(Media.inbound_id == video.inbound_id, Media.frame == 1)
    async with darkroom.database.glance() as session:
        return await session.scalar(frame)

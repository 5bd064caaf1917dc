"""Whether a selfie is a picture that came in before, from anybody: told to the reviewer only."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from attendance.challenge.tables import Nonce
from attendance.checkin.attempt import is_living
from attendance.checkin.evidence import Reuse
from attendance.checkin.seen_pictures import Seen
from attendance.checkin.tables import Attempt
from attendance.records.tables import Media
from attendance.vault.files import MediaMissing
from attendance.vault.keyring import KeyUnknown, SealBroken
from recognition.fingerprint import Words
from recognition.same_picture import Fit

if TYPE_CHECKING:
    from attendance.checkin.selfie import Laboratory


def _with_earlier() -> Select[Media, Media | None]:
    """A picture, and the earliest one with the same bytes or the same file of the platform."""
    alike, before = aliased(Media), aliased(Media)
    same = (alike.sha256 == Media.sha256) | (alike.platform_unique_id == Media.platform_unique_id)
    first = select(func.min(alike.id)).where(same, alike.id < Media.id).correlate(Media).scalar_subquery()
    return select(Media, before).outerjoin(before, before.id == first).where(Media.id == bindparam("media_id"))


WITH_EARLIER = _with_earlier()


async def exact_reuse(session: AsyncSession, media: Media, earlier: Media | None) -> Reuse | None:
    """The same bytes or file. The same picture twice in one attempt is somebody who was not sure it had arrived."""
    if earlier is None or await _of_this_attempt(session, earlier, media):
        return None
    kind = "bytes" if earlier.sha256 == media.sha256 else "file"
    same = earlier.employee_id == media.employee_id
    return Reuse(media_id=earlier.id, first_at=earlier.created_at, same_person=same, kind=kind)


async def perceptual_reuse(room: "Laboratory", media: Media, data: bytes, ours: Words) -> Reuse | None:
    """The first of the pictures that this one is a copy of. One that is still there is laid over it to make sure."""
    near = [one for one in await room.seen.near(ours) if one.media.id < media.id]
    if not near:
        return None
    async with room.database.read() as session:
        before = [one for one in near if not await _of_this_attempt(session, one.media, media)]
    fits = [(one, await _fit(room, one, data)) for one in before]
    return _first([(one, fit) for one, fit in fits if fit is None or fit.is_copy], media)


def _first(found: Sequence[tuple[Seen, Fit | None]], media: Media) -> Reuse | None:
    """Of those that are surely the same the first that came; else of those that nobody can compare any more."""
    sure = [one for one in found if one[1] is not None]
    if not (sure or found):
        return None
    seen, fit = min(sure or found, key=lambda one: one[0].media.id)
    return Reuse(
        media_id=seen.media.id,
        first_at=seen.media.created_at,
        same_person=seen.media.employee_id == media.employee_id,
        kind="perceptual",
        distance=seen.distance,
        likeness=None if fit is None else fit.correlation,
    )


async def _fit(room: "Laboratory", seen: Seen, data: bytes) -> Fit | None:
    """None where the earlier picture is gone, or no face is found in it."""
    if seen.media.deleted_at is not None:
        return None
    try:
        earlier = await room.files.read(seen.media.file, str(seen.media.employee_id))
    except (MediaMissing, SealBroken, KeyUnknown):
        return None
    return await room.examiner.copy_fit(data, earlier, faces_only=seen.media.shrunk_at is not None)


async def _of_this_attempt(session: AsyncSession, earlier: Media, media: Media) -> bool:
    if earlier.employee_id != media.employee_id:
        return False
    asked_at = await session.scalar(
        select(Nonce.asked_at)
        .join(Attempt, Attempt.nonce_id == Nonce.id)
        .where(Attempt.employee_id == media.employee_id, is_living)
    )
    return asked_at is not None and asked_at <= earlier.created_at

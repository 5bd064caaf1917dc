"""Of the selfie of an accepted check-in only the face is kept, small: what a later question needs, and no more."""

import logging
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select, update

from attendance.checkin.tables import Attempt, Punch
from attendance.people.faces.portraits import Darkroom
from attendance.records.database import Priority
from attendance.records.tables import Media
from attendance.vault.files import MediaMissing
from attendance.vault.keyring import SealBroken

log = logging.getLogger(__name__)


async def shrink_probes(room: Darkroom, now: datetime, limit: int = 200) -> int:
    """Shrink at most `limit` selfies that became punches, the oldest first; how many there were.

    The small file is on disk before its row is changed, and the large one goes last: a crash in between leaves a file
    without a row, which is swept.
    """
    async with room.database.read() as session:
        accepted = (
            select(Media)
            .join(Attempt, Attempt.selfie_media_id == Media.id)
            .join(Punch, Punch.attempt_id == Attempt.id)
            .where(Media.shrunk_at.is_(None), Media.deleted_at.is_(None))
            .order_by(Media.id)
            .limit(limit)
        )
        probes = (await session.scalars(accepted)).all()
    for probe in probes:
        await _shrink(room, probe, now)
    return len(probes)


async def _shrink(room: Darkroom, probe: Media, now: datetime) -> None:
    name = await _small_file(room, probe) or probe.file
    async with room.database.write(Priority.BULK) as session:
        shrunk = update(Media).where(Media.id == probe.id, Media.deleted_at.is_(None)).values(file=name, shrunk_at=now)
        lives = (await session.scalars(shrunk.returning(Media.id))).one_or_none() is not None
    if not lives:
        # Erased meanwhile: the small face goes where the picture went.
        await room.files.remove(name)
    elif name != probe.file:
        await room.files.remove(probe.file)


async def _small_file(room: Darkroom, probe: Media) -> str | None:
    """The name of the new file; None when there is nothing that could be made small, now or later."""
    owner = str(probe.employee_id)
    try:
        face = await room.examiner.small_face(await room.files.read(probe.file, owner))
    except (MediaMissing, SealBroken) as error:
        log.error("media %d cannot be read: %s", probe.id, type(error).__name__)
        return None
    if face is None:
        return None
    name = uuid4().hex
    await room.files.write(name, face, owner)
    return name

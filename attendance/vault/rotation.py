"""Everything that is sealed is brought under the current key, a bite at a time, beside a service at work.

Nothing remembers how far a rotation got: each value says under which key it is sealed, so whatever still lies under
another key is what is left to do. A service that has both keys reads either. What is sealed does not change, only its
seal does: an embedding kept in memory stays as good as it was.
"""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.audit import append_audit
from attendance.records.database import Database, Priority
from attendance.records.tables import VaultProbe
from attendance.vault.census import Census
from attendance.vault.files import MediaFiles, MediaMissing
from attendance.vault.keyring import Keyring, SealBroken, key_of
from attendance.vault.sealed_pictures import PICTURES, PicturePage, picture_pages
from attendance.vault.sealed_rows import SEALED_ROWS, SealedRows

log = logging.getLogger(__name__)

#: Rows of one write transaction: about ten milliseconds of SQLite.
BITE = 100


@dataclass(frozen=True)
class Progress:
    """So many of one thing have been looked at, and so many of these were sealed anew."""

    name: str
    seen: int
    resealed: int


async def rotate(database: Database, files: MediaFiles, keyring: Keyring) -> AsyncIterator[Progress]:
    """Seal anew what is not under the current key; each Progress follows a bite that is safely stored.

    What does not open is left as it is and logged; what lies under a key that is not in the ring is left too, and the
    census that follows names it. May be stopped after any bite. Raises OSError when a picture cannot be written.
    """
    for rows in SEALED_ROWS:
        async for progress in _rotate_rows(database, rows, keyring):
            yield progress
    seen = resealed = 0
    async for page in picture_pages(database, files, BITE):
        seen += len(page.owners)
        resealed += await _rotate_pictures(files, page, keyring)
        yield Progress(PICTURES, seen, resealed)


async def retire(session: AsyncSession, census: Census, keyring: Keyring, now: datetime) -> tuple[str, ...]:
    """Forget the keys that nothing needs, so that they may leave PRESENSI_KEYS; their ids.

    While pictures are missing nobody knows what these are sealed under, and no key is forgotten.
    """
    if census.missing:
        return ()
    known = {*keyring.ids, *await session.scalars(select(VaultProbe.key_id))}
    unneeded = tuple(sorted(known - census.key_ids - {keyring.current}))
    forgotten = delete(VaultProbe).where(VaultProbe.key_id.in_(unneeded)).returning(VaultProbe.key_id)
    for key_id in (await session.scalars(forgotten)).all():
        append_audit(session, at=now, actor_id=None, action="vault.key_retired", subject="vault_probe", detail=key_id)
    return unneeded


async def _rotate_rows(database: Database, rows: SealedRows, keyring: Keyring) -> AsyncIterator[Progress]:
    after = seen = resealed = 0
    while True:
        async with database.read() as session:
            heads = await rows.heads(session, after, BITE)
            old = [row_id for row_id, head in heads.items() if _is_old(key_of(head), keyring)]
            changes = await rows.resealed(session, keyring, old) if old else []
        if not heads:
            return
        if changes:
            async with database.write(Priority.BULK) as session:
                await rows.replace(session, changes)
        after, seen, resealed = max(heads), seen + len(heads), resealed + len(changes)
        yield Progress(rows.name, seen, resealed)


async def _rotate_pictures(files: MediaFiles, page: PicturePage, keyring: Keyring) -> int:
    """How many were sealed anew; each file is stored durably by itself."""
    resealed = 0
    for name in (name for name, key_id in page.key_ids.items() if _is_old(key_id, keyring)):
        try:
            await files.reseal(name, page.owners[name])
        except SealBroken:
            log.error("picture %s does not open", name)
        except MediaMissing:
            continue  # deleted, or made small, since the page was read
        else:
            resealed += 1
    return resealed


def _is_old(key_id: str | None, keyring: Keyring) -> bool:
    """Sealed under a key of the ring that is not the current one."""
    return key_id != keyring.current and key_id in keyring.ids

"""The sealed files that the records name."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.database import Database
from attendance.records.tables import Media
from attendance.vault.files import MediaFiles

PICTURES = "pictures"


@dataclass(frozen=True)
class PicturePage:
    """Some pictures on record: name to owner, and of those that are there the key id, None for what is not sealed."""

    owners: Mapping[str, str]
    key_ids: Mapping[str, str | None]
    missing: Collection[str]


async def picture_pages(database: Database, files: MediaFiles, size: int) -> AsyncIterator[PicturePage]:
    """All pictures on record that have not been deleted, the oldest first, `size` at a time."""
    after = 0
    while True:
        async with database.read() as session:
            rows = await _rows(session, after, size)
        if not rows:
            return
        after = rows[-1].id
        key_ids = await files.key_ids(row.file for row in rows)
        missing = [row for row in rows if row.file not in key_ids]
        owners = {row.file: str(row.employee_id) for row in rows}
        yield PicturePage(owners, key_ids, await _really_missing(database, missing) if missing else ())


async def _rows(session: AsyncSession, after: int, size: int) -> Sequence[Media]:
    query = select(Media).where(Media.id > after, Media.deleted_at.is_(None)).order_by(Media.id).limit(size)
    return (await session.scalars(query)).all()


async def _really_missing(database: Database, missing: Sequence[Media]) -> Collection[str]:
    """A picture that was made small or deleted since its row was read is not missing."""
    ids = [row.id for row in missing]
    async with database.read() as session:
        query = select(Media.file).where(Media.id.in_(ids), Media.deleted_at.is_(None))
        still = frozenset(await session.scalars(query))
    return still.intersection(row.file for row in missing)

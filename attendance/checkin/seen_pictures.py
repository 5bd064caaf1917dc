"""Has this picture come in before, from anybody, at any time, perhaps compressed, scaled, cropped or brightened since?

In memory there is nothing until the first question; then 40 bytes for each fingerprint on record. Before each question
what came since is read, from whichever node. What was erased is forgotten at the next question, and is not found even
before: whatever the search names is looked up in its row.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.privacy.tables import Erasure
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.records.database import Database
from attendance.records.tables import Media, PicturePrint
from recognition.fingerprint import NEAR, Words, distances, from_bytes
from recognition.fingerprint_index import FingerprintIndex

#: Rows read at a time.
BITE = 20_000

#: Where several nodes write, a row may be seen after one with a higher number: so many are looked at again.
LATE = 100

#: The nearest pictures that a question is answered with, at most.
MOST = 8


@dataclass(frozen=True)
class Seen:
    """A picture that is near. `distance` in bits."""

    media: Media
    distance: int


@dataclass(frozen=True)
class _Mark:
    """Changes when rows have gone: `oldest` as their time is over, `erasures` as somebody withdrew."""

    oldest: int
    erasures: int


class SeenPictures:
    """All fingerprints on record."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = FingerprintIndex()
        self._newest = 0
        self._mark = _Mark(0, 0)
        self._reading = asyncio.Lock()

    async def near(self, ours: Words) -> Sequence[Seen]:
        """The pictures on record of which this one may be a copy, the nearest first; it may be among them itself."""
        # The first time there is much to read; later there are a few rows.
        reading = self._database.glance if self._newest else self._database.read
        async with self._reading, reading() as session:
            await self._forget(session)
            await self._learn(session)
            found = await asyncio.to_thread(self._index.search, ours)
            return await _opened(session, [one.key for one in found[:MOST]], ours)

    async def _forget(self, session: AsyncSession) -> None:
        mark, before = _Mark(*(await session.execute(_MARK)).one()), self._mark
        self._mark = mark
        if mark.erasures != before.erasures and len(self._index):
            living = await _all_ids(session)
            await asyncio.to_thread(self._index.keep, np.isin(self._index.keys, living))
        elif mark.oldest != before.oldest:
            await asyncio.to_thread(self._index.keep, self._index.keys >= mark.oldest)

    async def _learn(self, session: AsyncSession) -> None:
        # On SQLite one writes at a time.
        after = self._newest if self._database.dialect == "sqlite" else max(self._newest - LATE, 0)
        known = set(self._index.keys[-2 * LATE :].tolist())
        while rows := (await session.execute(_ROWS, {"after": after})).all():
            after = rows[-1].id
            self._newest = max(self._newest, after)
            fresh = [row for row in rows if row.id not in known]
            if fresh:
                words = await asyncio.to_thread(from_bytes, [row.bits for row in fresh])
                await asyncio.to_thread(self._index.add, [row.id for row in fresh], words)


_MARK = select(
    select(func.coalesce(func.min(PicturePrint.id), 0)).scalar_subquery(),
    select(func.count(Erasure.id)).where(Erasure.done_at.is_not(None)).scalar_subquery(),
)
_ROWS = (
    select(PicturePrint.id, PicturePrint.bits)
    .where(PicturePrint.id > bindparam("after"))
    .order_by(PicturePrint.id)
    .limit(BITE)
)
_IDS = select(PicturePrint.id).where(PicturePrint.id > bindparam("after")).order_by(PicturePrint.id).limit(BITE)


async def _all_ids(session: AsyncSession) -> NDArray[np.int64]:
    pages, after = [np.empty(0, np.int64)], 0
    while ids := (await session.scalars(_IDS, {"after": after})).all():
        pages.append(np.array(ids, np.int64))
        after = ids[-1]
    return np.concatenate(pages)


async def _opened(session: AsyncSession, ids: Sequence[int], ours: Words) -> Sequence[Seen]:
    """By the rows as they are now: a number may have been given away again since it was read."""
    if not ids:
        return ()
    query: Select[Media, bytes] = (
        select(Media, PicturePrint.bits)
        .join(PicturePrint, PicturePrint.media_id == Media.id)
        .where(PicturePrint.id.in_(ids))
    )
    rows = (await session.execute(query)).all()
    bits = distances(ours, from_bytes([row.bits for row in rows])) if rows else ()
    near = [Seen(row.Media, int(far)) for row, far in zip(rows, bits, strict=True) if far <= NEAR]
    return sorted(near, key=lambda one: (one.distance, one.media.id))


async def keep_prints(session: AsyncSession, prints: Mapping[int, bytes], now: datetime) -> None:
    """Put fingerprints on record, by their pictures; one that is there already stays."""
    rows = [{"media_id": media_id, "bits": bits, "made_at": now} for media_id, bits in prints.items()]
    if rows:
        await insert_ignoring_conflicts(session, PicturePrint, rows)


def prints_of(pictures: Iterable[tuple[int, bytes | None]]) -> dict[int, bytes]:
    """Without those that are no picture."""
    return {media_id: bits for media_id, bits in pictures if bits is not None}

"""Files that no living row names: the service died, or the database failed, between the file and its row."""

import logging
from collections.abc import Set

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from attendance.records.database import Database
from attendance.records.tables import Media
from attendance.vault.files import MediaFiles
from bot.clock import Clock

log = logging.getLogger(__name__)

EVERY_S = 3600.0

# Names compared with the records in one query.
BITE = 500


class OrphanSweep:
    """Removes a file that no row named at two looks one after the other; the row of a deleted picture names none.

    A picture is on disk before its row is, so a single look would also take what is just being written. The age of a
    file would tell less: it is the machine's time, and ours may be set.
    """

    def __init__(self, database: Database, files: MediaFiles, clock: Clock) -> None:
        self._database = database
        self._files = files
        self._clock = clock
        self._suspects: Set[str] = frozenset()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                swept = await self.once()
            except (SQLAlchemyError, OSError) as error:
                log.error("pictures without a row could not be swept: %s", type(error).__name__)
            else:
                if swept:
                    log.info("%d pictures without a row were swept", swept)
            await self._clock.sleep(EVERY_S)

    async def once(self) -> int:
        """One look; how many files were removed."""
        orphans = await self._orphans()
        swept = await self._files.sweep(orphans & self._suspects)
        self._suspects = orphans
        return swept

    async def _orphans(self) -> Set[str]:
        names = sorted(await self._files.names())
        known: set[str] = set()
        for start in range(0, len(names), BITE):
            async with self._database.read() as session:
                named = select(Media.file).where(Media.file.in_(names[start : start + BITE]))
                known.update(await session.scalars(named.where(Media.deleted_at.is_(None))))
        return frozenset(names) - known

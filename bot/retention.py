"""What was kept long enough goes, a few rows at a time beside everything else."""

import logging
from collections.abc import AsyncIterator

from sqlalchemy.exc import SQLAlchemyError

from attendance.privacy.ended_templates import expire_templates
from attendance.privacy.retention import expire_pictures, expire_prints
from attendance.records.database import Database
from attendance.rules.book import RuleBroken, RuleWatch
from attendance.vault.files import MediaFiles
from bot.clock import Clock

log = logging.getLogger(__name__)

# Rules count in days: it does not matter at which hour of one.
EVERY_S = 6 * 3600.0
# Between two bites, so that nobody who checks in waits for more than one of them.
PAUSE_S = 0.1


class Retention:
    """One round every six hours: first the templates, since their pictures go with them."""

    def __init__(self, database: Database, files: MediaFiles, rules: RuleWatch, clock: Clock) -> None:
        self._database = database
        self._files = files
        self._rules = rules
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.round()
            except (SQLAlchemyError, OSError, RuleBroken) as error:
                log.error("what was kept long enough could not be deleted: %s", type(error).__name__)
            await self._clock.sleep(EVERY_S)

    async def round(self) -> None:
        """Everything whose time is over by now."""
        now = self._clock.now()
        async with self._database.read() as session:
            book = await self._rules.current(session)
        templates = await self._paced(expire_templates(self._database, book, now))
        pictures = await self._paced(expire_pictures(self._database, self._files, book, now))
        await self._paced(expire_prints(self._database, book, now))
        if templates or pictures:
            log.info("kept long enough: templates of %d enrolments, %d pictures", templates, pictures)

    async def _paced(self, bites: AsyncIterator[int]) -> int:
        deleted = 0
        async for bite in bites:
            deleted += bite
            await self._clock.sleep(PAUSE_S)
        return deleted

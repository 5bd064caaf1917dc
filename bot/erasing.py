"""What was promised to whoever withdrew is deleted soon after, from memory too, and certified to them."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from attendance.people.faces.gallery import Gallery
from attendance.people.faces.portraits import Recent
from attendance.privacy.erasure import due_erasures, erase
from attendance.records.database import Database
from attendance.rules.book import RuleBook, RuleBroken, RuleWatch
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import KeyUnknown
from bot.clock import Clock

log = logging.getLogger(__name__)

# The law gives three days; a minute after the press nothing is on its way any more.
EVERY_S = 30.0


class Erasing:
    """One look every half minute. What fails is tried again at the next one; /health tells when it is overdue.

    `gallery` and `recent` are what this process remembers of faces, also of those that another node erases.
    """

    def __init__(
        self, database: Database, files: MediaFiles, gallery: Gallery, recent: Recent, rules: RuleWatch, clock: Clock
    ) -> None:
        self._database = database
        self._files = files
        self._gallery = gallery
        self._recent = recent
        self._rules = rules
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.round()
            await self._clock.sleep(EVERY_S)

    async def round(self) -> None:
        """Everything that was promised by now, each apart from the others."""
        try:
            async with self._database.read() as session:
                book = await self._rules.current(session)
            waiting = await due_erasures(self._database, self._clock.now())
        except (SQLAlchemyError, OSError, RuleBroken) as error:
            log.error("what is to be erased could not be read: %s", type(error).__name__)
            return
        for erasure_id in waiting:
            await self._erase(erasure_id, book)
        await self._forget()

    async def _erase(self, erasure_id: int, book: RuleBook) -> None:
        try:
            certificate = await erase(self._database, self._files, erasure_id, book, self._clock.now())
        except (SQLAlchemyError, OSError) as error:
            log.error("erasure %d failed and is tried again: %s", erasure_id, type(error).__name__)
        else:
            self._recent.forget()
            if certificate is not None:
                log.info("erasure %d is done", erasure_id)

    async def _forget(self) -> None:
        try:
            await self._gallery.keep_up()
        except (SQLAlchemyError, KeyUnknown) as error:
            log.error("faces in memory could not be brought up to date: %s", type(error).__name__)

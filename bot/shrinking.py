"""Selfies of accepted check-ins refresh templates and are made small, when the service has nothing better to do."""

import logging
from collections.abc import Callable, Sequence

from sqlalchemy.exc import SQLAlchemyError

from attendance.checkin.selfie import Laboratory
from attendance.checkin.template_refresh import refresh_templates
from attendance.people.faces.gallery import Gallery
from attendance.privacy.probes import shrink_probes
from attendance.rules.book import RuleBroken, RuleWatch
from attendance.vault.keyring import KeyUnknown
from bot.clock import Clock
from recognition.dlib_resnet import EngineUnavailable

log = logging.getLogger(__name__)

# A morning's selfies may wait for a quiet minute; the examiner's threads belong to those who are checking in.
EVERY_S = 600.0


class Shrinking:
    """One round every ten minutes while nobody waits for an answer. `engines`: of which templates are made."""

    def __init__(
        self,
        room: Laboratory,
        gallery: Gallery,
        rules: RuleWatch,
        engines: Sequence[str],
        clock: Clock,
        is_idle: Callable[[], bool],
    ) -> None:
        self._room = room
        self._gallery = gallery
        self._rules = rules
        self._engines = engines
        self._refreshed = 0  # the newest decision that was looked at for a refresh
        self._clock = clock
        self._is_idle = is_idle

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(EVERY_S)
            try:
                await self.round()
            except (SQLAlchemyError, OSError, KeyUnknown, EngineUnavailable, RuleBroken) as error:
                log.error("selfies could not be made small: %s", type(error).__name__)

    async def round(self) -> int:
        """Shrink what has gathered, a few at a time, until somebody needs the engines; how many."""
        await self._refresh()
        shrunk = 0
        while self._is_idle() and (done := await shrink_probes(self._room, self._clock.now(), limit=10)):
            shrunk += done
        return shrunk

    async def _refresh(self) -> None:
        """Before the pictures are small; where no agency wants it, this costs nothing."""
        async with self._room.database.read() as session:
            book = await self._rules.current(session)
        while self._is_idle():
            done = await refresh_templates(
                self._room, self._gallery, self._engines, book, self._refreshed, self._clock.now()
            )
            if done == self._refreshed:
                return
            self._refreshed = done

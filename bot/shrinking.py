"""Selfies of accepted check-ins are made small when the service has nothing better to do."""

import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from attendance.people.portraits import Darkroom
from attendance.privacy.probes import shrink_probes
from attendance.vault.keyring import KeyUnknown
from bot.clock import Clock

log = logging.getLogger(__name__)

# A morning's selfies may wait for a quiet minute; the examiner's threads belong to those who are checking in.
EVERY_S = 600.0


class Shrinking:
    """One round every ten minutes while nobody waits for an answer."""

    def __init__(self, room: Darkroom, clock: Clock, is_idle: Callable[[], bool]) -> None:
        self._room = room
        self._clock = clock
        self._is_idle = is_idle

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(EVERY_S)
            try:
                await self.round()
            except (SQLAlchemyError, OSError, KeyUnknown) as error:
                log.error("selfies could not be made small: %s", type(error).__name__)

    async def round(self) -> int:
        """Shrink what has gathered, a few at a time, until somebody needs the engines; how many."""
        shrunk = 0
        while self._is_idle() and (done := await shrink_probes(self._room, self._clock.now(), limit=10)):
            shrunk += done
        return shrunk

"""Whether the service is well: what /health answers a watchdog."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from sqlalchemy.exc import SQLAlchemyError

from admin.health import Health
from attendance.privacy.erasure import overdue_erasures
from attendance.records.database import Database
from attendance.records.waiting import waiting_since
from bot.clock import Clock
from bot.dispatcher import Dispatcher
from bot.sender import Sender
from migrations.schema import current

log = logging.getLogger(__name__)

# A row that fails, or a message that the platform turns away, is tried again for some three minutes.
LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class HealthCheck:
    """Asks the database anew every time.

    `needed`: the schema of this program. `accounts`: ours that are served. `models`: name to version, as loaded.
    """

    database: Database
    needed: str
    accounts: Collection[str]
    models: Mapping[str, str]
    dispatcher: Dispatcher
    sender: Sender
    clock: Clock

    async def __call__(self) -> Health:
        try:
            schema, late = await current(self.database), await self._is_late()
        except (SQLAlchemyError, OSError) as error:
            log.error("the database could not be asked for /health: %s", type(error).__name__)
            return self._health(None, is_well=False)
        return self._health(schema, is_well=schema == self.needed and not late)

    async def _is_late(self) -> bool:
        """Messages that wait too long, and promises to delete that are broken."""
        now = self.clock.now()
        async with self.database.read() as session:
            since = await waiting_since(session, self.accounts, now)
            overdue = await overdue_erasures(session, now)
        return overdue > 0 or (since is not None and now - since > LATE)

    def _health(self, schema: str | None, *, is_well: bool) -> Health:
        return Health(
            status="ok" if is_well else "degraded",
            version=version("presensi"),
            schema=schema,
            models=self.models,
            pad=self.models.get("pad", "not assessed"),
            queues={"inbound": self.dispatcher.backlog, "outbox": self.sender.backlog},
        )

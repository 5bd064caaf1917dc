"""The database as the commands need it: open, at the right schema, closed afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from attendance.records.database import Database
from bot.clock import SystemClock
from bot.settings import Settings
from migrations.schema import require_current


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database of the settings in the block; raises DatabaseUnreachable, SchemaOld or SchemaNew."""
    database = await Database.open(settings.database_url, monotonic=SystemClock().monotonic)
    try:
        await require_current(database)
        yield database
    finally:
        await database.close()

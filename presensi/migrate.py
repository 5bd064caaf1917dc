"""`presensi migrate`."""

from attendance.records.database import Database
from bot.settings import Settings
from migrations.schema import current, head, upgrade


async def migrate() -> None:
    """Bring the database to the schema of this program, in one transaction. Make a copy of it before."""
    database = await Database.open(Settings.load().database_url)
    try:
        before = await current(database)
        await upgrade(database)
    finally:
        await database.close()
    if before == head():
        print(f"the schema is {head()} already")
    else:
        print(f"the schema was {before or 'none'} and is now {head()}")

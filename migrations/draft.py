"""Draft a migration from the models: `python -m migrations.draft 0002 "what it is for"`, then read and edit it."""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from attendance.records.database import Database, Priority
from migrations.schema import config, upgrade


async def draft(revision: str, message: str) -> None:
    """Write migrations/versions/<revision>_<message>.py: what the models have and the last migration has not."""

    def compare(connection: Connection) -> None:
        command.revision(config(connection), message, autogenerate=True, rev_id=revision)

    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{Path(folder, 'draft.sqlite3')}")
        try:
            if list((Path(__file__).parent / "versions").glob("0*.py")):
                await upgrade(database)
            async with database.write(Priority.BULK) as session:
                await (await session.connection()).run_sync(compare)
        finally:
            await database.close()


if __name__ == "__main__":
    asyncio.run(draft(*sys.argv[1:]))

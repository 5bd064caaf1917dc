"""Bring a database to the schema of this program, and tell which one it has. There is no alembic.ini."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.database import Database, Priority


class SchemaOld(Exception):
    """The database has no schema yet, or that of an older program."""


class SchemaNew(Exception):
    """A newer program has migrated this database."""


def head() -> str:
    """The revision this program works with."""
    revision = ScriptDirectory.from_config(config()).get_current_head()
    if revision is None:
        raise LookupError("the package holds no migration")
    return revision


async def current(database: Database) -> str | None:
    """The revision of the database; None when it is empty."""
    async with database.read() as session:
        return await (await session.connection()).run_sync(_revision_of)


async def upgrade(database: Database) -> None:
    """Bring the schema to `head()` in one transaction; nothing happens when it is there. Raises SchemaNew."""
    _refuse_unknown(await current(database))
    async with database.write(Priority.BULK) as session:
        await migrate(session, "head")


async def migrate(session: AsyncSession, revision: str) -> None:
    """Go up or down to a revision within the transaction of the session."""
    await (await session.connection()).run_sync(_migrate, revision)


async def require_current(database: Database) -> None:
    """Raises SchemaOld or SchemaNew unless the database is at `head()`."""
    found = await current(database)
    _refuse_unknown(found)
    if found != head():
        raise SchemaOld(f"the database is at schema {found or 'none'}, this program needs {head()}")


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, with the scripts of this package."""
    settings = Config()
    settings.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def _migrate(connection: Connection, revision: str) -> None:
    ours = config(connection)
    if revision == "base" or revision.startswith("-"):
        command.downgrade(ours, revision)
    else:
        command.upgrade(ours, revision)


def _revision_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown(revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise SchemaNew(f"the database is at schema {revision}, which this program does not know")

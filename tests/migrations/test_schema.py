"""The migrations give the tables of the models, both ways, on both databases."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.database import Database, Priority
from attendance.tables import metadata
from migrations.schema import SchemaNew, SchemaOld, config, current, head, migrate, require_current, upgrade

_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname",
}


def revisions() -> list[str]:
    found = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]
    return list(reversed(found))


@pytest.fixture
async def migrated(empty_database: Database) -> Database:
    """For tests that change the schema: not the one that others use afterwards."""
    await upgrade(empty_database)
    return empty_database


async def tables(session: AsyncSession) -> set[str]:
    names = await (await session.connection()).run_sync(lambda connection: inspect(connection).get_table_names())
    return set(names) - {"alembic_version"}


async def indexes(database: Database) -> dict[str, str]:
    """Definitions of the indexes, without the quotes and line breaks in which two ways to the same index may differ."""
    async with database.read() as session:
        rows = await session.execute(text(_INDEXES[database.dialect]))
        return {name: " ".join(definition.replace('"', "").split()) for name, definition in rows}


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def test_every_migration_goes_up_down_and_up_again(empty_database: Database) -> None:
    async with empty_database.write(Priority.BULK) as session:
        for before, revision in zip(["base", *revisions()], revisions(), strict=False):
            await migrate(session, revision)
            after_up = await tables(session)
            await migrate(session, before)
            await migrate(session, revision)
            assert await tables(session) == after_up
        await migrate(session, "base")
        assert await tables(session) == set()


async def test_models_match_migrations(database: Database) -> None:
    async with database.read() as session:
        assert await (await session.connection()).run_sync(differences) == []


async def test_models_match_migrations_down_to_the_conditions_of_partial_indexes(migrated: Database) -> None:
    made_by_migration = await indexes(migrated)
    async with migrated.write(Priority.BULK) as session:
        await migrate(session, "base")
        await (await session.connection()).run_sync(metadata.create_all)
    assert await indexes(migrated) == made_by_migration
    assert "WHERE" in made_by_migration["uq_attempt_open"]


async def test_a_migrated_database_is_current(database: Database) -> None:
    await require_current(database)
    assert await current(database) == head() == revisions()[-1]


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    before = await indexes(database)
    await upgrade(database)
    assert await indexes(database) == before


async def test_an_empty_database_is_old(empty_database: Database) -> None:
    with pytest.raises(SchemaOld, match=f"the database is at schema none, this program needs {head()}"):
        await require_current(empty_database)


async def test_a_database_of_a_newer_program_is_neither_used_nor_migrated(migrated: Database) -> None:
    async with migrated.write(Priority.BULK) as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for use in (require_current, upgrade):
        with pytest.raises(SchemaNew, match="9999"):
            await use(migrated)


async def test_a_migration_that_fails_leaves_nothing_behind(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with empty_database.write(Priority.BULK) as session:
        await session.execute(text("CREATE TABLE punch (id INTEGER)"))
    with pytest.raises(Exception, match="punch"):
        await upgrade(empty_database)
    async with empty_database.read() as session:
        assert await tables(session) == {"punch"}
    assert await current(empty_database) is None

"""INSERT ... ON CONFLICT DO NOTHING on both databases."""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.base import Base


async def insert_ignoring_conflicts(
    session: AsyncSession, table: type[Base], rows: Sequence[dict[str, Any]]
) -> Sequence[int]:
    """Insert `rows`, skip those that any unique constraint already knows, and return the ids of the new ones."""
    if not rows:
        return []
    statement = _insert(table, session.get_bind().dialect.name)
    return list((await session.execute(statement, list(rows))).scalars())


@cache
def _insert(table: type[Base], dialect: str) -> Executable:
    """Made once, and with the rows apart from it: a statement that holds its values is compiled anew each time."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    columns = cast("Table", table.__table__)
    return insert(columns).on_conflict_do_nothing().returning(columns.c.id)

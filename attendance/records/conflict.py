"""INSERT ... ON CONFLICT DO NOTHING on both databases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.base import Base


async def insert_ignoring_conflicts(
    session: AsyncSession, table: type[Base], rows: Sequence[dict[str, Any]]
) -> Sequence[int]:
    """Insert `rows`, skip those that any unique constraint already knows, and return the ids of the new ones."""
    if not rows:
        return []
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table).values(list(rows)).on_conflict_do_nothing().returning(table.__table__.c.id)
    return (await session.scalars(statement)).all()

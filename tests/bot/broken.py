"""Rows that this version of the service cannot read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import delete

from attendance.records.database import Priority
from attendance.rules.tables import Rule
from tests.fixtures.town import Town


@asynccontextmanager
async def broken_rule(town: Town) -> AsyncIterator[None]:
    """Until the block ends there is a rule of a later version."""
    async with town.database.write(Priority.STEP) as session:
        rule = Rule(
            kind="of-a-later-version",
            scope="regency",
            valid_from=town.today,
            value={},
            legal_reference="Contoh",
            created_at=town.clock.now(),
        )
        session.add(rule)
        await session.flush()
        rule_id = rule.id
    yield
    async with town.database.write(Priority.STEP) as session:
        await session.execute(delete(Rule).where(Rule.id == rule_id))

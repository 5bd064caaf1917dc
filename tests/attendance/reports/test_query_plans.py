import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from attendance.records.database import Database
from attendance.reports.live import live_list, live_mark
from attendance.rules.book import RuleBook
from tests.attendance.people.office import NOW, TODAY

#: These grow every day, for years.
GROWING = ("punch", "attempt", "decision", "inbound")


@contextmanager
def statements() -> Iterator[list[tuple[str, tuple[object, ...]]]]:
    """What is executed while the block runs, with its parameters."""
    seen: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection, _cursor, statement, parameters, *_rest) -> None:
        seen.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_no_query_of_the_live_list_reads_through_a_table_that_grows(sqlite_database: Database) -> None:
    async with sqlite_database.read() as session:
        with statements() as executed:
            await live_list(session, RuleBook(), None, TODAY, NOW)
            await live_mark(session, RuleBook())
        selects = [one for one in executed if one[0].startswith("SELECT")]
        connection = await session.connection()
        steps = [
            row.detail
            for statement, parameters in selects
            for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert len(selects) >= 6
    assert any(re.match(r"SEARCH punch USING INDEX", step) for step in steps)
    assert [step for step in steps if re.fullmatch(rf"SCAN ({'|'.join(GROWING)})", step)] == []

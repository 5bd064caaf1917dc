"""What every check-in asks of the enrolled faces reads a few rows, however many people are enrolled."""

import pytest
from sqlalchemy import event

from attendance.people.faces.look_alikes import load_rivals
from attendance.people.faces.templates import current_enrolment_id, load_templates

READS = {
    "templates": lambda session, keyring: load_templates(session, 1, keyring),
    "look-alikes": lambda session, keyring: load_rivals(session, 1, keyring),
    "enrolment": lambda session, keyring: current_enrolment_id(session, 1),
}


@pytest.mark.parametrize("read", READS)
async def test_no_table_of_faces_is_read_through(sqlite_database, keyring, read):
    async with sqlite_database.read() as session:
        connection = await session.connection()
        executed: list[tuple[str, tuple[object, ...]]] = []
        event.listen(
            connection.sync_connection,
            "before_cursor_execute",
            lambda _connection, _cursor, statement, parameters, *_rest: executed.append((statement, parameters)),
        )
        await READS[read](session, keyring)
        steps = [
            row.detail
            for statement, parameters in executed[:]
            for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert any("SEARCH" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN") and "CONSTANT ROW" not in step] == []

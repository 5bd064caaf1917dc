"""Whether damaged rows of a roster wait: their people cannot be enrolled, and nobody else would notice."""

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from attendance.people.tables import QuarantinedRow
from attendance.records.database import Database
from presensi.checks.finding import Finding


async def check_quarantine(database: Database) -> list[Finding]:
    """Nothing when none waits, and before the schema is there."""
    try:
        async with database.read() as session:
            waiting = await session.scalar(select(func.count(QuarantinedRow.id))) or 0
    except DatabaseError:
        return []
    if waiting == 0:
        return []
    return [Finding("warn", "roster", f"{waiting} damaged rows wait to be corrected", "run: presensi quarantine")]

"""The sample regency: offices around Andoolo, a dozen employees, two agencies with different rules, from sample/."""

from datetime import datetime
from pathlib import Path

from attendance.people.roster import read_roster
from attendance.people.roster_import import import_roster
from attendance.places.site_import import import_sites
from attendance.records.database import Database, Priority
from attendance.records.sheets import read_sheet
from attendance.rules.rule_list import import_rules, read_rule_list

SAMPLE = Path(__file__).parent.parent / "sample"


async def found_regency(database_url: str, now: datetime) -> None:
    """Fill a migrated, empty database by the same use cases as `presensi import`."""
    database = await Database.open(database_url)
    try:
        async with database.write(Priority.BULK) as session:
            roster = read_roster(read_sheet((SAMPLE / "roster.csv").read_bytes()), now)
            await import_roster(session, roster, now)
        async with database.write(Priority.BULK) as session:
            await import_sites(session, read_sheet((SAMPLE / "sites.csv").read_bytes()), now)
        async with database.write(Priority.BULK) as session:
            await import_rules(session, read_rule_list((SAMPLE / "rules.json").read_bytes()), now)
    finally:
        await database.close()

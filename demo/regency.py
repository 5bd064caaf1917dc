"""The sample regency: offices around Andoolo, a dozen employees, two agencies with different rules, from sample/."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from attendance.people.roster.bringing_in import import_roster
from attendance.places.site_import import import_sites
from attendance.records.database import Database, Priority
from attendance.records.sheets import read_sheet
from attendance.rules.rule_list import import_rules, read_rule_list
from attendance.vault.keyring import Keyring

_PLACES = (Path(__file__).parent / "sample", Path(__file__).parent.parent / "sample")
SAMPLE = next((folder for folder in _PLACES if folder.is_dir()), _PLACES[-1])
"""In the wheel it lies inside this package, in the repository beside it."""


async def _no_rest() -> None:
    """Nobody else writes yet."""


async def found_regency(database_url: str, keyring: Keyring, now: datetime) -> None:
    """Fill a migrated, empty database by the same use cases as `presensi import`."""
    database = await Database.open(database_url)
    try:
        content = (SAMPLE / "roster.csv").read_bytes()
        await import_roster(database, read_sheet(content), sha256(content).hexdigest(), keyring, now, _no_rest)
        async with database.write(Priority.BULK) as session:
            await import_sites(session, read_sheet((SAMPLE / "sites.csv").read_bytes()), now)
        async with database.write(Priority.BULK) as session:
            await import_rules(session, read_rule_list((SAMPLE / "rules.json").read_bytes()), now)
    finally:
        await database.close()

"""Rosters brought in as `presensi import` does it, without its pauses."""

import hashlib
from datetime import datetime
from typing import Any

from attendance.people.roster.bringing_in import ImportOptions, RosterReport, import_roster
from attendance.records.database import Database
from attendance.records.sheets import read_sheet
from attendance.vault.keyring import Keyring, new_key

KEYRING = Keyring.parse(new_key("roster"))


async def no_rest() -> None:
    pass


async def brought_in(database: Database, *lines: str, now: datetime, **options: Any) -> RosterReport:
    """The lines of a CSV with its header, imported at that moment."""
    return await bytes_brought_in(database, "\n".join(lines).encode(), now, **options)


async def bytes_brought_in(database: Database, content: bytes, now: datetime, **options: Any) -> RosterReport:
    digest = hashlib.sha256(content).hexdigest()
    sheet = read_sheet(content)
    return await import_roster(database, sheet, digest, KEYRING, now, no_rest, ImportOptions(**options))

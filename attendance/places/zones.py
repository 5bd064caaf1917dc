"""The zones of Indonesia."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from attendance.records.sheets import RowDamaged

#: What people write in a table, and the IANA names themselves.
_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
_NAMES = frozenset({*_ZONES.values(), "Asia/Pontianak"})


def zone_name(text: str) -> str:
    """The IANA name of a zone of Indonesia; WIB, WITA and WIT are understood. Raises RowDamaged."""
    name = _ZONES.get(text.upper(), text)
    if name not in _NAMES:
        raise RowDamaged("timezone is none of Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura")
    return name


def day_in(zone: str, now: datetime) -> date:
    """The date there at that moment."""
    return now.astimezone(ZoneInfo(zone)).date()

"""Single cells of a roster: what they say, or why they are damaged."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from attendance.people.employment import EmployeeKind, Ending
from attendance.people.roster.columns import plain
from attendance.records.sheets import Row, RowDamaged

_DATES = frozenset({"effective_date", "acting_from", "acting_until"})
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<between>[-/.])(?P<month>\d{1,2})(?P=between)(?P<year>\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?P<day>\d{1,2})\s+(?P<name>[a-z]+)\s+(?P<year>\d{4})", re.ASCII | re.IGNORECASE)
_MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
#: Nobody who works has a date before; decrees reach a year or two ahead.
_EARLIEST = date(1950, 1, 1)
_AHEAD = timedelta(days=2 * 366)

_KINDS = {
    **{plain(kind): kind for kind in EmployeeKind},
    **dict.fromkeys(("cpns", "pegawai negeri sipil"), EmployeeKind.PNS),
    **dict.fromkeys(("p3k", "pppk penuh waktu"), EmployeeKind.PPPK),
    **dict.fromkeys(("pppk part time", "pppk pw", "p3k paruh waktu"), EmployeeKind.PPPK_PART_TIME),
    **dict.fromkeys(("non asn", "thl", "tenaga kontrak"), EmployeeKind.HONORARY),
}
#: The bytes of UTF-8 read as Windows-1252: what begins a letter of Europe or a mark of its writing, and what goes on.
_CONTINUED = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0))
_ENCODED_TWICE = re.compile(f"[\u00c2-\u00c5][{re.escape(_CONTINUED)}]|\u00e2\u20ac")

_ACTIVE = frozenset({"", "aktif", "active", "tugas belajar"})
_ENDINGS = {
    **{plain(ending): ending for ending in Ending},
    **dict.fromkeys(("pensiun", "bup"), Ending.RETIRED),
    **dict.fromkeys(("meninggal", "meninggal dunia", "wafat"), Ending.DIED),
    **dict.fromkeys(("cltn", "cuti di luar tanggungan negara"), Ending.UNPAID_LEAVE),
    **dict.fromkeys(("diberhentikan", "berhenti"), Ending.DISMISSED),
    **dict.fromkeys(("keluar", "pindah", "pindah keluar", "mutasi keluar"), Ending.LEFT),
}


def kind_of(text: str) -> EmployeeKind:
    """Raises RowDamaged."""
    kind = _KINDS.get(plain(text))
    if kind is None:
        raise RowDamaged(f"kind is none of {', '.join(EmployeeKind)}")
    return kind


def ending_of(text: str) -> Ending | None:
    """None for somebody employed. Raises RowDamaged."""
    if (status := plain(text)) in _ACTIVE:
        return None
    if status not in _ENDINGS:
        raise RowDamaged("status is none of aktif, pensiun, meninggal, cltn, diberhentikan, pindah keluar")
    return _ENDINGS[status]


def date_cell(column: str, text: str, today: date) -> date | None:
    """2026-12-01, 1-12-2026, 1/12/2026 and 1.12.2026 with the day first, or 1 Desember 2026. Raises RowDamaged."""
    if not text:
        return None
    day = _date(text)
    if day is None:
        raise RowDamaged(f"{column} is no date: write 2026-12-01, or 1/12/2026 with the day first")
    if not _EARLIEST <= day <= today + _AHEAD:
        raise RowDamaged(f"{column} is not between {_EARLIEST.year} and two years from now")
    return day


def refuse_spoiled(row: Row, columns: Iterable[str]) -> None:
    """Raises RowDamaged for what a spreadsheet has made of a text, and for what cannot be shown."""
    row.refuse_unsayable(columns)
    for column in sorted(row.numbers & set(columns)):
        text = row[column]
        if column in ("supervisor", "old_nip", "acting_for"):
            raise RowDamaged(f"{column}: a spreadsheet has turned the NIP into a number; format the column as text")
        if column in _DATES and not _ISO.fullmatch(text):
            raise RowDamaged(f"{column} is a number and no date; write 2026-12-01")
        if column not in _DATES and _ISO.fullmatch(text):
            raise RowDamaged(f"a spreadsheet has turned {column} into a date; format the column as text")
        if column == "agency_code" and "." in text:
            raise RowDamaged("a spreadsheet has turned agency_code into a number (1.10 is 1.1); format it as text")


def is_encoded_twice(text: str) -> bool:
    """Whether it looks like UTF-8 that was read as Windows-1252 and written as UTF-8 again, as in "JosÃ©"."""
    return not text.isascii() and _ENCODED_TWICE.search(text) is not None


def _date(text: str) -> date | None:
    for shape in (_ISO, _DAY_FIRST, _IN_WORDS):
        if (match := shape.fullmatch(text)) is not None:
            return _day(**match.groupdict())
    return None


def _day(year: str, day: str, month: str = "", name: str = "", between: str = "") -> date | None:
    if name and name.lower() not in _MONTHS:
        return None
    number = _MONTHS.index(name.lower()) + 1 if name else int(month)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None

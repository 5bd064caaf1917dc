"""The columns of a roster, under the names that people give them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from attendance.records.sheets import Sheet, SheetRefused

#: By our name; the others as SIMPEG, SIASN and the lists of the agencies write them. Compared without case, dots,
#: hyphens, slashes and underscores. docs/roster.md says what each means.
NAMES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "nip": ("nip baru", "ni pppk", "nip ni pppk", "nomor induk pegawai"),
        "old_nip": ("nip lama", "ni pppk lama", "nip sebelumnya"),
        "name": ("nama", "nama pegawai", "nama lengkap", "nama asn"),
        "kind": ("type", "jenis", "jenis pegawai", "jenis asn", "jenis kepegawaian", "status kepegawaian"),
        "agency": ("opd", "skpd", "perangkat daerah", "instansi", "nama opd", "nama instansi", "nama agency"),
        "agency_code": ("kode opd", "kode skpd", "kode instansi", "kode perangkat daerah"),
        "home_agency": ("opd induk", "instansi induk", "perangkat daerah induk", "opd asal"),
        "unit": ("unit kerja", "bidang", "sub unit", "nama unit"),
        "position": ("jabatan", "nama jabatan"),
        "timezone": ("zona", "zona waktu"),
        "supervisor": ("atasan", "atasan langsung", "nip atasan", "nip atasan langsung"),
        "phone": (
            *("telepon", "nomor telepon", "no telepon", "no telp", "hp", "no hp", "nomor hp", "handphone"),
            *("wa", "no wa", "nomor wa", "whatsapp", "no whatsapp", "nomor whatsapp"),
        ),
        "schedule": ("jadwal", "jadwal kerja", "pola kerja"),
        "status": ("status pegawai", "kedudukan hukum", "status aktif"),
        "effective_date": ("tmt", "tanggal berlaku", "berlaku mulai", "terhitung mulai tanggal", "tanggal efektif"),
        "acting_for": ("plt untuk", "plh untuk", "plt plh untuk", "menggantikan", "nip yang digantikan"),
        "acting_from": ("plt mulai", "plh mulai", "plt plh mulai"),
        "acting_until": ("plt sampai", "plh sampai", "plt plh sampai"),
        "quarantine": ("karantina", "nomor karantina"),
    }
)

#: Without these nobody can be placed. An agency is named by its code, its name or both.
REQUIRED = ("nip", "name", "kind")
AGENCY = ("agency", "agency_code")


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A header cell or another word of a list, in the form in which words are compared."""
    return " ".join("".join(character if character.isalnum() else " " for character in name.casefold()).split())


_BY_PLAIN_NAME = {plain(other): name for name, others in NAMES.items() for other in (name, *others)}


def looks_like_roster(sheet: Sheet) -> bool:
    """Whether the header names people by NIP; what is missing then is said by `roster_columns`."""
    return any("nip" in _found(cells).values() for _, cells in sheet.top)


def roster_columns(sheet: Sheet) -> Mapping[str, str]:
    """Our name of each column of the sheet that is read, by its own name there. Raises SheetRefused."""
    found = _found(sheet.columns)
    missing = [name for name in REQUIRED if name not in found.values()]
    if not set(AGENCY) & set(found.values()):
        missing.append("agency")
    if missing:
        raise SheetRefused(f"no column for {', '.join(missing)} in the header{_below(sheet)}")
    for name in set(found.values()):
        columns = [repr(column) for column, meant in found.items() if meant == name]
        if len(columns) > 1:
            raise SheetRefused(f"columns {' and '.join(columns)} both mean {name}; remove one")
    return found


def _found(cells: Sequence[str]) -> dict[str, str]:
    return {cell: name for cell in cells if (name := _BY_PLAIN_NAME.get(plain(cell))) is not None}


def _below(sheet: Sheet) -> str:
    """Where the header is when titles stand above it."""
    for line, cells in sheet.top[1:]:
        if {"nip", "name"} <= set(_found(cells).values()):
            return f"; line {line} looks like one: remove the {line - 1} lines above it"
    return ""

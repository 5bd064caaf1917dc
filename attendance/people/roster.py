"""The roster of employees as a file: read row by row, damaged rows named and left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from attendance.people.employment import EmployeeKind
from attendance.people.nip import NipRefused, fits_kind, parse_nip
from attendance.places.zones import day_in, zone_name
from attendance.records.sheets import Remark, Row, RowDamaged, Sheet

COLUMNS = frozenset({"nip", "name", "kind", "agency_code", "agency", "unit", "position", "timezone"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One employee as the roster has them. `today`: the day at their place of duty."""

    line: int
    nip: str
    name: str
    kind: EmployeeKind
    agency_code: str
    agency: str
    unit: str | None
    position: str
    timezone: str
    today: date


@dataclass(frozen=True, slots=True)
class Roster:
    """What can be used, what cannot, and what is odd about what can."""

    entries: tuple[Entry, ...]
    damaged: tuple[Remark, ...]
    doubts: tuple[Remark, ...]


def read_roster(sheet: Sheet, now: datetime) -> Roster:
    """Pure. A damaged row is left out with its reason and never guessed."""
    entries, damaged = dict[str, Entry](), list(sheet.damaged)
    agencies: dict[str, Entry] = {}
    for row in sheet.rows:
        try:
            entry = _entry(row, now)
            _refuse_contradiction(entry, entries.get(entry.nip), agencies.get(entry.agency_code))
        except (RowDamaged, NipRefused) as error:
            damaged.append(Remark(row.line, str(error)))
        else:
            entries[entry.nip] = entry
            agencies.setdefault(entry.agency_code, entry)
    taken = tuple(entries.values())
    return Roster(taken, tuple(sorted(damaged, key=lambda remark: remark.line)), tuple(_doubts(taken)))


def _entry(row: Row, now: datetime) -> Entry:
    row.refuse_unsayable(COLUMNS)
    timezone = zone_name(row.required("timezone"))
    today = day_in(timezone, now)
    return Entry(
        line=row.line,
        nip=parse_nip(row.required("nip"), today),
        name=row.required("name"),
        kind=_kind(row.required("kind")),
        agency_code=row.required("agency_code"),
        agency=row.required("agency"),
        unit=row["unit"] or None,
        position=row["position"],
        timezone=timezone,
        today=today,
    )


def _kind(text: str) -> EmployeeKind:
    try:
        return EmployeeKind("_".join(text.lower().split()))
    except ValueError:
        raise RowDamaged(f"kind is none of {', '.join(EmployeeKind)}") from None


def _refuse_contradiction(entry: Entry, same_nip: Entry | None, same_agency: Entry | None) -> None:
    if same_nip is not None:
        raise RowDamaged(f"the NIP stands on line {same_nip.line} already")
    if same_agency is None:
        return
    if (entry.agency, entry.timezone) != (same_agency.agency, same_agency.timezone):
        raise RowDamaged(f"agency {entry.agency_code} has another name or timezone on line {same_agency.line}")


def _doubts(entries: Iterable[Entry]) -> Iterable[Remark]:
    for entry in entries:
        if not fits_kind(entry.nip, entry.kind):
            yield Remark(
                entry.line, f"digits 13 and 14 of the NIP are unusual for {entry.kind}; compare it with SIMPEG"
            )

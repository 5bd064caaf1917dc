"""The roster of employees as a file: read row by row, damaged rows named and left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from attendance.people.access.phone import PhoneRefused, parse_phone
from attendance.people.employment import EmployeeKind, Ending
from attendance.people.nip import NipReason, NipRefused, fits_kind, normalised, parse_nip
from attendance.people.roster.agencies import Agencies, AgencyEntry
from attendance.people.roster.cells import date_cell, ending_of, is_encoded_twice, kind_of, refuse_spoiled
from attendance.people.roster.columns import roster_columns
from attendance.places.zones import day_in
from attendance.records.sheets import Remark, Row, RowDamaged, Sheet

#: Nine digits are the NIP before 2009, which SIMPEG keeps; it names nobody here.
_OLD_PNS_NIP = 9


@dataclass(frozen=True, slots=True)
class Acting:
    """Plt or Plh: from when until when somebody stands in for the owner of a NIP."""

    for_nip: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One employee as the roster has them. `today`: the day at their place of duty.

    `stated`: the optional columns that say something about this person, if only that there is nothing; of the others
    what is known stays. `effective`: the first day of what the row says, None for today. `ending`: why the person is no
    longer employed from then on.
    """

    line: int
    nip: str
    name: str
    kind: EmployeeKind
    agency: AgencyEntry
    today: date
    stated: frozenset[str]
    unit: str | None = None
    position: str = ""
    old_nip: str | None = None
    home_agency: str | None = None
    supervisor: str | None = None
    phone: str | None = None
    schedule: str | None = None
    effective: date | None = None
    ending: Ending | None = None
    acting: Acting | None = None
    quarantine: int | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """What can be used, what cannot, and what is odd about what can. `cells`: what stood in each damaged row.

    `seen`: NIPs that can be read, those of damaged rows included: they are not missing from the list. `days`: the day
    in each known agency, by code and in the zone it had until now.
    """

    entries: tuple[Entry, ...]
    damaged: tuple[Remark, ...]
    doubts: tuple[Remark, ...]
    cells: Mapping[int, Mapping[str, str]]
    seen: frozenset[str]
    days: Mapping[str, date]


def read_roster(sheet: Sheet, now: datetime, agencies: Agencies) -> Roster:
    """Pure. A damaged row is left out with its reason and never guessed. Raises SheetRefused."""
    columns = roster_columns(sheet)
    rows = [row.renamed(columns) for row in sheet.rows]
    reading = _Reading(frozenset(columns.values()), now, agencies)
    for row in rows:
        reading.read(row)
    reading.refuse_unknown_homes()
    damaged = {remark.line: remark for remark in (*sheet.damaged, *reading.damaged.values())}
    cells = {row.line: row.cells for row in rows if row.line in damaged}
    cells |= {line: _misfit(sheet, columns, misfit) for line, misfit in sheet.misfits.items()}
    return Roster(
        entries=tuple(reading.entries.values()),
        damaged=tuple(damaged[line] for line in sorted(damaged)),
        doubts=tuple(sorted(reading.doubts, key=lambda remark: remark.line)),
        cells=cells,
        seen=frozenset(reading.seen),
        days={agency.code: day_in(agency.timezone, now) for agency in agencies.known.values()},
    )


class _Reading:
    """What has been read so far, by which the next row is judged."""

    def __init__(self, columns: frozenset[str], now: datetime, agencies: Agencies) -> None:
        self.columns, self.now, self.agencies = columns, now, agencies
        self.entries, self.damaged = dict[str, Entry](), dict[int, Remark]()
        self._rows = dict[str, Row]()
        self.doubts, self.seen = list[Remark](), set[str]()
        self._stated = columns & {"unit", "position", "home_agency", "supervisor", "phone", "schedule", "acting_for"}

    def read(self, row: Row) -> None:
        """Take the row, or say why it is damaged."""
        try:
            entry = self._entry(row)
        except (RowDamaged, NipRefused) as error:
            self.damaged[row.line] = Remark(row.line, str(error))
        else:
            self.entries[entry.nip] = entry
            self.agencies.keep(entry.agency)
            self.doubts += _doubts(entry)

    def refuse_unknown_homes(self) -> None:
        """An agency of origin must be known, or be the agency of somebody in the file."""
        for entry in list(self.entries.values()):
            if entry.home_agency is None:
                continue
            try:
                home = self.agencies.home(entry.home_agency).code
            except RowDamaged as error:
                del self.entries[entry.nip]
                self.damaged[entry.line] = Remark(entry.line, str(error))
            else:
                self.entries[entry.nip] = replace(entry, home_agency=None if home == entry.agency.code else home)

    def _entry(self, row: Row) -> Entry:
        if "nip" in row.numbers:
            raise NipRefused(NipReason.SPREADSHEET)
        nip = parse_nip(row.required("nip"), day_in(self.agencies.zone, self.now))
        self.seen.add(nip)
        self._refuse_twice(nip, row)
        refuse_spoiled(row, self.columns)
        name, kind = row.required("name"), kind_of(row.required("kind"))
        agency = self.agencies.named_in(row, self.columns)
        entry = Entry(row.line, nip, name, kind, agency, day_in(agency.timezone, self.now), self._stated)
        return self._with_options(row, entry)

    def _refuse_twice(self, nip: str, row: Row) -> None:
        """Of two rows that differ nobody can tell which is right: the first one is left out too."""
        first = self._rows.setdefault(nip, row)
        if first is row:
            return
        if first.cells != row.cells and self.entries.pop(nip, None) is not None:
            self.damaged[first.line] = Remark(first.line, f"the NIP stands on line {row.line} too, with other cells")
        raise RowDamaged(f"the NIP stands on line {first.line} already")

    def _with_options(self, row: Row, entry: Entry) -> Entry:
        """What the optional columns say; an absent one says nothing."""

        def cell(column: str) -> str:
            return row[column] if column in self.columns else ""

        phone, stated = self._phone(entry, cell("phone"))
        return replace(
            entry,
            stated=stated,
            unit=cell("unit") or None,
            position=cell("position"),
            old_nip=_old_nip(cell("old_nip"), entry),
            home_agency=cell("home_agency") or None,
            supervisor=_nip_cell("supervisor", cell("supervisor"), entry.today),
            phone=phone,
            schedule=cell("schedule") or None,
            effective=date_cell("effective_date", cell("effective_date"), entry.today),
            ending=ending_of(cell("status")),
            acting=_acting(entry, cell("acting_for"), cell("acting_from"), cell("acting_until")),
            quarantine=int(number) if (number := cell("quarantine")).isdecimal() else None,
        )

    def _phone(self, entry: Entry, text: str) -> tuple[str | None, frozenset[str]]:
        """A number that cannot be read leaves what is known: for the person and their work it does not matter."""
        try:
            return (parse_phone(text) if text else None), self._stated
        except PhoneRefused as error:
            self.doubts.append(Remark(entry.line, f"{error}; the number was not taken"))
            return None, self._stated - {"phone"}


def _misfit(sheet: Sheet, columns: Mapping[str, str], cells: Sequence[str]) -> Mapping[str, str]:
    """The cells of a row that has too few or too many, each under the column it stands below."""
    names = [columns.get(column, column) for column in sheet.columns]
    names += [f"cell {number}" for number in range(len(names) + 1, len(cells) + 1)]
    return dict(zip(names, cells, strict=False))


def _nip_cell(column: str, text: str, today: date) -> str | None:
    if not text:
        return None
    try:
        return parse_nip(text, today)
    except NipRefused as error:
        raise RowDamaged(f"{column}: {error}") from None


def _old_nip(text: str, entry: Entry) -> str | None:
    if len(digits := normalised(text)) == _OLD_PNS_NIP and digits.isdecimal():
        return None
    old = _nip_cell("old_nip", text, entry.today)
    return None if old == entry.nip else old


def _acting(entry: Entry, for_nip: str, first: str, last: str) -> Acting | None:
    nip = _nip_cell("acting_for", for_nip, entry.today)
    if nip is None:
        return None
    if nip == entry.nip:
        raise RowDamaged("acting_for is the person's own NIP")
    begins = date_cell("acting_from", first, entry.today) or entry.today
    ends = date_cell("acting_until", last, entry.today)
    if ends is None:
        raise RowDamaged("acting_until is empty: an acting appointment ends on a day")
    if ends < begins:
        raise RowDamaged("acting_until lies before acting_from")
    return Acting(nip, begins, ends)


def _doubts(entry: Entry) -> Iterable[Remark]:
    if not fits_kind(entry.nip, entry.kind):
        yield Remark(entry.line, f"digits 13 and 14 of the NIP are unusual for {entry.kind}; compare it with SIMPEG")
    texts = {"name": entry.name, "agency": entry.agency.name, "unit": entry.unit or "", "position": entry.position}
    for column in (column for column, text in texts.items() if is_encoded_twice(text)):
        wrong = "holds letters that an earlier program read in a wrong encoding"
        yield Remark(entry.line, f"{column} {wrong}; open the original as UTF-8 and save it anew")

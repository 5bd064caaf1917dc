"""The rows that a roster makes the database write, and those that they replace. Pure."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from attendance.people.roster.known import Known
from attendance.people.roster.reading import Entry
from attendance.people.roster.timeline import PersonKey, Span, Timeline, begins
from attendance.people.tables import ActingAppointment, Employment, Nip, PhoneNumber

_DAY = timedelta(days=1)

ReplacedTable = type[Employment] | type[Nip] | type[PhoneNumber] | type[ActingAppointment]

#: Under which digests a telephone number may be stored, that of the current key first.
Digests = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class NipDraft:
    """A row to write."""

    person: PersonKey
    nip: str
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class PhoneDraft:
    """A row to write: a new number (E.164), or one that is known with another end."""

    person: PersonKey
    number: str | PhoneNumber
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class ActingDraft:
    """A row to write."""

    person: PersonKey
    for_: PersonKey
    first: date
    last: date


@dataclass
class Writes:
    """Rows to write, and the ids of those they replace, by table. Newcomers are NIP and name."""

    newcomers: list[tuple[str, str]] = field(default_factory=list)
    names: list[tuple[int, str]] = field(default_factory=list)
    nips: list[NipDraft] = field(default_factory=list)
    spans: list[tuple[PersonKey, Span]] = field(default_factory=list)
    phones: list[PhoneDraft] = field(default_factory=list)
    acting: list[ActingDraft] = field(default_factory=list)
    replaced: defaultdict[ReplacedTable, list[int]] = field(default_factory=lambda: defaultdict(list))

    def name(self, person: Known | None, entry: Entry) -> None:
        if person is None:
            self.newcomers.append((entry.nip, entry.name))
        elif person.name != entry.name:
            self.names.append((person.id, entry.name))

    def employments(self, person: Known | None, key: PersonKey, after: Timeline) -> None:
        """What is different now."""
        spans = [] if person is None else person.spans
        self.replaced[Employment] += [row_id for row_id, span in spans if span not in after]
        kept = [span for _, span in spans]
        self.spans += [(key, span) for span in after if span not in kept]

    def nip(self, person: Known | None, key: PersonKey, entry: Entry) -> bool:
        """True when somebody known gets a new one; the old one stays theirs, up to the day before."""
        known = [] if person is None else person.nips
        if entry.nip in {row.nip for row in known}:
            return False
        first = begins(entry.effective, entry.today)
        for row in known:
            if row.valid_to is None:
                self.replaced[Nip].append(row.id)
                self.nips.append(NipDraft(key, row.nip, row.valid_from, max(row.valid_from, first - _DAY)))
        self.nips.append(NipDraft(key, entry.nip, first))
        return person is not None

    def phone(self, person: Known | None, key: PersonKey, entry: Entry, digests: Digests) -> bool:
        """True when the number changes, which is always from today on."""
        present = present_phones(person)
        known = () if entry.phone is None else digests(entry.phone)
        if "phone" not in entry.stated or (present and all(row.digest in known for row in present)):
            return False
        self.replaced[PhoneNumber] += [row.id for row in present]
        yesterday = entry.today - _DAY
        self.phones += [
            PhoneDraft(key, row, row.valid_from, yesterday) for row in present if row.valid_from <= yesterday
        ]
        if entry.phone is not None:
            self.phones.append(PhoneDraft(key, entry.phone, entry.today))
        return bool(present or entry.phone)

    def acting_appointment(self, person: Known | None, key: PersonKey, entry: Entry, for_: PersonKey | None) -> bool:
        """True when it changes for whom somebody stands in; `for_`: after the row, None for nobody who is known."""
        if "acting_for" not in entry.stated:
            return False
        present = [row for row in ([] if person is None else person.acting) if row.valid_to >= entry.today]
        wanted = _acting(key, entry, for_)
        if wanted is not None and any(_is_same(row, wanted, entry.today) for row in present):
            return False
        self.replaced[ActingAppointment] += [row.id for row in present]
        yesterday = entry.today - _DAY
        self.acting += [
            ActingDraft(key, row.for_id, row.valid_from, yesterday) for row in present if row.valid_from <= yesterday
        ]
        self.acting += [] if wanted is None else [wanted]
        return bool(present or wanted)


def present_phones(person: Known | None) -> list[PhoneNumber]:
    """The numbers that have no end."""
    return [] if person is None else [row for row in person.phones if row.valid_to is None]


def _acting(key: PersonKey, entry: Entry, for_: PersonKey | None) -> ActingDraft | None:
    """Days that have passed are left alone here too."""
    if entry.acting is None or for_ is None or entry.acting.last < entry.today:
        return None
    return ActingDraft(key, for_, max(entry.acting.first, entry.today), entry.acting.last)


def _is_same(row: ActingAppointment, wanted: ActingDraft, today: date) -> bool:
    begun = row.valid_from == wanted.first or (row.valid_from <= today and wanted.first <= today)
    return row.for_id == wanted.for_ and row.valid_to == wanted.last and begun

"""What bringing in a roster would do, worked out before anything is written: pure.

A dry run shows the plan, and an import carries out the same value: the two cannot differ.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from attendance.people.agencies import Agencies, AgencyEntry
from attendance.people.employment import Ending
from attendance.people.nip import mask_nip
from attendance.people.roster import Entry, Roster
from attendance.people.roster_columns import plain
from attendance.people.roster_differences import Difference, Missing, differences_of
from attendance.people.roster_known import Known, KnownPeople
from attendance.people.supervision import find_circles
from attendance.people.tables import ActingAppointment, Employment, Nip, PhoneNumber
from attendance.people.timeline import PersonKey, Post, Span, Timeline, begins, employed, ended, holding
from attendance.records.sheets import Remark, RowDamaged

_DAY = timedelta(days=1)
#: How lists call the ordinary hours, which no name needs.
_ORDINARY = frozenset({"", "reguler", "regular", "normal", "biasa"})

Replaced = type[Employment] | type[Nip] | type[PhoneNumber] | type[ActingAppointment]


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
    """Rows to write, and the ids of those they replace, by table."""

    newcomers: list[tuple[str, str]] = field(default_factory=list)
    names: list[tuple[int, str]] = field(default_factory=list)
    nips: list[NipDraft] = field(default_factory=list)
    spans: list[tuple[PersonKey, Span]] = field(default_factory=list)
    phones: list[PhoneDraft] = field(default_factory=list)
    acting: list[ActingDraft] = field(default_factory=list)
    replaced: defaultdict[Replaced, list[int]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class Plan:
    """`edition`: the roster it was compared with. `agencies`: new ones and those with another name or zone.

    `missing`: employed in an agency of the file without being in it; they stay unless the import was told to end them.
    """

    edition: int
    agencies: tuple[AgencyEntry, ...]
    units: tuple[tuple[str, str], ...]
    writes: Writes
    differences: tuple[Difference, ...]
    unchanged: int
    missing: tuple[Missing, ...]
    damaged: tuple[Remark, ...]
    doubts: tuple[Remark, ...]

    @property
    def changes_people(self) -> bool:
        """Whether there is anything to write but damaged rows."""
        return bool(self.agencies or self.units or self.differences)


def plan_roster(
    roster: Roster, known: KnownPeople, agencies: Agencies, digests: Digests, *, end_missing: bool = False
) -> Plan:
    """Raises RowDamaged when the missing are to be ended while damaged rows hide who is missing."""
    planning = _Planning(roster, known, digests)
    planning.settle()
    for entry in planning.entries:
        planning.take(entry)
    planning.doubt_shared_phones()
    missing = planning.missing()
    if end_missing:
        if planning.damaged:
            raise RowDamaged(
                "rows are damaged, and whoever stands there would be taken for missing; correct them first"
            )
        planning.end(missing)
    return Plan(
        edition=known.edition,
        agencies=_agencies(planning.entries, agencies),
        units=tuple(dict.fromkeys(_units(planning.writes.spans, known))),
        writes=planning.writes,
        differences=tuple(planning.differences),
        unchanged=planning.unchanged,
        missing=tuple(one for _, one in missing),
        damaged=tuple(sorted(planning.damaged.values(), key=lambda remark: remark.line)),
        doubts=tuple(sorted(planning.doubts, key=lambda remark: remark.line)),
    )


class _Planning:
    """The roster beside what is known; `damaged` grows until what is left contradicts nothing."""

    def __init__(self, roster: Roster, known: KnownPeople, digests: Digests) -> None:
        self.roster, self.known, self.digests = roster, known, digests
        self.entries = list(roster.entries)
        self.damaged = {remark.line: remark for remark in roster.damaged}
        self.doubts = list(roster.doubts)
        self.writes, self.differences, self.unchanged = Writes(), list[Difference](), 0
        self._people = dict[int, Known | None]()  # by line; None: a newcomer
        self._newcomers = dict[str, Entry]()
        self._phones = defaultdict[str, set[PersonKey]](set)

    def settle(self) -> None:
        """Find out who is meant; leave out who cannot be told and whose supervisors go round in a circle."""
        self._identify()
        while circles := self._circles():
            lines = {entry.nip: entry.line for entry in self.entries}
            for circle in circles:
                self._refuse_circle(circle, lines)
            self.entries = [entry for entry in self.entries if entry.line not in self.damaged]
            self._newcomers = {entry.nip: entry for entry in self.entries if self._people[entry.line] is None}

    def _identify(self) -> None:
        claims = Counter(entry.old_nip for entry in self.entries)
        lines, taken = dict[PersonKey, int](), list[Entry]()
        for entry in self.entries:
            try:
                person = self._person(entry, claims)
                key = entry.nip if person is None else person.id
                _refuse_twice(entry, lines.setdefault(key, entry.line))
            except RowDamaged as error:
                self.damaged[entry.line] = Remark(entry.line, str(error))
                continue
            if person is None and entry.ending is not None:
                self._doubt(entry, f"is {entry.ending} and not known: nothing was added")
                continue
            self._people[entry.line] = person
            taken.append(entry)
        self.entries = taken
        self._newcomers = {entry.nip: entry for entry in taken if self._people[entry.line] is None}

    def _person(self, entry: Entry, claims: Mapping[str | None, int]) -> Known | None:
        known, old = self.known.by_nip.get(entry.nip), self.known.by_nip.get(entry.old_nip or "")
        if entry.old_nip and claims[entry.old_nip] > 1:
            raise RowDamaged("old_nip stands in more than one row")
        if entry.old_nip and entry.old_nip in self.roster.seen:
            raise RowDamaged("old_nip is the NIP of another row")
        if known is not None and old is not None and known is not old:
            raise RowDamaged("NIP and old_nip belong to two different people")
        return known or old

    def _circles(self) -> Sequence[Sequence[PersonKey]]:
        timelines: dict[PersonKey, Timeline] = {one.id: one.timeline for one in self.known.by_id.values()}
        days = set[date]()
        changed = list[PersonKey]()
        for entry in self.entries:
            before, after = self._timelines(entry)
            timelines[self._key(entry)] = after
            if after != before:
                changed.append(self._key(entry))
                days |= {
                    max(span.first, entry.today) for span in after if span.last is None or span.last >= entry.today
                }
        return find_circles(timelines, changed, sorted(days))

    def _refuse_circle(self, circle: Sequence[PersonKey], lines: Mapping[str, int]) -> None:
        """The rows of the circle are damaged; its members are told by the last digits of their NIP and their line."""
        nips = [key if isinstance(key, str) else self.known.by_id[key].nip for key in circle]
        here = {key: entry.line for entry in self.entries if (key := self._key(entry)) in circle}
        named = [
            mask_nip(nip) + (f" (line {here[key]})" if key in here else "")
            for key, nip in zip(circle, nips, strict=True)
        ]
        for line in here.values():
            text = f"the supervisors form a circle: {' > '.join((*named, named[0]))}"
            self.damaged[line] = Remark(line, text)

    def _key(self, entry: Entry) -> PersonKey:
        person = self._people[entry.line]
        return entry.nip if person is None else person.id

    def _key_of_nip(self, nip: str | None) -> PersonKey | None:
        if nip is None:
            return None
        person = self.known.by_nip.get(nip)
        return person.id if person is not None else nip if nip in self._newcomers else None

    def _timelines(self, entry: Entry) -> tuple[Timeline, Timeline]:
        """Before and after."""
        person = self._people[entry.line]
        before = () if person is None else person.timeline
        if entry.ending is not None:
            return before, ended(before, entry.ending, entry.effective, entry.today)
        start = begins(entry.effective, entry.today)
        present = holding(before, start) or (before[-1] if before else None)
        return before, employed(before, self._post(entry, present), entry.effective, entry.today)

    def _post(self, entry: Entry, present: Span | None) -> Post:
        """As the row states it; a column that is not there leaves what is known."""
        known = None if present is None else present.post
        supervisor = self._key_of_nip(entry.supervisor)
        if known is not None and ("supervisor" not in entry.stated or (entry.supervisor and supervisor is None)):
            supervisor = known.supervisor
        schedule = None if plain(entry.schedule or "") in _ORDINARY else entry.schedule
        return Post(
            agency=entry.agency.code,
            unit=entry.unit if known is None or "unit" in entry.stated else known.unit,
            kind=entry.kind,
            position=entry.position if known is None or "position" in entry.stated else known.position,
            supervisor=supervisor,
            schedule=schedule if known is None or "schedule" in entry.stated else known.schedule,
            home_agency=entry.home_agency if known is None or "home_agency" in entry.stated else known.home_agency,
        )

    def take(self, entry: Entry) -> None:
        """Add what the row writes and what it changes."""
        person, key = self._people[entry.line], self._key(entry)
        before, after = self._timelines(entry)
        self._write_spans(person, key, after)
        changed_nip = self._write_nip(person, key, entry)
        changed_phone = self._write_phone(person, key, entry)
        changed_acting = self._write_acting(person, key, entry)
        if person is None:
            self.writes.newcomers.append((entry.nip, entry.name))
        elif person.name != entry.name:
            self.writes.names.append((person.id, entry.name))
        difference = differences_of(
            entry, person, before, after, self._masked, nip=changed_nip, phone=changed_phone, acting=changed_acting
        )
        self._doubt_entry(entry, person, changed=before != after)
        if difference is None:
            self.unchanged += 1
        else:
            self.differences.append(difference)

    def _write_spans(self, person: Known | None, key: PersonKey, after: Timeline) -> None:
        spans = [] if person is None else person.spans
        self.writes.replaced[Employment] += [row_id for row_id, span in spans if span not in after]
        kept = [span for _, span in spans]
        self.writes.spans += [(key, span) for span in after if span not in kept]

    def _write_nip(self, person: Known | None, key: PersonKey, entry: Entry) -> bool:
        if person is None or entry.nip not in {row.nip for row in person.nips}:
            for row in [] if person is None else person.nips:
                if row.valid_to is None:
                    self.writes.replaced[Nip].append(row.id)
                    last = max(row.valid_from, begins(entry.effective, entry.today) - _DAY)
                    self.writes.nips.append(NipDraft(key, row.nip, row.valid_from, last))
            self.writes.nips.append(NipDraft(key, entry.nip, begins(entry.effective, entry.today)))
            return person is not None
        return False

    def _write_phone(self, person: Known | None, key: PersonKey, entry: Entry) -> bool:
        present = [row for row in ([] if person is None else person.phones) if row.valid_to is None]
        digests = () if entry.phone is None else self.digests(entry.phone)
        if "phone" not in entry.stated or (present and all(row.digest in digests for row in present)):
            for row in present:
                self._phones[row.digest].add(key)
            return False
        self.writes.replaced[PhoneNumber] += [row.id for row in present]
        self.writes.phones += [
            PhoneDraft(key, row, row.valid_from, entry.today - _DAY) for row in present if row.valid_from < entry.today
        ]
        if entry.phone is not None:
            self.writes.phones.append(PhoneDraft(key, entry.phone, entry.today))
            self._phones[digests[0]].add(key)
        return bool(present or entry.phone)

    def _write_acting(self, person: Known | None, key: PersonKey, entry: Entry) -> bool:
        if "acting_for" not in entry.stated:
            return False
        present = [row for row in ([] if person is None else person.acting) if row.valid_to >= entry.today]
        wanted = self._acting_draft(key, entry)
        if wanted is not None and any(_same_acting(row, wanted, entry.today) for row in present):
            return False
        self.writes.replaced[ActingAppointment] += [row.id for row in present]
        self.writes.acting += [
            ActingDraft(key, row.for_id, row.valid_from, entry.today - _DAY)
            for row in present
            if row.valid_from < entry.today
        ]
        if wanted is not None:
            self.writes.acting.append(wanted)
        return bool(present or wanted)

    def _acting_draft(self, key: PersonKey, entry: Entry) -> ActingDraft | None:
        if entry.acting is None or entry.acting.last < entry.today:
            return None
        for_ = self._key_of_nip(entry.acting.for_nip)
        if for_ is None:
            return None
        return ActingDraft(key, for_, max(entry.acting.first, entry.today), entry.acting.last)

    def _doubt_entry(self, entry: Entry, person: Known | None, *, changed: bool) -> None:
        if entry.supervisor and self._key_of_nip(entry.supervisor) is None:
            self._doubt(entry, "the NIP of the supervisor is not known; who supervises was left as it is")
        if entry.acting is not None and self._key_of_nip(entry.acting.for_nip) is None:
            self._doubt(entry, "the NIP in acting_for is not known; nobody is stood in for")
        if plain(entry.schedule or "") not in _ORDINARY:
            self._doubt(entry, f"schedule {entry.schedule!r} is not known; the ordinary hours count until it is")
        if person is not None and changed and entry.effective is not None and entry.effective < entry.today:
            self._doubt(
                entry,
                f"effective_date {entry.effective} has passed: it counts from {entry.today}, past days stay as counted",
            )
        if person is None and entry.old_nip:
            self._doubt(entry, "old_nip is not known: taken as somebody new")
        if person is not None and entry.nip != person.nip and entry.nip in {row.nip for row in person.nips}:
            self._doubt(entry, f"an older NIP of this person, who has {mask_nip(person.nip)} now")
        if person is None and (twin := self._twin(entry)) is not None:
            self._doubt(entry, f"may be {mask_nip(twin.nip)}, who is not in the list: if so, state old_nip")

    def _twin(self, entry: Entry) -> Known | None:
        """Somebody of this name and birth date who is not in the list: an NI PPPK changes with the contract."""
        return next(
            (
                one
                for one in self._by_birth_and_name.get((entry.nip[:8], plain(entry.name)), ())
                if one.nip not in self.roster.seen
            ),
            None,
        )

    @cached_property
    def _by_birth_and_name(self) -> Mapping[tuple[str, str], list[Known]]:
        found = defaultdict[tuple[str, str], list[Known]](list)
        for person in self.known.by_id.values():
            if person.nip:
                found[person.nip[:8], plain(person.name)].append(person)
        return found

    def _doubt(self, entry: Entry, text: str) -> None:
        self.doubts.append(Remark(entry.line, text))

    def _masked(self, key: PersonKey | None) -> str | None:
        if key is None:
            return None
        return mask_nip(key if isinstance(key, str) else self.known.by_id[key].nip)

    def doubt_shared_phones(self) -> None:
        """A number of two people binds neither."""
        here = {self._key(entry): entry for entry in self.entries}
        for person in self.known.by_id.values():
            if person.id not in here:
                for row in person.phones:
                    if row.valid_to is None:
                        self._phones[row.digest].add(person.id)
        for sharing in self._phones.values():
            for key in sharing if len(sharing) > 1 else ():
                if key in here:
                    self._doubt(here[key], "somebody else has the same phone: it binds neither account")

    def missing(self) -> Sequence[tuple[Known, Missing]]:
        """Who is employed today in an agency of the file and has no row in it."""
        today = {entry.agency.code: entry.today for entry in self.entries}
        here = {self._key(entry) for entry in self.entries}
        found = list[tuple[Known, Missing]]()
        for person in self.known.by_id.values():
            if person.id in here or {row.nip for row in person.nips} & self.roster.seen:
                continue
            for code, day in today.items():
                span = holding(person.timeline, day)
                if span is not None and span.post.agency == code:
                    found.append((person, Missing(mask_nip(person.nip), person.name, code, day)))
        return found

    def end(self, missing: Iterable[tuple[Known, Missing]]) -> None:
        """End the employments of those that are missing, from today on."""
        for person, one in missing:
            after = ended(person.timeline, Ending.LEFT, None, one.today)
            self._write_spans(person, person.id, after)
            self.differences.append(one.ended())


def _refuse_twice(entry: Entry, line: int) -> None:
    if line != entry.line:
        raise RowDamaged(f"the same person stands on line {line} already, under another NIP")


def _same_acting(row: ActingAppointment, wanted: ActingDraft, today: date) -> bool:
    begun = row.valid_from == wanted.first or (row.valid_from <= today and wanted.first <= today)
    return row.for_id == wanted.for_ and row.valid_to == wanted.last and begun


def _agencies(entries: Iterable[Entry], agencies: Agencies) -> tuple[AgencyEntry, ...]:
    """By code, as the first row has them, when that is not what is known."""
    stated = dict[str, AgencyEntry]()
    for entry in entries:
        stated.setdefault(entry.agency.code, entry.agency)
    return tuple(one for one in stated.values() if not agencies.knows(one))


def _units(spans: Iterable[tuple[PersonKey, Span]], known: KnownPeople) -> Iterable[tuple[str, str]]:
    for _, span in spans:
        if span.post.unit is not None and (span.post.agency, span.post.unit) not in known.units:
            yield span.post.agency, span.post.unit

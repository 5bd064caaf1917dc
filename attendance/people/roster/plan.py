"""What bringing in a roster would do, worked out before anything is written: pure.

A dry run shows the plan, and an import carries out the same value: the two cannot differ.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from attendance.people.employment import Ending
from attendance.people.nip import mask_nip
from attendance.people.roster.agencies import Agencies, AgencyEntry
from attendance.people.roster.differences import Difference, Missing, differences_of
from attendance.people.roster.doubts import Doubts
from attendance.people.roster.known import Known, KnownPeople
from attendance.people.roster.people import RosterPeople
from attendance.people.roster.posts import refuse_circles, timelines_of
from attendance.people.roster.reading import Entry, Roster
from attendance.people.roster.timeline import PersonKey, Span, ended, holding
from attendance.people.roster.writes import Digests, Writes
from attendance.records.sheets import Remark, RowDamaged


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
    people, writes = RosterPeople(roster, known), Writes()
    refuse_circles(people)
    doubts = Doubts(people, digests)
    found = [_take(entry, people, writes, doubts, digests) for entry in people.entries]
    doubts.look_at_phones()
    missing = _missing(people)
    if end_missing and people.damaged:
        raise RowDamaged("rows are damaged, and whoever stands there would be taken for missing; correct them first")
    gone = [_end(person, one, writes) for person, one in missing] if end_missing else []
    return Plan(
        edition=known.edition,
        agencies=_agencies(people.entries, agencies),
        units=tuple(dict.fromkeys(_units(writes.spans, known))),
        writes=writes,
        differences=(*(one for one in found if one is not None), *gone),
        unchanged=found.count(None),
        missing=tuple(one for _, one in missing),
        damaged=_by_line(people.damaged.values()),
        doubts=_by_line(doubt for doubt in people.doubts if doubt.line not in people.damaged),
    )


def _take(entry: Entry, people: RosterPeople, writes: Writes, doubts: Doubts, digests: Digests) -> Difference | None:
    """Add what the row writes; what it changes, None for nothing."""
    person, key = people.person(entry), people.key(entry)
    before, after = timelines_of(entry, people)
    for_ = None if entry.acting is None else people.key_of(entry.acting.for_nip)
    writes.name(person, entry)
    writes.employments(person, key, after)
    doubts.look_at(entry, changed=before != after)
    return differences_of(
        entry,
        person,
        before,
        after,
        people.masked,
        nip=writes.nip(person, key, entry),
        phone=writes.phone(person, key, entry, digests),
        acting=writes.acting_appointment(person, key, entry, for_),
    )


def _missing(people: RosterPeople) -> Sequence[tuple[Known, Missing]]:
    """Who is employed today in an agency of the file and has no row in it."""
    today = dict[str, date]()
    for entry in people.entries:
        today[entry.agency.code] = min(entry.today, today.get(entry.agency.code, entry.today))
    here = {people.key(entry) for entry in people.entries}
    found = list[tuple[Known, Missing]]()
    for person in people.known.by_id.values():
        if person.id in here or {row.nip for row in person.nips} & people.seen:
            continue
        for code, earliest in today.items():
            day = people.today(person, earliest)
            span = holding(person.timeline, day)
            if span is not None and span.post.agency == code:
                found.append((person, Missing(mask_nip(person.nip), person.name, code, day)))
    return found


def _end(person: Known, missing: Missing, writes: Writes) -> Difference:
    """The employment ends from today on."""
    writes.employments(person, person.id, ended(person.timeline, Ending.LEFT, None, missing.today))
    return missing.ended()


def _agencies(entries: Iterable[Entry], agencies: Agencies) -> tuple[AgencyEntry, ...]:
    """Those in which somebody serves or at home is, where they are not what is known; as the first row has them."""
    stated = dict[str, AgencyEntry]()
    for entry in entries:
        stated.setdefault(entry.agency.code, entry.agency)
        if entry.home_agency is not None:
            stated.setdefault(entry.home_agency, agencies.coded(entry.home_agency))
    return tuple(one for one in stated.values() if not agencies.knows(one))


def _units(spans: Iterable[tuple[PersonKey, Span]], known: KnownPeople) -> Iterable[tuple[str, str]]:
    for _, span in spans:
        if span.post.unit is not None and (span.post.agency, span.post.unit) not in known.units:
            yield span.post.agency, span.post.unit


def _by_line(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: remark.line))

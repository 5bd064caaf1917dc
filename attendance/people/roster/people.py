"""Who each row of a roster means: somebody known by a NIP of theirs, or a newcomer. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from attendance.people.nip import mask_nip, tells_same_person
from attendance.people.roster.known import Known, KnownPeople
from attendance.people.roster.reading import Entry, Roster
from attendance.people.roster.timeline import PersonKey
from attendance.records.sheets import Remark, RowDamaged


class RosterPeople:
    """The rows that can be used, and who they mean. `damaged` (by line) grows while the rest is worked out."""

    def __init__(self, roster: Roster, known: KnownPeople) -> None:
        self.known, self.seen, self._days = known, roster.seen, roster.days
        self.damaged = {remark.line: remark for remark in roster.damaged}
        self.doubts = list(roster.doubts)
        self._old_nips = Counter(entry.old_nip for entry in roster.entries)
        self._lines = dict[PersonKey, int]()
        self._meant = dict[int, Known | None]()  # by line; None: a newcomer
        self.entries = [self._dated(entry) for entry in roster.entries if self._takes(entry)]
        self._newcomers = self._find_newcomers()

    def person(self, entry: Entry) -> Known | None:
        """None for a newcomer."""
        return self._meant[entry.line]

    def key(self, entry: Entry) -> PersonKey:
        person = self._meant[entry.line]
        return entry.nip if person is None else person.id

    def key_of(self, nip: str | None) -> PersonKey | None:
        """Whose NIP this is or was; None for nobody's."""
        person = self.known.by_nip.get(nip or "")
        if person is not None:
            return person.id
        return nip if nip in self._newcomers else None

    def nip(self, key: PersonKey) -> str:
        """The newest one."""
        return key if isinstance(key, str) else self.known.by_id[key].nip

    def masked(self, key: PersonKey | None) -> str | None:
        """For display."""
        return None if key is None else mask_nip(self.nip(key))

    def today(self, person: Known, day: date) -> date:
        """That day, or a later one that has begun where the person serves until now: the day before is over there."""
        return max([day, *(self._days[span.post.agency] for span in person.timeline if span.holds(day))])

    def leave_out(self, remarks: Iterable[Remark]) -> None:
        """Rows that turned out to be damaged."""
        self.damaged |= {remark.line: remark for remark in remarks}
        self.entries = [entry for entry in self.entries if entry.line not in self.damaged]
        self._newcomers = self._find_newcomers()

    def doubt(self, entry: Entry, text: str) -> None:
        self.doubts.append(Remark(entry.line, text))

    def _takes(self, entry: Entry) -> bool:
        try:
            person = self._find(entry)
            self._refuse_twice(entry, entry.nip if person is None else person.id)
        except RowDamaged as error:
            self.damaged[entry.line] = Remark(entry.line, str(error))
            return False
        if person is None and entry.ending is not None:
            self.doubt(entry, f"is {entry.ending} and not known: nothing was added")
            return False
        self._meant[entry.line] = person
        return True

    def _dated(self, entry: Entry) -> Entry:
        person = self._meant[entry.line]
        today = entry.today if person is None else self.today(person, entry.today)
        return entry if today == entry.today else replace(entry, today=today)

    def _find(self, entry: Entry) -> Known | None:
        known, old = self.known.by_nip.get(entry.nip), self.known.by_nip.get(entry.old_nip or "")
        if entry.old_nip and self._old_nips[entry.old_nip] > 1:
            raise RowDamaged("old_nip stands in more than one row")
        if entry.old_nip and entry.old_nip in self.seen:
            raise RowDamaged("old_nip is the NIP of another row")
        if known is not None and old is not None and known is not old:
            raise RowDamaged("NIP and old_nip belong to two different people")
        if entry.old_nip and not tells_same_person(entry.nip, entry.old_nip):
            raise RowDamaged("NIP and old_nip tell different birth dates or sexes")
        return known or old

    def _refuse_twice(self, entry: Entry, key: PersonKey) -> None:
        if (line := self._lines.setdefault(key, entry.line)) != entry.line:
            raise RowDamaged(f"the same person stands on line {line} already, under another NIP")

    def _find_newcomers(self) -> frozenset[str]:
        return frozenset(entry.nip for entry in self.entries if self._meant[entry.line] is None)

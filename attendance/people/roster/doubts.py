"""What is odd about a row that was taken: pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from attendance.people.nip import mask_nip
from attendance.people.roster.columns import plain
from attendance.people.roster.known import Known
from attendance.people.roster.people import RosterPeople
from attendance.people.roster.posts import ORDINARY_HOURS
from attendance.people.roster.reading import Entry
from attendance.people.roster.timeline import PersonKey
from attendance.people.roster.writes import Digests, present_phones

_Namesakes = defaultdict[tuple[str, str], list[Known]]


class Doubts:
    """Looks at rows beside everybody who is known."""

    def __init__(self, people: RosterPeople, digests: Digests) -> None:
        self._people, self._digests = people, digests
        self._missing = _Namesakes(list)
        for person in people.known.by_id.values():
            if person.nip and person.nip not in people.seen:
                self._missing[person.nip[:8], plain(person.name)].append(person)

    def look_at(self, entry: Entry, *, changed: bool) -> None:
        """`changed`: whether the row changes an employment."""
        for text in (*self._about_others(entry), *self._about_nip(entry)):
            self._people.doubt(entry, text)
        if plain(entry.schedule or "") not in ORDINARY_HOURS:
            self._people.doubt(entry, "the schedule is not known; the ordinary hours count until it is")
        late = entry.effective is not None and entry.effective < entry.today
        if late and changed and self._people.person(entry) is not None:
            text = (
                f"effective_date {entry.effective} has passed: it counts from {entry.today}, past days stay as counted"
            )
            self._people.doubt(entry, text)

    def look_at_phones(self) -> None:
        """A number of two people binds neither."""
        here = {self._people.key(entry): entry for entry in self._people.entries}
        owners = defaultdict[str, set[PersonKey]](set)
        for person in self._people.known.by_id.values():
            if person.id not in here or "phone" not in here[person.id].stated:
                for row in present_phones(person):
                    owners[row.digest].add(person.id)
        for key, entry in here.items():
            if entry.phone is not None:
                owners[self._known_digest(entry.phone, owners)].add(key)
        for sharing in owners.values():
            for key in sharing if len(sharing) > 1 else ():
                if key in here:
                    self._people.doubt(here[key], "somebody else has the same phone: it binds neither account")

    def _known_digest(self, number: str, owners: Iterable[str]) -> str:
        """While keys are being changed a number may be known under an older one."""
        digests = self._digests(number)
        return next((digest for digest in digests if digest in owners), digests[0])

    def _about_others(self, entry: Entry) -> Sequence[str]:
        texts = list[str]()
        if entry.supervisor and self._people.key_of(entry.supervisor) is None:
            texts.append("the NIP of the supervisor is not known; who supervises was left as it is")
        if entry.acting is not None and self._people.key_of(entry.acting.for_nip) is None:
            texts.append("the NIP in acting_for is not known; nobody is stood in for")
        return texts

    def _about_nip(self, entry: Entry) -> Iterable[str]:
        person = self._people.person(entry)
        if person is None:
            if entry.old_nip:
                yield "old_nip is not known: taken as somebody new"
            # An NI PPPK changes with the contract.
            for twin in self._missing.get((entry.nip[:8], plain(entry.name)), ())[:1]:
                yield f"may be {mask_nip(twin.nip)}, who is not in the list: if so, state old_nip"
        elif entry.nip != person.nip and entry.nip in {row.nip for row in person.nips}:
            yield f"an older NIP of this person, who has {mask_nip(person.nip)} now"

"""What a row of a roster changes, in words for whoever imports it: pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from attendance.people.access.phone import mask_phone
from attendance.people.employment import Ending
from attendance.people.nip import mask_nip
from attendance.people.roster.known import Known
from attendance.people.roster.reading import Entry
from attendance.people.roster.timeline import PersonKey, Post, Timeline, changed_from, holding

Masked = Callable[[PersonKey | None], str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that becomes another; None: nothing."""

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody who is new, or what changes about them from `first_day` on. `nip` is masked; `line` 0: in no row."""

    line: int
    kind: Literal["new", "changed"]
    nip: str
    name: str
    first_day: date
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody employed in `agency` (a code) whom the list no longer has. `nip` is masked."""

    nip: str
    name: str
    agency: str
    today: date

    def ended(self) -> Difference:
        """Their employment ends."""
        change = Change("status", "active", Ending.LEFT)
        return Difference(0, "changed", self.nip, self.name, self.today, (change,))


def differences_of(
    entry: Entry,
    person: Known | None,
    before: Timeline,
    after: Timeline,
    masked: Masked,
    *,
    nip: bool,
    phone: bool,
    acting: bool,
) -> Difference | None:
    """None when the row says what is known. `nip`, `phone`, `acting`: whether these change."""
    day = changed_from(before, after) or entry.today
    changes = list(_post_changes(before, after, day, masked))
    if person is not None and person.name != entry.name:
        changes.append(Change("name", person.name, entry.name))
    if nip and person is not None:
        changes.append(Change("nip", mask_nip(person.nip), mask_nip(entry.nip)))
    if phone:
        # The old number stays sealed.
        had = person is not None and any(row.valid_to is None for row in person.phones)
        changes.append(Change("phone", "another" if had else None, entry.phone and mask_phone(entry.phone)))
    if acting:
        old = None if person is None else _acting(person, entry.today, masked)
        until = None if entry.acting is None else f"{mask_nip(entry.acting.for_nip)} until {entry.acting.last}"
        changes.append(Change("acting_for", old, until))
    if person is not None and not changes:
        return None
    kind: Literal["new", "changed"] = "new" if person is None else "changed"
    return Difference(entry.line, kind, mask_nip(entry.nip), entry.name, day, tuple(changes))


def _acting(person: Known, today: date, masked: Masked) -> str | None:
    rows = [row for row in person.acting if row.valid_to >= today]
    return f"{masked(rows[-1].for_id)} until {rows[-1].valid_to}" if rows else None


def _post_changes(before: Timeline, after: Timeline, day: date, masked: Masked) -> Iterable[Change]:
    one, other = holding(before, day), holding(after, day)
    if (one is None) != (other is None) or (one is None and before != after):
        yield Change("status", _status(before, day), _status(after, day))
    old = {} if one is None else _told(one.post, masked)
    for what, value in ({} if other is None else _told(other.post, masked)).items():
        if old.get(what) != value:
            yield Change(what, old.get(what), value)


def _status(timeline: Timeline, on: date) -> str | None:
    if holding(timeline, on) is not None:
        return "active"
    return next((span.ending for span in reversed(timeline) if span.first <= on and span.ending), None)


def _told(post: Post, masked: Masked) -> dict[str, str | None]:
    return {
        "agency": post.agency,
        "unit": post.unit,
        "kind": post.kind,
        "position": post.position,
        "supervisor": masked(post.supervisor),
        "schedule": post.schedule,
        "home_agency": post.home_agency,
    }

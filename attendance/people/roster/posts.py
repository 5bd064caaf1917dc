"""What the rows of a roster make of everybody's employments, and the circles of supervisors among them. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from attendance.people.roster.columns import plain
from attendance.people.roster.people import RosterPeople
from attendance.people.roster.reading import Entry
from attendance.people.roster.timeline import PersonKey, Post, Timeline, begins, employed, ended, holding
from attendance.people.supervision import find_circles
from attendance.records.sheets import Remark

#: How lists call the ordinary hours, which no name needs.
ORDINARY_HOURS = frozenset({"", "reguler", "regular", "normal", "biasa"})


def timelines_of(entry: Entry, people: RosterPeople) -> tuple[Timeline, Timeline]:
    """Somebody's employments before and after their row."""
    person = people.person(entry)
    before = () if person is None else person.timeline
    if entry.ending is not None:
        return before, ended(before, entry.ending, entry.effective, entry.today)
    present = holding(before, begins(entry.effective, entry.today)) or (before[-1] if before else None)
    post = _post(entry, people, None if present is None else present.post)
    return before, employed(before, post, entry.effective, entry.today)


def refuse_circles(people: RosterPeople) -> None:
    """Leave out every row of a circle, until there is none: without a newcomer another circle may be left."""
    while circles := _circles(people):
        people.leave_out([remark for circle in circles for remark in _refusals(circle, people)])


def _post(entry: Entry, people: RosterPeople, known: Post | None) -> Post:
    """As the row states it; a column that is not there leaves what is known, and so does an unknown supervisor."""
    supervisor = people.key_of(entry.supervisor)
    schedule = None if plain(entry.schedule or "") in ORDINARY_HOURS else entry.schedule
    stated = Post(entry.agency.code, entry.unit, entry.kind, entry.position, supervisor, schedule, entry.home_agency)
    if known is None:
        return stated
    unclear = entry.supervisor is not None and supervisor is None
    return Post(
        agency=stated.agency,
        unit=stated.unit if "unit" in entry.stated else known.unit,
        kind=stated.kind,
        position=stated.position if "position" in entry.stated else known.position,
        supervisor=known.supervisor if unclear or "supervisor" not in entry.stated else supervisor,
        schedule=schedule if "schedule" in entry.stated else known.schedule,
        home_agency=stated.home_agency if "home_agency" in entry.stated else known.home_agency,
    )


def _circles(people: RosterPeople) -> Sequence[Sequence[PersonKey]]:
    timelines: dict[PersonKey, Timeline] = {one.id: one.timeline for one in people.known.by_id.values()}
    changed, days = list[PersonKey](), set[date]()
    for entry in people.entries:
        before, after = timelines_of(entry, people)
        if after != before:
            timelines[people.key(entry)] = after
            changed.append(people.key(entry))
            days |= {max(span.first, entry.today) for span in after if span.last is None or span.last >= entry.today}
    return find_circles(timelines, changed, sorted(days))


def _refusals(circle: Sequence[PersonKey], people: RosterPeople) -> Iterable[Remark]:
    """Of its rows in the file; the members are told by the last digits of their NIP and their line."""
    lines = {key: entry.line for entry in people.entries if (key := people.key(entry)) in circle}
    named = [f"{people.masked(key)}" + (f" (line {lines[key]})" if key in lines else "") for key in circle]
    for line in lines.values():
        yield Remark(line, f"the supervisors form a circle: {' > '.join((*named, named[0]))}")

"""What the rows of a roster make of everybody's employments, and the circles of supervisors among them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from attendance.people.roster.columns import plain
from attendance.people.roster.people import RosterPeople
from attendance.people.roster.reading import Entry
from attendance.people.roster.timeline import PersonKey, Post, Timeline, begins, employed, ended, holding
from attendance.people.supervision import Circle, find_circles
from attendance.records.sheets import Remark

#: How lists call the ordinary hours, which no name needs.
ORDINARY_HOURS = frozenset({"", "reguler", "regular", "normal", "biasa"})

#: Of a circle; nobody has as many superiors.
MOST_NAMED = 12


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
    """Leave out every row of a circle, until there is none: without a newcomer another circle may be left.

    Of a circle without a row in the file whoever is led into it is left out. Each turn takes a row, so this ends.
    """
    while refused := _refused(people):
        people.leave_out(refused.values())


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


def _refused(people: RosterPeople) -> Mapping[int, Remark]:
    """By line, for the first day of each circle."""
    refused = dict[int, Remark]()
    lines = {people.key(entry): entry.line for entry in people.entries}
    for circle in _circles(people):
        told = f"a circle on {circle.on}: {_named(circle.members, people, lines)}"
        if rows := [lines[key] for key in circle.members if key in lines]:
            remarks = [Remark(line, f"the supervisors form {told}") for line in rows]
        else:
            remarks = [Remark(lines[key], f"the supervisor leads into {told}") for key in circle.entrances]
        refused = {remark.line: remark for remark in remarks} | refused
    return refused


def _named(members: Sequence[PersonKey], people: RosterPeople, lines: Mapping[PersonKey, int]) -> str:
    """By the last digits of their NIP and their line; of many the first ones, as each of their rows tells this."""
    named = [
        f"{people.masked(key)}" + (f" (line {lines[key]})" if key in lines else "") for key in members[:MOST_NAMED]
    ]
    more = [f"{len(members) - len(named)} more"] if len(members) > len(named) else []
    return " > ".join((*named, *more, named[0]))


def _circles(people: RosterPeople) -> Iterable[Circle]:
    timelines: dict[PersonKey, Timeline] = {one.id: one.timeline for one in people.known.by_id.values()}
    changed = list[PersonKey]()
    for entry in people.entries:
        before, after = timelines_of(entry, people)
        if after != before:
            timelines[people.key(entry)] = after
            changed.append(people.key(entry))
    today = min((entry.today for entry in people.entries), default=date.max)
    # Somebody gets another supervisor on the first day of an employment only; whose it is does not matter.
    days = {max(span.first, today) for timeline in timelines.values() for span in timeline}
    return find_circles(timelines, changed, sorted(days) if changed else ())

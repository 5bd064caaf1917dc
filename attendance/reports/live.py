"""Who is present today: everybody of a headcount with the state of their day, for the live page."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Action, Grant, may
from attendance.people.employment import Employed, employed_on
from attendance.people.nip import mask_nip
from attendance.reports.day_records import DayRecords, read_day_records, read_mark
from attendance.rules.book import RuleBook
from attendance.rules.kinds import WorkHoursRule
from attendance.rules.resolve import PersonScope, Scope
from attendance.time.day import DayStatus, day_of
from attendance.time.schedule import Slot, slots, work_date_of


@dataclass(frozen=True, slots=True)
class LiveRow:
    """One person's day so far. Times are aware, in the zone of the place of duty.

    `masked_nip`: all but the last four digits starred, None where there is no NIP. `site`: of the check-in, else of
    the check-out. `late_minutes`: 0 unless the status is LATE. `newest_at`: of the punches and of what nobody has
    decided about yet.
    """

    scope: PersonScope
    name: str
    masked_nip: str | None
    agency: str
    status: DayStatus
    late_minutes: int
    in_at: datetime | None
    out_at: datetime | None
    site: str | None
    newest_at: datetime | None


@dataclass(frozen=True, slots=True)
class LiveList:
    """The rows, the newest message first, then by agency and name.

    `on`: the work day. `at`: when the list was made. `mark`: see `live_mark`.
    """

    on: date
    at: datetime
    mark: tuple[object, ...]
    rows: tuple[LiveRow, ...]

    @property
    def figures(self) -> Mapping[DayStatus, int]:
        """How many of each status, in the order of DayStatus; they sum to the headcount."""
        counted = Counter(row.status for row in self.rows)
        return {status: counted[status] for status in DayStatus}

    def seen_by(self, grants: Iterable[Grant]) -> "LiveList":
        """Only those whose attendance the grants allow to see."""
        held = tuple(grants)
        return replace(self, rows=tuple(row for row in self.rows if may(held, Action.SEE_ATTENDANCE, row.scope)))


async def live_list(
    session: AsyncSession,
    book: RuleBook,
    agency_id: int | None,
    on: date,
    now: datetime,
    people: Sequence[Employed] | None = None,
) -> LiveList:
    """The headcount of an agency, or with None of the regency, on a day: six queries however many people.

    `people`: that headcount, from whoever has just read it.
    """
    mark = await live_mark(session, book)
    if people is None:
        people = await employed_on(session, agency_id, on)
    records = await read_day_records(session, agency_id, on)
    # A tenth of a second for ten thousand people, which others must not wait for.
    rows = await asyncio.to_thread(live_rows, people, records, book, on, now)
    return LiveList(on, now, mark, tuple(rows))


async def live_mark(session: AsyncSession, book: RuleBook) -> tuple[object, ...]:
    """Differs as soon as a message, a decision or a rule may have changed a list; time and rosters do not move it."""
    return (book.version, *await read_mark(session))


def live_rows(
    people: Iterable[Employed], records: DayRecords, book: RuleBook, on: date, now: datetime
) -> list[LiveRow]:
    """Pure: the rows of a headcount in the order of LiveList."""
    expected = _Expected(book, on)
    rows = [_row(person, records, expected.slots(person), on, now) for person in people]
    # The sort is stable: who sent nothing stays by agency and name.
    rows.sort(key=lambda row: row.newest_at.timestamp() if row.newest_at else 0.0, reverse=True)
    return rows


class _Expected:
    """Slots by person; who has no rule of their own shares those of their unit, so ten thousand people need a few."""

    def __init__(self, book: RuleBook, on: date) -> None:
        self._book = book
        self._on = on
        self._personal = {rule.scope_id for rule in book.of(WorkHoursRule) if rule.scope is Scope.PERSON}
        self._known: dict[tuple[PersonScope, str], tuple[Slot, ...]] = {}

    def slots(self, person: Employed) -> tuple[Slot, ...]:
        scope = person.scope if person.employee_id in self._personal else replace(person.scope, employee_id=None)
        key = scope, person.timezone
        if key not in self._known:
            hours = self._book.get(WorkHoursRule, scope, self._on).value
            self._known[key] = slots(hours, person.timezone, self._on)
        return self._known[key]


def _row(person: Employed, records: DayRecords, expected: Sequence[Slot], on: date, now: datetime) -> LiveRow:
    punches = records.punches.get(person.employee_id, ())
    undecided = _on_that_day(records.undecided.get(person.employee_id), person, on)
    day = day_of(expected, [punch.stamp for punch in punches], undecided is not None, now)
    nip = records.nips.get(person.employee_id)
    return LiveRow(
        scope=person.scope,
        name=person.name,
        masked_nip=None if nip is None else mask_nip(nip),
        agency=person.agency,
        status=day.status,
        late_minutes=day.late_minutes,
        in_at=_local(day.came, person),
        out_at=_local(day.left, person),
        site=next((punch.site for punch in punches if punch.stamp.at == (day.came or day.left)), None),
        newest_at=max((at for at in (undecided, *(one.stamp.at for one in punches)) if at is not None), default=None),
    )


def _on_that_day(at: datetime | None, person: Employed, on: date) -> datetime | None:
    return at if at is not None and work_date_of(at, person.timezone) == on else None


def _local(at: datetime | None, person: Employed) -> datetime | None:
    return None if at is None else at.astimezone(ZoneInfo(person.timezone))

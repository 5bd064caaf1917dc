"""The live list as one person looks at it: within their grants, narrowed by what they ask for."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from admin.words import LANGUAGE, STATUS, status_of
from attendance.people.access.roles import Grant
from attendance.reports.live import LiveList, LiveRow
from attendance.time.day import DayStatus
from texts import words

#: Rows shown at first, and added by each "more": a phone is not asked to draw ten thousand.
PAGE = 100

#: Shown even when nobody is in them; the others appear with their first person.
ALWAYS = (DayStatus.PRESENT, DayStatus.LATE, DayStatus.PENDING, DayStatus.NOT_YET, DayStatus.ABSENT)


@dataclass(frozen=True, slots=True)
class LiveQuery:
    """What is asked for: an agency by its id, a part of a name, a status, and how many rows."""

    opd: int | None = None
    cari: str = ""
    status: DayStatus | None = None
    banyak: int = PAGE

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Self:
        """From an address, which may be old or mistyped: what makes no sense is as if it were not there."""
        status = parameters.get("status", "")
        return cls(
            opd=_number(parameters.get("opd", "")),
            cari=parameters.get("cari", "").strip()[:80],
            status=DayStatus(status) if status in set(DayStatus) else None,
            banyak=max(PAGE, _number(parameters.get("banyak", "")) or PAGE),
        )

    @property
    def address(self) -> str:
        """The part of the page's address from the question mark on."""
        asked = {name: value for name, value in asdict(self).items() if value and (name, value) != ("banyak", PAGE)}
        return f"?{urlencode(asked)}" if asked else "?"

    def matches(self, row: LiveRow) -> bool:
        """Of agency and name; the status is asked of what these leave, so that the figures stay whole."""
        return self.opd in (None, row.scope.agency_id) and self.cari.casefold() in row.name.casefold()


@dataclass(frozen=True, slots=True)
class Card:
    """One figure, which also narrows the list to its status, or widens it again when it already does.

    `from_percent` and `percent` place it on the bar that shows the whole headcount.
    """

    status: str
    word: str
    count: int
    chosen: bool
    address: str
    from_percent: float
    percent: float


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table in words. `key` changes with every new message of the person."""

    key: str
    name: str
    nip: str
    agency: str
    came: str
    left: str
    site: str
    status: str
    status_word: str


@dataclass(frozen=True, slots=True)
class LiveView:
    """All that the templates show. `tag` is quoted, as an ETag is; `more` is empty when every row is there."""

    tag: str
    query: LiveQuery
    day: str
    clock: str
    headcount: int
    cards: Sequence[Card]
    agencies: Sequence[tuple[int, str]]
    lines: Sequence[Line]
    found: int
    more: str


def view_tag(everybody: LiveList, grants: Sequence[Grant], query: LiveQuery) -> str:
    """The same as long as the same person asking the same would read the same; known without making the view."""
    told = repr((everybody.at, everybody.mark, grants, query))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:20]}"'


def clock_of(everybody: LiveList, now: datetime) -> str:
    """ "07:28:41 WITA", in the zone of `everybody.at`."""
    return words.clock(now.astimezone(everybody.at.tzinfo), "second")


def live_view(everybody: LiveList, grants: Sequence[Grant], query: LiveQuery, now: datetime) -> LiveView:
    """What the templates show of a list."""
    seen = everybody.seen_by(grants)
    figured = replace(seen, rows=tuple(row for row in seen.rows if query.matches(row)))
    rows = [row for row in figured.rows if query.status in (None, row.status)]
    return LiveView(
        tag=view_tag(everybody, grants, query),
        query=query,
        day=words.day(everybody.on, LANGUAGE),
        clock=clock_of(everybody, now),
        headcount=len(figured.rows),
        cards=_cards(figured, query),
        agencies=_agencies(seen),
        lines=[_line(row) for row in rows[: query.banyak]],
        found=len(rows),
        more=replace(query, banyak=query.banyak + PAGE).address if len(rows) > query.banyak else "",
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _cards(figured: LiveList, query: LiveQuery) -> list[Card]:
    cards, before = list[Card](), 0
    headcount = max(1, len(figured.rows))
    for status, count in figured.figures.items():
        if not (count or status in ALWAYS or status is query.status):
            continue
        chosen = status is query.status
        address = replace(query, status=None if chosen else status, banyak=PAGE).address
        place, width = 100 * before / headcount, 100 * count / headcount
        cards.append(Card(status, STATUS[status], count, chosen, address, round(place, 3), round(width, 3)))
        before += count
    return cards


def _agencies(seen: LiveList) -> list[tuple[int, str]]:
    """To choose from, by name."""
    found = {(row.scope.agency_id, row.agency) for row in seen.rows}
    return sorted(((number, name) for number, name in found if number is not None), key=lambda pair: pair[1])


def _line(row: LiveRow) -> Line:
    return Line(
        key=f"{row.scope.employee_id}-{row.newest_at.timestamp():.0f}" if row.newest_at else str(row.scope.employee_id),
        name=row.name,
        nip=(row.masked_nip or "").replace("*", ""),
        agency=row.agency,
        came=_time(row.in_at),
        left=_time(row.out_at),
        site=row.site or "",
        status=row.status,
        status_word=status_of(row),
    )


def _time(at: datetime | None) -> str:
    return "" if at is None else words.clock(at, zone="hidden")

"""Damaged rows of rosters, kept until they come in right: none guessed, none lost."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.nip import normalised
from attendance.people.roster.columns import plain
from attendance.people.roster.edition_writing import Edition
from attendance.people.roster.editions import in_force
from attendance.people.roster.quarantined_cells import open_cells, seal_cells
from attendance.people.roster.reading import Entry, Roster
from attendance.people.tables import QuarantinedRow
from attendance.records.audit import append_audit
from attendance.records.sheets import Remark
from attendance.vault.keyring import Keyring

Cells = Mapping[str, str]

#: Beside the cells of a row: how many rows of its file had this name and agency.
NAMESAKES = "*"

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A damaged row in the quarantine. `cells` as they stood in the file, by column."""

    id: int
    file_sha256: str
    line: int
    reason: str
    cells: Cells
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Quarantined:
    """What an import does to the quarantine: rows it adds, and ids of those that have come in right.

    `doubts`: rows that were taken and bear the number of a row of somebody else.
    """

    file_sha256: str
    added: tuple[tuple[Remark, Cells], ...]
    released: tuple[int, ...]
    doubts: tuple[Remark, ...] = ()

    @property
    def changes(self) -> bool:
        return bool(self.added or self.released)

    @classmethod
    def of(cls, roster: Roster, damaged: Sequence[Remark], held: Sequence[HeldRow], file_sha256: str) -> "Quarantined":
        """Pure. A row that is held already, word for word and for the same reason, is not held twice."""
        there = {(row.reason, _words(row.cells)) for row in held}
        right = _Right(roster, {remark.line for remark in damaged})
        rows = [(remark, roster.cells.get(remark.line, {})) for remark in damaged]
        added = [
            (remark, {**cells, NAMESAKES: str(right.namesakes(_name(cells)))})
            for remark, cells in rows
            if (remark.text, _words(cells)) not in there
        ]
        again = {_words(cells) for _, cells in rows}
        waiting = [row for row in held if _words(row.cells) not in again]
        released = {row.id for row in waiting if right.settles(row)}
        strangers = [remark for row in waiting if row.id not in released for remark in right.strangers(row)]
        return cls(file_sha256, tuple(added), tuple(sorted(released)), tuple(strangers))


class _Right:
    """The rows of a file that were taken, by what tells that a damaged one is among them now."""

    def __init__(self, roster: Roster, damaged: set[int]) -> None:
        taken = [entry for entry in roster.entries if entry.line not in damaged]
        self._numbered = defaultdict[int | None, list[Entry]](list)
        for entry in taken:
            self._numbered[entry.quarantine].append(entry)
        self._nips = {entry.nip for entry in taken}
        self._names = Counter(name for entry in taken for name in _names(entry))
        self._damaged = Counter(_name(roster.cells.get(line, {})) for line in damaged)

    def namesakes(self, name: Name) -> int:
        """How many rows of the file have this name and agency, the damaged ones included."""
        return self._names[name] + self._damaged[name]

    def settles(self, row: HeldRow) -> bool:
        """By its NIP, by its number in the quarantine beside the same name or birth date, or by name and agency.

        By name only when there are as many right rows of that name as there were rows then: a namesake is nobody else.
        """
        if normalised(row.cells.get("nip", "")) in self._nips:
            return True
        if any(_may_be(entry, row.cells) for entry in self._numbered.get(row.id, ())):
            return True
        name, then = _name(row.cells), row.cells.get(NAMESAKES, "")
        return bool(name[0]) and self._damaged[name] == 0 and then.isdecimal() and self._names[name] >= int(then)

    def strangers(self, row: HeldRow) -> Iterable[Remark]:
        """About the rows that bear its number."""
        for entry in self._numbered.get(row.id, ()):
            text = f"number {row.id} in the quarantine is somebody of another name and birth date, whose row waits on"
            yield Remark(entry.line, f"{text}; if it is the same person: presensi quarantine --dismiss {row.id}")


def _may_be(entry: Entry, cells: Cells) -> bool:
    """Whether name or birth date are those of the damaged row: a number is copied into a wrong line soon."""
    name, nip = plain(cells.get("name", "")), normalised(cells.get("nip", ""))
    return plain(entry.name) == name or entry.nip[:8] == nip[:8]


def _name(cells: Cells) -> Name:
    """Name and agency as a damaged row has them."""
    return plain(cells.get("name", "")), plain(cells.get("agency", "") or cells.get("agency_code", ""))


def _names(entry: Entry) -> set[Name]:
    """The ways in which a damaged row may name this person."""
    return {(plain(entry.name), plain(agency)) for agency in (entry.agency.name, entry.agency.code)}


def _words(cells: Cells) -> tuple[tuple[str, str], ...]:
    kept = {column: text.removeprefix("'") for column, text in cells.items() if column not in (NAMESAKES, "quarantine")}
    return tuple(sorted(kept.items()))


async def read_quarantine(session: AsyncSession, keyring: Keyring) -> Sequence[HeldRow]:
    """Every row that is held. Raises KeyUnknown or SealBroken."""
    rows = await session.scalars(select(QuarantinedRow).order_by(QuarantinedRow.found_at, QuarantinedRow.line))
    return [
        HeldRow(row.id, row.file_sha256, row.line, row.reason, open_cells(row, keyring), row.found_at) for row in rows
    ]


async def settle_quarantine(edition: Edition, quarantined: Quarantined, keyring: Keyring, now: datetime) -> None:
    """Write it as part of the edition. Raises EditionLost."""
    file = quarantined.file_sha256
    await edition.add(
        QuarantinedRow,
        [
            {
                "file_sha256": file,
                "line": remark.line,
                "reason": remark.text,
                "sealed": seal_cells(file, remark.line, cells, keyring),
                "found_at": now,
            }
            for remark, cells in quarantined.added
        ],
    )
    await edition.replace(QuarantinedRow, quarantined.released)


def shown_cells(row: HeldRow) -> Cells:
    """The cells for a file that is to be corrected and imported again, with the number and the reason of the row.

    Whatever a spreadsheet would run as a formula gets an apostrophe before it.
    """
    cells = {column: text for column, text in row.cells.items() if column not in (NAMESAKES, "quarantine", "reason")}
    told = {"quarantine": str(row.id), "reason": row.reason} | cells
    return {column: f"'{text}" if text[:1] in ("=", "+", "-", "@") else text for column, text in told.items()}


async def dismiss(session: AsyncSession, ids: Sequence[int], now: datetime) -> Sequence[int]:
    """Let rows go that are no people at all; the ids that wait there no more, or never did."""
    waiting = set(await session.scalars(select(QuarantinedRow.id).where(QuarantinedRow.id.in_(ids))))
    unknown = sorted(set(ids) - waiting)
    if unknown:
        return unknown
    await session.execute(
        update(QuarantinedRow).where(QuarantinedRow.id.in_(waiting)).values(edition_until=in_force(), sealed=None)
    )
    for row_id in sorted(waiting):
        append_audit(
            session, at=now, actor_id=None, action="roster.row_dismissed", subject="quarantined_row", subject_id=row_id
        )
    return ()

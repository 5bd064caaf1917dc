"""Tables as people make them, CSV or XLSX: rows by column name, each with its line number."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from attendance.records.cells import Record, SheetRefused
from attendance.records.csv_file import csv_records
from attendance.records.sayable import unsayable
from attendance.records.workbook import is_old_excel, is_workbook, workbook_records

__all__ = ["ImportReport", "Remark", "Row", "RowDamaged", "Sheet", "SheetRefused", "read_sheet"]

#: Above the 50,000 people of the largest regencies; more is no list that somebody has looked through.
MOST_ROWS = 100_000
MOST_COLUMNS = 100

# OWASP "CSV injection": these begin a formula in every spreadsheet. A signed number or telephone number is none.
# The apostrophe is how a formula is written down as text; it is no way past this.
_FORMULA = re.compile(r"'?(?:[=@]|[+-](?![\d\s.,()/-]+$))")
_NONE = frozenset({"-", "--", "\u2013", "\u2014"})


class RowDamaged(ValueError):
    """One row cannot be used; the text says why, without personal data."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column, without the spaces around them; a lone hyphen is an empty cell. `line` is counted from 1.

    `faults`: why cells of these columns cannot be used. `numbers`: columns whose cell a spreadsheet holds as a
    number or a date.
    """

    line: int
    cells: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()

    def __getitem__(self, column: str) -> str:
        """The cell; raises RowDamaged when it cannot be used."""
        if (fault := self.faults.get(column)) is not None:
            raise RowDamaged(f"{column} {fault}")
        return self.cells[column]

    def required(self, column: str) -> str:
        """The cell, which must not be empty; raises RowDamaged."""
        if not self[column]:
            raise RowDamaged(f"{column} is empty")
        return self[column]

    def refuse_unsayable(self, columns: Iterable[str]) -> None:
        """Raises RowDamaged when a cell of these columns is too long or holds what cannot be shown."""
        for column in sorted(columns):
            if (why := unsayable(self[column])) is not None:
                raise RowDamaged(f"{column} {why}")

    def renamed(self, names: Mapping[str, str]) -> "Row":
        """The same row with other names of its columns, by the old one; those without a new name are left out."""
        return Row(
            self.line,
            {new: self.cells[old] for old, new in names.items()},
            {new: self.faults[old] for old, new in names.items() if old in self.faults},
            frozenset(new for old, new in names.items() if old in self.numbers),
        )


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about one row of a file."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that have a cell for each column, and remarks about those that have not.

    `misfits`: the cells of the latter by line. `top`: the first lines as they are, for whoever looks for a header.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    damaged: tuple[Remark, ...]
    misfits: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    top: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `damaged` rows were left out; `doubts` are about rows that were taken."""

    added: int
    changed: int
    unchanged: int
    damaged: tuple[Remark, ...] = ()
    doubts: tuple[Remark, ...] = ()


def read_sheet(data: bytes) -> Sheet:
    """Read a table with a header: XLSX, or CSV in UTF-8 separated by commas or semicolons. Raises SheetRefused."""
    if is_old_excel(data):
        raise SheetRefused("an old Excel file (.xls) or one with a password; save it as .xlsx without a password")
    return _sheet(list(workbook_records(data) if is_workbook(data) else csv_records(data)))


def _sheet(records: Sequence[Record]) -> Sheet:
    if not records:
        raise SheetRefused("the file is empty")
    if len(records) > MOST_ROWS:
        raise SheetRefused(f"the file has more than {MOST_ROWS} rows")
    header = _without_nameless_end(records)
    columns = tuple(" ".join(name.lower().split()) for name in header)
    named = [name for name in columns if name]
    if len(set(named)) != len(named):
        raise SheetRefused("two columns have the same name")
    rows, damaged, misfits = list[Row](), list[Remark](), dict[int, tuple[str, ...]]()
    for record in records[1:]:
        cells = record.cells
        if record.padded:
            cells = (*cells[: len(columns)], *filter(None, cells[len(columns) :]))
            cells += ("",) * (len(columns) - len(cells))
        if len(cells) == len(columns):
            rows.append(_row(record, columns, cells))
        else:
            damaged.append(Remark(record.line, f"{len(cells)} cells instead of {len(columns)}"))
            misfits[record.line] = cells
    top = tuple((record.line, record.cells) for record in records[:10])
    return Sheet(columns, tuple(rows), tuple(damaged), misfits, top)


def _without_nameless_end(records: Sequence[Record]) -> tuple[str, ...]:
    """The header up to its last name. A column in the middle may lack one only when it is empty all the way down."""
    header = records[0].cells
    if len(header) > MOST_COLUMNS:
        raise SheetRefused(f"the file has more than {MOST_COLUMNS} columns")
    if records[0].padded:
        while header and not header[-1]:
            header = header[:-1]
    for index, name in enumerate(header):
        if not name and any(record.cells[index : index + 1] not in ((), ("",)) for record in records[1:]):
            raise SheetRefused(
                f"column {index + 1} has cells but no name in the header (line {records[0].line}); "
                "were cells merged? Each column needs a name of its own"
            )
    return header


def _row(record: Record, columns: Sequence[str], cells: Sequence[str]) -> Row:
    faults = {columns[index]: why for index, why in record.faults.items() if index < len(columns)}
    for column, cell in zip(columns, cells, strict=True):
        if _FORMULA.match(cell) and cell not in _NONE:
            faults.setdefault(column, "holds a formula; paste values, or type it anew")
    values = {column: "" if cell in _NONE else cell for column, cell in zip(columns, cells, strict=True)}
    numbers = frozenset(columns[index] for index in record.numbers if index < len(columns))
    return Row(record.line, values, faults, numbers)

"""CSV files as people make them: rows by column name, each with its line number."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from attendance.records.sayable import unsayable


class SheetRefused(ValueError):
    """The file as a whole cannot be read."""


class RowDamaged(ValueError):
    """One row cannot be used; the text says why, without personal data."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column, without the spaces around them. `line`: where the row begins, counted from 1."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def required(self, column: str) -> str:
        """The cell, which must not be empty; raises RowDamaged."""
        if not self.cells[column]:
            raise RowDamaged(f"{column} is empty")
        return self.cells[column]

    def refuse_unsayable(self, columns: Iterable[str]) -> None:
        """Raises RowDamaged when a cell of these columns is too long or holds what cannot be shown."""
        for column in sorted(columns):
            if (why := unsayable(self.cells[column])) is not None:
                raise RowDamaged(f"{column} {why}")


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about one row of a file."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that have a cell for each column, and remarks about those that have not."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    damaged: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `damaged` rows were left out; `doubts` are about rows that were taken."""

    added: int
    changed: int
    unchanged: int
    damaged: tuple[Remark, ...] = ()
    doubts: tuple[Remark, ...] = ()


def read_sheet(data: bytes) -> Sheet:
    """Read a CSV with a header, separated by commas or semicolons, in UTF-8. Raises SheetRefused."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SheetRefused("the file is not UTF-8; save it as `CSV UTF-8`") from None
    try:
        return _read(text)
    except csv.Error as error:
        raise SheetRefused(f"the file is not CSV: {error}") from None


def _read(text: str) -> Sheet:
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    records = list(_records(text, delimiter))
    if not records:
        raise SheetRefused("the file is empty")
    columns = tuple(name.lower() for name in records[0][1])
    if len(set(columns)) != len(columns):
        raise SheetRefused("two columns have the same name")
    rows, damaged = list[Row](), list[Remark]()
    for line, cells in records[1:]:
        if len(cells) == len(columns):
            rows.append(Row(line, dict(zip(columns, cells, strict=True))))
        else:
            damaged.append(Remark(line, f"{len(cells)} cells instead of {len(columns)}"))
    return Sheet(columns, tuple(rows), tuple(damaged))


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for record in reader:
        cells = [cell.strip() for cell in record]
        if any(cells):
            yield begins, cells
        begins = reader.line_num + 1

"""The one table of an XLSX workbook, read without trusting the file: no formula, no bomb, no guess."""

import io
import math
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from attendance.records.cells import Record, SheetRefused

if TYPE_CHECKING:
    # A fifth of a second, which a service that reads no workbook need not wait for at its start.
    from openpyxl.cell.cell import Cell
    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

#: 50,000 rows of ten columns are 3 MB, and 60 MB unpacked.
MOST_BYTES = 20_000_000
MOST_UNPACKED = 300_000_000
MOST_PARTS = 500
_MOST_COLUMNS = 101
_MOST_LINES = 200_000

# Integers beyond are not kept by a spreadsheet: its numbers are 64-bit floats.
_EXACT = 2**53


def is_workbook(data: bytes) -> bool:
    """Whether the file is a ZIP archive, as XLSX is."""
    return data.startswith(b"PK\x03\x04")


def is_old_excel(data: bytes) -> bool:
    """Whether the file is an OLE container: .xls, or .xlsx with a password."""
    return data.startswith(b"\xd0\xcf\x11\xe0")


def workbook_records(data: bytes) -> Iterator[Record]:
    """Each line that is not blank of the one sheet that holds anything. Raises SheetRefused."""
    from openpyxl.utils.exceptions import InvalidFileException

    _refuse_bomb(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that are of no interest here
            yield from _records(data)
    except (
        *(zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, EOFError, SyntaxError),
        *(AttributeError, IndexError, NotImplementedError, zipfile.LargeZipFile, RuntimeError),
    ) as error:
        if isinstance(error, SheetRefused):
            raise
        # What a broken file makes of openpyxl has no common name (a parse error of XML is a SyntaxError).
        raise SheetRefused("the file is no workbook, or a damaged one; save it anew as .xlsx") from None


def _refuse_bomb(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise SheetRefused(f"the workbook is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise SheetRefused("the file is no workbook, or a damaged one; save it anew as .xlsx") from None
    # zipfile never gives more of a part than it is said to hold here.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise SheetRefused(f"unpacked the workbook would be larger than {MOST_UNPACKED // 1_000_000} MB")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise SheetRefused("the file is an archive but no workbook; save it as .xlsx")


def _records(data: bytes) -> Iterator[Record]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        filled = [(sheet.title, records) for sheet in book.worksheets if (records := _lines(sheet))]
    finally:
        book.close()
    if len(filled) > 1:
        names = ", ".join(repr(title) for title, _ in filled)
        raise SheetRefused(f"{len(filled)} sheets of the workbook hold rows ({names}); keep the one that counts")
    for _, records in filled:
        yield from records


def _lines(sheet: Any) -> list[Record]:
    # What a file says of its own size is often wrong, and then rows are lost.
    sheet.reset_dimensions()
    records = list[Record]()
    for line, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
        if line > _MOST_LINES:
            raise SheetRefused(f"the sheet has more than {_MOST_LINES} lines")
        if any(cell.value is not None for cell in row):
            records.append(_record(line, row))
    return records


def _record(line: int, row: "Sequence[Cell | ReadOnlyCell | EmptyCell]") -> Record:
    texts, faults, numbers = list[str](), dict[int, str](), set[int]()
    filled = max(index for index, cell in enumerate(row) if cell.value is not None) + 1
    for index, cell in enumerate(row[:filled]):
        text, fault = _text(cell)
        texts.append(text)
        if fault is not None:
            faults[index] = fault
        if isinstance(cell.value, int | float | date):
            numbers.add(index)
    return Record(line, tuple(texts), faults, frozenset(numbers), padded=True)


def _text(cell: "Cell | ReadOnlyCell | EmptyCell") -> tuple[str, str | None]:
    """What the cell shows, and why it cannot be used."""
    value = cell.value
    kind = getattr(cell, "data_type", "n")
    if kind == "f":
        return "", "holds a formula; paste values, or type it anew"
    if kind == "e":
        return str(value), "holds an error of the spreadsheet"
    match value:
        case None:
            return "", None
        case str():
            return value.strip(), None
        case bool():
            return str(value), "holds true or false instead of text"
        case int() | float():
            return _number(value)
        case datetime() if value.time() == time.min:
            return value.date().isoformat(), None
        case date() if not isinstance(value, datetime):
            return value.isoformat(), None
        case _:
            return str(value), "holds a time instead of text"


def _number(value: float) -> tuple[str, str | None]:
    if abs(value) >= _EXACT or not math.isfinite(value):
        return f"{value:.5E}", None
    return str(int(value)) if value == int(value) else repr(value), None

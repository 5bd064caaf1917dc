"""CSV in UTF-8, separated by commas or semicolons."""

import csv
import io
from collections.abc import Iterator

from attendance.records.cells import Record, SheetRefused

#: 100,000 rows of 500 characters.
MOST_BYTES = 50_000_000

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_REMEDY = "save it as `CSV UTF-8`"


def csv_records(data: bytes) -> Iterator[Record]:
    """Each record that is not blank, with the line it begins on. Raises SheetRefused."""
    if len(data) > MOST_BYTES:
        raise SheetRefused(f"the file is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        yield from _records(_text(data))
    except csv.Error as error:
        raise SheetRefused(f"the file is not CSV: {error}") from None


def _text(data: bytes) -> str:
    head = data[:200]
    if head.startswith(_UTF_16) or head.count(b"\0") > len(head) // 4:
        raise SheetRefused(f"the file is UTF-16, not UTF-8; {_REMEDY}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SheetRefused(
            f"the file is not UTF-8 (line {line} holds the byte {data[error.start]:#04x}, as Windows-1252 writes "
            f"accents and dashes); {_REMEDY}"
        ) from None


def _records(text: str) -> Iterator[Record]:
    first_line = text.partition("\n")[0]
    if first_line.lstrip().lower().startswith(("<html", "<!doctype", "<table", "<?xml")):
        raise SheetRefused("the file is a web page under another name; open it and save it as .xlsx")
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for record in reader:
        cells = tuple(cell.strip() for cell in record)
        if any(cells):
            yield Record(begins, cells)
        begins = reader.line_num + 1

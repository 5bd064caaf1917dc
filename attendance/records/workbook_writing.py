"""A workbook for people to read: what was a text stays one, whatever it begins with."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

CellValue = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """`percent`: values of 0 to 1 shown as a share."""

    title: str
    percent: bool = False


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """One sheet: a heading, and rows with one value for each column."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[CellValue]]


# Characters of a column; names of agencies are longer than anybody wants a column to be.
_NARROWEST, _WIDEST = 9, 48

# Of a sheet's title, and what must not be in it (Excel's own limits).
_TITLE_LENGTH, _NOT_IN_TITLES = 31, str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def workbook(sheets: Sequence[WrittenSheet]) -> bytes:
    """An .xlsx. No text of it is ever a formula, a link or a number: a NIP keeps its digits, =CMD stays a word."""
    import xlsxwriter  # when the first is written, not at every start

    packed = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(packed, settings) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        percent, day = book.add_format({"num_format": "0 %"}), book.add_format({"num_format": "dd-mm-yyyy"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title.translate(_NOT_IN_TITLES)[:_TITLE_LENGTH])
            page.write_row(0, 0, [column.title for column in sheet.columns], head)
            page.freeze_panes(1, 0)
            page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
            for number, column in enumerate(sheet.columns):
                page.set_column(number, number, _width(sheet, number), percent if column.percent else None)
            for line, row in enumerate(sheet.rows, start=1):
                for number, value in enumerate(row):
                    if isinstance(value, date):
                        page.write_datetime(line, number, value, day)
                    elif isinstance(value, str):
                        page.write_string(line, number, value)
                    elif value is not None:
                        page.write_number(line, number, value)
    return packed.getvalue()


def _width(sheet: WrittenSheet, number: int) -> int:
    """Of what stands in the first rows; the title may take two lines."""
    longest = max((len(str(row[number])) for row in islice(sheet.rows, 200) if row[number] is not None), default=0)
    return min(max(longest + 2, len(sheet.columns[number].title) // 2 + 4, _NARROWEST), _WIDEST)

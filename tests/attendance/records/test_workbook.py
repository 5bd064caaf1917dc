"""XLSX as people make it, and as nobody should."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from attendance.records import workbook
from attendance.records.sheets import RowDamaged, SheetRefused, read_sheet


def xlsx(*rows: Sequence[Any], more: dict[str, list[Sequence[Any]]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheets = {"Pegawai": list(rows)} | (more or {})
    book.remove(book.worksheets[0])
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(list(line))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one part replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return stream.getvalue()


GOOD = xlsx(("NIP", "Nama"), ("199009132015031001", " Andi "))


def test_cells_are_read_as_they_are_shown_with_the_number_of_their_line() -> None:
    rows = [("NIP", " Nama  Lengkap ", "tmt", "kode"), (None,) * 4, ("1", "Andi", date(2026, 12, 1), 101)]
    sheet = read_sheet(xlsx(*rows, ("2", "Budi", datetime.combine(date(2026, 12, 2), time()), None)))
    assert sheet.columns == ("nip", "nama lengkap", "tmt", "kode")
    assert [(row.line, *row.cells.values()) for row in sheet.rows] == [
        (3, "1", "Andi", "2026-12-01", "101"),
        (4, "2", "Budi", "2026-12-02", ""),
    ]
    assert sheet.rows[0].numbers == {"tmt", "kode"}


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("=1+1", "nama holds a formula"),
        ("=CMD|'/C calc'!A0", "nama holds a formula"),
        ("@SUM(A1)", "nama holds a formula"),
        ("+cmd", "nama holds a formula"),
        ("#REF!", "nama holds an error of the spreadsheet"),
        (True, "nama holds true or false"),
        (time(7, 30), "nama holds a time"),
        (datetime.combine(date(2026, 12, 1), time(7, 30)), "nama holds a time"),
    ],
)
def test_a_cell_that_is_no_text_is_damage_only_where_it_is_read(value: object, why: str) -> None:
    (row,) = read_sheet(xlsx(("nip", "nama"), ("1", value))).rows
    assert row["nip"] == "1"
    with pytest.raises(RowDamaged, match=why):
        _ = row["nama"]


@pytest.mark.parametrize("text", ["+62 812-0000-0001", "-4.33", "-", "\u2013", "(0401) 1"])
def test_signed_numbers_and_a_lone_hyphen_are_no_formulas(text: str) -> None:
    (row,) = read_sheet(xlsx(("nip", "nama"), ("1", text))).rows
    assert row["nama"] == ("" if text in ("-", "\u2013") else text)


def test_a_number_that_a_spreadsheet_cannot_hold_is_shown_as_damaged_as_it_is() -> None:
    (row,) = read_sheet(xlsx(("nip", "kode"), (199009132015031001, 1.1))).rows
    assert (row["nip"], row["kode"]) == ("1.99009E+17", "1.1")
    assert row.numbers == {"nip", "kode"}


def test_a_sheet_whose_own_size_is_wrong_loses_no_row() -> None:
    data = xlsx(("nip", "nama"), *((str(number), "x") for number in range(5)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b'<dimension ref="A1:B6"' in sheet
    shrunk = with_part(data, "xl/worksheets/sheet1.xml", sheet.replace(b'ref="A1:B6"', b'ref="A1:A1"'))
    assert len(read_sheet(shrunk).rows) == 5


def test_empty_columns_at_the_end_are_no_columns() -> None:
    sheet = read_sheet(xlsx(("nip", "nama", None, None), ("1", "x", None, None)))
    assert (sheet.columns, len(sheet.rows)) == (("nip", "nama"), 1)


def test_a_cell_beyond_the_header_is_damage() -> None:
    (remark,) = read_sheet(xlsx(("nip", "nama"), ("1", "x", None, "stray"))).damaged
    assert (remark.line, remark.text) == (2, "3 cells instead of 2")


def test_a_header_whose_cells_were_merged_is_named() -> None:
    with pytest.raises(SheetRefused, match="column 2 has cells but no name in the header"):
        read_sheet(xlsx(("Pegawai", None, "hp"), ("1", "x", "y")))


def test_two_sheets_with_rows_are_refused_and_named() -> None:
    with pytest.raises(SheetRefused, match=r"2 sheets of the workbook hold rows .'Pegawai', 'Lama'"):
        read_sheet(xlsx(("nip",), ("1",), more={"Lama": [("nip",), ("2",)]}))
    assert len(read_sheet(xlsx(("nip",), ("1",), more={"Kosong": []})).rows) == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04", "no workbook, or a damaged one"),
        (GOOD[: len(GOOD) // 2], "no workbook, or a damaged one"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file .* or one with a password"),
        (with_part(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"), "a damaged one"),
        (with_part(GOOD, "xl/workbook.xml", b"not xml"), "a damaged one"),
        (xlsx(), "the file is empty"),
        (xlsx(tuple(f"c{number}" for number in range(101))), "more than 100 columns"),
        (b"<html><table>", "a web page under another name"),
        ("nip,nama\n".encode("utf-16"), "the file is UTF-16"),
        ("nip,nama\n".encode("utf-16-le"), "the file is UTF-16"),
        ("nip,nama\n1,Jos\u00e9\n".encode("cp1252"), "line 2 holds the byte 0xe9"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name(data: bytes, why: str) -> None:
    with pytest.raises(SheetRefused, match=why):
        read_sheet(data)


def test_an_archive_of_something_else_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    with pytest.raises(SheetRefused, match="an archive but no workbook"):
        read_sheet(stream.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(GOOD, "xl/worksheets/sheet2.xml", b"0" * (workbook.MOST_UNPACKED + 1))
    assert len(bomb) < 1_000_000
    with pytest.raises(SheetRefused, match="unpacked the workbook would be larger than 300 MB"):
        read_sheet(bomb)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    size = len(zipfile.ZipFile(io.BytesIO(GOOD)).read("xl/worksheets/sheet1.xml"))
    lying = GOOD.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != GOOD
    with pytest.raises(SheetRefused, match="a damaged one"):
        read_sheet(lying)


def test_entities_that_multiply_are_refused() -> None:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    text = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]><worksheet>&l11;</worksheet>"
    with pytest.raises(SheetRefused, match="a damaged one"):
        read_sheet(with_part(GOOD, "xl/worksheets/sheet1.xml", text))


def test_a_cell_at_the_end_of_the_world_is_refused_in_time() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>nip</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(SheetRefused, match="more than 200000 lines"):
        read_sheet(with_part(GOOD, "xl/worksheets/sheet1.xml", sheet))


def test_a_file_with_too_many_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetRefused, match="more than 100000 rows"):
        read_sheet(b"nip,nama\n" + b"1,x\n" * 100_001)

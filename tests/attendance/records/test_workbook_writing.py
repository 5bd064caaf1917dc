"""What a workbook of ours says is what was put into it: no formula, no link, no rounded number."""

import io
import zipfile
from datetime import date, datetime

from openpyxl import load_workbook

from attendance.records.workbook_writing import Column, WrittenSheet, workbook

HOSTILE = ["=CMD|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "http://jahat.example", "198503152010011007", "{=1+1}"]


def test_no_text_becomes_a_formula_a_link_or_a_number() -> None:
    packed = workbook([WrittenSheet("Yang belum", [Column("Nama")], [[text] for text in HOSTILE])])
    page = load_workbook(io.BytesIO(packed)).active
    assert page is not None
    cells = [page.cell(line, 1) for line in range(2, len(HOSTILE) + 2)]
    assert [cell.value for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_numbers_shares_days_and_nothing_keep_what_they_are() -> None:
    columns = [Column("a"), Column("b", percent=True), Column("c"), Column("d")]
    packed = workbook([WrittenSheet("Angka", columns, [[7, 0.715, date(2026, 11, 28), None]])])
    page = load_workbook(io.BytesIO(packed)).active
    assert page is not None
    assert [cell.value for cell in page[2]] == [7, 0.715, datetime(2026, 11, 28), None]  # noqa: DTZ001 - openpyxl's
    assert page["B2"].number_format == "0 %"


def test_titles_of_any_kind_and_sheets_without_rows_are_taken() -> None:
    packed = workbook([WrittenSheet("Laju [operator] / per jam: semua?", [Column("Operator")], [])])
    assert load_workbook(io.BytesIO(packed)).sheetnames == ["Laju  operator    per jam  semu"]

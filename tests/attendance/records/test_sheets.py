"""CSV as people make it."""

import pytest

from attendance.records.sheets import RowDamaged, SheetRefused, read_sheet


@pytest.mark.parametrize(
    "data",
    [
        b"site,radius_m\nKantor,100\n",
        b"\xef\xbb\xbfSite;Radius_m\r\nKantor;100\r\n",
        b' site , radius_m \n\n" Kantor ",100',
    ],
)
def test_commas_or_semicolons_with_or_without_a_mark_and_blank_lines(data: bytes) -> None:
    sheet = read_sheet(data)
    assert sheet.columns == ("site", "radius_m")
    assert [dict(row.cells) for row in sheet.rows] == [{"site": "Kantor", "radius_m": "100"}]


def test_rows_carry_the_line_on_which_they_begin() -> None:
    sheet = read_sheet(b'site,radius_m\nA,1\n\n"B\nsecond line",2\nC,3\nD\nE,5\n')
    assert [(row.line, row["site"]) for row in sheet.rows] == [(2, "A"), (4, "B\nsecond line"), (6, "C"), (8, "E")]
    assert [(remark.line, remark.text) for remark in sheet.damaged] == [(7, "1 cells instead of 2")]


def test_a_required_cell_that_is_empty_is_named() -> None:
    (row,) = read_sheet(b"site,radius_m\n ,100\n").rows
    with pytest.raises(RowDamaged, match="site is empty"):
        row.required("site")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        ("n\xe4me\n".encode("latin-1"), "not UTF-8"),
        (b"a,A\n1,2\n", "same name"),
        (b'a,b\n"x"y,2\n', "not CSV"),
        (b'a,b\n"x,2\n', "not CSV"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(SheetRefused, match=why):
        read_sheet(data)

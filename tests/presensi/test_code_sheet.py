"""Codes on paper: complete, inert, and nothing from outside."""

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

from presensi.code_sheet import CodeSheet, Invited, as_csv, as_html

ENDS = datetime(2026, 12, 1, 7, 0, tzinfo=ZoneInfo("Asia/Makassar"))
WA_ODE = Invited("Wa Ode <b>Marlina</b>", "**************2001", "Kepala Dinas", "7KQM-2XBW-R9TD")
SHEET = CodeSheet(
    "Dinas & Kominfo", ENDS, ["presensi_contoh_bot"], [WA_ODE, Invited("=CMD()", "", "-", "AAAA-BBBB-CCCC")]
)


def test_a_page_holds_a_card_with_a_picture_for_each_and_loads_nothing() -> None:
    page = as_html(SHEET)
    assert page.count("<article>") == page.count("<svg") == 2
    assert "Wa Ode &lt;b&gt;Marlina" in page
    assert "Dinas &amp; Kominfo" in page
    assert "01-12-2026 07:00 WITA" in page
    assert not any(outside in page for outside in ("<script", "<img", "src=", "@import"))


def test_without_a_known_bot_the_code_alone_is_there() -> None:
    assert "@" not in as_html(CodeSheet("Kominfo", ENDS, [], [WA_ODE])).split("<main>")[1]


def test_a_spreadsheet_computes_nothing_of_it() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(SHEET))))
    assert rows[0]["link"] == "https://t.me/presensi_contoh_bot?start=7KQM-2XBW-R9TD"
    assert (rows[1]["name"], rows[1]["position"]) == ("'=CMD()", "'-")

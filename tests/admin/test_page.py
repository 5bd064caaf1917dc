import re
from datetime import datetime, time
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from attendance.people.access.roles import Role
from attendance.people.tables import Employee
from attendance.records.database import Priority
from attendance.time.schedule import Direction
from tests.admin.visitor import Visitor, words_of
from tests.attendance.people.office import NIP_BUDI, NIP_SITI, NOW, TODAY, employment, grant
from tests.attendance.reports.records import open_site, punch


def wita(clock: str) -> datetime:
    return datetime.combine(TODAY, time.fromisoformat(clock), tzinfo=ZoneInfo("Asia/Makassar"))


async def test_the_page_tells_day_clock_figures_and_people(rahma: Visitor, office):
    site = await rahma.desk.happens(open_site, "Kantor Bupati")
    await rahma.desk.happens(punch, office.budi, Direction.IN, wita("07:19"), site)
    page = await rahma.reads()
    assert "Senin, 2 November 2026" in page
    assert "07:20:00 WITA" in page
    assert "2 pegawai 1 Hadir 0 Terlambat 0 Ditinjau 1 Belum 0 Tidak hadir" in page
    assert "Budi NIP berakhiran •••• 1007 Kominfo Contoh 07:19 Kantor Bupati – Hadir" in page


async def test_neither_nip_nor_coordinate_nor_face_is_on_it(rahma: Visitor, office):
    site = await rahma.desk.happens(open_site, "Kantor Bupati")
    await rahma.desk.happens(punch, office.budi, Direction.IN, wita("07:19"), site)
    page = (await rahma.opens("/konsol")).text
    assert not any(secret in page for secret in (NIP_BUDI, NIP_SITI, NIP_BUDI[:8], "4.3412", "122.3049", "<img"))


async def test_names_are_text_whatever_they_hold(rahma: Visitor, office):
    name = """<script>alert(1)</script>"'&"""
    async with rahma.desk.database.write(Priority.STEP) as session:
        person = Employee(name=name, created_at=NOW)
        session.add(person)
        await session.flush()
        session.add(employment(person, office.kominfo))
    answer = await rahma.opens("/konsol")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;" in answer.text
    searched = await rahma.opens('/konsol?cari="><script>alert(2)</script>')
    assert "<script>alert" not in searched.text


async def test_a_head_sees_the_own_agency_only(desk, office):
    await desk.adds(grant(office.budi, Role.HEAD, agency=office.dishub))
    async with Visitor(desk) as head:
        await head.enters(office.budi)
        page = words_of((await head.opens("/konsol")).text)
        assert "1 pegawai" in page
        assert "Kominfo Contoh" not in page
        narrowed = await head.reads(f"/konsol?opd={office.kominfo.id}")
    assert "0 pegawai" in narrowed
    assert "Tidak ada pegawai yang cocok" in narrowed


async def test_the_table_says_304_until_somebody_checks_in(rahma: Visitor, office):
    first = await rahma.opens("/konsol/daftar")
    rahma.desk.passes(seconds=2)
    again = await rahma.opens("/konsol/daftar", If_None_Match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["presensi-clock"] == "07:20:02 WITA"
    await rahma.desk.happens(punch, office.budi, Direction.IN, wita("07:20"))
    changed = await rahma.opens("/konsol/daftar", If_None_Match=first.headers["etag"])
    assert (changed.status_code, "07:20" in changed.text) == (200, True)


async def test_what_time_alone_changes_is_seen_within_half_a_minute(desk, office):
    desk.now = wita("23:59:40")
    async with Visitor(desk) as late:
        await late.enters(office.rahma)
        first = await late.opens("/konsol/daftar")
        assert "2 Belum" in words_of(first.text)
        desk.passes(seconds=30)
        tomorrow = await late.opens("/konsol/daftar", If_None_Match=first.headers["etag"])
        assert tomorrow.status_code == 200
        assert "Selasa, 3 November 2026" in await late.reads()


async def test_the_fragment_is_the_part_of_the_page_that_it_replaces(rahma: Visitor):
    page, fragment = await rahma.opens("/konsol"), await rahma.opens("/konsol/daftar")
    assert fragment.text.strip() in page.text
    assert f'data-tag="{fragment.headers["etag"].replace(chr(34), "&#34;")}"' in page.text


class Tree(HTMLParser):
    """Complains about a tag that is closed out of order or never."""

    VOID = frozenset({"meta", "link", "input", "rect", "path"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        pass

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("path", ["/konsol", "/konsol?cari=nobody", "/konsol?status=late", "/no/such/path"])
async def test_pages_are_well_formed_and_hold_no_inline_code(rahma: Visitor, path):
    page = (await rahma.opens(path)).text
    tree = Tree()
    tree.feed(page)
    assert tree.open == []
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", page)
    assert not re.search(r"""(src|href)=["'](https?:)?//""", page)

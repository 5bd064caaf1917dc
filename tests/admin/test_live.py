import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from admin.live import PAGE, LiveQuery, live_view, view_tag
from attendance.people.access.roles import Grant, Role
from attendance.reports.live import LiveList, LiveRow
from attendance.rules.resolve import PersonScope
from attendance.time.day import DayStatus

WITA = timezone(timedelta(hours=8), "WITA")
NOW = datetime(2026, 11, 2, 7, 41, 5, tzinfo=WITA)
ADMIN = (Grant(Role.ADMIN),)

BUDI = LiveRow(
    scope=PersonScope(1, 7, 10),
    name="Budi Santoso",
    masked_nip="**************1007",
    agency="Kominfo",
    status=DayStatus.PRESENT,
    late_minutes=0,
    in_at=NOW.replace(minute=20),
    out_at=None,
    site="Kantor Kominfo",
    newest_at=NOW.replace(minute=20),
)
SITI = replace(
    BUDI, scope=PersonScope(2, None, 20), name="Siti", agency="Dishub", status=DayStatus.LATE, late_minutes=72
)
WAYAN = replace(
    BUDI, scope=PersonScope(3, 8, 10), name="Wayan", status=DayStatus.NOT_YET, in_at=None, newest_at=None, site=None
)


def listed(*rows: LiveRow) -> LiveList:
    return LiveList(NOW.date(), NOW, (1,), rows)


def view(*rows: LiveRow, grants=ADMIN, **asked):
    return live_view(listed(*rows), grants, LiveQuery(**asked), NOW)


def names(seen) -> list[str]:
    return [line.name for line in seen.lines]


@pytest.mark.parametrize(
    ("parameters", "query"),
    [
        ({}, LiveQuery()),
        ({"opd": "10", "cari": " Sit ", "status": "late", "banyak": "300"}, LiveQuery(10, "Sit", DayStatus.LATE, 300)),
        ({"opd": "", "cari": "", "status": "", "banyak": ""}, LiveQuery()),
        ({"opd": "ten", "status": "asleep", "banyak": "-5"}, LiveQuery()),
        ({"opd": "١٠", "banyak": "7"}, LiveQuery()),
        ({"opd": "9" * 40, "cari": "x" * 500}, LiveQuery(cari="x" * 80)),
    ],
)
def test_an_address_is_read_as_far_as_it_makes_sense(parameters, query):
    assert LiveQuery.of(parameters) == query


def test_a_query_has_the_address_it_was_read_from():
    query = LiveQuery(10, "Siti & Budi", DayStatus.LATE, 300)
    assert query.address == "?opd=10&cari=Siti+%26+Budi&status=late&banyak=300"
    assert LiveQuery().address == "?"


def test_day_and_clock_are_told_in_words():
    seen = view(BUDI)
    assert (seen.day, seen.clock) == ("Senin, 2 November 2026", "07:41:05 WITA")


def test_a_line_holds_what_the_table_shows():
    line = view(BUDI).lines[0]
    assert (line.name, line.nip, line.agency, line.site) == ("Budi Santoso", "1007", "Kominfo", "Kantor Kominfo")
    assert (line.came, line.left, line.status_word) == ("07:20", "", "Hadir")


def test_lateness_is_told_with_its_length_unless_nobody_knows_it():
    seen = view(SITI, replace(SITI, in_at=None, out_at=NOW))
    assert [line.status_word for line in seen.lines] == ["Terlambat 1 jam 12 menit", "Tanpa presensi masuk"]


def test_the_cards_sum_to_the_headcount_and_fill_the_bar():
    rows = [replace(BUDI, status=status) for status in DayStatus for _ in range(3)]
    seen = view(*rows)
    assert len(seen.cards) == len(DayStatus)
    assert sum(card.count for card in seen.cards) == seen.headcount == len(rows)
    assert sum(card.percent for card in seen.cards) == pytest.approx(100, abs=0.1)
    ends = [card.from_percent + card.percent for card in seen.cards[:-1]]
    assert [card.from_percent for card in seen.cards[1:]] == pytest.approx(ends, abs=0.01)


def test_rare_statuses_have_a_card_only_when_somebody_is_in_them():
    seen = view(BUDI)
    assert [card.word for card in seen.cards] == ["Hadir", "Terlambat", "Ditinjau", "Belum", "Tidak hadir"]


def test_a_status_narrows_the_rows_and_leaves_the_figures_whole():
    seen = view(BUDI, SITI, WAYAN, status=DayStatus.LATE)
    assert names(seen) == ["Siti"]
    assert (seen.headcount, seen.found) == (3, 1)
    chosen = [card for card in seen.cards if card.chosen]
    assert [(card.word, card.address) for card in chosen] == [("Terlambat", "?")]


def test_agency_and_name_narrow_the_figures_too():
    assert names(view(BUDI, SITI, WAYAN, opd=10)) == ["Budi Santoso", "Wayan"]
    seen = view(BUDI, SITI, WAYAN, opd=10, cari="SANT")
    assert (names(seen), seen.headcount) == (["Budi Santoso"], 1)


@pytest.mark.parametrize(
    ("grant", "seen_names", "agencies"),
    [
        (Grant(Role.INSPECTOR), ["Budi Santoso", "Siti", "Wayan"], ["Dishub", "Kominfo"]),
        (Grant(Role.HEAD, 20), ["Siti"], ["Dishub"]),
        (Grant(Role.OPERATOR, 10), ["Budi Santoso", "Wayan"], ["Kominfo"]),
        (Grant(Role.SUPERVISOR, 10, 8), ["Wayan"], ["Kominfo"]),
    ],
)
def test_everybody_sees_their_own_scope_whatever_they_ask(grant, seen_names, agencies):
    seen = view(BUDI, SITI, WAYAN, grants=(grant,))
    assert names(seen) == seen_names
    assert [name for _, name in seen.agencies] == agencies
    outside = {10: 20, 20: 10, None: 99}[grant.agency_id]
    asked = view(BUDI, SITI, WAYAN, grants=(grant,), opd=outside)
    assert (asked.lines, asked.headcount) == ([], 0)


def test_a_long_list_comes_in_pages():
    rows = [replace(BUDI, name=f"Pegawai {number}") for number in range(2 * PAGE + 1)]
    first = view(*rows)
    assert (len(first.lines), first.found, first.more) == (PAGE, 2 * PAGE + 1, f"?banyak={2 * PAGE}")
    last = view(*rows, banyak=3 * PAGE)
    assert (len(last.lines), last.more) == (2 * PAGE + 1, "")


def test_the_key_of_a_line_changes_with_a_message_and_with_nothing_else():
    later = replace(BUDI, newest_at=NOW)
    assert view(BUDI).lines[0].key == view(replace(BUDI, site="Gerbang")).lines[0].key
    assert view(BUDI).lines[0].key != view(later).lines[0].key
    assert re.fullmatch(r"\d+", view(WAYAN).lines[0].key)


def test_the_tag_differs_for_another_list_another_person_and_another_question():
    everybody = listed(BUDI, SITI)
    tags = [
        view_tag(everybody, ADMIN, LiveQuery()),
        view_tag(replace(everybody, mark=(2,)), ADMIN, LiveQuery()),
        view_tag(replace(everybody, at=NOW + timedelta(seconds=30)), ADMIN, LiveQuery()),
        view_tag(everybody, (Grant(Role.HEAD, 10),), LiveQuery()),
        view_tag(everybody, ADMIN, LiveQuery(opd=10)),
    ]
    assert len(set(tags)) == 5
    assert live_view(everybody, ADMIN, LiveQuery(), NOW + timedelta(seconds=2)).tag == tags[0]

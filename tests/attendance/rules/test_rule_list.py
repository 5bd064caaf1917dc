"""Rules from a file."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from attendance.people.tables import Agency, Nip
from attendance.records.database import Database, Priority
from attendance.records.sheets import ImportReport, SheetRefused
from attendance.rules.rule_list import import_rules, read_rule_list
from attendance.rules.tables import Rule
from tests.attendance.people.office import Office

NOW = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
PAD = {"kind": "pad", "agency_code": "1.02", "value": {"level": "enforce"}, "legal_reference": "Perbup 7/2026"}
WIDE_PAD = {"kind": "pad", "value": {"level": "enforce", "live_at": 0.6}, "legal_reference": "Perbup 7/2026"}


@pytest.fixture
async def with_agency(database: Database) -> Database:
    async with database.write(Priority.BULK) as session:
        session.add(Agency(code="1.02", name="Dinas Kesehatan", timezone="Asia/Makassar"))
    return database


async def bring_in(database: Database, *rules: dict[str, Any], now: datetime = NOW) -> ImportReport:
    async with database.write(Priority.BULK) as session:
        return await import_rules(session, read_rule_list(json.dumps(rules).encode()), now)


async def everything(database: Database) -> list[tuple[Any, ...]]:
    async with database.read() as session:
        rows = await session.scalars(select(Rule).order_by(Rule.id))
        return [(row.kind, row.scope, row.value["level"], row.valid_from, row.valid_to) for row in rows]


async def test_rules_hold_from_today_at_the_place_of_duty(with_agency: Database) -> None:
    assert await bring_in(with_agency, PAD) == ImportReport(added=1, changed=0, unchanged=0)
    assert await everything(with_agency) == [("pad", "agency", "enforce", date(2026, 11, 23), None)]


async def test_importing_twice_changes_nothing(with_agency: Database) -> None:
    await bring_in(with_agency, WIDE_PAD)
    assert await bring_in(with_agency, WIDE_PAD, now=LATER) == ImportReport(added=0, changed=0, unchanged=1)


async def test_a_rule_that_differs_replaces_from_today_on(with_agency: Database) -> None:
    await bring_in(with_agency, WIDE_PAD)
    assert (await bring_in(with_agency, WIDE_PAD | {"value": {"level": "off"}}, now=LATER)).changed == 1
    assert await everything(with_agency) == [
        ("pad", "regency", "enforce", date(2026, 11, 23), date(2026, 11, 30)),
        ("pad", "regency", "off", date(2026, 12, 1), None),
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "weather"}, "weather: there is no such kind; the kinds are face, pad"),
        ({"agency_code": "1.03"}, "agency 1.03 is unknown; import the roster first"),
        ({"value": {"level": "always"}}, "level: Input should be"),
        ({"value": {"live_at": 2}}, "live_at: Input should be less than or equal to 1"),
        ({"value": {"lvl": "off"}}, "lvl: Extra inputs are not permitted"),
        ({"value": {"level": "off"}}, "it is looser than the rule of a wider scope"),
        ({"legal_reference": " "}, "legal_reference is empty"),
    ],
)
async def test_a_rule_that_cannot_stand_is_named_and_the_others_are_taken(
    with_agency: Database, change: dict[str, Any], why: str
) -> None:
    report = await bring_in(with_agency, WIDE_PAD, PAD | change, PAD | {"kind": "reuse"})
    (remark,) = report.damaged
    assert (remark.line, report.added) == (2, 2)
    assert why in remark.text


async def test_a_rule_refused_as_a_successor_leaves_the_old_one_in_force(with_agency: Database) -> None:
    strict = PAD | {"value": {"level": "enforce", "live_at": 0.9}}
    await bring_in(with_agency, WIDE_PAD, strict)
    report = await bring_in(with_agency, PAD | {"value": {"level": "off"}}, now=LATER)
    assert "looser" in report.damaged[0].text
    assert [ends for *_, ends in await everything(with_agency)] == [None, None]


async def test_what_began_today_is_replaced_from_tomorrow_on(with_agency: Database) -> None:
    await bring_in(with_agency, WIDE_PAD)
    report = await bring_in(with_agency, WIDE_PAD | {"value": {"level": "off"}})
    assert "began today" in report.damaged[0].text


@pytest.mark.parametrize("data", [b"", b"{}", b'[{"kind": "pad"}]', b"[1]", b"[", b'[{"kind": "pad", "x": 1}]'])
def test_a_file_that_is_no_list_of_rules_is_refused(data: bytes) -> None:
    with pytest.raises(SheetRefused, match="no list of rules"):
        read_rule_list(data)


EXEMPTION = {
    "kind": "challenge_exemption",
    "value": {"reason": "injury", "never": ["look-up", "look-down"]},
    "legal_reference": "Surat 12/2026",
}


async def test_an_exemption_is_for_one_person_and_may_have_a_last_day(database: Database, office: Office) -> None:
    async with database.read() as session:
        nip = await session.scalar(select(Nip.nip).where(Nip.employee_id == office.budi.id))
    report = await bring_in(database, EXEMPTION | {"nip": nip, "until": "2026-12-31"}, EXEMPTION)
    assert (report.added, [remark.text for remark in report.damaged]) == (
        1,
        ["challenge_exemption: it is for one person: name the nip"],
    )
    async with database.read() as session:
        rule = (await session.scalars(select(Rule))).one()
    assert (rule.scope, rule.scope_id, rule.valid_to) == ("person", office.budi.id, date(2026, 12, 31))


async def test_a_rule_for_nobody_we_know_is_named(database: Database, office: Office) -> None:
    report = await bring_in(database, EXEMPTION | {"nip": "199001012015011001"})
    assert [remark.text for remark in report.damaged] == ["challenge_exemption: nobody has that NIP"]

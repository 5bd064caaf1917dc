"""`presensi invite`."""

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from attendance.people.access.invitation import code_digest
from attendance.people.tables import Agency, ChatAccount, Employee, Employment, Invitation, RoleGrant
from attendance.records.database import Database, Priority
from demo.telegram import Platform
from presensi.errors import CommandRefused
from presensi.import_ import import_
from presensi.invite import invite

ROSTER = Path(__file__).parents[2] / "sample" / "roster.csv"
NIP = "199009132015031001"


async def rows(url: str, *tables: Any) -> list[Any]:
    database = await Database.open(url)
    async with database.read() as session:
        found = [list(await session.scalars(select(table))) for table in tables]
    await database.close()
    return found


async def test_the_code_the_link_and_the_end_are_printed_and_only_the_digest_is_kept(
    migrated: str, bot_api: Platform, capsys: pytest.CaptureFixture[str]
) -> None:
    await import_(ROSTER)
    capsys.readouterr()
    await invite(f"{NIP[:8]} {NIP[8:]}", json=True)
    first, link, told = capsys.readouterr().out.splitlines()
    match = re.fullmatch(r"One-time code for Andi Saputra, until (.+) WITA: (\w{4}-\w{4}-\w{4})", first)
    assert match is not None
    assert link == f"https://t.me/presensi_kominfo_bot?start={match[2]}"
    (invitations,) = await rows(migrated, Invitation)
    assert [row.code_sha256 for row in invitations] == [code_digest(match[2])]
    assert json.loads(told) == {
        "employee_id": invitations[0].employee_id,
        "code": match[2],
        "expires_at": json.loads(told)["expires_at"],
        "links": [link],
        "released": 0,
    }
    assert datetime.fromisoformat(json.loads(told)["expires_at"]) == invitations[0].expires_at


@pytest.mark.parametrize(("days", "expected"), [(None, 14), (3, 3)])
async def test_it_works_as_long_as_the_rule_or_the_operator_says(
    migrated_sqlite: str, days: int | None, expected: int
) -> None:
    await import_(ROSTER)
    await invite(NIP, days=days)
    ((invitation,),) = await rows(migrated_sqlite, Invitation)
    assert invitation.expires_at - invitation.created_at == timedelta(days=expected)


async def test_without_an_answer_of_the_platform_there_is_the_code_alone(
    migrated_sqlite: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await invite(role="admin", json=True)
    out = capsys.readouterr().out.splitlines()
    assert out[1] == "They send it to the bot as a message."
    assert json.loads(out[2])["links"] == []


async def test_an_admin_from_outside_has_a_role_and_no_employment(migrated: str) -> None:
    await invite(role="admin", name="Bu Ratna")
    employees, employments, grants = await rows(migrated, Employee, Employment, RoleGrant)
    assert [employee.name for employee in employees] == ["Bu Ratna"]
    assert employments == []
    assert [(grant.role, grant.agency_id, grant.unit_id) for grant in grants] == [("admin", None, None)]


async def test_an_employee_can_be_made_admin_and_is_granted_it_once(migrated_sqlite: str) -> None:
    await import_(ROSTER)
    await invite(NIP, role="admin")
    await invite(NIP, role="admin")
    employees, grants, invitations = await rows(migrated_sqlite, Employee, RoleGrant, Invitation)
    assert (len(employees), len(grants), len(invitations)) == (12, 1, 2)
    assert grants[0].employee_id == invitations[1].employee_id


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({}, "try: presensi invite NIP, or presensi invite --role admin"),
        ({"nip": "199009132015031009"}, "no employee has this NIP; .*presensi import"),
        ({"role": "admin", "name": "Bu\x1bRatna"}, r"the name holds U\+001B"),
        ({"role": "admin", "name": "x" * 201}, "the name is longer than 200 characters"),
        ({"role": "admin", "release": True}, "try: presensi invite NIP --release"),
        ({"role": "admin", "days": 0}, "--days is between 1 and 365"),
    ],
)
async def test_what_cannot_be_is_refused_with_the_remedy_and_leaves_nothing(
    migrated_sqlite: str, arguments: dict[str, Any], why: str
) -> None:
    with pytest.raises(CommandRefused, match=why):
        await invite(**arguments)
    assert await rows(migrated_sqlite, Employee, Invitation, RoleGrant) == [[], [], []]


async def test_whoever_changed_the_account_gets_a_code_and_the_old_account_is_let_go(
    migrated: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await import_(ROSTER)
    await invite(NIP)
    ((invitation,),) = await rows(migrated, Invitation)
    database, now = await Database.open(migrated), invitation.created_at
    async with database.write(Priority.STEP) as session:
        old = ChatAccount(channel="telegram", our_account="kominfo", external_id="7", language="id", created_at=now)
        old.employee_id, old.bound_at, old.verified_at = invitation.employee_id, now, now
        session.add(old)
    await database.close()
    capsys.readouterr()
    await invite(NIP, release=True, json=True)
    first, second, *_, told = capsys.readouterr().out.splitlines()
    assert first == (
        "The chat account of Andi Saputra has been let go: it is a stranger's until it brings a code again."
    )
    assert second.startswith("One-time code for Andi Saputra")
    assert json.loads(told)["released"] == 1
    ((account,),) = await rows(migrated, ChatAccount)
    assert (account.employee_id, account.bound_at, account.verified_at) == (None, None, None)
    await invite(NIP, release=True)
    assert "Andi Saputra had no chat account to let go." in capsys.readouterr().out


async def test_an_account_is_not_let_go_when_no_code_can_be_made(migrated_sqlite: str) -> None:
    await import_(ROSTER)
    await invite(NIP)
    ((invitation,),) = await rows(migrated_sqlite, Invitation)
    database = await Database.open(migrated_sqlite)
    async with database.write(Priority.STEP) as session:
        account = ChatAccount(channel="telegram", our_account="kominfo", external_id="7", language="id")
        account.employee_id, account.created_at = invitation.employee_id, invitation.created_at
        session.add(account)
    await database.close()
    with pytest.raises(CommandRefused):
        await invite(NIP, release=True, days=0)
    ((account,),) = await rows(migrated_sqlite, ChatAccount)
    assert account.employee_id == invitation.employee_id


async def test_a_role_is_given_in_an_agency_from_day_to_day_and_once(migrated_sqlite: str) -> None:
    await import_(ROSTER, new_agencies=True)
    days = {"since": date(2100, 1, 1), "until": date(2100, 12, 31)}
    for _ in range(2):
        await invite(NIP, role="operator", agency="contoh-ketat", acting=True, **days)
    await invite(NIP, role="supervisor")
    grants, agencies, employments = await rows(migrated_sqlite, RoleGrant, Agency, Employment)
    ketat = next(agency for agency in agencies if agency.code == "CONTOH-KETAT")
    operator, supervisor = grants
    assert (operator.role, operator.agency_id, operator.acting) == ("operator", ketat.id, True)
    assert (operator.valid_from, operator.valid_to) == (days["since"], days["until"])
    here = next(one.agency_id for one in employments if one.employee_id == supervisor.employee_id)
    assert (supervisor.role, supervisor.agency_id, supervisor.valid_to) == ("supervisor", here, None)


async def test_an_operator_from_outside_needs_an_agency(migrated_sqlite: str) -> None:
    await import_(ROSTER, new_agencies=True)
    with pytest.raises(CommandRefused, match="--agency CODE"):
        await invite(role="operator", name="Pak Dedi")
    await invite(role="operator", name="Pak Dedi", agency="CONTOH-KOMINFO")
    ((grant,),) = await rows(migrated_sqlite, RoleGrant)
    assert grant.role == "operator"


@pytest.mark.parametrize("file", ["codes.html", "codes.CSV"])
async def test_a_list_has_a_code_for_everybody_without_an_account(
    migrated: str, bot_api: Platform, tmp_path: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await import_(ROSTER, new_agencies=True)
    await invite(agency="CONTOH-KOMINFO", codes=tmp_path / file, json=True)
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    invitations, employments, agencies = await rows(migrated, Invitation, Employment, Agency)
    kominfo = next(agency.id for agency in agencies if agency.code == "CONTOH-KOMINFO")
    assert told["codes"] == len(invitations) == sum(one.agency_id == kominfo for one in employments)
    content = (tmp_path / file).read_text("utf-8")
    codes = set(re.findall(r"\b\w{4}-\w{4}-\w{4}\b", content))
    assert {code_digest(code) for code in codes} == {one.code_sha256 for one in invitations}
    assert "Andi Saputra" in content
    assert NIP not in content
    assert (tmp_path / file).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"codes": Path("codes.html")}, "--agency CODE --list"),
        ({"codes": Path("codes.html"), "agency": "X", "nip": NIP}, "--agency CODE --list"),
        ({"codes": Path("codes.pdf"), "agency": "CONTOH-KOMINFO"}, "writes .html"),
        ({"codes": Path("codes.html"), "agency": "XYZ"}, "no agency has this code"),
        ({"codes": Path("codes.html"), "agency": "CONTOH-KOMINFO", "unit": "XYZ"}, "no unit of this name"),
        ({"codes": Path("/nowhere/codes.html"), "agency": "CONTOH-KOMINFO"}, "cannot be written"),
        ({"nip": NIP, "agency": "CONTOH-KOMINFO"}, "add --role"),
        ({"nip": NIP, "role": "operator", "agency": "XYZ"}, "no such agency or unit"),
        ({"nip": NIP, "role": "operator", "since": date(2020, 1, 1)}, "--since is today or later"),
    ],
)
async def test_a_list_or_role_that_cannot_be_is_refused_and_makes_no_code(
    migrated_sqlite: str, arguments: dict[str, Any], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await import_(ROSTER, new_agencies=True)
    with pytest.raises(CommandRefused, match=why):
        await invite(**arguments)
    assert await rows(migrated_sqlite, Invitation, RoleGrant) == [[], []]
    assert not list(tmp_path.glob("codes.*"))

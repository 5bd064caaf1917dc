"""`presensi import`."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from attendance.people.nip import SENTENCES, NipReason
from attendance.people.tables import Employee
from attendance.records.database import Database
from presensi.errors import CommandRefused
from presensi.import_ import import_

SAMPLE = Path(__file__).parents[2] / "sample"
FILES = (SAMPLE / "roster.csv", SAMPLE / "sites.csv", SAMPLE / "rules.json")


async def employees(url: str) -> int | None:
    database = await Database.open(url)
    async with database.read() as session:
        count = await session.scalar(select(func.count()).select_from(Employee))
    await database.close()
    return count


async def test_the_sample_regency_is_imported_and_twice_changes_nothing(
    migrated: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await import_(*FILES) == 0
    assert await import_(*FILES) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{FILES[0]}: 12 added, 0 changed, 0 unchanged, 0 damaged",
        f"{FILES[0]}: agencies that are new or change: Kominfo Contoh, Dinas Ketat",
        f"{FILES[1]}: 3 added, 0 changed, 0 unchanged, 0 damaged",
        f"{FILES[2]}: 12 added, 0 changed, 0 unchanged, 0 damaged",
        f"{FILES[0]}: 0 added, 0 changed, 12 unchanged, 0 damaged",
        f"{FILES[1]}: 0 added, 0 changed, 3 unchanged, 0 damaged",
        f"{FILES[2]}: 0 added, 0 changed, 12 unchanged, 0 damaged",
    ]
    assert await employees(migrated) == 12


async def test_damaged_rows_are_listed_by_line_and_the_status_says_so(
    migrated_sqlite: str, installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = FILES[0].read_text().splitlines()
    lines[3] = lines[3].replace("198511232010012003", "1.98511E+17")
    lines[5] = lines[5].replace(",pns,", ",pppk,")
    roster = installation / "roster.csv"
    roster.write_text("\n".join(lines))
    assert await import_(roster, json=True) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[:4] == [
        f"{roster}: 11 added, 0 changed, 0 unchanged, 1 damaged",
        f"{roster}: agencies that are new or change: Kominfo Contoh, Dinas Ketat",
        f"{roster}: quarantine: 1 more, 0 settled (presensi quarantine)",
        f"{roster}:4: left out: {SENTENCES[NipReason.SPREADSHEET]}",
    ]
    assert out[4] == f"{roster}:5: taken, but the NIP of the supervisor is not known; who supervises was left as it is"
    assert out[5].startswith(f"{roster}:6: taken, but digits 13 and 14")
    told = json.loads(out[6])[str(roster)]
    assert (told["added"], [remark["line"] for remark in told["damaged"]]) == (11, [4])
    assert await employees(migrated_sqlite) == 11


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("roster.csv", b"nip,name\n1,2\n", "no column for kind, agency in the header"),
        ("other.csv", b"one,two\n1,2\n", "the header is neither that of a roster .*nor that of a list of sites"),
        ("roster.xlsx", b"PK\x03\x04\xff\xfe", "no workbook, or a damaged one"),
        ("roster.csv", b"nip,nama\n1,Jos\xe9\n", "line 2 holds the byte 0xe9.*save it as `CSV UTF-8`"),
        ("rules.json", b"[{}]", "no list of rules"),
    ],
)
async def test_a_file_of_another_kind_is_refused_by_name_and_nothing_of_it_stays(
    migrated_sqlite: str, installation: Path, name: str, content: bytes, why: str
) -> None:
    file = installation / name
    file.write_bytes(content)
    with pytest.raises(CommandRefused, match=rf"{name}: .*{why}"):
        await import_(file)
    assert await employees(migrated_sqlite) == 0


async def test_no_file_and_a_file_that_is_not_there_are_refused(migrated_sqlite: str) -> None:
    with pytest.raises(CommandRefused, match="try: presensi import"):
        await import_()
    with pytest.raises(CommandRefused, match=r"gone\.csv cannot be read: No such file"):
        await import_(Path("gone.csv"))


async def test_a_dry_run_of_sites_and_rules_is_taken_back(migrated: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert await import_(FILES[0]) == 0
    for _ in range(2):
        assert await import_(*FILES[1:], dry_run=True) == 0
    assert await import_(*FILES[1:]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(str(FILES[0]))]
    assert lines == [
        f"{FILES[1]}: would be 3 added, 0 changed, 0 unchanged, 0 damaged",
        f"{FILES[2]}: would be 12 added, 0 changed, 0 unchanged, 0 damaged",
        f"{FILES[1]}: would be 3 added, 0 changed, 0 unchanged, 0 damaged",
        f"{FILES[2]}: would be 12 added, 0 changed, 0 unchanged, 0 damaged",
        f"{FILES[1]}: 3 added, 0 changed, 0 unchanged, 0 damaged",
        f"{FILES[2]}: 12 added, 0 changed, 0 unchanged, 0 damaged",
    ]

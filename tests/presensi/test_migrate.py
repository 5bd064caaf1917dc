"""`presensi migrate`."""

from pathlib import Path

import pytest

from attendance.records.database import Database
from migrations.schema import head, require_current
from presensi.migrate import migrate


async def test_an_empty_database_is_migrated_once(
    empty_database_url: str, installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    await migrate()
    await migrate()
    assert capsys.readouterr().out.splitlines() == [
        f"the schema was none and is now {head()}",
        f"the schema is {head()} already",
    ]
    database = await Database.open(empty_database_url)
    await require_current(database)
    await database.close()


async def test_without_settings_the_records_lie_below_the_working_folder(installation: Path) -> None:
    await migrate()
    assert (installation / "var" / "presensi.sqlite3").is_file()

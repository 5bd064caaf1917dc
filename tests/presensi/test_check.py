"""`presensi check`: one line per item, and nothing secret in any of them."""

import json
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from attendance.records.database import Database, Priority
from attendance.vault.keyring import Keyring, new_key
from attendance.vault.probe import remember_keys
from bot.settings import Settings
from demo.telegram import Platform
from presensi.check import check
from presensi.checks import storage
from presensi.checks.finding import Finding
from presensi.checks.platform import check_accounts, check_mode
from presensi.checks.storage import check_disk
from recognition.models.manifest import FETCHED
from tests.presensi.conftest import TOKEN


async def found(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Finding]]:
    """The exit status and the findings by item; the lines and the JSON agree."""
    capsys.readouterr()
    status = await check(json=True)
    *lines, last = capsys.readouterr().out.splitlines()
    told = json.loads(last)
    findings = [Finding(**item) for item in told["items"]]
    assert [str(finding) for finding in findings] == lines
    assert told["ok"] is (status == 0)
    return status, {finding.item: finding for finding in findings}


async def test_an_installation_in_order_passes(
    migrated: str, bot_api: Platform, capsys: pytest.CaptureFixture[str]
) -> None:
    status, items = await found(capsys)
    assert status == 0
    assert items["token of kominfo"].sentence == "it is @presensi_kominfo_bot"
    models = {f"model {model.name}" for model in FETCHED}
    assert {item for item, finding in items.items() if finding.level != "ok"} - {"space for media"} <= models


async def test_without_anything_set_up_each_line_names_the_command_that_helps(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PRESENSI_KEYS")
    monkeypatch.delenv("PRESENSI_TELEGRAM_TOKENS")
    status, items = await found(capsys)
    assert status == 1
    assert "run: presensi migrate" in str(items["schema"])
    assert "`presensi keys new`" in str(items["keys"])
    assert "@BotFather" in str(items["token"])
    assert "run: presensi models fetch" in str(items["model minifasnet-v2"])


async def test_a_wrong_token_is_said_without_printing_it(
    migrated_sqlite: str, bot_api: Platform, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = TOKEN[:-1] + "X"
    monkeypatch.setenv("PRESENSI_TELEGRAM_TOKENS", wrong)
    assert await check(json=True) == 1
    out = capsys.readouterr().out
    assert "fail token of 700100200: the platform does not know it; copy it again from @BotFather" in out
    assert wrong not in out


async def test_a_platform_that_cannot_be_reached_is_said_without_printing_the_token(
    migrated_sqlite: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await check(json=True) == 1
    out = capsys.readouterr().out
    assert "fail token of kominfo: http://127.0.0.1:9 cannot be reached (ConnectError)" in out
    assert TOKEN not in out


async def test_a_model_cache_that_run_could_not_use_fails(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (installation / "file").write_bytes(b"")
    monkeypatch.setenv("PRESENSI_MODEL_CACHE", str(installation / "file" / "cache"))
    status, items = await found(capsys)
    assert (status, items["model cache"].level) == (1, "fail")
    assert "PRESENSI_MODEL_CACHE" in items["model cache"].sentence


async def test_another_key_than_the_databases_fails(
    migrated: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = await Database.open(migrated)
    async with database.write(Priority.STEP) as session:
        await remember_keys(session, Keyring.parse(os.environ["PRESENSI_KEYS"]))
    await database.close()
    assert (await found(capsys))[1]["keys"].level == "ok"
    monkeypatch.setenv("PRESENSI_KEYS", new_key("k1"))
    keys = (await found(capsys))[1]["keys"]
    assert keys.level == "fail"
    assert "'k1' is not the one this database was sealed under; put the key back" in keys.sentence


async def test_settings_that_cannot_be_read_are_the_only_finding(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRESENSI_PORT", "many")
    status, items = await found(capsys)
    assert status == 1
    assert items.keys() == {"settings"}
    assert "PRESENSI_PORT" in items["settings"].sentence


async def test_a_database_that_cannot_be_opened_is_said(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:hunter2@/x?host={installation}")
    _, items = await found(capsys)
    assert items["database"].level == "fail"
    assert "hunter2" not in str(items["database"])


@pytest.mark.parametrize(
    ("ours_minus_theirs", "level", "sentence"),
    [
        (timedelta(seconds=1), "ok", "it agrees"),
        (timedelta(seconds=30), "warn", "(29|30) s ahead of"),
        (timedelta(seconds=-30), "warn", "3[01] s behind"),
        (timedelta(minutes=-3), "fail", "18[01] s behind"),
    ],
)
async def test_the_clock_is_compared_with_the_platforms(
    bot_api: Platform, ours_minus_theirs: timedelta, level: str, sentence: str
) -> None:
    now = bot_api.now() + ours_minus_theirs
    clock = (await check_accounts(Settings.load(None), now))[-1]
    assert (clock.item, clock.level) == ("clock", level)
    assert re.search(sentence, clock.sentence)


def test_a_webhook_needs_https(installation: Path) -> None:
    webhook = {"telegram_mode": "webhook", "webhook_secret": "0123456789abcdef"}
    assert check_mode(Settings(**webhook)).level == "fail"
    assert check_mode(Settings(**webhook, public_url="https://presensi.example")).level == "ok"


def test_a_media_folder_that_is_a_file_and_a_full_disk_fail(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (installation / "media").write_text("")
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda _: storage.shutil._ntuple_diskusage(10**9, 10**9, 10**6))
    findings = {finding.item: finding for finding in check_disk(Settings(media="media"))}
    assert "PRESENSI_MEDIA" in findings["media"].remedy
    assert findings["space for the database"].level == "fail"
    assert findings["space for media"].sentence == "0.0 GB free"


def test_a_database_file_that_others_can_read_is_a_warning(installation: Path) -> None:
    file = installation / "var" / "presensi.sqlite3"
    file.parent.mkdir()
    file.touch(0o644)
    assert "chmod 600" in check_disk(Settings())[-1].remedy
    file.chmod(0o600)
    assert check_disk(Settings())[-1].level == "ok"

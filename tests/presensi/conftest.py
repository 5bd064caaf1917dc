"""An installation in a folder of its own, beside an emulated Bot API that runs on the system's clock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from attendance.vault.keyring import new_key
from bot.clock import SystemClock
from bot.settings import Settings
from demo.serving import serve
from demo.telegram import Platform, create_app

TOKEN = "700100200:AAHm-commands-token-of-the-tests-01234"


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The working folder, with keys and one token in the environment and nothing else."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PRESENSI_{name.upper()}", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PRESENSI_KEYS", new_key("k1"))
    monkeypatch.setenv("PRESENSI_TELEGRAM_TOKENS", f"kominfo={TOKEN}")
    monkeypatch.setenv("PRESENSI_TELEGRAM_API", "http://127.0.0.1:9")  # the discard port: nobody answers
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def migrated(installation: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of its migrated database, once of each kind."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return database_url


@pytest.fixture
def migrated_sqlite(installation: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of its migrated SQLite file."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    return sqlite_url


@pytest.fixture
async def bot_api(installation: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Platform]:
    """The platform behind PRESENSI_TELEGRAM_API, which knows the token as @presensi_kominfo_bot."""
    platform = Platform(SystemClock())
    platform.add_bot(TOKEN, "presensi_kominfo_bot")
    async with serve(create_app(platform)) as address:
        monkeypatch.setenv("PRESENSI_TELEGRAM_API", address)
        yield platform

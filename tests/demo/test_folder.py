"""Where a demonstration keeps its things."""

import stat
import sys
from pathlib import Path

import pytest

from bot.settings import Settings
from demo.folder import FolderTaken, belongings, model_cache


def test_nothing_stays_of_a_temporary_folder() -> None:
    with belongings(None) as things:
        (things.folder / "presensi.sqlite3").touch()
    assert not things.folder.exists()


def test_what_is_kept_can_be_opened_with_the_settings_beside_it(tmp_path: Path) -> None:
    with belongings(tmp_path / "kept") as things:
        assert things.folder.is_dir()
    file = tmp_path / "kept" / ".env"
    kept = Settings.load(file)
    assert kept.database_url == things.database_url
    assert kept.media == things.folder / "media"
    assert kept.keyring().unseal(things.settings("http://127.0.0.1:1").keyring().seal(b"a", "b"), "b") == b"a"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_folder_that_holds_something_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(FolderTaken, match="not empty"), belongings(tmp_path):
        pytest.fail("the block must not run")


def test_two_demonstrations_have_different_keys_and_tokens() -> None:
    with belongings(None) as one, belongings(None) as other:
        assert one.token != other.token
        assert one.keys != other.keys


def test_settings_of_an_installation_do_not_reach_the_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody with a production .env in the environment plays without touching production."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://presensi@db.example.org/presensi")
    monkeypatch.setenv("PRESENSI_TELEGRAM_TOKENS", "123456789:AAE-real-token-of-somebody-0123456789")
    monkeypatch.setenv("PRESENSI_TELEGRAM_MODE", "webhook")
    monkeypatch.setenv("PRESENSI_WEBHOOK_SECRET", "a-secret-of-production")
    with belongings(None) as things:
        settings = things.settings("http://127.0.0.1:8080")
        assert settings.database_url == things.database_url
        assert list(settings.telegram_tokens) == ["demo"]
        assert settings.telegram_mode == "polling"
        assert settings.telegram_api == settings.public_url == "http://127.0.0.1:8080"


@pytest.mark.skipif(sys.platform != "linux", reason="XDG_CACHE_HOME is Linux")
def test_compiled_models_wait_in_the_cache_of_the_user_or_beside_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert model_cache(tmp_path) == tmp_path / "cache" / "presensi" / "models"
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert model_cache(tmp_path) == tmp_path / "model-cache"

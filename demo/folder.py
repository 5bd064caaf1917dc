"""Where a demonstration keeps its things: a temporary folder, or one that stays."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from attendance.vault.keyring import new_key
from bot.settings import Settings


class FolderTaken(Exception):
    """The folder to keep holds something already."""


@dataclass(frozen=True)
class Belongings:
    """A folder with fresh keys and the token of a bot that exists in the emulator only."""

    folder: Path
    keys: str
    token: str

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'presensi.sqlite3'}"

    def settings(self, url: str) -> Settings:
        """Of the whole service at `url`. The models are the operator's own; nothing else of an installation is."""
        return Settings(
            _env_file=None,
            database_url=self.database_url,
            keys=SecretStr(self.keys),
            media=self.folder / "media",
            model_cache=model_cache(self.folder),
            telegram_tokens={"demo": SecretStr(self.token)},
            telegram_api=url,
            telegram_mode="polling",
            webhook_secret=None,
            public_url=url,
        )


@contextmanager
def belongings(keep: Path | None) -> Iterator[Belongings]:
    """A folder for the block, gone afterwards unless it is to be kept. Raises FolderTaken and OSError."""
    token = f"{700_000_000 + secrets.randbelow(100_000_000)}:{secrets.token_urlsafe(26)}"
    keys = new_key("demo")
    if keep is None:
        with TemporaryDirectory(prefix="presensi-demo-", ignore_cleanup_errors=True) as name:
            yield Belongings(Path(name), keys, token)
        return
    _claim(keep)
    kept = Belongings(keep.resolve(), keys, token)
    _leave_settings(kept)
    yield kept


def _claim(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderTaken(f"{folder} is not empty; name a new folder, or leave --keep out")


def _leave_settings(kept: Belongings) -> None:
    """An .env with which the other commands open what was kept."""
    file = kept.folder / ".env"
    file.touch(mode=0o600)
    file.write_text(
        f"DATABASE_URL={kept.database_url}\nPRESENSI_KEYS={kept.keys}\nPRESENSI_MEDIA={kept.folder / 'media'}\n",
        encoding="utf-8",
    )


def model_cache(otherwise: Path) -> Path:
    """Where compiled models wait for the next start: the user's cache folder, `otherwise` where that is read-only."""
    folder = _user_cache() / "presensi" / "models"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return otherwise / "model-cache"
    return folder if os.access(folder, os.W_OK) else otherwise / "model-cache"


def _user_cache() -> Path:
    match sys.platform:
        case "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        case "darwin":
            return Path.home() / "Library" / "Caches"
        case _:
            return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")

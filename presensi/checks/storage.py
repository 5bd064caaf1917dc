"""The database, the keys that fit it, the media folder and the space left."""

import shutil
import stat
import tempfile
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from attendance.records.address import AddressRefused, parse_address, sqlite_file
from attendance.records.database import Database, DatabaseUnreachable
from attendance.vault.census import take_census
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import KeysRefused
from attendance.vault.probe import KeysWrong, missing_keys
from bot.settings import SettingMissing, Settings
from migrations.schema import SchemaNew, SchemaOld, head, require_current
from presensi.checks.erasures import check_erasures
from presensi.checks.finding import Finding
from presensi.checks.quarantine import check_quarantine
from presensi.checks.seals import look_at_seals
from presensi.errors import explain

#: A day of 10,000 employees writes about 1 GB of pictures and records.
SPACE_WARN, SPACE_FAIL = 5_000_000_000, 500_000_000


async def check_records(settings: Settings) -> list[Finding]:
    """The database with its schema, and whether our keys are those it was sealed under."""
    try:
        database = await Database.open(settings.database_url)
    except (AddressRefused, DatabaseUnreachable) as error:
        return [_failed("database", error)]
    try:
        return [
            await _schema(database),
            *await _keys(settings, database),
            *await check_erasures(database),
            *await check_quarantine(database),
        ]
    finally:
        await database.close()


def check_disk(settings: Settings) -> list[Finding]:
    """Whether pictures can be stored, and for how long."""
    findings = [_media(settings.media), _space("space for media", settings.media)]
    file = sqlite_file(parse_address(settings.database_url))
    if file is not None:
        findings += [_space("space for the database", file.parent), *_private(file)]
    return findings


async def _schema(database: Database) -> Finding:
    try:
        await require_current(database)
    except (SchemaOld, SchemaNew) as error:
        return _failed("schema", error)
    return Finding("ok", "schema", f"{database.dialect} at {head()}")


async def _keys(settings: Settings, database: Database) -> list[Finding]:
    """Whether the keys are those of this database, and by a look at every sealed value which of them are needed."""
    try:
        keyring = settings.keyring()
        async with database.read() as session:
            missing = await missing_keys(session, keyring)
        census = await take_census(database, MediaFiles(settings.media, keyring))
    except (SettingMissing, KeysRefused, KeysWrong) as error:
        return [_failed("keys", error)]
    except DatabaseError:
        return [Finding("warn", "keys", "they can be compared once the schema is there", "run: presensi migrate")]
    except OSError as error:
        return [Finding("fail", "pictures", f"one cannot be read: {error.strerror}", "set PRESENSI_MEDIA right")]
    return look_at_seals(census, keyring, missing)


def _media(folder: Path) -> Finding:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"presensi")
    except OSError as error:
        return Finding("fail", "media", f"{folder} cannot be written to: {error.strerror}", "set PRESENSI_MEDIA right")
    return Finding("ok", "media", f"{folder} can be written to")


def _space(item: str, folder: Path) -> Finding:
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())
    free = shutil.disk_usage(existing).free
    sentence = f"{free / 1e9:.1f} GB free"
    if free >= SPACE_WARN:
        return Finding("ok", item, sentence)
    return Finding("warn" if free >= SPACE_FAIL else "fail", item, sentence, "make room, or move the folder")


def _private(file: Path) -> list[Finding]:
    if not file.exists() or not stat.S_IMODE(file.stat().st_mode) & 0o077:
        return []
    return [Finding("warn", "database file", "others on this machine can read it", f"run: chmod 600 {file}")]


def _failed(item: str, error: Exception) -> Finding:
    return Finding("fail", item, explain(error) or str(error))

"""`presensi keys`: a fresh key, and bringing everything under it (docs/keys.md)."""

import asyncio
from collections.abc import Collection
from typing import Annotated

from cyclopts import App, Parameter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.database import Database, Priority
from attendance.records.single import AlreadyRunning, only_process
from attendance.vault.census import Census, take_census
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import Keyring, new_key
from attendance.vault.probe import is_remembered, missing_keys, remember_current
from attendance.vault.rotation import Progress, retire, rotate
from bot.clock import Clock, SystemClock
from bot.settings import Settings
from presensi.checks.seals import look_at_seals
from presensi.errors import CommandRefused
from presensi.opened import opened

app = App(name="keys")

#: Between two bites, so that a service at work always finds the database free in between.
PAUSE_S = 0.05
#: Progress is told so often, in values looked at.
TOLD_EVERY = 2000


@app.command
def new(*, key_id: Annotated[str, Parameter("--id")] = "k1") -> None:
    """Print a fresh key for PRESENSI_KEYS.

    Parameters
    ----------
    key_id
        Name of the key, 1 to 32 characters of a-z, 0-9 and -. Every key needs its own.
    """
    entry = new_key(key_id)
    Keyring.parse(entry)
    print(entry)


@app.command(name="rotate")
async def rotate_keys() -> int:
    """Seal everything anew under the first key of PRESENSI_KEYS, and say which keys nothing needs any more.

    The service may be at work meanwhile, once it has been restarted with these keys. A rotation that was stopped goes
    on where it was. Exit status 1 when something could not be brought under the first key.
    """
    settings = Settings.load()
    keyring, clock = settings.keyring(), SystemClock()
    try:
        async with opened(settings) as database:
            await _refuse_beside_older_keys(database, settings.database_url, keyring)
            files = MediaFiles(settings.media, keyring)
            await _rotate(database, files, keyring, clock)
            census = await take_census(database, files)
            async with database.write(Priority.BULK) as session:
                unneeded = await retire(session, census, keyring, clock.now())
    except asyncio.CancelledError:
        raise CommandRefused("stopped; the same command goes on from here") from None
    except OSError as error:
        what = f"{settings.media} cannot be read or written: {error.strerror}"
        raise CommandRefused(f"{what}; set that right, and the same command goes on from here") from None
    return _report(census, keyring, unneeded)


async def _refuse_beside_older_keys(database: Database, url: str, keyring: Keyring) -> None:
    """A service that does not have the new key could not read what is sealed under it."""
    async with database.read() as session:
        await missing_keys(session, keyring)
        if await is_remembered(session, keyring.current):
            return
        if _is_locked(url) or (database.dialect == "postgresql" and await _has_others(session)):
            raise CommandRefused(
                f"somebody is at work on the database who may not have key {keyring.current!r}; "
                "restart the service with these PRESENSI_KEYS, or stop it, and rotate then"
            )
    async with database.write(Priority.BULK) as session:
        await remember_current(session, keyring)


def _is_locked(url: str) -> bool:
    try:
        with only_process(url):
            return False
    except AlreadyRunning:
        return True


async def _has_others(session: AsyncSession) -> bool:
    """Whether anybody else is connected to this PostgreSQL database."""
    others = """SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""
    return bool(await session.scalar(text(others)))


async def _rotate(database: Database, files: MediaFiles, keyring: Keyring, clock: Clock) -> None:
    latest: dict[str, Progress] = {}
    async for progress in rotate(database, files, keyring):
        before = latest.get(progress.name, Progress(progress.name, 0, 0))
        latest[progress.name] = progress
        if progress.seen // TOLD_EVERY > before.seen // TOLD_EVERY:
            print(f"{progress.name}: {progress.seen} looked at", flush=True)
        if progress.resealed > before.resealed:
            await clock.sleep(PAUSE_S)
    for last in latest.values():
        print(f"{last.name}: {last.resealed} of {last.seen} sealed anew", flush=True)


def _report(census: Census, keyring: Keyring, unneeded: Collection[str]) -> int:
    for key_id in unneeded:
        print(
            f"nothing needs key {key_id!r} any more: take it out of PRESENSI_KEYS and restart the service; "
            "keep it beside the backups made so far"
        )
    findings = [finding for finding in look_at_seals(census, keyring) if finding.level != "ok"]
    left = [f"{census.under(key_id)} are still under key {key_id!r}; run it again" for key_id in _left(census, keyring)]
    for line in (*map(str, findings), *left):
        print(line)
    if findings or left:
        return 1
    print(f"everything is sealed under key {keyring.current!r}")
    return 0


def _left(census: Census, keyring: Keyring) -> list[str]:
    """Keys of the ring that something still lies under: it does not open, or was written meanwhile."""
    return [key_id for key_id in keyring.ids if key_id in census.key_ids and key_id != keyring.current]

"""Everything at work: the emulator and the whole service behind one address, on a clock that can be set."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from attendance.records.database import Database
from attendance.vault.keyring import Keyring
from bot.app import Service, service
from bot.recognising import examiner
from demo.clock import SettableClock
from demo.folder import Belongings
from demo.front import FrontDoor
from demo.regency import found_regency
from demo.serving import serve
from demo.telegram import Platform, create_app
from migrations.schema import upgrade

BOT = "presensi_contoh_bot"


@dataclass(frozen=True)
class Stage:
    """The running demonstration. `url` is its address without a slash at the end."""

    clock: SettableClock
    platform: Platform
    service: Service
    front: FrontDoor
    url: str

    @property
    def database(self) -> Database:
        return self.service.database


@asynccontextmanager
async def opened(start: datetime, things: Belongings, port: int) -> AsyncIterator[Stage]:
    """The sample regency at `start`, served at 127.0.0.1:`port` (0 takes a free one) for as long as the block runs.

    Raises OSError when the port cannot be had.
    """
    clock = SettableClock(start)
    platform = Platform(clock)
    platform.add_bot(things.token, BOT, "Presensi Contoh")
    front = FrontDoor(create_app(platform))
    failure: Exception | None = None
    async with serve(front, port=port) as url:
        await _prepare(things, clock.now())
        try:
            settings = things.settings(url)
            async with examiner(settings) as examining, service(settings, examining, clock) as running:
                front.pages = running.web
                try:
                    yield Stage(clock, platform, running, front, url)
                except Exception as error:  # noqa: BLE001  # raised again below: the service's task group would wrap it
                    failure = error
                finally:
                    await front.close()
        finally:
            _end_polls(platform)
    if failure is not None:
        raise failure


async def _prepare(things: Belongings, now: datetime) -> None:
    database = await Database.open(things.database_url)
    try:
        await upgrade(database)
    finally:
        await database.close()
    await found_regency(things.database_url, Keyring.parse(things.keys), now)


def _end_polls(platform: Platform) -> None:
    """The service has hung up; its last long poll would wait on until the server cuts it off."""
    for bot in platform.bots.values():
        bot.polls += 1
    platform.changed()

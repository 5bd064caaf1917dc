"""`presensi run`."""

import gc
import signal
import socket
from contextlib import suppress

import uvloop

from attendance.records.database import Priority
from attendance.records.single import only_process
from attendance.vault.keyring import Keyring
from attendance.vault.probe import remember_keys
from bot.recognising import examiner
from bot.settings import Settings
from presensi.listening import listening_socket
from presensi.logs import configure
from presensi.opened import opened
from recognition.examination import Examiner

GC_LOOKS_AFTER = 50_000
"""New objects that make the garbage collector look for cycles among them."""


def run() -> None:
    """Run the service with the settings of .env until SIGTERM or Ctrl-C."""
    settings = Settings.load()
    configure(settings.log_level)
    settings.tokens()
    keyring = settings.keyring()
    # SIGTERM ends the service as Ctrl-C does: what has been taken from the platform is finished and the records closed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with only_process(settings.database_url), suppress(KeyboardInterrupt):
        uvloop.run(_serve(settings, keyring))


async def _serve(settings: Settings, keyring: Keyring) -> None:
    """Refuse an old schema, wrong keys and a port in use before anything is heard from the platform."""
    async with opened(settings) as database, database.write(Priority.STEP) as session:
        await remember_keys(session, keyring)
    async with examiner(settings) as examining:
        # The networks load on one core while the other imports the rest: people wait for their answer.
        examining.warm()
        with listening_socket(settings) as listener:
            await _whole(settings, examining, listener)


async def _whole(settings: Settings, examining: Examiner, listener: socket.socket) -> None:
    # aiogram takes seconds to import: after the checks that take none. The 300,000 objects it makes stay as long as
    # the process does; looking through them for garbage took a fifth of that time, and 0.3 s at every full look.
    gc.disable()
    from bot.app import run as serve

    gc.freeze()
    gc.enable()
    # What a message leaves behind is seldom a cycle: a look at every 700 objects took 5 % of a check-in's CPU time.
    gc.set_threshold(GC_LOOKS_AFTER)
    await serve(settings, examining, listener)

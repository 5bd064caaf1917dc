"""`presensi demo`."""

import asyncio
import errno
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal

from bot.clock import SystemClock
from demo.folder import Belongings, FolderTaken, belongings
from demo.moments import MomentRefused, monday_morning, parse_moment
from demo.quiet import keep_quiet

REFUSED = 2
"""Exit status when what was asked for cannot be done; 1 is for a step that did not come out right."""


def demo(
    *,
    once: bool = False,
    channel: Literal["telegram", "whatsapp"] = "telegram",
    port: int = 8080,
    at: str | None = None,
    keep: Path | None = None,
) -> int:
    """Play an employee and an admin in the browser, without token, account or internet.

    Parameters
    ----------
    once
        Play one enrolment, one accepted check-in, one impostor and one try from outside without a page, print one JSON
        object a line, and exit 0 only if all four came out right.
    channel
        Which platform is emulated.
    port
        Of the page on 127.0.0.1; 0 takes a free one.
    at
        When the demo's clock starts, as in 2028-02-29T10:00 (WITA); without it on Monday of this week, 07:20.
    keep
        An empty or new folder for database and pictures, which then stay; without it they are gone at the end.
    """
    if channel == "whatsapp":
        return _refuse("the demo of WhatsApp comes with a later version; leave --channel out to play with Telegram")
    keep_quiet()
    try:
        start = monday_morning(SystemClock().now()) if at is None else parse_moment(at)
        with belongings(keep) as things:
            return _run(partial(_once, start, things) if once else partial(_page, start, things, port))
    except (MomentRefused, FolderTaken) as error:
        return _refuse(str(error))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EPERM):
            raise
        return _refuse(_about(error, port))


def _run(play: Callable[[], Awaitable[int]]) -> int:
    """Until it is done, or Ctrl-C or SIGTERM ends it, which is how a demo ends."""
    try:
        return asyncio.run(_until_told(play))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 0


async def _until_told(play: Callable[[], Awaitable[int]]) -> int:
    task = asyncio.current_task()
    if task is not None:
        with suppress(NotImplementedError):  # Windows ends the process by itself
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await play()


async def _once(start: datetime, things: Belongings) -> int:
    from demo.once import play_once  # aiogram and the engines are slow to import
    from demo.stage import opened

    steps = []
    async with opened(start, things, port=0) as stage:
        async for step in play_once(stage):
            _say(json.dumps({"step": step.step, "decision": step.decision, "reason": step.reason}))
            steps.append(step)
    return 0 if all(step.is_right for step in steps) else 1


async def _page(start: datetime, things: Belongings, port: int) -> int:
    """Until somebody ends it."""
    _say("Starting the sample regency; the first start compiles the face models and takes a little longer.")
    from demo.page.app import create_page
    from demo.page.show import Show
    from demo.people import gather_cast
    from demo.places import all_places
    from demo.rehearsal import EARLIER, rehearse
    from demo.stage import opened

    async with opened(start - EARLIER, things, port) as stage:
        cast = await gather_cast(stage.database, stage.platform, stage.clock.now())
        await rehearse(stage, cast)
        stage.clock.set(start)
        stage.front.page = create_page(Show(stage, cast, await all_places(stage.database)))
        _say(_welcome(stage.url, start))
        await asyncio.Event().wait()
    return 0


def _welcome(url: str, start: datetime) -> str:
    return f"""
  presensi demo: {url}

  Running: the real service on SQLite, an emulated Telegram, the sample regency around Andoolo.
  The demo's own clock starts on {start:%A %d %B %Y, %H:%M} WITA; the page sets it.
  Try: press Masuk as Eileen, choose a selfie, choose a position at the office; the list beside the chat follows.
  Ctrl-C ends it and deletes everything it wrote.
"""


def _about(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use; stop what listens there, or take another: presensi demo --port {port + 1}"
    return f"{error.strerror}: {error.filename or f'port {port}'}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"presensi: {sentence}\n")
    return REFUSED

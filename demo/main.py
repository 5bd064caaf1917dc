"""`presensi demo`."""

import asyncio
import errno
import json
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from bot.clock import SystemClock
from demo.folder import Belongings, FolderTaken, belongings
from demo.moments import MomentRefused, monday_morning, parse_moment
from demo.portraits import PortraitsMissing, require_portraits
from demo.quiet import keep_quiet

REFUSED = 2
"""Exit status when what was asked for cannot be done; 1 is for a step that did not come out right."""

INTERRUPTED = 130
"""Exit status of --once when it was ended before its last step."""


def demo(
    *,
    once: bool = False,
    channel: Literal["telegram", "whatsapp"] = "telegram",
    port: Annotated[int, Parameter(validator=Number(gte=0, lte=65535))] = 8080,
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
        require_portraits()
        start = monday_morning(SystemClock().now()) if at is None else parse_moment(at)
        with belongings(keep) as things:
            if once:
                return _until_told(_once(start, things), INTERRUPTED)
            return _until_told(_page(start, things, port, is_kept=keep is not None), 0)
    except (PortraitsMissing, MomentRefused, FolderTaken) as error:
        return _refuse(str(error))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EPERM):
            raise
        return _refuse(_about(error, port))


def _until_told(play: Coroutine[None, None, int], when_ended: int) -> int:
    """The status of the play, or `when_ended` when Ctrl-C or SIGTERM ends it."""
    try:
        return asyncio.run(_ending_on_sigterm(play))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return when_ended


async def _ending_on_sigterm(play: Coroutine[None, None, int]) -> int:
    task = asyncio.current_task()
    if task is not None:
        with suppress(NotImplementedError):  # Windows ends the process by itself
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await play


async def _once(start: datetime, things: Belongings) -> int:
    from demo.once import play_once, shares_of  # aiogram and the engines are slow to import
    from demo.stage import opened

    steps = []
    async with opened(start, things, port=0) as stage:
        async for step in play_once(stage):
            _say(json.dumps({"step": step.step, "decision": step.decision, "reason": step.reason}))
            steps.append(step)
    sys.stderr.write(f"{shares_of(steps)}\n")
    return 0 if all(step.is_right for step in steps) else 1


async def _page(start: datetime, things: Belongings, port: int, *, is_kept: bool) -> int:
    """Until somebody ends it."""
    _say("Starting the sample regency; the first start compiles the face models and takes a little longer.")
    from demo.page.opening import open_page
    from demo.rehearsal import RehearsalFailed

    try:
        async with open_page(start, things, port) as show:
            _say(_welcome(show.stage.url, start, things.folder if is_kept else None))
            await asyncio.Event().wait()
    except RehearsalFailed as error:
        return _refuse(str(error))
    return 0


def _welcome(url: str, start: datetime, kept: Path | None) -> str:
    end = f"keeps everything in {kept}" if kept else "deletes everything it wrote"
    return f"""
  presensi demo: {url}

  Running: the real service on SQLite, an emulated Telegram, the sample regency around Andoolo.
  The demo's own clock starts on {start:%A %d %B %Y, %H:%M} WITA; the page sets it.
  Try: press Masuk as Eileen, choose a selfie, choose a position at the office; the list beside the chat follows.
  Ctrl-C ends it and {end}.
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

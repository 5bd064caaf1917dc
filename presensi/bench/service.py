"""`presensi run` as a process of its own, watched from outside."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psutil

from demo.telegram import Platform
from presensi.bench.regency import OUR_ACCOUNT, Files
from presensi.errors import CommandRefused

# Longer than any start; a service that does not poll by then is broken.
START_S = 60


@dataclass
class ServiceProcess:
    """CPU time and memory of the service; the process of face_recognition, where it was needed, is its child."""

    process: psutil.Process
    first_answer_s: float

    def cpu_s(self) -> float:
        """User and system time of the service and its children."""
        return sum(sum(one.cpu_times()[:2]) for one in self._family())

    def rss_mb(self) -> float:
        return float(self.process.memory_info().rss) / 1e6

    def rss_with_children_mb(self) -> float:
        return float(sum(one.memory_info().rss for one in self._family())) / 1e6

    def _family(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


@asynccontextmanager
async def running(files: Files, token: str, url: str, platform: Platform) -> AsyncIterator[ServiceProcess]:
    """The service with a warm model cache, from the moment it has answered its first message; SIGTERM at the end.

    Raises CommandRefused when it does not start; its own log is on stderr.
    """
    began = time.monotonic()
    command = [sys.executable, "-m", "presensi", "run"]
    child = await asyncio.to_thread(subprocess.Popen, command, env=environment(files, token, url))
    try:
        await _first_answer(platform, child)
        yield ServiceProcess(psutil.Process(child.pid), time.monotonic() - began)
    finally:
        child.terminate()
        await asyncio.to_thread(child.wait, 20)


async def _first_answer(platform: Platform, child: subprocess.Popen[bytes]) -> None:
    """A stranger says hello before the service is up, and gets the answer when it is."""
    stranger = platform.phone(1, "Orang")
    await stranger.text("halo")
    waiting = asyncio.ensure_future(stranger.wait_for(1, START_S))
    while not waiting.done():
        if child.poll() is not None:
            waiting.cancel()
            raise CommandRefused("the service did not start; its log above says why")
        await asyncio.sleep(0.02)
    await waiting


def environment(files: Files, token: str, url: str) -> dict[str, str]:
    """Of the service, and of commands beside it."""
    return os.environ | {
        "DATABASE_URL": files.database_url,
        "PRESENSI_KEYS": files.key,
        "PRESENSI_MEDIA": str(files.folder / "media"),
        "PRESENSI_MODEL_CACHE": str(files.model_cache),
        "PRESENSI_TELEGRAM_TOKENS": f"{OUR_ACCOUNT}={token}",
        "PRESENSI_TELEGRAM_API": url,
        "PRESENSI_TELEGRAM_MODE": "polling",
        "PRESENSI_PORT": "0",
        "PRESENSI_LOG_LEVEL": "WARNING",
    }

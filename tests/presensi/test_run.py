"""`presensi run` as a process, against the emulated Bot API."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from demo.telegram import Platform
from tests.presensi.conftest import TOKEN

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("migrated_sqlite", "compiled_models")


@pytest.fixture
def compiled_models(model_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiling takes seconds: share what other tests of this run have compiled."""
    monkeypatch.setenv("PRESENSI_MODEL_CACHE", str(model_cache))


@asynccontextmanager
async def started(port: int = 0) -> AsyncIterator[Process]:
    """The service with the settings of the test, killed at the end if it has not ended by itself."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PRESENSI_PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "presensi", "run", env=environment, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def polling(platform: Platform) -> None:
    async with asyncio.timeout(120):
        while not any(entry.method == "getUpdates" for entry in platform.journal):
            await asyncio.sleep(0.05)


async def ended(process: Process, seconds: float) -> str:
    """What it wrote to stderr until its end."""
    async with asyncio.timeout(seconds):
        _, told = await process.communicate()
    return told.decode()


async def test_a_second_service_is_refused_and_the_first_ends_on_sigterm(bot_api: Platform) -> None:
    async with started() as first:
        await polling(bot_api)
        async with started() as second:
            told = await ended(second, 120)
            assert second.returncode == 2
            assert told.startswith("presensi: another process serves presensi.sqlite3; stop it first")
        first.send_signal(signal.SIGTERM)
        told = await ended(first, 10)
        assert first.returncode == 0
        assert "Traceback" not in told
        assert TOKEN not in told


async def test_a_wrong_token_is_said_and_nothing_starts(bot_api: Platform) -> None:
    bot_api.bots.clear()
    async with started() as process:
        told = await ended(process, 120)
    assert process.returncode == 2
    assert "presensi: Telegram refuses the token of account 'kominfo'; copy it again" in told
    assert TOKEN not in told


async def test_a_port_in_use_is_said_before_the_platform_is_asked_anything(bot_api: Platform) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with started(port) as process:
            told = await ended(process, 120)
    assert process.returncode == 2
    assert told == f"presensi: port {port} is in use; stop what listens there, or set PRESENSI_PORT to another\n"
    assert not bot_api.journal

"""Logs carry no token, even when a library's exception does."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from presensi.logs import configure
from tests.fixtures.log_guard import LogGuard

TOKEN = "1234567:AAHfN-0123456789abcdefghijklmnopqrs"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING"])
def test_libraries_that_log_addresses_are_quiet_at_every_level(level: str) -> None:
    configure(level)
    assert not any(logging.getLogger(name).isEnabledFor(logging.INFO) for name in ("httpx", "httpcore", "sqlalchemy"))
    assert logging.getLogger("bot.app").isEnabledFor(logging.DEBUG) is (level == "DEBUG")


def test_a_token_in_an_exception_is_redacted(capsys: pytest.CaptureFixture[str], log_guard: LogGuard) -> None:
    configure("INFO")
    try:
        Path(f"/bot{TOKEN}/getMe").read_bytes()
    except OSError:
        logging.getLogger("bot.channels").exception("failed")
    log_guard.leaks.clear()
    written = capsys.readouterr().err
    assert TOKEN not in written
    assert "/bot[token]/getMe" in written

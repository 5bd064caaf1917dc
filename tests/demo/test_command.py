"""`presensi demo` as a process: how it starts, is refused and ends."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def demo(*arguments: str, temporary: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, killed if it does not end by itself."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PRESENSI_", "DATABASE_URL"))}
    # A suite in the background of a shell ignores SIGINT, and its children would inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "presensi", "demo", *arguments],
            cwd=ROOT,
            env=ours | {"TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        try:
            yield process
        finally:
            # Before the wait at the end of the block, which would last as long as a process that does not end.
            process.kill()


def address_of(process: subprocess.Popen[str]) -> str:
    """Waits until the demo says where it is."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise AssertionError("the demo named no address")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_without_a_word_when_told_and_leaves_nothing_behind(tmp_path: Path, how: signal.Signals) -> None:
    with demo("--port", "0", temporary=tmp_path) as process, httpx.Client() as browser:
        url = address_of(process)
        assert browser.get(f"{url}/").status_code == 200
        assert list(tmp_path.glob("presensi-demo-*"))
        process.send_signal(how)
        _, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (0, "")
    assert not list(tmp_path.glob("presensi-demo-*"))


def test_a_port_in_use_is_named_with_the_remedy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with demo("--port", str(port), temporary=tmp_path) as process:
            _, complaints = process.communicate(timeout=60)
    assert process.returncode == 2
    assert complaints == (
        f"presensi: port {port} is in use; stop what listens there, or take another: presensi demo --port {port + 1}\n"
    )

"""A second service on one SQLite file."""

import subprocess
import sys
from pathlib import Path

import pytest

from attendance.records.single import AlreadyRunning, only_process

_HOLD = """
import sys
from attendance.records.single import only_process
with only_process(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'presensi.sqlite3'}"


def test_a_second_process_is_refused_until_the_first_is_killed(url: str) -> None:
    command = [sys.executable, "-c", _HOLD, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunning, match=r"another process serves presensi\.sqlite3"), only_process(url):
            pass
        other.kill()
        other.wait()
        with only_process(url):
            pass


def test_a_file_is_the_same_through_a_link(url: str, tmp_path: Path) -> None:
    """Also one that the first service has yet to make."""
    (tmp_path / "link.sqlite3").symlink_to(tmp_path / "presensi.sqlite3")
    (tmp_path / "folder").symlink_to(tmp_path)
    for other in ("link.sqlite3", "folder/presensi.sqlite3", "folder/link.sqlite3"):
        with only_process(url), pytest.raises(AlreadyRunning), only_process(f"sqlite:///{tmp_path / other}"):
            pass


def test_two_files_are_two_services(url: str) -> None:
    with only_process(url), only_process(url + ".other"):
        pass


def test_a_second_service_in_one_process_is_refused_too(url: str) -> None:
    with only_process(url), pytest.raises(AlreadyRunning), only_process(url):
        pass
    with only_process(url):
        pass


def test_a_server_needs_no_lock() -> None:
    address = "postgresql://localhost/presensi"
    with only_process(address), only_process(address):
        pass

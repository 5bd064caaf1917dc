"""One service per SQLite file: a second one would answer every employee twice."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from attendance.records.address import parse_address, sqlite_file


class AlreadyRunning(Exception):
    """Another process serves this SQLite file."""


@contextmanager
def only_process(url: str) -> Iterator[None]:
    """Hold the SQLite file of `url` for this process; raises AlreadyRunning when another one does.

    The lock is SQLite's own, on an empty database beside the file: it works on every system, the death of the process
    frees it, and child processes do not inherit it. A server's address needs none.
    """
    file = sqlite_file(parse_address(url))
    if file is None:
        yield
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(sqlite3.connect(f"{file}.lock", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise AlreadyRunning(f"another process serves {file.name}; stop it first, or use PostgreSQL") from None
        yield

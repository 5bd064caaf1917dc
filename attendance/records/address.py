"""DATABASE_URL read: which database, with the driver we speak to it through."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class AddressRefused(ValueError):
    """DATABASE_URL is not usable. The text never repeats it, as it may hold a password."""


def parse_address(text: str) -> URL:
    """The address with our driver: SQLite in a file, or PostgreSQL. Raises AddressRefused."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise AddressRefused("it is no database address; examples: sqlite:///var/presensi.sqlite3") from None
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise AddressRefused("only sqlite and postgresql are known")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise AddressRefused("SQLite needs a file, as in sqlite:///var/presensi.sqlite3")
    return url.set(drivername=driver)


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite address, the same for every link that leads to it; None for a server."""
    if url.get_backend_name() != "sqlite" or url.database is None:
        return None
    return Path(url.database).resolve()

"""Logging of the service: one line per event on stderr, and no secret in it."""

import logging
import re

TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")

#: At INFO httpx logs addresses, which for Telegram hold the token; at DEBUG drivers log statements with their values.
#: Alembic has nothing to say when it is only asked for the revision.
_TALKATIVE = (
    "httpx",
    "httpcore",
    "aiosqlite",
    "alembic",
    "sqlalchemy",
    "psycopg",
    "aiogram",
    "multipart",
    "python_multipart",
)


class RedactingFormatter(logging.Formatter):
    """The last guard: an exception of a library may carry the address of a request."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub("[token]", super().format(record))


def configure(level: str) -> None:
    """Log to stderr from `level` (DEBUG to ERROR) on; libraries that would tell secrets stay at WARNING."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    quiet_libraries()


def quiet_libraries() -> None:
    """Keep libraries that log addresses and values at WARNING, whatever the level of the service."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)

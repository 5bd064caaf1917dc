"""What Alembic runs: always on a connection, and a transaction, that the caller opened (see schema.py)."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from attendance.records.base import Instant
from attendance.tables import metadata


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Name our column types as script.py.mako defines them: a migration must not change with the models."""
    if kind != "type":
        return False
    if isinstance(item, Instant):
        return "INSTANT"
    return {"BigInteger": "NUMBER", "JSON": "JSON"}.get(type(item).__name__, False)


def run() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=False,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


run()

"""The sealed columns of the database: which there are, under which keys their values lie, and sealing them anew."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import LargeBinary, Table, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import Enrolment, FaceTemplate
from attendance.people.templates import opened, sealed_templates
from attendance.records.inbound import Envelope, seal_raw, unseal_raw
from attendance.records.tables import Inbound
from attendance.vault.keyring import HEAD_BYTES, Keyring, KeyUnknown, SealBroken
from recognition.embedding import Embedding

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SealedRows:
    """One sealed column. `reseal` opens the value of a row and seals it for the same row under the current key.

    It does so by the functions that seal and open it every day: what a value is bound to is said there, and only there.
    """

    name: str  # as the operator reads it, in the plural
    model: type[FaceTemplate] | type[Inbound]
    column: str
    reseal: Callable[[Any, Keyring], bytes]

    async def heads(self, session: AsyncSession, after: int, limit: int) -> Mapping[int, bytes]:
        """The first HEAD_BYTES of the next values behind a row id, by row id in their order."""
        table = self._table
        head = func.substr(table.c[self.column], 1, HEAD_BYTES, type_=LargeBinary)
        query = select(table.c.id, head).where(table.c.id > after, table.c[self.column].is_not(None))
        return {row_id: bytes(told) for row_id, told in await session.execute(query.order_by(table.c.id).limit(limit))}

    async def resealed(self, session: AsyncSession, keyring: Keyring, ids: Sequence[int]) -> list[dict[str, Any]]:
        """What `replace` needs to bring these rows under the current key; rows that do not open are left out."""
        column = self._table.c[self.column]
        rows = (await session.scalars(select(self.model).where(self._table.c.id.in_(ids), column.is_not(None)))).all()
        return [change for row in rows if (change := self._change(row, keyring)) is not None]

    async def replace(self, session: AsyncSession, changes: Sequence[Mapping[str, Any]]) -> None:
        """Write the new values where the old ones still are: what was changed or emptied meanwhile stays so."""
        column = self._table.c[self.column]
        statement = (
            update(self._table)
            .where(self._table.c.id == bindparam("row_id"), column == bindparam("seen"))
            .values({column: bindparam("new")})
        )
        await (await session.connection()).execute(statement, list(changes))

    def _change(self, row: Any, keyring: Keyring) -> dict[str, Any] | None:
        try:
            return {"row_id": row.id, "seen": getattr(row, self.column), "new": self.reseal(row, keyring)}
        except (SealBroken, KeyUnknown) as error:
            log.error("%s %d does not open: %s", self._table.name, row.id, type(error).__name__)
            return None

    @property
    def _table(self) -> Table:
        return cast("Table", self.model.__table__)


def _template(row: FaceTemplate, keyring: Keyring) -> bytes:
    embedding = Embedding.from_bytes(row.engine, row.engine_version, opened(row, keyring))
    enrolment = Enrolment(id=row.enrolment_id, employee_id=row.employee_id)
    (anew,) = sealed_templates(enrolment, row.media_id, [embedding], keyring)
    return anew.sealed


def _message(row: Inbound, keyring: Keyring) -> bytes:
    raw = unseal_raw(keyring, row)
    return seal_raw(keyring, Envelope(row.channel, row.our_account, row.external_id, row.sender, row.sent_at, raw))


SEALED_ROWS = (
    SealedRows("face templates", FaceTemplate, "sealed", _template),
    SealedRows("raw messages", Inbound, "raw", _message),
)

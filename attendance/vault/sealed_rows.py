"""The sealed columns of the database: which there are, under which keys their values lie, and sealing them anew."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import LargeBinary, Table, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import FaceTemplate
from attendance.records.tables import Inbound
from attendance.vault.bindings import Binding, message_binding, template_binding
from attendance.vault.keyring import HEAD_BYTES, Keyring, KeyUnknown, SealBroken

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SealedRows:
    """One sealed column. `binding` reads from a row what its value is bound to."""

    name: str  # as the operator reads it, in the plural
    model: type[FaceTemplate] | type[Inbound]
    column: str
    binding: Callable[[Any], Binding]

    async def heads(self, session: AsyncSession, after: int, limit: int) -> Mapping[int, bytes]:
        """The first HEAD_BYTES of the next values behind a row id, by row id in their order."""
        table = self._table
        head = func.substr(table.c[self.column], 1, HEAD_BYTES, type_=LargeBinary)
        query = select(table.c.id, head).where(table.c.id > after, table.c[self.column].is_not(None))
        return {row_id: bytes(told) for row_id, told in await session.execute(query.order_by(table.c.id).limit(limit))}

    async def resealed(self, session: AsyncSession, keyring: Keyring, ids: Sequence[int]) -> list[dict[str, Any]]:
        """What `replace` needs to bring these rows under the current key; rows that do not open are left out."""
        rows = (await session.scalars(select(self.model).where(self._table.c.id.in_(ids)))).all()
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
        seen, bound = getattr(row, self.column), self.binding(row)
        if seen is None:
            return None
        try:
            plain = keyring.unseal(seen, *bound)
        except (SealBroken, KeyUnknown) as error:
            log.error("%s %d does not open: %s", self._table.name, row.id, type(error).__name__)
            return None
        return {"row_id": row.id, "seen": seen, "new": keyring.seal(plain, *bound)}

    @property
    def _table(self) -> Table:
        return cast("Table", self.model.__table__)


FACE_TEMPLATES = SealedRows(
    "face templates",
    FaceTemplate,
    "sealed",
    lambda row: template_binding(row.employee_id, row.enrolment_id, row.media_id, row.engine, row.engine_version),
)
RAW_MESSAGES = SealedRows(
    "raw messages", Inbound, "raw", lambda row: message_binding(row.channel, row.our_account, row.external_id)
)
SEALED_ROWS = (FACE_TEMPLATES, RAW_MESSAGES)

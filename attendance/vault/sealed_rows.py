"""The sealed columns of the database: which there are, under which keys their values lie, and sealing them anew."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import LargeBinary, Table, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.phones import opened_number, sealed_number
from attendance.people.faces.templates import opened, sealed_templates
from attendance.people.roster.editions import EVERY_EDITION
from attendance.people.roster.quarantined_cells import open_cells, seal_cells
from attendance.people.tables import Enrolment, FaceTemplate, PhoneNumber, QuarantinedRow
from attendance.records.inbound import Envelope, seal_raw, unseal_raw
from attendance.records.tables import Inbound
from attendance.vault.keyring import HEAD_BYTES, Keyring, KeyUnknown, SealBroken
from recognition.embedding import Embedding

log = logging.getLogger(__name__)

# The names of a change's new values, apart from those of the row it is for.
_NEW = "new_"


@dataclass(frozen=True)
class SealedRows:
    """One sealed column. `reseal` opens the value of a row and gives it by column, sealed for the same row under the
    current key, with what else follows from value and key, such as a digest.

    It does so by the functions that seal and open it every day: what a value is bound to is said there, and only there.
    """

    name: str  # as the operator reads it, in the plural
    model: type[FaceTemplate] | type[Inbound] | type[PhoneNumber] | type[QuarantinedRow]
    column: str
    reseal: Callable[[Any, Keyring], Mapping[str, Any]]

    async def heads(self, session: AsyncSession, after: int, limit: int) -> Mapping[int, bytes]:
        """The first HEAD_BYTES of the next values behind a row id, by row id in their order."""
        table = self._table
        head = func.substr(table.c[self.column], 1, HEAD_BYTES, type_=LargeBinary)
        query = select(table.c.id, head).where(table.c.id > after, table.c[self.column].is_not(None))
        return {row_id: bytes(told) for row_id, told in await session.execute(query.order_by(table.c.id).limit(limit))}

    async def resealed(self, session: AsyncSession, keyring: Keyring, ids: Sequence[int]) -> list[dict[str, Any]]:
        """What `replace` needs to bring these rows under the current key; rows that do not open are left out."""
        column = self._table.c[self.column]
        query = select(self.model).where(self._table.c.id.in_(ids), column.is_not(None))
        rows = (await session.scalars(query, execution_options=EVERY_EDITION)).all()
        return [change for row in rows if (change := self._change(row, keyring)) is not None]

    async def replace(self, session: AsyncSession, changes: Sequence[Mapping[str, Any]]) -> None:
        """Write the new values where the old ones still are: what was changed or emptied meanwhile stays so."""
        if not changes:
            return
        columns = [name.removeprefix(_NEW) for name in changes[0] if name.startswith(_NEW)]
        statement = (
            update(self._table)
            .where(self._table.c.id == bindparam("row_id"), self._table.c[self.column] == bindparam("seen"))
            .values({name: bindparam(_NEW + name) for name in columns})
        )
        await (await session.connection()).execute(statement, list(changes))

    def _change(self, row: Any, keyring: Keyring) -> dict[str, Any] | None:
        try:
            anew = {_NEW + name: value for name, value in self.reseal(row, keyring).items()}
        except (SealBroken, KeyUnknown) as error:
            log.error("%s %d does not open: %s", self._table.name, row.id, type(error).__name__)
            return None
        return {"row_id": row.id, "seen": getattr(row, self.column)} | anew

    @property
    def _table(self) -> Table:
        return cast("Table", self.model.__table__)


def _template(row: FaceTemplate, keyring: Keyring) -> Mapping[str, bytes]:
    embedding = Embedding.from_bytes(row.engine, row.engine_version, opened(row, keyring))
    enrolment = Enrolment(id=row.enrolment_id, employee_id=row.employee_id)
    (anew,) = sealed_templates(enrolment, row.media_id, [embedding], keyring)
    return {"sealed": anew.sealed}


def _message(row: Inbound, keyring: Keyring) -> Mapping[str, bytes]:
    raw = unseal_raw(keyring, row)
    envelope = Envelope(row.channel, row.our_account, row.external_id, row.sender, row.sent_at, raw)
    return {"raw": seal_raw(keyring, envelope)}


def _phone(row: PhoneNumber, keyring: Keyring) -> Mapping[str, bytes | str]:
    return sealed_number(row.employee_id, opened_number(row, keyring), keyring)


def _quarantined(row: QuarantinedRow, keyring: Keyring) -> Mapping[str, bytes]:
    return {"sealed": seal_cells(row.file_sha256, row.line, open_cells(row, keyring), keyring)}


SEALED_ROWS = (
    SealedRows("face templates", FaceTemplate, "sealed", _template),
    SealedRows("raw messages", Inbound, "raw", _message),
    SealedRows("phone numbers", PhoneNumber, "sealed", _phone),
    SealedRows("quarantined rows", QuarantinedRow, "sealed", _quarantined),
)

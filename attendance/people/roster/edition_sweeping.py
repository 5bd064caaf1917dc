"""What editions leave behind: rows of an import that was killed, names that were taken over, cells of settled rows."""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, Delete, Select, Table, Update, delete, select, update

from attendance.people.roster.edition_table import RosterEdition
from attendance.people.roster.edition_writing import BITE, Rest, table_of
from attendance.people.roster.editions import EditionStatus, in_force
from attendance.people.tables import (
    ActingAppointment,
    Agency,
    Employee,
    Employment,
    Nip,
    PhoneNumber,
    QuarantinedRow,
    StagedName,
    Unit,
)
from attendance.records.database import Database, Priority

#: An edition that never comes into force.
NEVER = 2**62

# Those that refer to others first.
_REPLACEABLE = (Employment, Nip, PhoneNumber, ActingAppointment, QuarantinedRow)
_DELETED = (*_REPLACEABLE, Unit, Agency)

Change = Callable[[ColumnElement[bool]], Update | Delete]


async def sweep(database: Database, rest: Rest) -> None:
    """In small transactions; what is in force, and an edition that is being written, is left alone."""
    async with database.read() as session:
        last = (await session.execute(select(in_force()))).scalar_one()
        being_written = select(RosterEdition.id).where(RosterEdition.status == EditionStatus.OPEN)
        open_ = await session.scalar(being_written) or NEVER
    sweeping = _Sweeping(database, rest, last, open_)
    for model in _DELETED:
        await sweeping.delete(table_of(model))
    for model in _REPLACEABLE:
        await sweeping.restore(table_of(model))
    await sweeping.forget_people(table_of(Employee))
    await sweeping.empty_settled(table_of(QuarantinedRow))
    await sweeping.forget_names(table_of(StagedName))


class _Sweeping:
    """`last`: the edition in force; `open_`: the one being written."""

    def __init__(self, database: Database, rest: Rest, last: int, open_: int) -> None:
        self._database, self._rest, self._last, self._open = database, rest, last, open_

    async def delete(self, table: Table) -> None:
        """Rows that an abandoned edition has added."""
        await self._change(self._lost(table), table.c.id, lambda those: delete(table).where(those))

    async def restore(self, table: Table) -> None:
        """Rows that an abandoned edition would have replaced."""
        marked = select(table.c.id).where(table.c.edition_until > self._last, table.c.edition_until != self._open)
        await self._change(marked, table.c.id, lambda those: update(table).where(those).values(edition_until=None))

    async def forget_people(self, table: Table) -> None:
        """Employees of an abandoned edition. Deleting one makes SQLite look through every table that may refer to it,
        so what stays is a row without a name that nobody sees."""
        nobody = {"name": "", "edition_from": NEVER}
        await self._change(self._lost(table), table.c.id, lambda those: update(table).where(those).values(**nobody))

    async def empty_settled(self, table: Table) -> None:
        """Cells of rows that have come in right: personal data that nobody needs any more."""
        settled = select(table.c.id).where(table.c.edition_until <= self._last, table.c.sealed.is_not(None))
        await self._change(settled, table.c.id, lambda those: update(table).where(those).values(sealed=None))

    async def forget_names(self, table: Table) -> None:
        """Names that were taken over, or never will be."""
        not_open = table.c.edition_id != self._open
        used = select(table.c.employee_id).where(not_open)
        await self._change(used, table.c.employee_id, lambda those: delete(table).where(those, not_open))

    def _lost(self, table: Table) -> Select[int]:
        added = table.c.edition_from
        return select(table.c.id).where(added > self._last, added.not_in((self._open, NEVER)))

    async def _change(self, query: Select[int], column: ColumnElement[int], change: Change) -> None:
        async with self._database.read() as session:
            ids: Sequence[int] = (await (await session.connection()).execute(query)).scalars().all()
        for start in range(0, len(ids), BITE):
            async with self._database.write(Priority.BULK) as session:
                await (await session.connection()).execute(change(column.in_(ids[start : start + BITE])))
            await self._rest()

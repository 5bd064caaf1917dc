"""Writing an edition of the roster: begun, filled in small transactions, applied by one."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.roster.agencies import AgencyEntry
from attendance.people.roster.edition_table import RosterEdition
from attendance.people.roster.editions import Added, EditionStatus, Replaceable, in_force
from attendance.people.tables import Agency, Employee, StagedName
from attendance.records.audit import append_audit
from attendance.records.database import Database, Priority

#: Between two write transactions: whoever else wants to write gets their turn.
Rest = Callable[[], Awaitable[None]]

#: Rows of one write transaction: about ten milliseconds of SQLite (docs/measured.md, `presensi bench roster`).
BITE = 250

Row = dict[str, Any]
T = TypeVar("T")


class EditionLost(Exception):
    """Another import began meanwhile; nothing of this one counts."""


class Edition:
    """One edition that is being written, in transactions so small that nobody is kept waiting. Raises EditionLost."""

    def __init__(self, database: Database, number: int, rest: Rest) -> None:
        self.database, self.number, self._rest = database, number, rest

    async def in_bites(self, rows: Sequence[T], write: Callable[[AsyncSession, Sequence[T]], Awaitable[None]]) -> None:
        """Call `write` with so many rows in one transaction, until all are written."""
        for start in range(0, len(rows), BITE):
            async with self.database.write(Priority.BULK) as session:
                await require_open(session, self.number)
                await write(session, rows[start : start + BITE])
            await self._rest()

    async def add(self, table: type[Added], rows: Iterable[Row]) -> None:
        """Rows that hold from this edition on."""

        async def write(session: AsyncSession, bite: Sequence[Row]) -> None:
            await (await session.connection()).execute(table_of(table).insert(), list(bite))

        await self.in_bites([row | {"edition_from": self.number} for row in rows], write)

    async def replace(self, table: type[Replaceable], ids: Sequence[int]) -> None:
        """Rows that do not hold any more from this edition on."""
        columns = table_of(table)
        marked = update(columns).where(columns.c.id == bindparam("row_id")).values(edition_until=self.number)

        async def write(session: AsyncSession, bite: Sequence[int]) -> None:
            await (await session.connection()).execute(marked, [{"row_id": row_id} for row_id in bite])

        await self.in_bites(ids, write)


async def begin_edition(
    database: Database, compared_with: int, file_sha256: str, now: datetime, rest: Rest
) -> Edition | None:
    """Open an edition and abandon one that was left open; None when the comparison is out of date.

    Whoever is still writing the abandoned one finds out at the next bite.
    """
    try:
        async with database.write(Priority.BULK) as session:
            left_open = update(RosterEdition).where(RosterEdition.status == EditionStatus.OPEN)
            await session.execute(left_open.values(status=EditionStatus.ABANDONED))
            if (await session.execute(select(in_force()))).scalar_one() != compared_with:
                return None
            edition = RosterEdition(status=EditionStatus.OPEN, file_sha256=file_sha256, begun_at=now)
            session.add(edition)
            await session.flush()
            return Edition(database, edition.id, rest)
    except IntegrityError:
        return None  # PostgreSQL: another import began in this very moment


def table_of(model: type[Any]) -> Table:
    """The table of a model, for statements that no edition hides anything from."""
    return cast("Table", model.__table__)


async def require_open(session: AsyncSession, edition: int) -> None:
    """Hold the edition open until this transaction ends; raises EditionLost."""
    query = select(RosterEdition.status).where(RosterEdition.id == edition).with_for_update()
    if await session.scalar(query) != EditionStatus.OPEN:
        raise EditionLost("another import of the roster has begun; nothing of this one was taken")


async def apply_edition(edition: Edition, agencies: Sequence[AgencyEntry], now: datetime) -> None:
    """Make the edition the one in force, with the names it gives people and agencies. Raises EditionLost."""
    async with edition.database.write(Priority.BULK) as session:
        await require_open(session, edition.number)
        await session.execute(
            update(Employee)
            .where(Employee.id == StagedName.employee_id, StagedName.edition_id == edition.number)
            .values(name=StagedName.name)
            .execution_options(synchronize_session=False)
        )
        for agency in agencies:
            renamed = update(Agency).where(Agency.code == agency.code)
            await session.execute(renamed.values(name=agency.name, timezone=agency.timezone))
        applied = update(RosterEdition).where(RosterEdition.id == edition.number)
        await session.execute(applied.values(status=EditionStatus.APPLIED, applied_at=now))
        append_audit(
            session, at=now, actor_id=None, action="roster.applied", subject="roster_edition", subject_id=edition.number
        )

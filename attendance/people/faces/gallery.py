"""1:N: is this face known under another name? Every living template, unsealed in memory at the first search.

"Living" is what counts for somebody or may yet count: an enrolment that a human has still to decide about is searched
too, or two NIPs could get the same face while they wait. What is kept follows the records: before each search a few
numbers are read that change with every enrolment, undoing, withdrawal and change of keys, on whichever node.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from attendance.people.faces.known_faces import Alike, KnownFaces, Vectors
from attendance.people.faces.templates import opened
from attendance.people.tables import Enrolment, FaceTemplate
from attendance.records.database import Database
from attendance.records.tables import VaultProbe
from attendance.vault.keyring import Keyring, SealBroken
from recognition.embedding import Embedding

log = logging.getLogger(__name__)

#: Rows read and unsealed at a time: the event loop is away from its other work for about five milliseconds.
BITE = 2_000

#: Of pg_advisory_xact_lock: any number that nothing else uses.
_LOCK = 7_310_001

_NOBODY = KnownFaces.joined([])

_Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, eq=False)
class Searched:
    """What a search found, and what is needed to complete it once nobody else can enrol any more.

    `others`: the most alike first. `own`: the likeness to what is enrolled of the person; None without. `up_to`: the
    newest template there was.
    """

    employee_id: int
    at_least: float
    kind: tuple[str, str]
    probes: Vectors
    others: tuple[Alike, ...]
    own: float | None
    up_to: int


@dataclass(frozen=True)
class _Mark:
    """Changes with everything that changes what is to be searched. `keys`: those that something is sealed under."""

    templates: int
    newest: int
    enrolments: int
    versions: int
    keys: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Kept:
    kind: tuple[str, str]  # engine and version
    mark: _Mark
    faces: KnownFaces


class Gallery:
    """Searches everybody's faces. Until the first search there is nothing in memory: for 150,000 templates 79 MB."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        self._kept: _Kept | None = None
        self._reading = asyncio.Lock()

    async def search(self, probes: Sequence[Embedding], employee_id: int, at_least: float) -> Searched:
        """Compare the pictures of one person, at least one, all of one engine, with the enrolments of all others.

        Raises KeyUnknown: where templates cannot be read nobody can say that a face is new.
        """
        kind = (probes[0].engine, probes[0].version)
        vectors = np.stack([probe.vector for probe in probes])
        async with self._reading:
            kept = self._kept = await self._current(kind)
        others, own = await asyncio.to_thread(kept.faces.alike, vectors, employee_id, at_least)
        return Searched(employee_id, at_least, kind, vectors, tuple(others), own, kept.mark.newest)

    async def keep_up(self) -> None:
        """Let go of what has ended, on whichever node, without waiting for a search: what was erased is in no memory.

        Raises KeyUnknown, when something new cannot be read.
        """
        async with self._reading:
            if self._kept is not None:
                self._kept = await self._current(self._kept.kind)

    async def completed(self, session: AsyncSession, searched: Searched) -> tuple[Alike, ...]:
        """The others as they are at this moment; until the end of the transaction nobody else is enrolled.

        What came since the search is looked through, what has ended since is left out.
        """
        await one_at_a_time(session)
        faces = [_faces(rows, self._keyring) async for rows in _rows(session, searched.kind, searched.up_to)]
        newer, _ = KnownFaces.joined(faces).alike(searched.probes, searched.employee_id, searched.at_least)
        both = sorted([*newer, *searched.others], key=lambda one: one.likeness)
        # What was added to an enrolment meanwhile stands beside what was known of it: the more alike counts.
        found = sorted({one.enrolment_id: one for one in both}.values(), key=lambda one: -one.likeness)
        known = select(Enrolment.id).where(Enrolment.id.in_([one.enrolment_id for one in found]), is_living)
        still = set(await session.scalars(known)) if found else set()
        return tuple(one for one in found if one.enrolment_id in still)

    async def _current(self, kind: tuple[str, str]) -> _Kept:
        async with self._database.read() as session:
            mark, kept = await _mark(session), self._kept
            if kept is None or kept.kind != kind or kept.mark.keys != mark.keys:
                return _Kept(kind, mark, await self._read(session, kind, _NOBODY))
            if kept.mark == mark:
                return kept
            faces = await self._read(session, kind, kept.faces, kept.mark.newest)
            faces = await asyncio.to_thread(faces.without, (await session.scalars(_ENDED)).all())
            if await _lost_some(session, kept, mark, len(faces.employees)):
                faces = await self._read(session, kind, _NOBODY)
            return _Kept(kind, mark, faces)

    async def _read(
        self, session: AsyncSession, kind: tuple[str, str], faces: KnownFaces, after: int = 0
    ) -> KnownFaces:
        parts = [await asyncio.to_thread(_faces, rows, self._keyring) async for rows in _rows(session, kind, after)]
        return await asyncio.to_thread(KnownFaces.joined, [faces, *parts]) if parts else faces


async def one_at_a_time(session: AsyncSession) -> None:
    """Until the end of the transaction nobody else stores templates; on SQLite nobody else writes anyway.

    Templates are numbered in the order in which others see them, so that nothing comes late behind a search.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _newer() -> ColumnElement[bool]:
    newer = aliased(Enrolment)
    return exists().where(newer.employee_id == Enrolment.employee_id, newer.id > Enrolment.id, ~newer.held)


is_living: ColumnElement[bool] = Enrolment.undone_at.is_(None) & ~_newer()
"""Neither undone, nor refused, nor superseded."""

_ENDED = select(Enrolment.id).where(~is_living)


def _marks() -> Select[int, int, int, int]:
    return select(
        # Of the whole table: SQLite counts the entries of an index without looking at them.
        select(func.count()).select_from(FaceTemplate).scalar_subquery(),
        select(func.coalesce(func.max(FaceTemplate.id), 0)).scalar_subquery(),
        select(func.count()).select_from(Enrolment).scalar_subquery(),
        select(func.coalesce(func.sum(Enrolment.version), 0)).scalar_subquery(),
    )


_MARK = _marks()
_KEYS = select(VaultProbe.key_id).order_by(VaultProbe.key_id)


async def _mark(session: AsyncSession) -> _Mark:
    templates, newest, enrolments, versions = (await session.execute(_MARK)).one()
    return _Mark(templates, newest, enrolments, int(versions), tuple(await session.scalars(_KEYS)))


async def _lost_some(session: AsyncSession, kept: _Kept, mark: _Mark, known: int) -> bool:
    """Whether templates of a living enrolment are gone, or came late under a lower number."""
    added = select(func.count()).where(FaceTemplate.id > kept.mark.newest)
    if mark.templates == kept.mark.templates + (await session.scalar(added) or 0):
        return False
    # Those of ended enrolments go after a time, and nobody misses them.
    return await session.scalar(_LIVING, _named(kept.kind)) != known


_searched = (
    FaceTemplate.engine == bindparam("engine"),
    FaceTemplate.engine_version == bindparam("version"),
    is_living,
)
_ROWS = (
    select(
        FaceTemplate.id,
        FaceTemplate.enrolment_id,
        FaceTemplate.employee_id,
        FaceTemplate.media_id,
        FaceTemplate.engine,
        FaceTemplate.engine_version,
        FaceTemplate.sealed,
    )
    .join(Enrolment, Enrolment.id == FaceTemplate.enrolment_id)
    .where(*_searched, FaceTemplate.id > bindparam("after"))
    .order_by(FaceTemplate.id)
    .limit(BITE)
)
_LIVING = (
    select(func.count(FaceTemplate.id)).join(Enrolment, Enrolment.id == FaceTemplate.enrolment_id).where(*_searched)
)


async def _rows(session: AsyncSession, kind: tuple[str, str], after: int) -> AsyncIterator[_Rows]:
    """Living templates behind a row, a bite at a time."""
    while rows := (await session.execute(_ROWS, _named(kind) | {"after": after})).all():
        yield rows
        after = rows[-1].id


def _named(kind: tuple[str, str]) -> dict[str, Any]:
    return dict(zip(("engine", "version"), kind, strict=True))


def _faces(rows: _Rows, keyring: Keyring) -> KnownFaces:
    """A row that does not open is logged and left out: with it nobody can check in either."""
    found = [(row, vector) for row in rows if (vector := _opened(row, keyring)) is not None]
    if not found:
        return _NOBODY
    vectors = np.frombuffer(b"".join(vector for _, vector in found), "<f4").reshape(len(found), -1)
    return KnownFaces(
        np.ascontiguousarray(vectors.T, np.float32),
        np.array([row.employee_id for row, _ in found], np.int64),
        np.array([row.enrolment_id for row, _ in found], np.int64),
    )


def _opened(row: Row[*tuple[Any, ...]], keyring: Keyring) -> bytes | None:
    try:
        return opened(row, keyring)
    except SealBroken:
        log.error("face template %d does not open", row.id)
        return None

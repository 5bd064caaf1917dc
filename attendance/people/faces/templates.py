"""Sealed embeddings of the enrolment that counts.

That is the newest enrolment of a person, unless it was undone. A superseded one never comes back: undoing the newest
leaves the person not enrolled, because a face that somebody found worth replacing must not return unseen. One that is
held, as its face was found under another name, supersedes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Row, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from attendance.people.tables import Enrolment, FaceTemplate
from attendance.vault.keyring import Keyring
from recognition.embedding import Embedding


@dataclass(frozen=True)
class Templates:
    """The embeddings of one enrolment, of every engine that was active; without an enrolment there are none."""

    enrolment_id: int | None
    embeddings: tuple[Embedding, ...] = ()

    def of(self, probe: Embedding) -> Sequence[Embedding]:
        """Those the probe can be compared with: of its engine and version."""
        mine = probe.engine, probe.version
        return [one for one in self.embeddings if (one.engine, one.version) == mine]


def counting_enrolment(employee_id: BindParameter[int] | InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """The id of the enrolment that counts as a subquery, NULL without one."""
    newer = aliased(Enrolment)
    # Through two levels nothing correlates by itself: the newest enrolment of anybody would count for everybody.
    newest = select(func.max(newer.id)).where(newer.employee_id == employee_id, ~newer.held).correlate_except(newer)
    counts = select(Enrolment.id).where(Enrolment.id == newest.scalar_subquery(), Enrolment.undone_at.is_(None))
    return counts.correlate_except(Enrolment).limit(1).scalar_subquery()


# Made once: both run for every check-in, and putting them together costs more than running them.
_ENROLMENT = counting_enrolment(bindparam("employee_id", type_=BigInteger))
_CURRENT = select(_ENROLMENT)
_TEMPLATES = select(FaceTemplate).where(FaceTemplate.enrolment_id == _ENROLMENT).order_by(FaceTemplate.id)


_LAST = (
    select(FaceTemplate)
    .where(
        FaceTemplate.enrolment_id
        == select(func.max(Enrolment.id))
        .where(Enrolment.employee_id == bindparam("employee_id", type_=BigInteger), ~Enrolment.held)
        .scalar_subquery()
    )
    .order_by(FaceTemplate.id)
)


async def current_enrolment_id(session: AsyncSession, employee_id: int) -> int | None:
    """The id of the enrolment that counts, None for somebody who is not enrolled."""
    return await session.scalar(_CURRENT, {"employee_id": employee_id})


async def load_templates(session: AsyncSession, employee_id: int, keyring: Keyring) -> Templates:
    """Unsealed templates for a comparison. Raises SealBroken or KeyUnknown."""
    return await _loaded(session, _TEMPLATES, employee_id, keyring)


async def load_last_templates(session: AsyncSession, employee_id: int, keyring: Keyring) -> Templates:
    """Those of the enrolment that counted last, as long as they are kept after it was undone. Raises as above."""
    return await _loaded(session, _LAST, employee_id, keyring)


async def _loaded(session: AsyncSession, query: Select[FaceTemplate], employee_id: int, keyring: Keyring) -> Templates:
    rows = (await session.scalars(query, {"employee_id": employee_id})).all()
    return Templates(rows[0].enrolment_id if rows else None, tuple(_unsealed(row, keyring) for row in rows))


def sealed_templates(
    enrolment: Enrolment, media_id: int, embeddings: Iterable[Embedding], keyring: Keyring
) -> list[FaceTemplate]:
    """The rows of one picture; `enrolment` must have its id."""
    return [_sealed(enrolment, media_id, embedding, keyring) for embedding in embeddings]


def _sealed(enrolment: Enrolment, media_id: int, embedding: Embedding, keyring: Keyring) -> FaceTemplate:
    row = FaceTemplate(
        enrolment_id=enrolment.id,
        employee_id=enrolment.employee_id,
        media_id=media_id,
        engine=embedding.engine,
        engine_version=embedding.version,
    )
    row.sealed = keyring.seal(embedding.to_bytes(), *_bound_to(row))
    return row


def _unsealed(row: FaceTemplate, keyring: Keyring) -> Embedding:
    return Embedding.from_bytes(row.engine, row.engine_version, opened(row, keyring))


def opened(row: FaceTemplate | Row[*tuple[Any, ...]], keyring: Keyring) -> bytes:
    """The bytes of an embedding. Raises SealBroken or KeyUnknown."""
    return keyring.unseal(row.sealed, *_bound_to(row))


def _bound_to(row: FaceTemplate | Row[*tuple[Any, ...]]) -> tuple[str, ...]:
    """Everything a row says about its seal, so that none opens under another person, enrolment, picture or engine.

    The row's own id is not known before it is written; these five are unique without it.
    """
    ids = (row.employee_id, row.enrolment_id, row.media_id)
    return ("face_template", *map(str, ids), row.engine, row.engine_version)

"""Whether a second person must confirm an enrolment before it counts."""

import logging
from collections.abc import Sequence

import numpy as np
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.faces.enrolment_rows import Confirmation
from attendance.people.faces.templates import load_last_templates
from attendance.people.tables import Enrolment
from attendance.rules.kinds import EnrolmentRule, FaceRule
from attendance.vault.keyring import Keyring, SealBroken
from recognition.embedding import Embedding
from recognition.matching import LIMITS

log = logging.getLogger(__name__)


async def confirmation_of(
    session: AsyncSession,
    employee_id: int,
    probes: Sequence[Embedding],
    rules: tuple[EnrolmentRule, FaceRule],
    keyring: Keyring,
) -> Confirmation:
    """What a second person has to do with pictures that somebody else took; the caller holds the lock on the employee.

    `probes`: the new faces, all of the engine that searches. Recorded only, one that is not the face that counts for
    that person waits all the same: nothing is easier than to photograph somebody else under a NIP that is enrolled.
    """
    rule, face = rules
    if rule.second_person != "record_only":
        return Confirmation.DUE if rule.second_person == "enforce" else Confirmation.NONE
    if not await _has_had_a_face(session, employee_id):
        return Confirmation.WANTED
    likeness = await _likeness_to_own(session, employee_id, probes, keyring)
    own = likeness is not None and likeness >= accepted_from(face, probes[0].engine)
    return Confirmation.WANTED if own else Confirmation.DUE


def accepted_from(face: FaceRule, engine: str) -> float:
    """From which likeness on, on the scale of an engine, two faces are one person's; the rule's own where it is its."""
    return face.accept if face.engine == engine else LIMITS[engine].accept


def likeness_of_sets(probes: Sequence[Embedding], templates: Sequence[Embedding]) -> float | None:
    """Of each probe the best template, of these the mean, -1 to 1 (as in KnownFaces.alike); None without templates."""
    if not templates:
        return None
    vectors = (np.stack([one.vector for one in faces]) for faces in (probes, templates))
    between = np.matmul(next(vectors), next(vectors).T)
    return float(between.max(axis=1).mean())


async def _has_had_a_face(session: AsyncSession, employee_id: int) -> bool:
    """Whether an enrolment ever counted: whoever takes back the right face could else put a wrong one in its place.

    One that was held and refused never did.
    """
    counted = select(Enrolment.id).where(Enrolment.employee_id == employee_id, ~Enrolment.held).limit(1)
    return await session.scalar(counted) is not None


async def _likeness_to_own(
    session: AsyncSession, employee_id: int, probes: Sequence[Embedding], keyring: Keyring
) -> float | None:
    """To what counted last of the person, never to a set that is held: that one nobody has seen yet. None without any.

    What was undone vouches too: undoing the right face first leads nowhere.
    """
    try:
        last = await load_last_templates(session, employee_id, keyring)
    except SealBroken:
        log.error("the face of employee %d does not open: a second person looks at the new one", employee_id)
        return None
    return likeness_of_sets(probes, last.of(probes[0]))

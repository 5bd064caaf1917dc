"""The rows of an enrolment: written with its templates, ended, and which of a person is the newest."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.faces.portraits import PictureFindings
from attendance.people.faces.templates import sealed_templates
from attendance.people.tables import Enrolment, FaceTemplate
from attendance.records.audit import append_audit
from attendance.vault.keyring import Keyring


class EndReason(StrEnum):
    """Why an enrolment counts no more, or never did."""

    WRONG_PERSON = "wrong-person"
    WRONG_NIP = "wrong-nip"
    BAD_PICTURES = "bad-pictures"
    NOT_GENUINE = "not-genuine"
    """Pictures of a picture, a screen or a mask."""
    ON_REQUEST = "on-request"
    REPLACED = "replaced"
    """Photographed again before a human had decided about it."""
    WITHOUT_FACE = "without-face"
    """The employee does not want to be recognised by the face."""
    LEFT = "left"
    """The employment ended, and the time that the rule of retention gives."""
    DUPLICATE = "duplicate"
    """A human found that the face belongs to somebody else; see the decision."""


class Confirmation(StrEnum):
    """What a second person has to do with an enrolment."""

    NONE = "none"
    WANTED = "wanted"
    """It counts meanwhile."""
    DUE = "due"
    """It does not count before."""
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class NewEnrolment:
    """Whose it is, who photographed, whether a human must decide about its face, and whether one must confirm it."""

    employee_id: int
    enrolled_by: int
    suspect: bool
    confirmation: Confirmation = Confirmation.NONE


async def store_enrolment(
    session: AsyncSession, new: NewEnrolment, pictures: PictureFindings, keyring: Keyring, now: datetime
) -> Enrolment:
    """The enrolment with its sealed templates. Photographing again takes back what is still held of the person."""
    for held in await session.scalars(_HELD.where(Enrolment.employee_id == new.employee_id)):
        end_enrolment(session, held, new.enrolled_by, EndReason.REPLACED, now)
    enrolment = Enrolment(
        employee_id=new.employee_id,
        enrolled_by=new.enrolled_by,
        enrolled_at=now,
        held=new.suspect or new.confirmation is Confirmation.DUE,
        suspect=new.suspect,
        confirmation=new.confirmation,
        version=1,
    )
    session.add(enrolment)
    await session.flush()
    for portrait in pictures.portraits:
        session.add_all(sealed_templates(enrolment, portrait.media_id, portrait.embeddings, keyring))
    _audit(session, enrolment, new.enrolled_by, "face.enrolment_held" if enrolment.held else "face.enrolled", now)
    if pictures.are_alike:
        _audit(session, enrolment, new.enrolled_by, "face.poses_alike", now)
    return enrolment


def end_enrolment(
    session: AsyncSession, enrolment: Enrolment, by: int | None, reason: EndReason, now: datetime
) -> None:
    """It does not count any more; `by` is None when its time was over. The caller holds the lock on its employee."""
    enrolment.undone_at, enrolment.undone_by, enrolment.undone_reason = now, by, reason
    enrolment.version += 1
    _audit(session, enrolment, by, "face.enrolment_undone", now, reason)


async def newest_enrolment(session: AsyncSession, employee_id: int) -> int | None:
    """Of those that count or counted; one that is held supersedes nothing."""
    return await session.scalar(
        select(func.max(Enrolment.id)).where(Enrolment.employee_id == employee_id, ~Enrolment.held)
    )


async def picture_count(session: AsyncSession, enrolment_id: int) -> int:
    """How many pictures its templates are from."""
    pictures = select(func.count(FaceTemplate.media_id.distinct()))
    return await session.scalar(pictures.where(FaceTemplate.enrolment_id == enrolment_id)) or 0


_HELD = select(Enrolment).where(Enrolment.held, Enrolment.undone_at.is_(None))


def _audit(
    session: AsyncSession, enrolment: Enrolment, by: int | None, action: str, now: datetime, detail: str | None = None
) -> None:
    append_audit(
        session, at=now, actor_id=by, action=action, subject="enrolment", subject_id=enrolment.id, detail=detail
    )

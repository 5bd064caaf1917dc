"""Whether somebody's face may be used: agreed, refused or withdrawn, and never held against anybody."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ScalarSelect, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from attendance.people.access.bound_by import speaks_by_number
from attendance.people.tables import ChatAccount
from attendance.privacy.tables import FaceChoice, NoticeAcknowledgement
from attendance.records.audit import append_audit


class Choice(StrEnum):
    """What a person said last about being recognised by the face."""

    AGREED = "agreed"
    REFUSED = "refused"  # before anything was kept, or on reading a new notice
    WITHDRAWN = "withdrawn"

    @property
    def without_face(self) -> bool:
        """Presensi goes by PIN and witness."""
        return self is not Choice.AGREED


@dataclass(frozen=True, slots=True)
class Voice:
    """Who said it: the person from an account of their own, or to an operator who is then the witness."""

    employee_id: int
    account_id: int | None = None
    witness_id: int | None = None

    @property
    def author_id(self) -> int:
        return self.witness_id or self.employee_id


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds now. `choice_id` guards stale buttons: 0 before the first choice."""

    choice_id: int = 0
    choice: Choice | None = None

    @property
    def without_face(self) -> bool:
        return self.choice is not None and self.choice.without_face


async def standing_of(session: AsyncSession, employee_id: int) -> Standing:
    newest = select(FaceChoice).where(FaceChoice.employee_id == employee_id).order_by(FaceChoice.id.desc()).limit(1)
    row = await session.scalar(newest)
    return Standing() if row is None else Standing(row.id, Choice(row.choice))


def newest_choice(employee_id: InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """The id of the choice that counts as a subquery, NULL before the first."""
    newer = aliased(FaceChoice)
    return select(func.max(newer.id)).where(newer.employee_id == employee_id).correlate_except(newer).scalar_subquery()


async def may_be_photographed(session: AsyncSession, employee_id: int, version: str) -> bool:
    """Informed by the notice in force, on whosever screen, and not without a face by choice.

    Who pressed on an account that only a number speaks for, nobody knows: it informed nobody yet.
    """
    read = (
        select(NoticeAcknowledgement.id)
        .outerjoin(ChatAccount, ChatAccount.id == NoticeAcknowledgement.account_id)
        .where(NoticeAcknowledgement.employee_id == employee_id, NoticeAcknowledgement.version == version)
        .where(or_(ChatAccount.id.is_(None), ~func.coalesce(speaks_by_number(ChatAccount), false())))
    )
    if await session.scalar(read.limit(1)) is None:
        return False
    return not (await standing_of(session, employee_id)).without_face


async def record_choice(session: AsyncSession, voice: Voice, choice: Choice, version: str, now: datetime) -> FaceChoice:
    """Append it. What follows from it is the caller's."""
    row = FaceChoice(
        employee_id=voice.employee_id,
        choice=choice,
        version=version,
        account_id=voice.account_id,
        witness_id=voice.witness_id,
        chosen_at=now,
    )
    session.add(row)
    await session.flush()
    append_audit(
        session, at=now, actor_id=voice.author_id, action=f"face.{choice}", subject="face_choice", subject_id=row.id
    )
    return row

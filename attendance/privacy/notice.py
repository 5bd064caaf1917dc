"""The privacy notice: shown, and acknowledged by version (UU 27/2022; the legal basis is duty, not consent).

Whoever does not want to be recognised by the face says so on the notice itself and is recorded in another way.
"""

import zlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.bound_by import speaks_by_number
from attendance.people.access.menus import menu_is_due
from attendance.people.person import Person
from attendance.people.tables import ChatAccount
from attendance.privacy.choice import Choice, Voice
from attendance.privacy.leaving import leave_face_way
from attendance.privacy.tables import NoticeAcknowledgement
from attendance.records.audit import append_audit
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.rules.book import RuleBook
from attendance.rules.kinds import ErasureRule, NoticeRule, RetentionRule
from attendance.rules.resolve import PersonScope
from attendance.time.schedule import work_date_of


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be told. `choice_id`: what the reader has said before."""

    version: str
    controller: str
    contact: str
    accepted_days: int
    rejected_days: int
    erased_hours: int
    choice_id: int

    @property
    def mark(self) -> int:
        """Version and last choice as a number of at most nine digits, as a button can carry it: an old one is known."""
        return zlib.crc32(f"{self.choice_id} {self.version}".encode()) % 1_000_000_000


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The step of the button under the notice that was drawn with this mark."""

    mark: int


@dataclass(frozen=True, slots=True)
class RefuseFace:
    """The step of the other button there."""

    mark: int


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """It is on record now."""

    version: str


@dataclass(frozen=True, slots=True)
class AlreadyAcknowledged:
    """It was on record before, by this account or another of the same person."""

    version: str


@dataclass(frozen=True, slots=True)
class NoticeOutdated:
    """Another version is in force by now: that one is to be shown."""

    current: Notice


@dataclass(frozen=True, slots=True)
class FaceRefused:
    """From now on the person is recorded without a face."""


@dataclass(frozen=True, slots=True)
class RefusedThoughEnrolled:
    """The notice is read; with something to delete it is a withdrawal, which is explained and asked once more."""


NoticeOutcome = Acknowledged | AlreadyAcknowledged | NoticeOutdated | FaceRefused


def notice_for(person: Person, book: RuleBook, now: datetime) -> Notice:
    """The notice in force for somebody today."""
    return notice_of(person.notice_scope, person.choice_id, book, work_date_of(now, person.timezone))


def notice_of(scope: PersonScope, choice_id: int, book: RuleBook, on: date) -> Notice:
    """The same for somebody who is told by another."""
    rule, kept = book.get(NoticeRule, scope, on).value, book.get(RetentionRule, scope, on).value
    return Notice(
        version=rule.version,
        controller=rule.controller,
        contact=rule.contact,
        accepted_days=kept.accepted_days,
        rejected_days=max(kept.rejected_days, kept.ended_enrolment_days),
        erased_hours=book.get(ErasureRule, scope, on).value.within_hours,
        choice_id=choice_id,
    )


async def acknowledge(
    session: AsyncSession, person: Person, step: Acknowledge, book: RuleBook, now: datetime
) -> NoticeOutcome:
    """Reading is not agreeing: whoever goes without a face still does, until an operator is told otherwise.

    Raises ValueError for an account that is bound to nobody: there is nothing to acknowledge yet.
    """
    voice, current = _voice(person), notice_for(person, book, now)
    if step.mark != current.mark:
        return AlreadyAcknowledged(current.version) if person.acknowledged else NoticeOutdated(current)
    added = await add_acknowledgement(session, voice, current.version, now)
    return Acknowledged(current.version) if added else AlreadyAcknowledged(current.version)


async def refuse_face(
    session: AsyncSession, person: Person, step: RefuseFace, book: RuleBook, now: datetime
) -> NoticeOutcome | RefusedThoughEnrolled:
    """Whoever refuses has read the notice: time and place are still recorded. A second press changes nothing."""
    voice, current = _voice(person), notice_for(person, book, now)
    if person.without_face and person.acknowledged:
        return FaceRefused()
    if step.mark != current.mark:
        return NoticeOutdated(current)
    await add_acknowledgement(session, voice, current.version, now)
    if person.enrolled:
        return RefusedThoughEnrolled()
    if not person.without_face:
        await leave_face_way(session, voice, Choice.REFUSED, current.version, book, now)
    return FaceRefused()


async def add_acknowledgement(session: AsyncSession, voice: Voice, version: str, now: datetime) -> bool:
    """True when it was not on record yet from this side.

    What was pressed on an account that only a number speaks for gives way to what is said anywhere else.
    """
    await _forget_strangers(session, voice, version)
    row = {
        "employee_id": voice.employee_id,
        "account_id": voice.account_id,
        "witness_id": voice.witness_id,
        "version": version,
        "acknowledged_at": now,
    }
    added = await insert_ignoring_conflicts(session, NoticeAcknowledgement, [row])
    if added:
        append_audit(
            session,
            at=now,
            actor_id=voice.author_id,
            action="notice.acknowledged" if voice.witness_id is None else "notice.witnessed",
            subject="notice_acknowledgement",
            subject_id=added[0],
        )
        await menu_is_due(session, voice.employee_id)
    return bool(added)


async def _forget_strangers(session: AsyncSession, voice: Voice, version: str) -> None:
    strangers = select(ChatAccount.id).where(speaks_by_number(ChatAccount), ChatAccount.id != (voice.account_id or 0))
    forgotten = delete(NoticeAcknowledgement).where(
        NoticeAcknowledgement.employee_id == voice.employee_id,
        NoticeAcknowledgement.version == version,
        NoticeAcknowledgement.account_id.in_(strangers),
    )
    await session.execute(forgotten.execution_options(synchronize_session=False))


def _voice(person: Person) -> Voice:
    if person.employee_id is None:
        raise ValueError(f"account {person.account_id} is bound to nobody")
    return Voice(person.employee_id, account_id=person.account_id)

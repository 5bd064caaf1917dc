"""The privacy notice: shown, and acknowledged by version (UU 27/2022; the legal basis is duty, not consent)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.menus import menu_is_due
from attendance.people.person import Person
from attendance.privacy.tables import NoticeAcknowledgement
from attendance.records.audit import append_audit
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.rules.book import RuleBook
from attendance.rules.kinds import NoticeRule
from attendance.time.schedule import work_date_of


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The step of the button under the notice, which names the version it was drawn under."""

    version: str


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

    current: NoticeRule


NoticeOutcome = Acknowledged | AlreadyAcknowledged | NoticeOutdated


def notice_for(person: Person, book: RuleBook, now: datetime) -> NoticeRule:
    """The notice in force for somebody today."""
    return book.get(NoticeRule, person.scope, work_date_of(now, person.timezone)).value


async def acknowledge(
    session: AsyncSession, person: Person, step: Acknowledge, book: RuleBook, now: datetime
) -> NoticeOutcome:
    """Raises ValueError for an account that is bound to nobody: there is nothing to acknowledge yet."""
    if person.employee_id is None:
        raise ValueError(f"account {person.account_id} is bound to nobody")
    current = notice_for(person, book, now)
    if step.version != current.version:
        return NoticeOutdated(current)
    row = {
        "employee_id": person.employee_id,
        "account_id": person.account_id,
        "version": step.version,
        "acknowledged_at": now,
    }
    added = await insert_ignoring_conflicts(session, NoticeAcknowledgement, [row])
    if not added:
        return AlreadyAcknowledged(step.version)
    append_audit(
        session,
        at=now,
        actor_id=person.employee_id,
        action="notice.acknowledged",
        subject="notice_acknowledgement",
        subject_id=added[0],
    )
    await menu_is_due(session, person.employee_id)
    return Acknowledged(step.version)

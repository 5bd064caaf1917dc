"""Taking an enrolment back: with author and reason, at once or later; its row stays as history."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.faces.enrolment_cards import masked_nip_of
from attendance.people.faces.enrolment_outcomes import (
    AlreadyUndone,
    EnrolmentProblem,
    EnrolmentRefused,
    EnrolmentStands,
    EnrolmentUndone,
    Present,
    UndoReasonDue,
)
from attendance.people.faces.enrolment_rights import id_of, refusal, today_of
from attendance.people.faces.enrolment_rows import EndReason, end_enrolment, newest_enrolment, picture_count
from attendance.people.faces.templates import current_enrolment_id
from attendance.people.person import Person
from attendance.people.tables import Employee, Enrolment
from attendance.records.say import local

#: Those an operator chooses from; the others are the machine's, or a second person's.
OPERATORS_REASONS = (EndReason.WRONG_PERSON, EndReason.WRONG_NIP, EndReason.BAD_PICTURES, EndReason.ON_REQUEST)


@dataclass(frozen=True, slots=True)
class UndoEnrolment:
    """The step of the button under an enrolment, drawn for that version of it; without a reason it is asked for."""

    enrolment_id: int
    version: int
    reason: EndReason | None = None


async def undo_enrolment(
    session: AsyncSession, actor: Person, step: UndoEnrolment, now: datetime
) -> UndoReasonDue | EnrolmentUndone | AlreadyUndone | EnrolmentStands | EnrolmentRefused:
    """Take back the newest enrolment of an employee, or one that is held; who may enrol may undo."""
    enrolment = await session.get(Enrolment, step.enrolment_id)
    if enrolment is None:
        return EnrolmentRefused(EnrolmentProblem.NOT_ALLOWED)
    refused = await refusal(session, actor, enrolment.employee_id, today_of(actor, now))
    if refused is not None:
        return refused
    # An enrolment and its undoing take turns, so that the newest stays the newest until the end of this one.
    employee = await session.get_one(Employee, enrolment.employee_id, with_for_update=True)
    await session.refresh(enrolment)
    if enrolment.undone_at is not None:
        return await _already_undone(session, enrolment, employee, actor.timezone)
    if not enrolment.held and await newest_enrolment(session, employee.id) != enrolment.id:
        return EnrolmentRefused(EnrolmentProblem.SUPERSEDED)
    if enrolment.version != step.version:
        count = await picture_count(session, enrolment.id)
        nip = await masked_nip_of(session, employee.id)
        return EnrolmentStands(enrolment.id, enrolment.version, employee.name, nip, count)
    if step.reason is None:
        return UndoReasonDue(enrolment.id, enrolment.version, employee.name)
    end_enrolment(session, enrolment, id_of(actor), step.reason, now)
    return EnrolmentUndone(employee.name, step.reason)


async def present_enrolment(session: AsyncSession, employee_id: int, zone: str) -> Present | None:
    """What is held of somebody, else what counts; `zone`: of whoever reads it."""
    held = select(Enrolment).where(Enrolment.employee_id == employee_id, Enrolment.held, Enrolment.undone_at.is_(None))
    enrolment = await session.scalar(held.order_by(Enrolment.id.desc()).limit(1))
    if enrolment is None and (current := await current_enrolment_id(session, employee_id)) is not None:
        enrolment = await session.get_one(Enrolment, current)
    if enrolment is None:
        return None
    by = (await session.get_one(Employee, enrolment.enrolled_by)).name
    count = await picture_count(session, enrolment.id)
    return Present(enrolment.id, enrolment.version, count, by, local(enrolment.enrolled_at, zone), enrolment.held)


async def _already_undone(session: AsyncSession, enrolment: Enrolment, employee: Employee, zone: str) -> AlreadyUndone:
    if enrolment.undone_at is None or enrolment.undone_reason is None:
        raise ValueError(f"enrolment {enrolment.id} was not undone")
    by = await session.get(Employee, enrolment.undone_by) if enrolment.undone_by is not None else None
    return AlreadyUndone(
        employee.name, by.name if by else None, local(enrolment.undone_at, zone), EndReason(enrolment.undone_reason)
    )

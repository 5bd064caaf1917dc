"""Somebody does not want to be recognised by the face (any more): from this transaction on nothing compares it."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.without_face import end_face_attempt
from attendance.people.access.menus import menu_is_due
from attendance.people.employment import scope_of
from attendance.people.faces.enrolment_rows import EndReason, end_enrolment
from attendance.people.tables import Employee, Enrolment, FaceTemplate
from attendance.privacy.choice import Choice, Voice, record_choice
from attendance.privacy.pictures import shows
from attendance.privacy.tables import Erasure, FaceChoice
from attendance.records.tables import Media
from attendance.rules.book import RuleBook
from attendance.rules.kinds import ErasureRule


async def leave_face_way(
    session: AsyncSession, voice: Voice, choice: Choice, version: str, book: RuleBook, now: datetime
) -> Erasure | None:
    """Record the choice, end every enrolment that counts or may yet count, and promise the deletion of what is kept.

    None when there is nothing to delete.
    """
    # As enrolling and undoing do, leaving takes turns over the employee.
    await session.get_one(Employee, voice.employee_id, with_for_update=True)
    chosen = await record_choice(session, voice, choice, version, now)
    living = select(Enrolment).where(Enrolment.employee_id == voice.employee_id, Enrolment.undone_at.is_(None))
    for enrolment in await session.scalars(living):
        end_enrolment(session, enrolment, voice.author_id, EndReason.WITHOUT_FACE, now)
    await end_face_attempt(session, voice.employee_id, now)
    await menu_is_due(session, voice.employee_id)
    return await _promise(session, chosen, book, now)


async def _promise(session: AsyncSession, chosen: FaceChoice, book: RuleBook, now: datetime) -> Erasure | None:
    if not await _holds_anything(session, chosen.employee_id):
        return None
    scope = await scope_of(session, chosen.employee_id, now.date())
    hours = book.get(ErasureRule, scope, now.date()).value.within_hours
    erasure = Erasure(
        employee_id=chosen.employee_id,
        choice_id=chosen.id,
        requested_at=now,
        due_at=now + timedelta(hours=hours),
    )
    session.add(erasure)
    await session.flush()
    return erasure


async def _holds_anything(session: AsyncSession, employee_id: int) -> bool:
    templates = exists().where(FaceTemplate.employee_id == employee_id)
    pictures = exists().where(shows(employee_id), Media.deleted_at.is_(None))
    return bool(await session.scalar(select(templates | pictures)))

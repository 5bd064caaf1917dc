"""Somebody does not want to be recognised by the face (any more): from this transaction on nothing compares it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.enrolment_rows import EndReason, end_enrolment
from attendance.people.tables import Employee, Enrolment
from attendance.privacy.choice import Choice, Voice, record_choice
from attendance.privacy.tables import FaceChoice


async def leave_face_way(
    session: AsyncSession, voice: Voice, choice: Choice, version: str, now: datetime
) -> FaceChoice:
    """Record the choice and end every enrolment that counts or may yet count."""
    # As enrolling and undoing do, leaving takes turns over the employee.
    await session.get_one(Employee, voice.employee_id, with_for_update=True)
    chosen = await record_choice(session, voice, choice, version, now)
    living = select(Enrolment).where(Enrolment.employee_id == voice.employee_id, Enrolment.undone_at.is_(None))
    for enrolment in await session.scalars(living):
        end_enrolment(session, enrolment, voice.author_id, EndReason.WITHOUT_FACE, now)
    return chosen

"""Before anybody is photographed: the notice on the operator's screen, with the operator as witness of the answer."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import scope_of
from attendance.people.faces.enrolment_cards import masked_nip_of
from attendance.people.faces.enrolment_outcomes import NoticeToShow, RefusedBefore
from attendance.people.tables import Employee, Enrolment
from attendance.privacy.choice import Choice, Voice, may_be_photographed, record_choice, standing_of
from attendance.privacy.leaving import leave_face_way
from attendance.privacy.notice import Notice, RefusedThoughEnrolled, add_acknowledgement, notice_of
from attendance.rules.book import RuleBook


@dataclass(frozen=True, slots=True)
class WitnessNotice:
    """The step of the two buttons under a notice for an employee, drawn with that mark."""

    employee_id: int
    mark: int
    understood: bool


async def is_informed(session: AsyncSession, employee_id: int, book: RuleBook, on: date) -> bool:
    """Whether pictures of this person may be taken by the notice that is in force."""
    version = (await _notice(session, employee_id, book, on)).version
    return await may_be_photographed(session, employee_id, version)


async def notice_due(session: AsyncSession, employee_id: int, book: RuleBook, on: date) -> NoticeToShow | None:
    """What comes before the pictures; None for somebody who has read it."""
    if await is_informed(session, employee_id, book, on):
        return None
    employee = await session.get_one(Employee, employee_id)
    nip = await masked_nip_of(session, employee_id) or ""
    return NoticeToShow(employee_id, employee.name, nip, await _notice(session, employee_id, book, on))


async def record_answer(
    session: AsyncSession, witness_id: int, step: WitnessNotice, book: RuleBook, on: date, now: datetime
) -> NoticeToShow | RefusedBefore | RefusedThoughEnrolled | None:
    """What the employee said; an old button shows what holds now. None for somebody who may be photographed.

    The caller has looked at the role.
    """
    notice = await _notice(session, step.employee_id, book, on)
    voice = Voice(step.employee_id, witness_id=witness_id)
    if step.mark == notice.mark:
        if not step.understood:
            return await _refused(session, voice, notice, book, now)
        await add_acknowledgement(session, voice, notice.version, now)
        if (await standing_of(session, step.employee_id)).without_face:
            await record_choice(session, voice, Choice.AGREED, notice.version, now)
    return await notice_due(session, step.employee_id, book, on)


async def _refused(
    session: AsyncSession, voice: Voice, notice: Notice, book: RuleBook, now: datetime
) -> RefusedBefore | RefusedThoughEnrolled:
    """A card stays in the operator's chat: one press on it loses no enrolment, it asks for the withdrawal."""
    await add_acknowledgement(session, voice, notice.version, now)
    if await _is_enrolled(session, voice.employee_id):
        return RefusedThoughEnrolled()
    if not (await standing_of(session, voice.employee_id)).without_face:
        await leave_face_way(session, voice, Choice.REFUSED, notice.version, book, now)
    return RefusedBefore((await session.get_one(Employee, voice.employee_id)).name)


async def _is_enrolled(session: AsyncSession, employee_id: int) -> bool:
    """Or waits to be confirmed."""
    living = select(Enrolment.id).where(Enrolment.employee_id == employee_id, Enrolment.undone_at.is_(None))
    return await session.scalar(living.limit(1)) is not None


async def _notice(session: AsyncSession, employee_id: int, book: RuleBook, on: date) -> Notice:
    standing = await standing_of(session, employee_id)
    return notice_of(await scope_of(session, employee_id, on), standing.choice_id, book, on)

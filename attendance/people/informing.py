"""Before anybody is photographed: the notice on the operator's screen, with the operator as witness of the answer."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import employment_of, scope_of
from attendance.people.enrolment_outcomes import EnrolmentBegun, NoticeToShow, RefusedBefore
from attendance.people.nip import mask_nip
from attendance.people.tables import Employee, Nip
from attendance.privacy.choice import Choice, Voice, may_be_photographed, record_choice, standing_of
from attendance.privacy.leaving import leave_face_way
from attendance.privacy.notice import Notice, add_acknowledgement, notice_of
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


async def begun_or_notice(
    session: AsyncSession, employee_id: int, book: RuleBook, on: date, now: datetime
) -> EnrolmentBegun | NoticeToShow:
    """The pictures, or what comes before them."""
    employee = await session.get_one(Employee, employee_id)
    nip = mask_nip(await session.scalar(_NEWEST_NIP.where(Nip.employee_id == employee_id)) or "")
    if not await is_informed(session, employee_id, book, on):
        return NoticeToShow(employee_id, employee.name, nip, await _notice(session, employee_id, book, on))
    employed = await employment_of(session, employee_id, on)
    return EnrolmentBegun(employee_id, employee.name, employed.agency if employed else None, nip, now)


async def record_answer(
    session: AsyncSession, witness_id: int, step: WitnessNotice, book: RuleBook, on: date, now: datetime
) -> EnrolmentBegun | NoticeToShow | RefusedBefore:
    """What the employee said; an old button shows what holds now. The caller has looked at the role."""
    notice = await _notice(session, step.employee_id, book, on)
    voice = Voice(step.employee_id, witness_id=witness_id)
    if step.mark == notice.mark:
        if not step.understood:
            return await _refused(session, voice, notice, now)
        await add_acknowledgement(session, voice, notice.version, now)
        if (await standing_of(session, step.employee_id)).without_face:
            await record_choice(session, voice, Choice.AGREED, notice.version, now)
    return await begun_or_notice(session, step.employee_id, book, on, now)


async def _refused(session: AsyncSession, voice: Voice, notice: Notice, now: datetime) -> RefusedBefore:
    await add_acknowledgement(session, voice, notice.version, now)
    if not (await standing_of(session, voice.employee_id)).without_face:
        await leave_face_way(session, voice, Choice.REFUSED, notice.version, now)
    return RefusedBefore((await session.get_one(Employee, voice.employee_id)).name)


async def _notice(session: AsyncSession, employee_id: int, book: RuleBook, on: date) -> Notice:
    standing = await standing_of(session, employee_id)
    return notice_of(await scope_of(session, employee_id, on), standing.choice_id, book, on)


_NEWEST_NIP = select(Nip.nip).order_by(Nip.valid_from.desc(), Nip.id.desc()).limit(1)

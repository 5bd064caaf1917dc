"""What an employee has begun is settled before their account is let go: nobody is left to answer there."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.tables import Nonce
from attendance.checkin.attempt import AttemptStatus, close, find_living
from attendance.checkin.attendee import attendee_of
from attendance.checkin.conclude import conclude, hold
from attendance.checkin.decide import AskKind
from attendance.checkin.desk import Desk
from attendance.checkin.evidence import Reason
from attendance.people.person import load_person
from attendance.people.tables import ChatAccount
from attendance.rules.book import RuleBook


async def settle_begun(session: AsyncSession, employee_id: int, book: RuleBook, now: datetime) -> None:
    """As when its time were over, without a word: nothing of the employee is lost, and no deadline is left behind.

    An attempt with a part missing ends; what waits for an answer is decided without it; what failed by our fault goes
    to a human.
    """
    account = await session.scalar(
        select(ChatAccount).where(ChatAccount.employee_id == employee_id).order_by(ChatAccount.id.desc()).limit(1)
    )
    if account is None:
        return
    person = await load_person(session, account, book, now)
    desk = Desk(attendee_of(person), book, now, person.channel)
    # Deciding may ask one more thing, each kind once.
    for _ in (*AskKind, None):
        await _settle(session, desk, employee_id)


async def _settle(session: AsyncSession, desk: Desk, employee_id: int) -> None:
    attempt = await find_living(session, employee_id)
    if attempt is None:
        return
    match AttemptStatus(attempt.status):
        case AttemptStatus.OPEN:
            await close(session, attempt, desk.now)
        case AttemptStatus.WAITING:
            nonce = await session.get_one(Nonce, attempt.nonce_id)
            await conclude(session, desk, attempt, nonce)
        case _:
            await hold(session, desk, attempt, Reason.OUR_FAULT)

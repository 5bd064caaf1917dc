"""Letting go a chat account: whoever has it is a stranger from then on, and is told so in its last words."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import ChatAccount, ConsoleLink, ConsoleSession, Employee, Rebinding
from attendance.privacy.tables import NoticeAcknowledgement
from attendance.records.audit import append_audit
from attendance.records.deadline import DeadlineKind, drop_deadlines
from attendance.records.outbox import kill_queued, put, tell_dead
from attendance.records.say import Menu, Say
from attendance.records.tables import Draft


class ReleaseReason(StrEnum):
    """Why; it is on record with the act."""

    CHANGED = "changed"
    """The employee writes from another account now, and says so."""
    LOST = "lost"
    PASSED_ON = "passed-on"
    """The number or phone belongs to somebody else by now."""
    CONFIRMED = "confirmed"
    """The old account itself showed the living face."""
    COMMAND = "command"
    """From the command line."""


async def release(
    session: AsyncSession,
    employee_id: int,
    now: datetime,
    reason: ReleaseReason = ReleaseReason.COMMAND,
    actor_id: int | None = None,
) -> int:
    """Let go every account that speaks for the employee, so that another can be bound; how many there were.

    Their open pages of the console close too, and no account that asked to takes their place any more. What the
    employee had begun is settled before, see checkin.leaving.
    """
    accounts = await locked_accounts(session, employee_id)
    for account in accounts:
        await _let_go(session, account, now)
        append_audit(
            session,
            at=now,
            actor_id=actor_id,
            action="account.released",
            subject="chat_account",
            subject_id=account.id,
            detail=reason,
        )
    await session.execute(delete(Draft).where(Draft.account_id.in_([account.id for account in accounts])))
    await close_console(session, employee_id)
    open_still = select(Rebinding).where(Rebinding.employee_id == employee_id, Rebinding.ended_at.is_(None))
    for asked in await session.scalars(open_still):
        await end_rebinding(session, asked, now, told=True)
    await session.flush()
    return len(accounts)


async def end_rebinding(session: AsyncSession, asked: Rebinding, now: datetime, *, told: bool) -> None:
    """Whatever came of it; `told`: the account that wanted to take the place hears that it did not."""
    asked.ended_at = now
    await drop_deadlines(session, asked.id, now, DeadlineKind.REBIND)
    if told:
        say = Say("start-rebind-refused")
        put(session, say, account_id=asked.new_account_id, employee_id=None, inbound_id=None, now=now)
    await session.flush()


async def locked_accounts(session: AsyncSession, employee_id: int) -> Sequence[ChatAccount]:
    """Every account of the employee, held until the transaction ends."""
    # A code that is being used at this moment is used before or after, never in between.
    await session.get_one(Employee, employee_id, with_for_update=True)
    bound = select(ChatAccount).where(ChatAccount.employee_id == employee_id).order_by(ChatAccount.id)
    return (await session.scalars(bound.with_for_update().execution_options(populate_existing=True))).all()


async def close_console(session: AsyncSession, employee_id: int) -> None:
    """No link and no session of theirs opens the console any more."""
    await session.execute(delete(ConsoleLink).where(ConsoleLink.employee_id == employee_id))
    await session.execute(delete(ConsoleSession).where(ConsoleSession.employee_id == employee_id))


async def _let_go(session: AsyncSession, account: ChatAccount, now: datetime) -> None:
    if account.verified_at is None:
        # Nobody knows who pressed there: the employee reads the notice on an account that is theirs.
        own = (NoticeAcknowledgement.account_id == account.id) & NoticeAcknowledgement.witness_id.is_(None)
        await session.execute(delete(NoticeAcknowledgement).where(own))
    account.employee_id = account.bound_at = account.bound_by = account.verified_at = account.suspended_at = None
    account.menu = None
    # What still waits for it is the employee's to read.
    tell_dead(await kill_queued(session, account.id, "account released"), "account released")
    say = Say("start-released", menu=Menu.NONE)
    put(session, say, account_id=account.id, employee_id=None, inbound_id=None, now=now)

"""Binding a chat account to an employee by a one-time code, and releasing it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.invitation import code_digest
from attendance.people.person import BoundBy, Person, load_person
from attendance.people.tables import ChatAccount, Employee, Invitation
from attendance.records.audit import append_audit
from attendance.records.tables import Audit, Draft
from attendance.rules.book import RuleBook
from attendance.rules.kinds import InvitationRule
from attendance.rules.resolve import NOBODY

#: Wrong codes of all accounts are counted over this time.
COUNTED = timedelta(hours=1)

_FAILED = "account.code_failed"


@dataclass(frozen=True, slots=True)
class Bind:
    """The step of a code as it was typed or came by a link; case, spaces and hyphens do not matter."""

    code: str


@dataclass(frozen=True, slots=True)
class Bound:
    """The account speaks for an employee from now on; `again` when it did so before and the code was theirs."""

    person: Person
    again: bool = False


class BindProblem(StrEnum):
    """Why an account is not bound."""

    CODE_UNKNOWN = "code-unknown"
    CODE_EXPIRED = "code-expired"
    CODE_USED = "code-used"
    LOCKED = "locked"
    ALREADY_BOUND = "already-bound"
    """This account speaks for another employee than the one of the code."""
    EMPLOYEE_BOUND = "employee-bound"
    """The employee has another account in this channel."""


@dataclass(frozen=True, slots=True)
class BindRefused:
    """Names nobody. `until`: when LOCKED ends at the latest."""

    reason: BindProblem
    until: datetime | None = None


async def bind(
    session: AsyncSession, account: ChatAccount, step: Bind, book: RuleBook, now: datetime
) -> Bound | BindRefused:
    """Use up the code and bind the account, or say why not.

    A code is told apart as used or expired only to whoever has all of it; everybody else hears "unknown", and after
    too many of those nothing at all for a while, not even of a right code.
    """
    account = await session.get_one(ChatAccount, account.id, with_for_update=True, populate_existing=True)
    if account.employee_id is not None:
        return await _bound_before(session, account, step, book, now)
    rule = book.get(InvitationRule, NOBODY, now.date()).value
    if (until := await _locked_until(session, account, rule, now)) is not None:
        return BindRefused(BindProblem.LOCKED, until)
    invitation = await _find(session, step.code)
    if invitation is None:
        return _count_failure(session, account, rule, now)
    return await _use(session, account, invitation, book, now)


async def release(session: AsyncSession, employee_id: int, now: datetime) -> int:
    """Let go every account that speaks for the employee, so that another can be bound; how many there were.

    Whoever has such an account is a stranger from now on. A check-in that is open stays with the employee.
    """
    # A code that is being used at this moment is used before or after, never in between.
    await session.get_one(Employee, employee_id, with_for_update=True)
    bound = select(ChatAccount).where(ChatAccount.employee_id == employee_id).order_by(ChatAccount.id)
    accounts = (await session.scalars(bound.with_for_update())).all()
    for account in accounts:
        account.employee_id = account.bound_at = account.bound_by = account.verified_at = None
        account.menu = None
        append_audit(
            session,
            at=now,
            actor_id=None,
            action="account.released",
            subject="chat_account",
            subject_id=account.id,
        )
    await session.execute(delete(Draft).where(Draft.account_id.in_([account.id for account in accounts])))
    return len(accounts)


async def _bound_before(
    session: AsyncSession, account: ChatAccount, step: Bind, book: RuleBook, now: datetime
) -> Bound | BindRefused:
    """The link of the invitation is often pressed twice."""
    invitation = await _find(session, step.code)
    if invitation is None or invitation.employee_id != account.employee_id:
        return BindRefused(BindProblem.ALREADY_BOUND)
    return Bound(await load_person(session, account, book, now), again=True)


async def _find(session: AsyncSession, code: str) -> Invitation | None:
    return await session.scalar(select(Invitation).where(Invitation.code_sha256 == code_digest(code)))


async def _locked_until(
    session: AsyncSession, account: ChatAccount, rule: InvitationRule, now: datetime
) -> datetime | None:
    if account.locked_until is not None and now < account.locked_until:
        return account.locked_until
    recent = select(func.count()).select_from(Audit).where(Audit.action == _FAILED, Audit.at > now - COUNTED)
    failures = await session.scalar(recent) or 0
    return now + COUNTED if failures >= rule.max_tries_in_all else None


def _count_failure(session: AsyncSession, account: ChatAccount, rule: InvitationRule, now: datetime) -> BindRefused:
    append_audit(session, at=now, actor_id=None, action=_FAILED, subject="chat_account", subject_id=account.id)
    account.failed_codes += 1
    if account.failed_codes < rule.max_tries:
        return BindRefused(BindProblem.CODE_UNKNOWN)
    account.failed_codes = 0
    account.locked_until = now + timedelta(minutes=rule.lock_minutes)
    return BindRefused(BindProblem.LOCKED, account.locked_until)


async def _use(
    session: AsyncSession, account: ChatAccount, invitation: Invitation, book: RuleBook, now: datetime
) -> Bound | BindRefused:
    # Two accounts that bring two codes of one employee take turns here.
    await session.get_one(Employee, invitation.employee_id, with_for_update=True)
    if await _has_other_account(session, account, invitation.employee_id):
        return BindRefused(BindProblem.EMPLOYEE_BOUND)
    if not await _used_up(session, account, invitation, now):
        expired = invitation.used_at is None
        return BindRefused(BindProblem.CODE_EXPIRED if expired else BindProblem.CODE_USED)
    account.employee_id = invitation.employee_id
    account.bound_at = now
    account.bound_by = BoundBy.CODE
    account.menu = None
    account.failed_codes = 0
    account.locked_until = None
    append_audit(
        session,
        at=now,
        actor_id=invitation.employee_id,
        action="account.bound",
        subject="chat_account",
        subject_id=account.id,
    )
    await session.flush()
    return Bound(await load_person(session, account, book, now))


async def _used_up(session: AsyncSession, account: ChatAccount, invitation: Invitation, now: datetime) -> bool:
    """True exactly once for a code, however many bring it at the same time; `invitation` is read anew."""
    used = await session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used_at.is_(None), Invitation.expires_at > now)
        .values(used_at=now, used_by_account_id=account.id)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    done = used.one_or_none() is not None
    await session.refresh(invitation)
    return done


async def _has_other_account(session: AsyncSession, account: ChatAccount, employee_id: int) -> bool:
    other = select(ChatAccount.id).where(
        ChatAccount.channel == account.channel, ChatAccount.employee_id == employee_id, ChatAccount.id != account.id
    )
    return await session.scalar(other.limit(1)) is not None

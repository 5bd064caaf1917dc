"""Binding a chat account to an employee: by a one-time code, or by the number that the roster knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.bound_by import BoundBy
from attendance.people.access.invitation import code_digest
from attendance.people.access.phones import employees_of_phone
from attendance.people.access.rebinding import ask_to_rebind
from attendance.people.person import Person, load_person
from attendance.people.tables import ChatAccount, Employee, Invitation
from attendance.records.audit import append_audit
from attendance.records.tables import Audit
from attendance.rules.book import RuleBook
from attendance.rules.kinds import InvitationRule, ZoneRule
from attendance.rules.resolve import NOBODY
from attendance.time.schedule import work_date_of
from attendance.vault.keyring import Keyring

#: Wrong codes of all accounts, and numbers that bind nobody of one account, are counted over this time.
COUNTED = timedelta(hours=1)

_CODE_FAILED, _PHONE_FAILED = "account.code_failed", "account.phone_failed"


@dataclass(frozen=True, slots=True)
class Bind:
    """The step of a code as it was typed or came by a link; case, spaces and hyphens do not matter."""

    code: str


@dataclass(frozen=True, slots=True)
class BindByPhone:
    """The step of a shared contact that the platform says is the sender's own; the number as the platform tells it."""

    number: str


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
    """The employee has another account in this channel, which has been asked."""
    PHONE_UNKNOWN = "phone-unknown"
    """Not the number of exactly one employee without an account."""
    PHONE_NOT_NEEDED = "phone-not-needed"
    """This account speaks for an employee already."""


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
    too many of those nothing at all for a while, not even of a right code. Wrong codes of other accounts keep nobody
    out: beyond their limit a wrong code is answered as locked, and a right one binds. It is found by its SHA-256, so
    how long the search takes tells nothing about the codes that there are.
    """
    account = await session.get_one(ChatAccount, account.id, with_for_update=True, populate_existing=True)
    if _is_locked(account, now):
        return BindRefused(BindProblem.LOCKED, account.locked_until)
    invitation = await _find(session, step.code)
    rule = book.get(InvitationRule, NOBODY, now.date()).value
    if account.employee_id is not None:
        return await _bound_before(session, account, invitation, rule, book, now)
    if invitation is None:
        return await _wrong_code(session, account, BindProblem.CODE_UNKNOWN, rule, now)
    return await _use(session, account, invitation, book, now)


async def bind_by_phone(
    session: AsyncSession, account: ChatAccount, step: BindByPhone, keyring: Keyring, book: RuleBook, now: datetime
) -> Bound | BindRefused:
    """Bind an account whose number the roster gives to exactly one employee, who has no account in this channel.

    Whoever shares any other number learns nothing from the answer: unknown, ambiguous and bound already are one. An
    account has one number, of which the platform vouches: sharing it again and again is no search, and is counted apart
    from the codes.
    """
    account = await session.get_one(ChatAccount, account.id, with_for_update=True, populate_existing=True)
    if account.employee_id is not None:
        return BindRefused(BindProblem.PHONE_NOT_NEEDED)
    if _is_locked(account, now):
        return BindRefused(BindProblem.LOCKED, account.locked_until)
    rule = book.get(InvitationRule, NOBODY, now.date()).value
    failures = await _failures(session, _PHONE_FAILED, now, account)
    if failures >= rule.max_tries:
        return BindRefused(BindProblem.LOCKED, now + COUNTED)
    today = work_date_of(now, book.get(ZoneRule, NOBODY, now.date()).value.timezone)
    found = await employees_of_phone(session, step.number, keyring, today)
    if len(found) == 1:
        await session.get_one(Employee, found[0], with_for_update=True)
        if await _other_account(session, account, found[0]) is None:
            return await _bound(session, account, found[0], BoundBy.PHONE, book, now)
    _audit_failure(session, _PHONE_FAILED, account, now)
    if failures + 1 >= rule.max_tries:
        return BindRefused(BindProblem.LOCKED, now + COUNTED)
    return BindRefused(BindProblem.PHONE_UNKNOWN)


async def _bound_before(
    session: AsyncSession,
    account: ChatAccount,
    invitation: Invitation | None,
    rule: InvitationRule,
    book: RuleBook,
    now: datetime,
) -> Bound | BindRefused:
    """The link of the invitation is often pressed twice; any other code counts as wrong, whosever it is."""
    if invitation is None or invitation.employee_id != account.employee_id:
        return await _wrong_code(session, account, BindProblem.ALREADY_BOUND, rule, now)
    if account.bound_by == BoundBy.PHONE and await _used_up(session, account, invitation, now):
        # What a number could not prove, the operator's code does.
        return await _bound(session, account, invitation.employee_id, BoundBy.CODE, book, now)
    return Bound(await load_person(session, account, book, now), again=True)


async def _find(session: AsyncSession, code: str) -> Invitation | None:
    return await session.scalar(select(Invitation).where(Invitation.code_sha256 == code_digest(code)))


def _is_locked(account: ChatAccount, now: datetime) -> bool:
    return account.locked_until is not None and now < account.locked_until


async def _failures(session: AsyncSession, action: str, now: datetime, of: ChatAccount | None = None) -> int:
    """Within the time over which they are counted, of one account or of all."""
    recent = select(func.count()).select_from(Audit).where(Audit.action == action, Audit.at > now - COUNTED)
    if of is not None:
        recent = recent.where(Audit.subject_id == of.id)
    return await session.scalar(recent) or 0


async def _wrong_code(
    session: AsyncSession, account: ChatAccount, told: BindProblem, rule: InvitationRule, now: datetime
) -> BindRefused:
    """Counted for the account and for all; `told` is what is heard below the limits."""
    too_many = await _failures(session, _CODE_FAILED, now) >= rule.max_tries_in_all
    _audit_failure(session, _CODE_FAILED, account, now)
    account.failed_codes += 1
    if account.failed_codes >= rule.max_tries:
        account.failed_codes = 0
        account.locked_until = now + timedelta(minutes=rule.lock_minutes)
        return BindRefused(BindProblem.LOCKED, account.locked_until)
    return BindRefused(BindProblem.LOCKED, now + COUNTED) if too_many else BindRefused(told)


def _audit_failure(session: AsyncSession, action: str, account: ChatAccount, now: datetime) -> None:
    append_audit(session, at=now, actor_id=None, action=action, subject="chat_account", subject_id=account.id)


async def _use(
    session: AsyncSession, account: ChatAccount, invitation: Invitation, book: RuleBook, now: datetime
) -> Bound | BindRefused:
    """Somebody who has another account in this channel is asked there; the code is used up by that."""
    # Two accounts that bring two codes of one employee take turns here.
    await session.get_one(Employee, invitation.employee_id, with_for_update=True)
    other = await _other_account(session, account, invitation.employee_id)
    if not await _used_up(session, account, invitation, now):
        expired = invitation.used_at is None
        return BindRefused(BindProblem.CODE_EXPIRED if expired else BindProblem.CODE_USED)
    if other is not None:
        await ask_to_rebind(session, other, account, now)
        return BindRefused(BindProblem.EMPLOYEE_BOUND)
    return await _bound(session, account, invitation.employee_id, BoundBy.CODE, book, now)


async def _bound(
    session: AsyncSession, account: ChatAccount, employee_id: int, by: BoundBy, book: RuleBook, now: datetime
) -> Bound:
    account.employee_id = employee_id
    account.bound_at, account.bound_by = now, by
    account.failed_codes = 0
    account.locked_until = account.menu = None
    append_audit(
        session,
        at=now,
        actor_id=employee_id,
        action="account.bound",
        subject="chat_account",
        subject_id=account.id,
        detail=by,
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


async def _other_account(session: AsyncSession, account: ChatAccount, employee_id: int) -> ChatAccount | None:
    """That of the employee in this channel, whichever of our bots it writes to."""
    other = select(ChatAccount).where(
        ChatAccount.channel == account.channel, ChatAccount.employee_id == employee_id, ChatAccount.id != account.id
    )
    return await session.scalar(other.limit(1))

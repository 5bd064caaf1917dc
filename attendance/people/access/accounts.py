"""An operator looks after the chat accounts of the people in their scope: lets one go, suspends a lost phone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.held_roles import held_roles
from attendance.people.access.menus import menu_is_due
from attendance.people.access.releasing import ReleaseReason, close_console, locked_accounts, release
from attendance.people.access.roles import Action, Role
from attendance.people.named import Named, NamedProblem, covered, named_by_nip
from attendance.people.person import Person
from attendance.people.tables import ChatAccount
from attendance.records.audit import append_audit
from attendance.records.outbox import kill_queued, put, tell_dead
from attendance.records.say import Menu, Say
from attendance.time.schedule import work_date_of


@dataclass(frozen=True, slots=True)
class AskRelease:
    """The step of /lepas NIP: whose account it is, before anything happens."""

    nip: str


@dataclass(frozen=True, slots=True)
class ReleaseAccount:
    """The step of the buttons with the reasons. `version`: of the accounts that the question was about."""

    employee_id: int
    version: int
    reason: ReleaseReason


@dataclass(frozen=True, slots=True)
class Suspend:
    """The step of /tangguhkan NIP."""

    nip: str


@dataclass(frozen=True, slots=True)
class LiftSuspension:
    """The step of the button under a suspension."""

    employee_id: int
    version: int


@dataclass(frozen=True, slots=True)
class ReleaseAsked:
    who: Named
    version: int


@dataclass(frozen=True, slots=True)
class Released:
    who: Named


@dataclass(frozen=True, slots=True)
class NoAccount:
    """There is none to let go or suspend."""

    who: Named


@dataclass(frozen=True, slots=True)
class Suspended:
    """`again`: it was so before."""

    who: Named
    version: int
    again: bool


@dataclass(frozen=True, slots=True)
class Lifted:
    who: Named


@dataclass(frozen=True, slots=True)
class AccountMoved:
    """Another account is bound by now, or the press comes twice: what was drawn no longer holds."""


@dataclass(frozen=True, slots=True)
class AccountRefused:
    reason: NamedProblem


AccountOutcome = ReleaseAsked | Released | NoAccount | Suspended | Lifted | AccountMoved | AccountRefused


async def ask_release(
    session: AsyncSession, actor: Person, step: AskRelease, now: datetime
) -> ReleaseAsked | NoAccount | AccountRefused:
    """Nothing happens yet."""
    who = await _managed(session, actor, await named_by_nip(session, actor, Action.MANAGE_ACCOUNT, step.nip, now), now)
    if not isinstance(who, Named):
        return AccountRefused(who)
    accounts = await locked_accounts(session, who.employee_id)
    if not accounts:
        return NoAccount(who)
    return ReleaseAsked(who, version_of(accounts[-1]))


async def may_release(
    session: AsyncSession, actor: Person, step: ReleaseAccount, now: datetime
) -> Named | AccountMoved | AccountRefused:
    """Whose account goes, when it still is the one that the question was about."""
    who = await _managed(
        session, actor, await covered(session, actor, Action.MANAGE_ACCOUNT, step.employee_id, now), now
    )
    if not isinstance(who, Named):
        return AccountRefused(who)
    accounts = await locked_accounts(session, who.employee_id)
    if not accounts or version_of(accounts[-1]) != step.version:
        return AccountMoved()
    return who


async def release_account(
    session: AsyncSession, actor: Person, step: ReleaseAccount, who: Named, now: datetime
) -> Released:
    """After `may_release`, in the same transaction."""
    await release(session, who.employee_id, now, step.reason, actor.employee_id)
    return Released(who)


async def suspend(
    session: AsyncSession, actor: Person, step: Suspend, now: datetime
) -> Suspended | NoAccount | AccountRefused:
    """At once: what waits to be said there is not said, and open pages of the console close."""
    who = await _managed(session, actor, await named_by_nip(session, actor, Action.MANAGE_ACCOUNT, step.nip, now), now)
    if not isinstance(who, Named):
        return AccountRefused(who)
    accounts = await locked_accounts(session, who.employee_id)
    if not accounts:
        return NoAccount(who)
    waiting = [account for account in accounts if account.suspended_at is None]
    for account in waiting:
        account.suspended_at, account.menu = now, None
        tell_dead(await kill_queued(session, account.id, "account suspended"), "account suspended")
        _audit(session, "account.suspended", account, actor, now)
    await close_console(session, who.employee_id)
    return Suspended(who, version_of(accounts[-1]), again=not waiting)


async def lift_suspension(
    session: AsyncSession, actor: Person, step: LiftSuspension, now: datetime
) -> Lifted | AccountMoved | AccountRefused:
    """The phone is found: everything is as it was."""
    who = await _managed(
        session, actor, await covered(session, actor, Action.MANAGE_ACCOUNT, step.employee_id, now), now
    )
    if not isinstance(who, Named):
        return AccountRefused(who)
    accounts = await locked_accounts(session, who.employee_id)
    suspended = [account for account in accounts if account.suspended_at is not None]
    if not suspended or version_of(accounts[-1]) != step.version:
        return AccountMoved()
    for account in suspended:
        account.suspended_at = None
        say = Say("start-suspension-lifted", menu=Menu.MAIN)
        put(session, say, account_id=account.id, employee_id=who.employee_id, inbound_id=None, now=now)
        _audit(session, "account.suspension_lifted", account, actor, now)
    await session.flush()
    await menu_is_due(session, who.employee_id)
    return Lifted(who)


async def _managed(
    session: AsyncSession, actor: Person, who: Named | NamedProblem, now: datetime
) -> Named | NamedProblem:
    """The account of a head or an admin is an admin's affair: an operator must not shut up who stands above."""
    if not isinstance(who, Named) or actor.may(Action.GRANT_ROLE, who.scope):
        return who
    held = await held_roles(session, who.employee_id, work_date_of(now, actor.timezone))
    above = any(role.grant.role in (Role.HEAD, Role.ADMIN) for role in held)
    return NamedProblem.OUT_OF_SCOPE if above else who


def version_of(account: ChatAccount) -> int:
    """Of its binding, as a number that a button can carry (at most nine digits): minutes since 1970."""
    return int(account.bound_at.timestamp()) // 60 if account.bound_at else 0


def _audit(session: AsyncSession, action: str, account: ChatAccount, actor: Person, now: datetime) -> None:
    append_audit(
        session, at=now, actor_id=actor.employee_id, action=action, subject="chat_account", subject_id=account.id
    )

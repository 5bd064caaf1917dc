"""Another account brings the code of somebody who has one: the old one confirms by a fresh selfie, or says no."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.bound_by import BoundBy
from attendance.people.access.menus import menu_is_due
from attendance.people.access.releasing import ReleaseReason, release
from attendance.people.tables import ChatAccount, Rebinding
from attendance.records.audit import append_audit
from attendance.records.outbox import put
from attendance.records.say import Button, Menu, Say

#: How long the old account is waited for.
WAITED = timedelta(minutes=30)

#: Selfies that may fail; unlimited tries are an attack.
MOST_FAILURES = 3

YES_ACTION, NO_ACTION = "rebind-yes", "rebind-no"


@dataclass(frozen=True, slots=True)
class AgreeToRebind:
    """The step of the two buttons."""

    rebinding_id: int
    yes: bool


@dataclass(frozen=True, slots=True)
class ConfirmRebind:
    """The step of the selfie that follows."""

    rebinding_id: int
    media_id: int


@dataclass(frozen=True, slots=True)
class RebindAgreed:
    """A selfie is awaited."""

    rebinding_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class RebindDenied:
    """Nothing has changed, and the other account has been told."""


@dataclass(frozen=True, slots=True)
class RebindDone:
    """This account is let go, which it has been told."""


@dataclass(frozen=True, slots=True)
class RebindAgain:
    """The selfie did not do; `advice` is a key of the catalogues about the picture, None when it was the face."""

    advice: str | None


@dataclass(frozen=True, slots=True)
class RebindOver:
    """Too late, too many failures, or dealt with before."""


RebindOutcome = RebindAgreed | RebindDenied | RebindDone | RebindAgain | RebindOver


async def ask_to_rebind(session: AsyncSession, old: ChatAccount, new: ChatAccount, now: datetime) -> None:
    """Put the question to the old account; an older question of the same employee ends."""
    if old.employee_id is None:
        raise ValueError(f"account {old.id} is bound to nobody")
    await session.execute(
        update(Rebinding)
        .where(Rebinding.employee_id == old.employee_id, Rebinding.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    asked = Rebinding(
        employee_id=old.employee_id,
        old_account_id=old.id,
        new_account_id=new.id,
        asked_at=now,
        expires_at=now + WAITED,
    )
    session.add(asked)
    await session.flush()
    append_audit(
        session, at=now, actor_id=None, action="account.rebind_asked", subject="rebinding", subject_id=asked.id
    )
    buttons = (
        Button("start-rebind-button-yes", YES_ACTION, asked.id),
        Button("start-rebind-button-no", NO_ACTION, asked.id),
    )
    _tell(session, old.id, Say("start-rebind-question", buttons=buttons), now)


async def agree_to_rebind(
    session: AsyncSession, account_id: int, step: AgreeToRebind, now: datetime
) -> RebindAgreed | RebindDenied | RebindOver:
    """The old account has pressed."""
    asked = await is_waiting(session, account_id, step.rebinding_id, now)
    if asked is None:
        return RebindOver()
    if step.yes:
        return RebindAgreed(asked.id, asked.expires_at)
    await _end(session, asked, "account.rebind_denied", now)
    return RebindDenied()


async def confirm_rebind(session: AsyncSession, asked: Rebinding, now: datetime) -> RebindDone | RebindOver:
    """The selfie of the old account was the employee's: the new one takes its place."""
    new = await session.get_one(ChatAccount, asked.new_account_id, with_for_update=True, populate_existing=True)
    asked.ended_at = now
    if new.employee_id is not None:
        return RebindOver()
    await release(session, asked.employee_id, now, ReleaseReason.CONFIRMED, asked.employee_id)
    new.employee_id, new.bound_at, new.bound_by = asked.employee_id, now, BoundBy.CODE
    append_audit(
        session,
        at=now,
        actor_id=asked.employee_id,
        action="account.bound",
        subject="chat_account",
        subject_id=new.id,
    )
    await session.flush()
    await menu_is_due(session, asked.employee_id)
    _tell(session, new.id, Say("start-rebind-bound", menu=Menu.MAIN), now)
    return RebindDone()


async def failed_to_confirm(session: AsyncSession, asked: Rebinding, now: datetime) -> RebindAgain | RebindOver:
    """It was not: some more tries, then the human way."""
    asked.failures += 1
    if asked.failures < MOST_FAILURES:
        return RebindAgain(None)
    await _end(session, asked, "account.rebind_failed", now)
    return RebindOver()


async def is_waiting(session: AsyncSession, account_id: int, rebinding_id: int, now: datetime) -> Rebinding | None:
    """The question, while the account that it was put to may answer it."""
    return await session.scalar(
        select(Rebinding)
        .join(ChatAccount, ChatAccount.id == Rebinding.old_account_id)
        .where(Rebinding.id == rebinding_id, Rebinding.old_account_id == account_id)
        .where(Rebinding.ended_at.is_(None), Rebinding.expires_at > now)
        .where(ChatAccount.employee_id == Rebinding.employee_id)
        .with_for_update()
    )


async def _end(session: AsyncSession, asked: Rebinding, action: str, now: datetime) -> None:
    """The other account hears the same whatever the reason."""
    asked.ended_at = now
    append_audit(session, at=now, actor_id=asked.employee_id, action=action, subject="rebinding", subject_id=asked.id)
    _tell(session, asked.new_account_id, Say("start-rebind-refused"), now)


def _tell(session: AsyncSession, account_id: int, say: Say, now: datetime) -> None:
    put(session, say, account_id=account_id, employee_id=None, inbound_id=None, now=now)

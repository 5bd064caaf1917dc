"""Another account brings the code of somebody who has one: the old one is asked, and shows the living face or says no.

How it shows the face is in `rebind_challenge`; here is who is asked, what comes of it, and who is told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.drawing import Drawn
from attendance.people.access.bound_by import BoundBy
from attendance.people.access.menus import menu_is_due
from attendance.people.access.releasing import ReleaseReason, end_rebinding, release
from attendance.people.tables import ChatAccount, Employee, Rebinding
from attendance.records.audit import append_audit
from attendance.records.deadline import DeadlineKind, set_deadlines
from attendance.records.outbox import put
from attendance.records.say import Button, Menu, Say

#: How long the old account is waited for.
WAITED = timedelta(minutes=30)

YES_ACTION, NO_ACTION = "rebind-yes", "rebind-no"


@dataclass(frozen=True, slots=True)
class RebindAsked:
    """A video is awaited. `nonce_id`: its message starts the time, when it is not None.

    `until`: how long the old account is waited for in all. `why`: what became of the last challenge, as a key of the
    catalogues.
    """

    rebinding_id: int
    until: datetime
    nonce_id: int | None
    minutes: int
    drawn: Drawn
    why: str | None = None


@dataclass(frozen=True, slots=True)
class RebindTooEarly:
    """The video was sent before the prompt was delivered: it is no answer, and the question stands."""

    drawn: Drawn


@dataclass(frozen=True, slots=True)
class RebindUnjudged:
    """By our own fault nobody can say what the video shows: nothing counts, and it may be tried again until then."""

    rebinding_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class RebindStands:
    """Its time has been made longer meanwhile."""

    rebinding_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class RebindSettled:
    """Dealt with before its time was over: nothing is left to say."""


@dataclass(frozen=True, slots=True)
class RebindDenied:
    """Nothing has changed, and the other account has been told."""


@dataclass(frozen=True, slots=True)
class RebindDone:
    """This account is let go, which it has been told."""


@dataclass(frozen=True, slots=True)
class RebindByOperator:
    """Nothing has changed; an operator can do it. The same words whether no challenge may be asked or none was passed.

    The other account has been told.
    """


@dataclass(frozen=True, slots=True)
class RebindOver:
    """Too late, or dealt with before."""


RebindOutcome = (
    RebindAsked
    | RebindTooEarly
    | RebindUnjudged
    | RebindStands
    | RebindSettled
    | RebindDenied
    | RebindDone
    | RebindByOperator
    | RebindOver
)


async def ask_to_rebind(session: AsyncSession, old: ChatAccount, new: ChatAccount, now: datetime) -> None:
    """Put the question to the old account; an older question of the same employee ends. The employee is locked."""
    if old.employee_id is None:
        raise ValueError(f"account {old.id} is bound to nobody")
    open_still = select(Rebinding).where(Rebinding.employee_id == old.employee_id, Rebinding.ended_at.is_(None))
    for earlier in await session.scalars(open_still):
        await end_rebinding(session, earlier, now, told=earlier.new_account_id != new.id)
    asked = Rebinding(
        employee_id=old.employee_id,
        old_account_id=old.id,
        new_account_id=new.id,
        asked_at=now,
        expires_at=now + WAITED,
    )
    session.add(asked)
    await session.flush()
    await set_deadlines(session, asked.id, old.id, {DeadlineKind.REBIND: asked.expires_at})
    _audit(session, asked, "account.rebind_asked", None, now)
    buttons = (
        Button("start-rebind-button-yes", YES_ACTION, asked.id),
        Button("start-rebind-button-no", NO_ACTION, asked.id),
    )
    _tell(session, old.id, Say("start-rebind-question", buttons=buttons), now)


def waiting(account_id: int, rebinding_id: int) -> Select[Rebinding]:
    """The question, while the account that it was put to may answer it, as far as others have not ended it."""
    return (
        select(Rebinding)
        .join(ChatAccount, ChatAccount.id == Rebinding.old_account_id)
        .where(Rebinding.id == rebinding_id, Rebinding.old_account_id == account_id, Rebinding.ended_at.is_(None))
        .where(ChatAccount.employee_id == Rebinding.employee_id, ChatAccount.suspended_at.is_(None))
    )


async def held_question(
    session: AsyncSession, employee_id: int, account_id: int, rebinding_id: int
) -> Rebinding | None:
    """`waiting`, held until the transaction ends. The employee first, as wherever accounts change hands."""
    await session.get_one(Employee, employee_id, with_for_update=True)
    held = waiting(account_id, rebinding_id).with_for_update(of=Rebinding)
    return await session.scalar(held.execution_options(populate_existing=True))


async def deny(session: AsyncSession, asked: Rebinding, now: datetime) -> RebindDenied:
    """The old account says that somebody else has the code."""
    await _refuse(session, asked, "account.rebind_denied", now)
    return RebindDenied()


async def leave_to_operator(session: AsyncSession, asked: Rebinding, action: str, now: datetime) -> RebindByOperator:
    """Nothing changes. `action`: what goes on record."""
    await _refuse(session, asked, action, now)
    return RebindByOperator()


async def lapse(session: AsyncSession, asked: Rebinding, now: datetime) -> RebindOver:
    """Nobody has answered in time."""
    await _refuse(session, asked, "account.rebind_lapsed", now)
    return RebindOver()


async def replace_account(session: AsyncSession, asked: Rebinding, now: datetime) -> RebindDone | RebindOver:
    """The old account was the employee's: the new one takes its place, unless it has become somebody's meanwhile."""
    new = await session.get_one(ChatAccount, asked.new_account_id, with_for_update=True, populate_existing=True)
    await end_rebinding(session, asked, now, told=False)
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


async def _refuse(session: AsyncSession, asked: Rebinding, action: str, now: datetime) -> None:
    """The other account hears the same whatever the reason."""
    await end_rebinding(session, asked, now, told=True)
    _audit(session, asked, action, asked.employee_id, now)


def _audit(session: AsyncSession, asked: Rebinding, action: str, actor_id: int | None, now: datetime) -> None:
    append_audit(session, at=now, actor_id=actor_id, action=action, subject="rebinding", subject_id=asked.id)


def _tell(session: AsyncSession, account_id: int, say: Say, now: datetime) -> None:
    put(session, say, account_id=account_id, employee_id=None, inbound_id=None, now=now)

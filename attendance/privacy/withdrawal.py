"""/tarik_persetujuan: taking back the use of one's face, by oneself or before an operator as witness."""

import zlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Action
from attendance.people.employment import scope_of
from attendance.people.faces.templates import current_enrolment_id
from attendance.people.nip import normalised
from attendance.people.person import Person
from attendance.people.tables import Employee, Nip
from attendance.privacy.choice import Choice, Voice, standing_of
from attendance.privacy.erasure import number_of
from attendance.privacy.leaving import leave_face_way
from attendance.privacy.notice import notice_of
from attendance.privacy.tables import Erasure, FaceChoice
from attendance.records.say import local
from attendance.rules.book import RuleBook
from attendance.rules.kinds import ErasureRule
from attendance.time.schedule import work_date_of


@dataclass(frozen=True, slots=True)
class AskWithdrawal:
    """The step of the command; an operator names somebody else by NIP, as it was typed, or by a card of theirs."""

    nip: str = ""
    employee_id: int | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The step of the buttons, drawn when things stood as the mark says; only a `sure` one writes."""

    employee_id: int
    mark: int
    sure: bool


@dataclass(frozen=True, slots=True)
class WithdrawalExplained:
    """What follows, before anything happens; `name` when it is somebody else's. `asked`: the last question."""

    employee_id: int
    mark: int
    name: str | None
    hours: int
    backup_days: int
    asked: bool


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Nothing compares the face any more; `until`: when everything is deleted, None when there was nothing."""

    name: str | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class WithoutFaceAlready:
    """Since then; `until`: when the deletion is due, `number` of its certificate once it is done."""

    name: str | None
    since: datetime
    until: datetime | None
    number: str | None


class WithdrawalProblem(StrEnum):
    UNKNOWN_NIP = "unknown-nip"
    NOT_SURE_WHO = "not-sure-who"
    """The account has still to show whose it is: a stranger with a code could have everything deleted."""


@dataclass(frozen=True, slots=True)
class WithdrawalRefused:
    reason: WithdrawalProblem


WithdrawalOutcome = WithdrawalExplained | Withdrawn | WithoutFaceAlready | WithdrawalRefused


async def ask_withdrawal(
    session: AsyncSession, actor: Person, step: AskWithdrawal, book: RuleBook, now: datetime
) -> WithdrawalOutcome:
    """Explain it, or say how far it is."""
    employee_id = await _named(session, step.nip) if step.nip else step.employee_id or actor.employee_id
    return await _explained(session, actor, employee_id, book, now, asked=False)


async def withdraw(
    session: AsyncSession, actor: Person, step: Withdraw, book: RuleBook, now: datetime
) -> WithdrawalOutcome:
    """The second press does it; one on an old button explains how things stand."""
    explained = await _explained(session, actor, step.employee_id, book, now, asked=not step.sure)
    if not isinstance(explained, WithdrawalExplained) or not step.sure or step.mark != explained.mark:
        return explained
    own = step.employee_id == actor.employee_id
    voice = Voice(step.employee_id, actor.account_id if own else None, None if own else actor.employee_id)
    today = work_date_of(now, actor.timezone)
    version = notice_of(await scope_of(session, step.employee_id, today), 0, book, today).version
    erasure = await leave_face_way(session, voice, Choice.WITHDRAWN, version, book, now)
    return Withdrawn(explained.name, local(erasure.due_at, actor.timezone) if erasure else None)


async def _explained(
    session: AsyncSession, actor: Person, employee_id: int | None, book: RuleBook, now: datetime, *, asked: bool
) -> WithdrawalOutcome:
    today = work_date_of(now, actor.timezone)
    problem = await _problem(session, actor, employee_id, today)
    if problem is not None or employee_id is None:
        return WithdrawalRefused(problem or WithdrawalProblem.UNKNOWN_NIP)
    own = employee_id == actor.employee_id
    name = None if own else (await session.get_one(Employee, employee_id)).name
    standing = await standing_of(session, employee_id)
    if standing.without_face:
        return await _state(session, actor, standing.choice_id, name)
    rule = book.get(ErasureRule, await scope_of(session, employee_id, today), today).value
    enrolment_id = await current_enrolment_id(session, employee_id)
    mark = zlib.crc32(f"{standing.choice_id} {enrolment_id}".encode()) % 1_000_000_000
    return WithdrawalExplained(employee_id, mark, name, rule.within_hours, rule.backup_days, asked)


async def _problem(
    session: AsyncSession, actor: Person, employee_id: int | None, today: date
) -> WithdrawalProblem | None:
    if employee_id is not None and employee_id == actor.employee_id:
        return None if actor.trusted else WithdrawalProblem.NOT_SURE_WHO
    may = employee_id is not None and actor.may(Action.ENROL, await scope_of(session, employee_id, today))
    return None if may else WithdrawalProblem.UNKNOWN_NIP


async def _state(session: AsyncSession, actor: Person, choice_id: int, name: str | None) -> WithoutFaceAlready:
    chosen = await session.get_one(FaceChoice, choice_id)
    erasure = await session.scalar(select(Erasure).where(Erasure.choice_id == choice_id))
    since = local(chosen.chosen_at, actor.timezone)
    if erasure is None:
        return WithoutFaceAlready(name, since, None, None)
    number = number_of(erasure.id) if erasure.done_at is not None else None
    return WithoutFaceAlready(name, since, local(erasure.due_at, actor.timezone), number)


async def _named(session: AsyncSession, typed: str) -> int | None:
    return await session.scalar(select(Nip.employee_id).where(Nip.nip == normalised(typed)))

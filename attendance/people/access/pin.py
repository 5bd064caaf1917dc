"""The PIN of somebody without a face record: chosen, given at each check-in, closed after too many wrong ones.

Six digits are guessed offline in minutes whatever the digest: what protects them is that tries are counted, and that
the account and the witness are needed too. The digest keeps an intern with a copied database from reading them.
"""

import asyncio
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Action
from attendance.people.employment import scope_of
from attendance.people.nip import normalised
from attendance.people.person import Person
from attendance.people.tables import Employee, Nip, Pin
from attendance.records.audit import append_audit
from attendance.records.database import Database
from attendance.records.say import local
from attendance.rules.book import RuleBook
from attendance.rules.kinds import WitnessRule
from attendance.time.schedule import work_date_of

DIGITS = 6
SALT_BYTES = 16

#: OWASP's password storage sheet: N=2^14, r=8, p=5 is one of its equivalent settings; 16 MB and some 200 ms here.
_N, _R, _P = 2**14, 8, 5

_SHAPE = re.compile(rf"[0-9]{{{DIGITS}}}")


@dataclass(frozen=True, slots=True)
class SetPin:
    """The step of /pin: the new one, after the old one where there is one."""

    new: str = field(repr=False)
    old: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ForgetPin:
    """The step of /lupa_pin by an operator; the NIP as it was typed."""

    nip: str


@dataclass(frozen=True, slots=True)
class PinFindings:
    """What costs time: whether the given PIN is the one on record (`set_at`), and the new one made ready to be kept."""

    set_at: datetime | None
    matches: bool
    salt: bytes = b""
    digest: bytes = field(default=b"", repr=False)


class PinProblem(StrEnum):
    """Why a PIN is not taken."""

    NOT_SIX_DIGITS = "not-six-digits"
    TOO_SIMPLE = "too-simple"
    OLD_NEEDED = "old-needed"
    UNKNOWN_NIP = "unknown-nip"


@dataclass(frozen=True, slots=True)
class PinRefused:
    reason: PinProblem


@dataclass(frozen=True, slots=True)
class PinSet:
    """It counts from now on."""


@dataclass(frozen=True, slots=True)
class PinWrong:
    """How many tries are left is not told."""


@dataclass(frozen=True, slots=True)
class PinLocked:
    """Nothing is compared until then; `until` is in the zone of the place of duty."""

    until: datetime


@dataclass(frozen=True, slots=True)
class PinForgotten:
    """The employee chooses a new one."""

    name: str


PinOutcome = PinRefused | PinSet | PinWrong | PinLocked | PinForgotten


class PinChanged(Exception):
    """It was changed since it was compared: compare again."""


def looks_like_pin(text: str) -> bool:
    return _SHAPE.fullmatch(text.strip()) is not None


def too_simple(pin: str) -> bool:
    """One digit six times, or digits that run up or down."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps in ({0}, {1}, {9})


async def examine_pin(database: Database, employee_id: int, given: str | None, new: str | None = None) -> PinFindings:
    """Some tenths of a second of CPU beside everything else, and no transaction."""
    async with database.read() as session:
        row = await session.get(Pin, employee_id)
    matches = False
    if row is not None and given is not None:
        digest = await asyncio.to_thread(_digest, given.strip(), row.salt)
        matches = hmac.compare_digest(digest, row.digest)
    set_at = None if row is None else row.set_at
    if new is None:
        return PinFindings(set_at, matches)
    salt = secrets.token_bytes(SALT_BYTES)
    return PinFindings(set_at, matches, salt, await asyncio.to_thread(_digest, new.strip(), salt))


async def compared(
    session: AsyncSession, employee_id: int, findings: PinFindings, rule: WitnessRule, now: datetime
) -> PinWrong | PinLocked | None:
    """None when the given PIN was right. Wrong ones are counted; raises PinChanged."""
    row = await session.get(Pin, employee_id, with_for_update=True, populate_existing=True)
    if row is None or row.set_at != findings.set_at:
        raise PinChanged
    if row.locked_until is not None and now < row.locked_until:
        return PinLocked(row.locked_until)
    if findings.matches:
        row.failures, row.locked_until = 0, None
        return None
    row.failures += 1
    if row.failures < rule.pin_tries:
        return PinWrong()
    row.failures = 0
    row.locked_until = now + timedelta(minutes=rule.pin_lock_minutes)
    _audit(session, "pin.locked", employee_id, employee_id, now)
    return PinLocked(row.locked_until)


async def set_pin(
    session: AsyncSession, person: Person, step: SetPin, findings: PinFindings, book: RuleBook, now: datetime
) -> PinOutcome:
    """The first one is taken as it is: the account is bound already. Raises ValueError for nobody's account."""
    employee_id = _bound(person)
    if not looks_like_pin(step.new):
        return PinRefused(PinProblem.NOT_SIX_DIGITS)
    if too_simple(step.new.strip()):
        return PinRefused(PinProblem.TOO_SIMPLE)
    if findings.set_at is not None:
        if step.old is None:
            return PinRefused(PinProblem.OLD_NEEDED)
        rule = book.get(WitnessRule, person.scope, work_date_of(now, person.timezone)).value
        if (problem := await compared(session, employee_id, findings, rule, now)) is not None:
            return PinLocked(local(problem.until, person.timezone)) if isinstance(problem, PinLocked) else problem
    await _store(session, employee_id, findings, now)
    return PinSet()


async def forget_pin(session: AsyncSession, actor: Person, step: ForgetPin, now: datetime) -> PinForgotten | PinRefused:
    """Whoever may enrol somebody may let go that person's PIN, and never learns it."""
    employee = await session.scalar(
        select(Employee).join(Nip, Nip.employee_id == Employee.id).where(Nip.nip == normalised(step.nip))
    )
    today = work_date_of(now, actor.timezone)
    if employee is None or not actor.may(Action.ENROL, await scope_of(session, employee.id, today)):
        return PinRefused(PinProblem.UNKNOWN_NIP)
    await session.execute(delete(Pin).where(Pin.employee_id == employee.id))
    _audit(session, "pin.forgotten", _bound(actor), employee.id, now)
    return PinForgotten(employee.name)


async def has_pin(session: AsyncSession, employee_id: int) -> bool:
    return await session.scalar(select(Pin.employee_id).where(Pin.employee_id == employee_id)) is not None


async def _store(session: AsyncSession, employee_id: int, findings: PinFindings, now: datetime) -> None:
    row = await session.get(Pin, employee_id) or Pin(employee_id=employee_id)
    row.salt, row.digest, row.set_at = findings.salt, findings.digest, now
    row.failures, row.locked_until = 0, None
    session.add(row)
    _audit(session, "pin.set", employee_id, employee_id, now)


def _digest(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=64 * 1024 * 1024)


def _bound(person: Person) -> int:
    if person.employee_id is None:
        raise ValueError(f"account {person.account_id} is bound to nobody")
    return person.employee_id


def _audit(session: AsyncSession, action: str, actor_id: int, employee_id: int, now: datetime) -> None:
    append_audit(session, at=now, actor_id=actor_id, action=action, subject="employee", subject_id=employee_id)

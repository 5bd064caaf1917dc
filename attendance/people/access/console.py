"""Ways into the web console: a single-use link out of the chat, and the session it becomes.

Links and cookies are 256 random bits and are kept as their SHA-256 only: whoever reads the database cannot enter.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Action, Grant, may_anywhere
from attendance.people.access.tenure import roles_on
from attendance.people.employment import employment_of
from attendance.people.tables import ConsoleLink, ConsoleSession, Employee, RoleGrant
from attendance.records.audit import append_audit
from attendance.rules.book import RuleBook
from attendance.rules.kinds import ConsoleRule, ZoneRule
from attendance.rules.resolve import NOBODY, PersonScope
from attendance.time.schedule import work_date_of

_TOKEN_BYTES = 32

#: A dead link is kept this long, so that whoever opens it late hears "expired" and not "unknown".
_REMEMBERED = timedelta(days=1)


class LinkProblem(StrEnum):
    """Why a link does not open the console."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class LinkRefused:
    """The remedy is always the same: a new link from the chat."""

    reason: LinkProblem


@dataclass(frozen=True, slots=True)
class Entered:
    """A session has begun. `token` is the secret of its cookie."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ConsoleUser:
    """Whose session it is and which roles hold today."""

    employee_id: int
    name: str
    grants: tuple[Grant, ...]


async def create_link(session: AsyncSession, employee_id: int, book: RuleBook, now: datetime) -> str:
    """The token of a new link, which opens the console once within ConsoleRule.link_minutes."""
    await _forget_the_dead(session, now)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    life = timedelta(minutes=(await _rule(session, employee_id, book, now)).link_minutes)
    link = ConsoleLink(token_sha256=_digest(token), employee_id=employee_id, expires_at=now + life)
    session.add(link)
    await session.flush()
    append_audit(
        session, at=now, actor_id=employee_id, action="console.link_made", subject="console_link", subject_id=link.id
    )
    return token


async def refusal_of(session: AsyncSession, token: str, now: datetime) -> LinkRefused | None:
    """Why the link would be refused now; None while it would open. Only looks: previews burn nothing."""
    link = await session.scalar(select(ConsoleLink).where(ConsoleLink.token_sha256 == _digest(token)))
    if link is None:
        return LinkRefused(LinkProblem.UNKNOWN)
    if link.used_at is not None:
        return LinkRefused(LinkProblem.USED)
    return LinkRefused(LinkProblem.EXPIRED) if link.expires_at <= now else None


async def redeem(session: AsyncSession, token: str, book: RuleBook, now: datetime) -> Entered | LinkRefused:
    """Use the link up and begin a session that ends after ConsoleRule.session_hours."""
    used = await session.execute(
        update(ConsoleLink)
        .where(
            ConsoleLink.token_sha256 == _digest(token),
            # Of two presses at the same moment one finds this no longer true.
            ConsoleLink.used_at.is_(None),
            ConsoleLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(ConsoleLink.id, ConsoleLink.employee_id)
        .execution_options(synchronize_session=False)
    )
    row = used.one_or_none()
    if row is None:
        return await refusal_of(session, token, now) or LinkRefused(LinkProblem.USED)
    append_audit(
        session, at=now, actor_id=row.employee_id, action="console.entered", subject="console_link", subject_id=row.id
    )
    return await _begin_session(session, row.employee_id, book, now)


async def session_of(session: AsyncSession, cookie: str, book: RuleBook, now: datetime) -> ConsoleUser | None:
    """Whose living session the cookie is; None also once no role of today lets its owner see attendance anywhere."""
    today = _today(book, now)
    query = (
        select(Employee.id, Employee.name, RoleGrant)
        .join(ConsoleSession, ConsoleSession.employee_id == Employee.id)
        .join(RoleGrant, RoleGrant.employee_id == Employee.id)
        .where(ConsoleSession.token_sha256 == _digest(cookie), ConsoleSession.expires_at > now)
        .where(RoleGrant.valid_from <= today, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today))
        .order_by(RoleGrant.id)
    )
    rows = (await session.execute(query)).all()
    if not rows:
        return None
    grants = await roles_on(session, rows[0].id, [grant for *_, grant in rows], today)
    return ConsoleUser(rows[0].id, rows[0].name, grants) if may_anywhere(grants, Action.SEE_ATTENDANCE) else None


async def end_session(session: AsyncSession, cookie: str, now: datetime) -> None:
    """Leave; a cookie without a session changes nothing."""
    ended = await session.execute(
        delete(ConsoleSession)
        .where(ConsoleSession.token_sha256 == _digest(cookie))
        .returning(ConsoleSession.id, ConsoleSession.employee_id)
    )
    for row in ended:
        append_audit(
            session,
            at=now,
            actor_id=row.employee_id,
            action="console.left",
            subject="console_session",
            subject_id=row.id,
        )


async def _begin_session(session: AsyncSession, employee_id: int, book: RuleBook, now: datetime) -> Entered:
    life = timedelta(hours=(await _rule(session, employee_id, book, now)).session_hours)
    entered = Entered(secrets.token_urlsafe(_TOKEN_BYTES), now + life)
    session.add(
        ConsoleSession(token_sha256=_digest(entered.token), employee_id=employee_id, expires_at=entered.expires_at)
    )
    return entered


async def _forget_the_dead(session: AsyncSession, now: datetime) -> None:
    await session.execute(delete(ConsoleLink).where(ConsoleLink.expires_at < now - _REMEMBERED))
    await session.execute(delete(ConsoleSession).where(ConsoleSession.expires_at < now - _REMEMBERED))


async def _rule(session: AsyncSession, employee_id: int, book: RuleBook, now: datetime) -> ConsoleRule:
    today = _today(book, now)
    employed = await employment_of(session, employee_id, today)
    scope = PersonScope(employee_id) if employed is None else employed.scope
    return book.get(ConsoleRule, scope, today).value


def _today(book: RuleBook, now: datetime) -> date:
    """In the zone of the regency: of roles and rules of the console only the change of days depends on it."""
    return work_date_of(now, book.get(ZoneRule, NOBODY, now.date()).value.timezone)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""Who can be told something in chat beside the one who wrote: people with a right, and the author of an earlier act."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import ALLOWED, Action
from attendance.people.person import Person, load_person
from attendance.people.tables import ChatAccount, RoleGrant
from attendance.records.outbox import put
from attendance.records.say import Say
from attendance.rules.book import RuleBook
from attendance.rules.resolve import PersonScope


async def people_who_may(
    session: AsyncSession, action: Action, book: RuleBook, now: datetime, target: PersonScope | None = None
) -> list[Person]:
    """Everybody with a role of today that allows the action somewhere, and an account that has not blocked us.

    `target`: only those whose role reaches somebody of that scope.
    """
    # Which day it is for them is known once they are loaded.
    since, until = now.date() - timedelta(days=1), now.date() + timedelta(days=1)
    granted = select(RoleGrant.employee_id).where(
        RoleGrant.role.in_([role for role, actions in ALLOWED.items() if action in actions]),
        RoleGrant.valid_from <= until,
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= since),
    )
    if target is not None:
        granted = granted.where(_reaches(target))
    people = await _people(session, ChatAccount.employee_id.in_(granted), book, now)
    return [person for person in people if _allowed(person, action, target)]


def _allowed(person: Person, action: Action, target: PersonScope | None) -> bool:
    """By a role that holds: one in the rows may have ended with the post it was given with."""
    return person.may_anywhere(action) if target is None else person.may(action, target)


def _reaches(target: PersonScope) -> ColumnElement[bool]:
    everywhere = RoleGrant.agency_id.is_(None) & RoleGrant.unit_id.is_(None)
    return or_(everywhere, RoleGrant.agency_id == target.agency_id, RoleGrant.unit_id == target.unit_id)


async def tell_oneself(session: AsyncSession, employee_id: int, say: Say, now: datetime) -> None:
    """Something that names nobody else, also to an account from which no face has matched yet."""
    account_id = await session.scalar(
        select(ChatAccount.id)
        .where(ChatAccount.employee_id == employee_id)
        .where(ChatAccount.blocked_at.is_(None), ChatAccount.suspended_at.is_(None))
        .order_by(ChatAccount.bound_at.desc())
        .limit(1)
    )
    if account_id is not None:
        put(session, say, account_id=account_id, employee_id=employee_id, inbound_id=None, now=now)


async def reached(session: AsyncSession, employee_id: int, book: RuleBook, now: datetime) -> Person | None:
    """Somebody in the account that was bound last; None when there is none that has not blocked us."""
    people = await _people(session, ChatAccount.employee_id == employee_id, book, now)
    return people[0] if people else None


def tell(session: AsyncSession, person: Person, say: Say, now: datetime) -> None:
    """Queue a message that answers nothing."""
    put(session, say, account_id=person.account_id, employee_id=person.employee_id, inbound_id=None, now=now)


async def _people(session: AsyncSession, condition: ColumnElement[bool], book: RuleBook, now: datetime) -> list[Person]:
    """Each once."""
    bound = select(ChatAccount).where(condition, ChatAccount.blocked_at.is_(None))
    accounts = {
        account.employee_id: account
        for account in await session.scalars(bound.order_by(ChatAccount.employee_id, ChatAccount.bound_at))
    }
    people = [await load_person(session, account, book, now) for account in accounts.values()]
    # What is told names others: nobody hears it whose face is still to be seen, or whose phone is lost.
    return [person for person in people if person.trusted and not person.suspended]

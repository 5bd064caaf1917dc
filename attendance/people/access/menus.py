"""Which chats may list other commands by now: rows, so that a restart forgets none."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import ChatAccount, Employment, RoleGrant


async def menu_is_due(session: AsyncSession, employee_id: int) -> None:
    """Roles or standing of the employee have changed: whatever their accounts list is looked at again."""
    await _due(session, ChatAccount.employee_id == employee_id)


async def menus_of_other_editions_are_due(session: AsyncSession, edition: str) -> None:
    """After an update of the program: another table of commands, or other words for it."""
    await _due(session, (ChatAccount.menu != "") & ChatAccount.menu.not_like(f"{edition} %"))


async def accounts_with_menus_due(session: AsyncSession, limit: int) -> Sequence[int]:
    """Chat accounts whose menu is to be looked at."""
    due = select(ChatAccount.id).where(ChatAccount.menu.is_(None)).order_by(ChatAccount.id)
    return (await session.scalars(due.limit(limit))).all()


async def accounts_with_turning_roles(session: AsyncSession, today: date) -> Sequence[int]:
    """Chat accounts of people some role of whom begins or ends by itself about `today`, wherever they are.

    It also ends with the post that it was given with.
    """
    near = (today - timedelta(days=2), today + timedelta(days=1))
    days = (RoleGrant.valid_from, RoleGrant.valid_to, Employment.valid_from, Employment.valid_to)
    turning = (
        select(RoleGrant.employee_id)
        .outerjoin(Employment, Employment.employee_id == RoleGrant.employee_id)
        .where(or_(*(day.between(*near) for day in days)))
    )
    return (await session.scalars(select(ChatAccount.id).where(ChatAccount.employee_id.in_(turning)))).all()


async def _due(session: AsyncSession, which: ColumnElement[bool]) -> None:
    marked = update(ChatAccount).where(which).values(menu=None)
    await session.execute(marked.execution_options(synchronize_session=False))

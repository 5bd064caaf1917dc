"""Roles do not outlive the post they were given with."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Grant, Role
from attendance.people.tables import Employment, RoleGrant


async def roles_on(
    session: AsyncSession, employee_id: int, granted: Iterable[RoleGrant], on: date
) -> tuple[Grant, ...]:
    """Those of the grants of one employee that hold on a day, in the order in which they were given."""
    rows = sorted((row for row in granted if _within(row, on)), key=lambda row: row.id)
    if not rows:
        return ()
    posts = (await session.scalars(select(Employment).where(Employment.employee_id == employee_id))).all()
    return tuple(grant_of(row) for row in rows if keeps(row, posts, on))


def keeps(row: RoleGrant, posts: Sequence[Employment], on: date) -> bool:
    """Whether the owner of a grant still has the post it was given with; `posts`: every employment there was.

    A role in an agency or unit ends with the work there. Whoever was given it while working elsewhere, as a Plt or an
    inspector, keeps it while he works where he did then. One for the regency takes any employment. People who were
    never employed, operators from outside, have no post to lose.
    """
    if not any(post.valid_from <= on for post in posts):
        return True
    now = _post_on(posts, on)
    if now is None or (row.agency_id is None and row.unit_id is None):
        return now is not None
    then = _post_on(posts, row.valid_from)
    if then is None or _is_at(then, row):
        return _is_at(now, row)
    return now.agency_id == then.agency_id


def grant_of(row: RoleGrant) -> Grant:
    return Grant(Role(row.role), row.agency_id, row.unit_id)


def _is_at(post: Employment, row: RoleGrant) -> bool:
    if row.unit_id is not None:
        return post.unit_id == row.unit_id
    return post.agency_id == row.agency_id


def _post_on(posts: Iterable[Employment], on: date) -> Employment | None:
    """Of two that hold the later one counts, as in every headcount."""
    holding = [post for post in posts if _within(post, on)]
    return max(holding, key=lambda post: (post.valid_from, post.id), default=None)


def _within(row: Employment | RoleGrant, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)

"""Admins of the regency, made from the command line: the first one has nobody to ask."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Role
from attendance.people.tables import Employee, RoleGrant
from attendance.records.audit import append_audit


async def create_operator(session: AsyncSession, name: str, now: datetime) -> Employee:
    """A person without an employment, who counts in no headcount."""
    operator = Employee(name=name, created_at=now)
    session.add(operator)
    await session.flush()
    append_audit(session, at=now, actor_id=None, action="operator.created", subject="employee", subject_id=operator.id)
    return operator


async def grant_admin(session: AsyncSession, employee_id: int, today: date, now: datetime) -> None:
    """Admin of the whole regency from today on; who is one already stays so."""
    present = select(RoleGrant.id).where(
        RoleGrant.employee_id == employee_id,
        RoleGrant.role == Role.ADMIN,
        RoleGrant.agency_id.is_(None),
        RoleGrant.unit_id.is_(None),
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today),
    )
    if await session.scalar(present.limit(1)) is not None:
        return
    grant = RoleGrant(employee_id=employee_id, role=Role.ADMIN, valid_from=today)
    session.add(grant)
    await session.flush()
    append_audit(session, at=now, actor_id=None, action="role.granted", subject="role_grant", subject_id=grant.id)

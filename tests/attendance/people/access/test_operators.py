"""Admins made from the command line."""

from datetime import UTC, date, datetime

from sqlalchemy import func, select

from attendance.people.access.operators import create_operator, grant_admin
from attendance.people.tables import Employment, RoleGrant
from attendance.records.database import Database, Priority

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


async def test_an_operator_is_admin_of_the_regency_and_in_no_headcount(database: Database) -> None:
    async with database.write(Priority.STEP) as session:
        operator = await create_operator(session, "Bu Ratna", NOW)
        await grant_admin(session, operator.id, TODAY, NOW)
    async with database.read() as session:
        grant = (await session.scalars(select(RoleGrant))).one()
        assert await session.scalar(select(func.count()).select_from(Employment)) == 0
    assert (grant.employee_id, grant.role, grant.agency_id, grant.unit_id) == (operator.id, "admin", None, None)
    assert (grant.valid_from, grant.valid_to) == (TODAY, None)


async def test_who_is_admin_already_is_not_granted_again_but_who_was_is(database: Database) -> None:
    async with database.write(Priority.STEP) as session:
        operator = await create_operator(session, "Bu Ratna", NOW)
        session.add(RoleGrant(employee_id=operator.id, role="admin", valid_from=TODAY, valid_to=date(2026, 11, 24)))
        await grant_admin(session, operator.id, TODAY, NOW)
        await grant_admin(session, operator.id, date(2026, 11, 25), NOW)
        await grant_admin(session, operator.id, date(2026, 11, 26), NOW)
    async with database.read() as session:
        began = await session.scalars(select(RoleGrant.valid_from).order_by(RoleGrant.valid_from))
        assert list(began) == [TODAY, date(2026, 11, 25)]

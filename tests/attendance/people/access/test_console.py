import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from attendance.people.access.console import (
    ConsoleUser,
    Entered,
    LinkProblem,
    LinkRefused,
    create_link,
    end_session,
    redeem,
    refusal_of,
    session_of,
)
from attendance.people.access.roles import Grant, Role
from attendance.people.tables import ConsoleLink, ConsoleSession, Employment, RoleGrant
from attendance.records.database import Database, Priority
from attendance.records.tables import Audit
from attendance.rules.book import RuleBook
from attendance.rules.kinds import ConsoleRule, ZoneRule
from attendance.rules.resolve import Scope, WrittenRule
from tests.attendance.people.office import LONG_AGO, NOW, TODAY, Office, grant

MINUTE = timedelta(minutes=1)


@dataclass
class Door:
    """The console's use cases, each in a transaction of its own as the bot and the web page have them."""

    database: Database
    book: RuleBook

    async def link(self, employee, now: datetime = NOW) -> str:
        async with self.database.write(Priority.STEP) as session:
            return await create_link(session, employee.id, self.book, now)

    async def preview(self, token, now: datetime = NOW) -> LinkRefused | None:
        async with self.database.read() as session:
            return await refusal_of(session, token, now)

    async def enter(self, token, now: datetime = NOW) -> Entered | LinkRefused:
        async with self.database.write(Priority.STEP) as session:
            return await redeem(session, token, self.book, now)

    async def cookie(self, employee, now: datetime = NOW) -> str:
        entered = await self.enter(await self.link(employee, now), now)
        assert isinstance(entered, Entered)
        return entered.token

    async def who(self, cookie, now: datetime = NOW) -> ConsoleUser | None:
        async with self.database.read() as session:
            return await session_of(session, cookie, self.book, now)

    async def leave(self, cookie) -> None:
        async with self.database.write(Priority.STEP) as session:
            await end_session(session, cookie, NOW)

    async def all(self, column) -> list:
        async with self.database.read() as session:
            return list(await session.scalars(select(column).order_by(column.class_.id)))


@pytest.fixture
def door(database: Database) -> Door:
    return Door(database, RuleBook())


def rules(*values) -> RuleBook:
    return RuleBook(
        WrittenRule(number, scope, scope_id, LONG_AGO, None, value, "Perbup")
        for number, (scope, scope_id, value) in enumerate(values, 1)
    )


async def test_a_link_becomes_a_session_that_knows_the_roles(door, office: Office):
    cookie = await door.cookie(office.rahma)
    assert await door.who(cookie) == ConsoleUser(office.rahma.id, "Rahma", (Grant(Role.ADMIN),))


async def test_the_session_of_a_dismissed_head_ends_with_the_employment(door, office: Office, database):
    async with database.write(Priority.STEP) as session:
        session.add(grant(office.budi, Role.HEAD, agency=office.kominfo))
    cookie = await door.cookie(office.budi)
    assert (await door.who(cookie)).grants == (Grant(Role.HEAD, office.kominfo.id),)
    async with database.write(Priority.STEP) as session:
        ended = update(Employment).where(Employment.employee_id == office.budi.id)
        await session.execute(ended.values(valid_to=TODAY - timedelta(days=1), ending="dismissed"))
    assert await door.who(cookie) is None


async def test_a_link_opens_once(door, office: Office):
    token = await door.link(office.rahma)
    assert isinstance(await door.enter(token), Entered)
    assert await door.enter(token) == LinkRefused(LinkProblem.USED)
    assert len(await door.all(ConsoleSession.id)) == 1


async def test_of_many_presses_at_once_one_enters(door, office: Office):
    token = await door.link(office.rahma)
    answers = await asyncio.gather(*(door.enter(token) for _ in range(8)))
    assert sum(isinstance(answer, Entered) for answer in answers) == 1
    assert answers.count(LinkRefused(LinkProblem.USED)) == 7


async def test_looking_at_a_link_does_not_use_it(door, office: Office):
    token = await door.link(office.rahma)
    assert [await door.preview(token) for _ in range(3)] == [None] * 3
    assert isinstance(await door.enter(token), Entered)
    assert await door.preview(token) == LinkRefused(LinkProblem.USED)


async def test_a_link_lives_five_minutes(door, office: Office):
    token = await door.link(office.rahma)
    assert await door.preview(token, NOW + 5 * MINUTE - timedelta(seconds=1)) is None
    late = NOW + 5 * MINUTE
    assert await door.preview(token, late) == LinkRefused(LinkProblem.EXPIRED)
    assert await door.enter(token, late) == LinkRefused(LinkProblem.EXPIRED)


async def test_an_invented_link_is_unknown(door, office: Office):
    assert await door.preview("x" * 43) == LinkRefused(LinkProblem.UNKNOWN)
    assert await door.enter("x" * 43) == LinkRefused(LinkProblem.UNKNOWN)
    assert await door.all(Audit.id) == []


async def test_lives_are_rules_and_the_narrowest_scope_wins(door, office: Office):
    door.book = rules(
        (Scope.REGENCY, None, ConsoleRule(link_minutes=1, session_hours=1)),
        (Scope.AGENCY, office.kominfo.id, ConsoleRule(link_minutes=2, session_hours=2)),
    )
    of_regency, of_agency = await door.link(office.rahma), await door.link(office.budi)
    assert await door.preview(of_regency, NOW + MINUTE) == LinkRefused(LinkProblem.EXPIRED)
    entered = await door.enter(of_agency, NOW + MINUTE)
    assert isinstance(entered, Entered)
    assert entered.expires_at == NOW + MINUTE + timedelta(hours=2)


async def test_a_session_ends_by_itself(door, office: Office):
    cookie = await door.cookie(office.rahma)
    assert await door.who(cookie, NOW + timedelta(hours=8) - MINUTE) is not None
    assert await door.who(cookie, NOW + timedelta(hours=8)) is None


async def test_leaving_ends_this_session_and_no_other(door, office: Office):
    here, there = await door.cookie(office.rahma), await door.cookie(office.rahma)
    await door.leave(here)
    await door.leave("never a cookie")
    assert await door.who(here) is None
    assert await door.who(there) is not None


async def test_nobody_without_a_role_has_a_session(door, office: Office):
    assert await door.who(await door.cookie(office.budi)) is None


@pytest.mark.parametrize("role", Role)
async def test_every_role_that_exists_sees_attendance(door, office: Office, role):
    async with door.database.write(Priority.STEP) as session:
        session.add(grant(office.budi, role, agency=office.kominfo))
    user = await door.who(await door.cookie(office.budi))
    assert user is not None
    assert user.grants == (Grant(role, office.kominfo.id),)


async def test_a_role_that_ends_ends_the_session_at_midnight_of_the_regency(door, office: Office):
    door.book = rules((Scope.REGENCY, None, ZoneRule(timezone="Asia/Makassar")))
    async with door.database.write(Priority.STEP) as session:
        session.add(grant(office.budi, Role.HEAD, agency=office.kominfo, valid_to=TODAY))
    midnight = datetime.fromisoformat("2026-11-03T00:00:00+08:00")
    cookie = await door.cookie(office.budi, midnight - MINUTE)
    assert await door.who(cookie, midnight - MINUTE) is not None
    assert await door.who(cookie, midnight) is None


async def test_a_role_taken_away_closes_the_console_at_once(door, office: Office):
    cookie = await door.cookie(office.rahma)
    async with door.database.write(Priority.STEP) as session:
        row = await session.scalar(select(RoleGrant).where(RoleGrant.employee_id == office.rahma.id))
        row.valid_to = TODAY - timedelta(days=1)
    assert await door.who(cookie) is None


async def test_the_database_holds_no_secret(door, office: Office):
    token = await door.link(office.rahma)
    entered = await door.enter(token)
    assert isinstance(entered, Entered)
    kept = [*await door.all(ConsoleLink.token_sha256), *await door.all(ConsoleSession.token_sha256)]
    assert all(len(digest) == 64 for digest in kept)
    assert {token, entered.token}.isdisjoint(kept)
    assert await door.who(kept[1]) is None


async def test_making_entering_and_leaving_are_on_record(door, office: Office):
    await door.leave(await door.cookie(office.rahma))
    assert sorted(await door.all(Audit.action)) == ["console.entered", "console.left", "console.link_made"]
    assert set(await door.all(Audit.actor_id)) == {office.rahma.id}


async def test_dead_links_and_sessions_are_forgotten_a_day_later(door, office: Office):
    token = await door.link(office.rahma)
    await door.cookie(office.rahma)
    await door.link(office.rahma, NOW + timedelta(days=1))
    assert await door.preview(token, NOW + timedelta(days=1)) == LinkRefused(LinkProblem.EXPIRED)
    await door.link(office.rahma, NOW + timedelta(days=3))
    assert await door.preview(token, NOW + timedelta(days=3)) == LinkRefused(LinkProblem.UNKNOWN)
    assert await door.all(ConsoleSession.id) == []

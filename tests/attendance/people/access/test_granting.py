"""Who gives and ends which role where: one table over all roles, and what each act leaves behind."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from attendance.people.access.granting import (
    EndRole,
    GiveRole,
    GiveRoleHere,
    RoleEnded,
    RoleGiven,
    RoleProblem,
    RoleRefused,
    RolesShown,
    ShowRoles,
    Where,
    end_role,
    give_role,
    give_role_here,
    show_roles,
)
from attendance.people.access.roles import Action, Grant, Role, may_give
from attendance.people.person import Person, load_person
from attendance.people.tables import ChatAccount, RoleGrant
from attendance.records.database import Database, Priority
from attendance.records.tables import Audit, Outbox
from attendance.rules.book import RuleBook
from tests.attendance.people.office import NIP_BUDI, NIP_SITI, NOW, TODAY, Office, grant, open_account, open_office

BOOK = RuleBook()


@pytest.fixture
async def office(database: Database) -> Office:
    async with database.write(Priority.STEP) as session:
        return await open_office(session)


class Desk:
    """An admin's chat, and the accounts of those it is about."""

    def __init__(self, database: Database, office: Office) -> None:
        self.database, self.office = database, office
        self.regency = admin(office, Grant(Role.ADMIN))
        self.kominfo = admin(office, Grant(Role.ADMIN, office.kominfo.id))
        self.unit = admin(office, Grant(Role.ADMIN, office.kominfo.id, office.jaringan.id))

    async def does(self, use_case, actor: Person, step, now=NOW):
        async with self.database.write(Priority.STEP) as session:
            more = (BOOK,) if use_case is not show_roles else ()
            return await use_case(session, actor, step, *more, now)

    async def gives(self, actor: Person, nip: str, role: Role, **how):
        return await self.does(give_role, actor, GiveRole(nip, role, **how))

    async def rows(self, table):
        async with self.database.read() as session:
            return (await session.scalars(select(table).order_by(table.id))).all()

    async def bound(self, employee) -> ChatAccount:
        async with self.database.write(Priority.STEP) as session:
            account = await open_account(session, f"7{employee.id}", employee)
            account.verified_at = NOW
            return account

    async def loads(self, account, now=NOW) -> Person:
        async with self.database.read() as session:
            return await load_person(session, account, BOOK, now)


def admin(office: Office, *grants: Grant) -> Person:
    return Person(1, "telegram", "id", "Asia/Makassar", employee_id=office.rahma.id, roles=grants, trusted=True)


@pytest.fixture
def desk(database: Database, office: Office) -> Desk:
    return Desk(database, office)


REGENCY, KOMINFO, UNIT, DISHUB = (None, None), (1, None), (1, 11), (2, None)
PLACES = {"regency": REGENCY, "kominfo": KOMINFO, "unit": UNIT, "dishub": DISHUB}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("given", Role)
@pytest.mark.parametrize("mine", PLACES)
@pytest.mark.parametrize("theirs", PLACES)
def test_nobody_gives_a_role_that_is_wider_than_their_own(role, given, mine, theirs):
    inside = {"regency": set(PLACES), "kominfo": {"kominfo", "unit"}, "unit": {"unit"}, "dishub": {"dishub"}}[mine]
    allowed = role is Role.ADMIN and theirs in inside and not (given is Role.ADMIN and mine == theirs)
    assert may_give([Grant(role, *PLACES[mine])], Grant(given, *PLACES[theirs])) is allowed


async def test_a_role_is_given_where_the_person_works_audited_and_told(desk, office: Office):
    budi = await desk.bound(office.budi)
    outcome = await desk.gives(desk.kominfo, NIP_BUDI, Role.OPERATOR, valid_to=date(2026, 12, 31))
    assert isinstance(outcome, RoleGiven)
    (row,) = [row for row in await desk.rows(RoleGrant) if row.employee_id == office.budi.id]
    assert (row.role, row.agency_id, row.unit_id) == ("operator", office.kominfo.id, None)
    assert (row.valid_from, row.valid_to) == (TODAY, date(2026, 12, 31))
    assert [(one.action, one.subject_id, one.actor_id) for one in await desk.rows(Audit)] == [
        ("role.granted", row.id, office.rahma.id)
    ]
    assert [(one.key, one.account_id) for one in await desk.rows(Outbox)] == [("role-told-given", budi.id)]
    assert (await desk.loads(budi)).roles == (Grant(Role.OPERATOR, office.kominfo.id),)


async def test_a_role_holds_on_its_days_and_on_no_other(desk, office: Office):
    budi = await desk.bound(office.budi)
    days = {"valid_from": TODAY + timedelta(days=2), "valid_to": TODAY + timedelta(days=3)}
    await desk.gives(desk.regency, NIP_BUDI, Role.HEAD, acting=True, **days)
    held = [bool((await desk.loads(budi, NOW + timedelta(days=day))).roles) for day in range(6)]
    assert held == [False, False, True, True, False, False]
    assert [row.acting for row in await desk.rows(RoleGrant) if row.employee_id == office.budi.id] == [True]


@pytest.mark.parametrize(
    ("who", "nip", "how", "problem"),
    [
        ("regency", "123", {}, RoleProblem.UNKNOWN_NIP),
        ("regency", NIP_BUDI[:-1] + "9", {}, RoleProblem.UNKNOWN_NIP),
        ("kominfo", NIP_SITI, {}, RoleProblem.OUT_OF_SCOPE),
        ("kominfo", NIP_BUDI, {"where": Where("DISHUB")}, RoleProblem.TOO_WIDE),
        ("kominfo", NIP_BUDI, {"where": Where(regency=True)}, RoleProblem.TOO_WIDE),
        ("kominfo", NIP_BUDI, {"role": Role.ADMIN}, RoleProblem.TOO_WIDE),
        ("regency", NIP_BUDI, {"role": Role.ADMIN, "where": Where(regency=True)}, RoleProblem.TOO_WIDE),
        ("unit", NIP_BUDI, {}, RoleProblem.TOO_WIDE),
        ("regency", NIP_BUDI, {"where": Where("XYZ")}, RoleProblem.UNKNOWN_PLACE),
        ("regency", NIP_BUDI, {"where": Where("DISHUB", "Jaringan")}, RoleProblem.UNKNOWN_PLACE),
        ("regency", NIP_BUDI, {"valid_from": TODAY - timedelta(days=1)}, RoleProblem.DATES),
        ("regency", NIP_BUDI, {"valid_to": TODAY - timedelta(days=1)}, RoleProblem.DATES),
    ],
)
async def test_what_cannot_be_given_is_refused_by_name_and_leaves_nothing(desk, office, who, nip, how, problem):
    wanted = {"role": Role.OPERATOR} | how
    assert await desk.gives(getattr(desk, who), nip, **wanted) == RoleRefused(problem)
    assert [row for row in await desk.rows(RoleGrant) if row.employee_id != office.rahma.id] == []
    assert await desk.rows(Outbox) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_only_admins_give_see_and_end_roles(desk, office: Office, role: Role):
    person = admin(office, Grant(role))
    refused = RoleRefused(RoleProblem.NOT_ALLOWED)
    assert await desk.gives(person, NIP_BUDI, Role.OPERATOR) == refused
    assert await desk.does(show_roles, person, ShowRoles(NIP_BUDI)) == refused
    assert await desk.does(give_role_here, person, GiveRoleHere(office.budi.id, Role.OPERATOR, 0)) == refused
    assert await desk.does(end_role, person, EndRole(1)) == refused
    assert not person.may_anywhere(Action.GRANT_ROLE)


async def test_nobody_gives_to_themselves_or_ends_their_own(desk, office: Office):
    budi = replace(desk.kominfo, employee_id=office.budi.id)
    assert await desk.gives(budi, NIP_BUDI, Role.HEAD) == RoleRefused(RoleProblem.ONESELF)
    here = GiveRoleHere(office.budi.id, Role.HEAD, 0)
    assert await desk.does(give_role_here, budi, here) == RoleRefused(RoleProblem.ONESELF)
    await desk.gives(desk.regency, NIP_BUDI, Role.HEAD)
    mine = (await desk.rows(RoleGrant))[-1]
    assert await desk.does(end_role, budi, EndRole(mine.id)) == RoleRefused(RoleProblem.ONESELF)


async def test_the_same_role_twice_changes_nothing(desk, office: Office):
    assert isinstance(await desk.gives(desk.regency, NIP_BUDI, Role.OPERATOR), RoleGiven)
    assert await desk.gives(desk.regency, NIP_BUDI, Role.OPERATOR) == RoleRefused(RoleProblem.HELD)
    unit = Where("kominfo", "jaringan")
    assert isinstance(await desk.gives(desk.regency, NIP_BUDI, Role.OPERATOR, where=unit), RoleGiven)


async def test_an_ended_role_ends_at_once_in_every_zone_is_told_and_ends_once(desk, office: Office):
    budi = await desk.bound(office.budi)
    await desk.gives(desk.regency, NIP_BUDI, Role.OPERATOR)
    row = (await desk.rows(RoleGrant))[-1]
    ended = await desk.does(end_role, desk.kominfo, EndRole(row.id))
    assert isinstance(ended, RoleEnded)
    assert (await desk.loads(budi)).roles == ()
    assert [one.key for one in await desk.rows(Outbox)] == ["role-told-given", "role-told-ended"]
    assert [one.action for one in await desk.rows(Audit)] == ["role.granted", "role.ended"]
    assert await desk.does(end_role, desk.kominfo, EndRole(row.id)) == RoleRefused(RoleProblem.ENDED)
    assert await desk.does(end_role, desk.kominfo, EndRole(999)) == RoleRefused(RoleProblem.NOT_ALLOWED)


async def test_a_role_of_another_agency_is_not_ended(desk, office: Office):
    async with desk.database.write(Priority.STEP) as session:
        theirs = grant(office.siti, Role.OPERATOR, agency=office.dishub)
        session.add(theirs)
    assert await desk.does(end_role, desk.kominfo, EndRole(theirs.id)) == RoleRefused(RoleProblem.NOT_ALLOWED)
    assert isinstance(await desk.does(end_role, desk.regency, EndRole(theirs.id)), RoleEnded)


async def test_the_card_offers_what_may_be_given_and_a_stale_one_is_shown_anew(desk, office: Office):
    card = await desk.does(show_roles, desk.kominfo, ShowRoles(NIP_BUDI))
    assert isinstance(card, RolesShown)
    assert (card.held, card.newest) == ((), 0)
    assert set(card.offered) == set(Role) - {Role.ADMIN}
    press = GiveRoleHere(office.budi.id, Role.OPERATOR, card.newest)
    assert isinstance(await desk.does(give_role_here, desk.kominfo, press), RoleGiven)
    again = await desk.does(give_role_here, desk.kominfo, press)
    assert isinstance(again, RolesShown)
    assert [(role.grant.role, may_end) for role, may_end in again.held] == [(Role.OPERATOR, True)]
    assert Role.OPERATOR not in again.offered

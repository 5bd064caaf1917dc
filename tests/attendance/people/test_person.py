from datetime import UTC, datetime, timedelta

import pytest

from attendance.people.access.bound_by import BoundBy
from attendance.people.access.roles import Action, Grant, Role
from attendance.people.person import Person, load_person
from attendance.people.tables import ChatAccount, Enrolment
from attendance.privacy.tables import NoticeAcknowledgement
from attendance.records.database import Database, Priority
from attendance.rules.book import RuleBook
from attendance.rules.kinds import NoticeRule, ZoneRule
from attendance.rules.resolve import PersonScope, Scope, WrittenRule
from tests.attendance.people.office import LONG_AGO, NOW, TODAY, Office, employment, grant, open_account

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


class Desk:
    """One account of one employee, loaded as a dialogue loads it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def bound_to(self, employee, *rows, **how) -> ChatAccount:
        """An account from which the face has matched; keywords replace what is on record of it."""
        async with self.database.write(Priority.STEP) as session:
            session.add_all(rows)
            account = await open_account(session, "77", employee)
            for name, value in ({"verified_at": NOW} | how).items():
                setattr(account, name, value)
            return account

    async def loads(self, account, *, book=RuleBook(), now=NOW) -> Person:  # noqa: B008 - immutable
        async with self.database.read() as session:
            return await load_person(session, account, book, now)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def book_of(value, scope=Scope.REGENCY, scope_id=None) -> RuleBook:
    return RuleBook([WrittenRule(1, scope, scope_id, LONG_AGO, None, value, "Perbup")])


async def test_a_stranger_is_nothing_but_an_account(desk):
    account = await desk.bound_to(None)
    person = await desk.loads(account, book=book_of(ZoneRule(timezone="Asia/Jayapura")))
    assert person == Person(account.id, "telegram", "id", "Asia/Jayapura")
    assert not person.is_bound
    assert not person.may_anywhere(Action.SEE_ATTENDANCE)


async def test_an_employee_has_agency_unit_and_the_zone_of_the_place_of_duty(desk, office: Office):
    person = await desk.loads(await desk.bound_to(office.siti))
    assert (person.name, person.agency, person.timezone) == ("Siti", "Dinas Perhubungan", "Asia/Jakarta")
    assert person.scope == PersonScope(office.siti.id, None, office.dishub.id)
    assert (person.enrolled, person.acknowledged, person.roles) == (False, False, ())


async def test_before_the_first_match_nothing_is_known_of_the_employee_but_the_rules(desk, office: Office):
    person = await desk.loads(await desk.bound_to(office.siti, verified_at=None))
    assert (person.name, person.agency, person.verified) == (None, None, False)
    assert person.scope == PersonScope(office.siti.id, None, office.dishub.id)


@pytest.mark.parametrize(
    ("enrolled", "how", "trusted"),
    [
        (False, {"verified_at": None, "bound_by": BoundBy.CODE}, True),
        (False, {"verified_at": None, "bound_by": BoundBy.PHONE}, False),
        (True, {"verified_at": None, "bound_by": BoundBy.CODE}, False),
        (True, {"verified_at": None, "bound_by": BoundBy.PHONE}, False),
        (True, {"bound_by": BoundBy.PHONE}, True),
        (True, {"suspended_at": NOW}, False),
    ],
)
async def test_roles_wait_for_the_face_of_whoever_has_one_on_record(desk, office: Office, enrolled, how, trusted):
    enrolment = Enrolment(employee_id=office.rahma.id, enrolled_by=office.rahma.id, enrolled_at=NOW, version=1)
    person = await desk.loads(await desk.bound_to(office.rahma, *([enrolment] if enrolled else []), **how))
    assert (person.roles == (Grant(Role.ADMIN),)) is trusted


async def test_without_an_employment_the_zone_is_the_regency_s(desk, office: Office):
    person = await desk.loads(await desk.bound_to(office.rahma))
    assert (person.agency, person.timezone) == (None, "Asia/Makassar")
    assert person.scope == PersonScope(office.rahma.id)
    assert person.roles == (Grant(Role.ADMIN),)


async def test_a_new_employment_begins_at_midnight_of_its_own_place(desk, office: Office):
    account = await desk.bound_to(
        office.rahma,
        employment(office.rahma, office.dishub, valid_to=YESTERDAY),
        employment(office.rahma, office.kominfo, valid_from=TODAY),
    )
    midnight_in_wita = datetime(2026, 11, 1, 16, 0, tzinfo=UTC)
    before = await desk.loads(account, now=midnight_in_wita - timedelta(seconds=1))
    after = await desk.loads(account, now=midnight_in_wita)
    assert (before.agency, after.agency) == ("Dinas Perhubungan", "Kominfo Contoh")


async def test_an_ended_employment_is_none(desk, office: Office):
    account = await desk.bound_to(office.rahma, employment(office.rahma, office.kominfo, valid_to=YESTERDAY))
    assert (await desk.loads(account)).agency is None


async def test_only_the_roles_of_today_count(desk, office: Office):
    account = await desk.bound_to(
        office.budi,
        grant(office.budi, Role.HEAD, agency=office.kominfo),
        grant(office.budi, Role.ADMIN, valid_to=YESTERDAY),
        grant(office.budi, Role.INSPECTOR, valid_from=TOMORROW),
        grant(office.budi, Role.OPERATOR, unit=office.jaringan, valid_from=TODAY, valid_to=TODAY),
    )
    person = await desk.loads(account)
    assert person.roles == (Grant(Role.HEAD, office.kominfo.id), Grant(Role.OPERATOR, None, office.jaringan.id))


async def test_a_dismissed_head_has_no_role(desk, office: Office):
    account = await desk.bound_to(
        office.rahma,
        employment(office.rahma, office.kominfo, valid_to=YESTERDAY),
        grant(office.rahma, Role.HEAD, agency=office.kominfo),
    )
    # Admin of the regency, too, which takes any employment of somebody who had one.
    assert (await desk.loads(account)).roles == ()
    assert (await desk.loads(account, now=NOW - timedelta(days=1))).may_anywhere(Action.SEE_ATTENDANCE)


async def test_only_the_notice_in_force_counts_as_acknowledged(desk, office: Office):
    account = await desk.bound_to(office.budi)
    async with desk.database.write(Priority.STEP) as session:
        session.add_all(
            NoticeAcknowledgement(employee_id=who.id, account_id=account.id, version=version, acknowledged_at=NOW)
            for who, version in ((office.budi, "1"), (office.budi, "2"), (office.siti, "3"))
        )
    found = [(await desk.loads(account, book=book_of(NoticeRule(version=v)))).acknowledged for v in "123"]
    assert found == [True, True, False]


async def test_the_notice_of_another_agency_is_not_asked_of_me(desk, office: Office):
    account = await desk.bound_to(office.budi)
    async with desk.database.write(Priority.STEP) as session:
        session.add(
            NoticeAcknowledgement(employee_id=office.budi.id, account_id=account.id, version="1", acknowledged_at=NOW)
        )
    elsewhere = book_of(NoticeRule(version="9"), Scope.AGENCY, office.dishub.id)
    here = book_of(NoticeRule(version="9"), Scope.AGENCY, office.kominfo.id)
    assert (await desk.loads(account, book=elsewhere)).acknowledged
    assert not (await desk.loads(account, book=here)).acknowledged


def enrolled(office: Office, *, undone: bool) -> Enrolment:
    return Enrolment(
        employee_id=office.budi.id,
        enrolled_by=office.rahma.id,
        enrolled_at=NOW,
        undone_by=office.rahma.id if undone else None,
        undone_at=NOW if undone else None,
    )


@pytest.mark.parametrize(
    ("undone", "counts"),
    [((), False), ((False,), True), ((True,), False), ((True, False), True), ((False, True), False)],
)
async def test_the_newest_enrolment_counts_unless_it_was_undone(desk, office: Office, undone, counts):
    account = await desk.bound_to(office.budi)
    for one in undone:
        async with desk.database.write(Priority.STEP) as session:
            session.add(enrolled(office, undone=one))
    assert (await desk.loads(account)).enrolled is counts

"""Who may be a witness of whom: there by the own face, of the same unit or with a role, not too often, in no ring."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from attendance.challenge.tables import Nonce
from attendance.checkin import tables
from attendance.checkin.tables import Attempt, Decision, Punch
from attendance.checkin.witness import Presence, WitnessProblem, problem_of
from attendance.people.access.roles import Grant, Role
from attendance.people.person import Person
from attendance.people.tables import ChatAccount, Employee
from attendance.places.tables import Site
from attendance.records.database import Priority
from attendance.rules.kinds import WitnessRule
from attendance.rules.resolve import PersonScope
from attendance.time.schedule import Direction
from tests.attendance.people.office import LONG_AGO, NOW, TODAY

RULE = WitnessRule(per_day=2)


class Floor:
    """Budi needs a witness at the office; the others are there or not."""

    def __init__(self, database, office):
        self.database, self.office = database, office
        self.site = 0
        self.people = {}

    async def opened(self):
        async with self.database.write(Priority.STEP) as session:
            site = Site(
                agency_id=self.office.kominfo.id,
                name="Kantor",
                latitude=-4.3,
                longitude=122.2,
                radius_m=100,
                timezone="Asia/Makassar",
                valid_from=LONG_AGO,
            )
            session.add(site)
            for name in ("Ani", "Beni", "Cici"):
                session.add(Employee(name=name, created_at=NOW))
            await session.flush()
            self.site = site.id
            for name in ("Ani", "Beni", "Cici"):
                self.people[name] = await session.scalar(select(Employee.id).where(Employee.name == name))
        self.people |= {"Budi": self.office.budi.id, "Rahma": self.office.rahma.id}
        return self

    def person(self, name, *grants, unit=None, trusted=True):
        office = self.office
        return Person(
            account_id=1,
            channel="telegram",
            language="id",
            timezone="Asia/Makassar",
            employee_id=self.people[name],
            agency_id=office.kominfo.id,
            unit_id=unit or office.jaringan.id,
            roles=grants,
            trusted=trusted,
        )

    def presence(self, name="Budi"):
        scope = PersonScope(self.people[name], self.office.jaringan.id, self.office.kominfo.id)
        return Presence(scope, TODAY, Direction.IN, self.site)

    async def attempt(self, session, name, way):
        account = ChatAccount(
            channel=f"c{await session.scalar(select(func.count(ChatAccount.id)))}",
            our_account="bot",
            external_id="1",
            language="id",
            created_at=NOW,
        )
        session.add(account)
        await session.flush()
        mine = {"employee_id": self.people[name], "account_id": account.id, "created_at": NOW}
        nonce = Nonce(**mine, prompted=False, level=0, asked_at=NOW, lives_s=600)
        session.add(nonce)
        await session.flush()
        attempt = Attempt(**mine, nonce_id=nonce.id, work_date=TODAY, status="done", way=way, fixes=[], asks=[])
        session.add(attempt)
        await session.flush()
        return attempt

    async def came(self, name, *, way="face", direction="in", ago=timedelta(), site=None):
        async with self.database.write(Priority.STEP) as session:
            attempt = await self.attempt(session, name, way)
            decision = Decision(attempt_id=attempt.id, outcome="accepted", reasons=[], decided_at=NOW)
            session.add(decision)
            await session.flush()
            session.add(
                Punch(
                    employee_id=self.people[name],
                    attempt_id=attempt.id,
                    decision_id=decision.id,
                    direction=direction,
                    at=NOW - ago,
                    work_date=TODAY,
                    site_id=site or self.site,
                    source="telegram",
                )
            )

    async def vouched(self, witness, about):
        async with self.database.write(Priority.STEP) as session:
            attempt = await self.attempt(session, about, "witness")
            session.add(
                tables.Testimony(
                    attempt_id=attempt.id,
                    about_id=self.people[about],
                    witness_id=self.people[witness],
                    work_date=TODAY,
                    direction="in",
                    site_id=self.site,
                    official=False,
                    yes=True,
                    said_at=NOW,
                )
            )

    async def problem(self, witness, about="Budi", rule=RULE):
        async with self.database.read() as session:
            return await problem_of(session, witness, self.presence(about), rule, NOW)


@pytest.fixture
async def floor(database, office):
    return await Floor(database, office).opened()


async def test_a_colleague_who_is_there_by_the_own_face(floor):
    await floor.came("Ani")
    assert await floor.problem(floor.person("Ani")) is None
    assert await floor.problem(floor.person("Ani"), rule=WitnessRule(colleagues=False)) is WitnessProblem.CODE_UNKNOWN


async def test_who_never_came_came_elsewhere_or_left_long_ago_is_absent(floor):
    assert await floor.problem(floor.person("Ani")) is WitnessProblem.ABSENT
    await floor.came("Ani", direction="out", ago=timedelta(minutes=59))
    assert await floor.problem(floor.person("Ani")) is None
    await floor.came("Beni", direction="out", ago=timedelta(minutes=61))
    assert await floor.problem(floor.person("Beni")) is WitnessProblem.ABSENT


async def test_who_came_on_the_word_of_another_is_no_witness(floor):
    await floor.came("Ani", way="witness")
    assert await floor.problem(floor.person("Ani")) is WitnessProblem.ABSENT


async def test_nobody_for_oneself_from_another_unit_or_from_an_account_that_is_not_trusted(floor):
    for name in ("Budi", "Ani"):
        await floor.came(name)
    assert await floor.problem(floor.person("Budi")) is WitnessProblem.CODE_UNKNOWN
    assert await floor.problem(floor.person("Ani", unit=99)) is WitnessProblem.CODE_UNKNOWN
    assert await floor.problem(floor.person("Ani", trusted=False)) is WitnessProblem.CODE_UNKNOWN


async def test_an_official_as_the_rule_says(floor):
    head = floor.person("Rahma", Grant(Role.HEAD, agency_id=floor.office.kominfo.id), unit=99)
    assert await floor.problem(head) is WitnessProblem.ABSENT
    assert await floor.problem(head, rule=WitnessRule(officials="anywhere")) is None
    assert await floor.problem(head, rule=WitnessRule(officials="never")) is WitnessProblem.CODE_UNKNOWN
    elsewhere = floor.person("Rahma", Grant(Role.HEAD, agency_id=floor.office.dishub.id), unit=99)
    assert await floor.problem(elsewhere, rule=WitnessRule(officials="anywhere")) is WitnessProblem.CODE_UNKNOWN


async def test_for_so_many_others_a_day(floor):
    await floor.came("Ani")
    await floor.vouched("Ani", "Beni")
    await floor.vouched("Ani", "Budi")
    assert await floor.problem(floor.person("Ani")) is None
    await floor.vouched("Ani", "Cici")
    assert await floor.problem(floor.person("Ani")) is WitnessProblem.LIMIT


async def test_neither_for_each_other_nor_round_a_longer_ring(floor):
    rule = WitnessRule(officials="anywhere")
    head = Grant(Role.HEAD, agency_id=floor.office.kominfo.id)
    await floor.vouched("Budi", "Ani")
    assert await floor.problem(floor.person("Ani", head), rule=rule) is WitnessProblem.RING
    await floor.vouched("Ani", "Beni")
    assert await floor.problem(floor.person("Beni", head), rule=rule) is WitnessProblem.RING
    assert await floor.problem(floor.person("Cici", head), rule=rule) is None

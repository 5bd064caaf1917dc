from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from attendance.people.tables import Unit
from attendance.records.database import Priority
from attendance.records.tables import Audit
from attendance.rules.book import read_rules
from attendance.rules.kinds import ChallengeExemptionRule, ChallengeRule, FaceRule, NoticeRule, PadRule, PlaceRule
from attendance.rules.resolve import NOBODY, PersonScope, Scope, WrittenRule, resolve
from attendance.rules.write import (
    Above,
    NewRule,
    RuleAdded,
    RuleEnded,
    RuleReason,
    RuleRefused,
    add_rule,
    end_rule,
    loosening,
)
from tests.attendance.people.office import NOW, employment

JANUARY, MARCH, JUNE, JULY, DECEMBER = (date(2026, month, 1) for month in (1, 3, 6, 7, 12))
ENFORCE, RECORD = PadRule(level="enforce"), PadRule(level="record_only")


def new(value, scope=Scope.REGENCY, scope_id=None, *, start=JANUARY, end=None, reference="Perbup 12/2025"):
    return NewRule(value, scope, scope_id, start, end, reference)


@pytest.fixture
def write(database, office):
    """Writes one rule in a transaction of its own."""

    async def added(rule):
        async with database.write(Priority.STEP) as session:
            return await add_rule(session, rule, office.rahma.id, None, NOW)

    return added


async def test_a_rule_is_in_force_and_on_record(write, database, office):
    outcome = await write(new(ENFORCE, Scope.AGENCY, office.kominfo.id))
    assert isinstance(outcome, RuleAdded)
    async with database.read() as session:
        book = await read_rules(session)
        audit = (await session.scalars(select(Audit))).one()
    assert book.get(PadRule, PersonScope(agency_id=office.kominfo.id), MARCH).rule_ids == (outcome.rule_id,)
    assert (audit.action, audit.subject, audit.subject_id) == ("rule.added", "rule", outcome.rule_id)
    assert audit.actor_id == office.rahma.id


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (new(RECORD, Scope.REGENCY, 1), RuleReason.REGENCY_WITH_ID),
        (new(RECORD, Scope.AGENCY, None), RuleReason.SCOPE_WITHOUT_ID),
        (new(RECORD, Scope.AGENCY, 999), RuleReason.SCOPE_UNKNOWN),
        (new(RECORD, Scope.UNIT, 999), RuleReason.SCOPE_UNKNOWN),
        (new(RECORD, Scope.PERSON, 999), RuleReason.SCOPE_UNKNOWN),
        (new(RECORD, start=MARCH, end=JANUARY), RuleReason.ENDS_BEFORE_IT_BEGINS),
        (new(RECORD, reference="  "), RuleReason.NO_LEGAL_REFERENCE),
    ],
)
async def test_a_rule_that_cannot_be_meant_is_refused(write, rule, reason):
    assert await write(rule) == RuleRefused(reason)


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        (JUNE, None, True),
        (JANUARY, MARCH, True),
        (JULY, DECEMBER, False),
        (JANUARY, date(2026, 2, 28), False),
    ],
)
async def test_two_rules_of_one_scope_never_share_a_day(write, start, end, overlaps):
    first = await write(new(NoticeRule(), start=MARCH, end=JUNE))
    second = await write(new(NoticeRule(version="2"), start=start, end=end))
    if overlaps:
        assert second == RuleRefused(RuleReason.OVERLAPS, (first.rule_id,))
    else:
        assert isinstance(second, RuleAdded)


async def test_other_scopes_and_kinds_may_share_every_day(write, office):
    rules = [
        new(NoticeRule()),
        new(RECORD),
        new(NoticeRule(), Scope.AGENCY, office.kominfo.id),
        new(NoticeRule(), Scope.AGENCY, office.dishub.id),
        new(NoticeRule(), Scope.PERSON, office.budi.id),
    ]
    assert [type(await write(rule)) for rule in rules] == [RuleAdded] * len(rules)


async def test_a_narrower_scope_may_tighten_and_not_loosen(write, office):
    assert isinstance(await write(new(ENFORCE)), RuleAdded)
    assert isinstance(
        await write(new(PadRule(level="enforce", live_at=0.7), Scope.AGENCY, office.kominfo.id)), RuleAdded
    )
    refused = RuleRefused(RuleReason.LOOSENS, on=JANUARY)
    assert await write(new(RECORD, Scope.AGENCY, office.dishub.id)) == refused
    assert await write(new(PadRule(level="enforce", live_at=0.6), Scope.UNIT, office.jaringan.id)) == refused
    assert await write(new(PadRule(level="enforce", live_at=0.6), Scope.PERSON, office.budi.id)) == refused
    assert isinstance(await write(new(PadRule(level="enforce", live_at=0.6), Scope.PERSON, office.siti.id)), RuleAdded)


async def test_without_a_rule_of_the_regency_the_default_may_not_be_loosened(write, office):
    head = new(PlaceRule(outside_at=0.01), Scope.AGENCY, office.kominfo.id)
    assert await write(head) == RuleRefused(RuleReason.LOOSENS, on=JANUARY)
    assert isinstance(await write(new(PlaceRule(outside_at=0.01))), RuleAdded)
    assert isinstance(await write(head), RuleAdded)


async def test_a_rule_that_would_be_too_loose_only_later_names_the_day(write, office):
    assert isinstance(await write(new(ENFORCE, start=JUNE)), RuleAdded)
    loose = new(RECORD, Scope.AGENCY, office.kominfo.id)
    assert await write(loose) == RuleRefused(RuleReason.LOOSENS, on=JUNE)
    assert isinstance(await write(new(RECORD, Scope.AGENCY, office.kominfo.id, end=date(2026, 5, 31))), RuleAdded)


async def test_a_personal_rule_stands_under_each_agency_of_its_time(write, database, office):
    async with database.write(Priority.STEP) as session:
        session.add(employment(office.rahma, office.kominfo, valid_from=MARCH, valid_to=JUNE))
    assert isinstance(await write(new(ENFORCE, Scope.AGENCY, office.kominfo.id)), RuleAdded)
    loose = RuleRefused(RuleReason.LOOSENS, on=MARCH)
    assert await write(new(RECORD, Scope.PERSON, office.rahma.id)) == loose
    assert isinstance(await write(new(RECORD, Scope.PERSON, office.rahma.id, start=JULY)), RuleAdded)


async def test_another_engine_is_for_the_regency_to_choose(write, office):
    dlib = FaceRule(engine="dlib", second_opinion=None)
    assert await write(new(dlib, Scope.AGENCY, office.kominfo.id)) == RuleRefused(RuleReason.LOOSENS, on=JANUARY)
    assert isinstance(await write(new(dlib)), RuleAdded)


async def test_an_open_rule_is_ended_once_and_makes_room(write, database):
    first = await write(new(NoticeRule()))

    async def end(rule_id, last_day):
        async with database.write(Priority.STEP) as session:
            return await end_rule(session, rule_id, last_day, None, NOW)

    assert await end(first.rule_id, date(2025, 1, 1)) == RuleRefused(RuleReason.ENDS_BEFORE_IT_BEGINS)
    assert await end(999, MARCH) == RuleRefused(RuleReason.RULE_UNKNOWN)
    assert await end(first.rule_id, date(2026, 2, 28)) == RuleEnded(first.rule_id, date(2026, 2, 28))
    assert await end(first.rule_id, JUNE) == RuleRefused(RuleReason.HAS_AN_END)
    assert isinstance(await write(new(NoticeRule(version="2"), start=MARCH)), RuleAdded)
    async with database.read() as session:
        book = await read_rules(session)
    assert [book.get(NoticeRule, NOBODY, day).value.version for day in (JANUARY, MARCH)] == ["1", "2"]


async def test_a_unit_stands_under_its_own_agency(write, database, office):
    async with database.write(Priority.STEP) as session:
        terminal = Unit(agency_id=office.dishub.id, name="Terminal")
        session.add(terminal)
    assert isinstance(await write(new(ENFORCE, Scope.AGENCY, office.dishub.id)), RuleAdded)
    assert await write(new(RECORD, Scope.UNIT, terminal.id)) == RuleRefused(RuleReason.LOOSENS, on=JANUARY)
    assert isinstance(await write(new(RECORD, Scope.UNIT, office.jaringan.id)), RuleAdded)


days = st.dates(JANUARY, date(2026, 1, 20))
stretches = st.tuples(days, days).map(sorted)
pads = st.builds(
    PadRule, level=st.sampled_from(["off", "record_only", "enforce"]), live_at=st.sampled_from([0.4, 0.5, 0.6])
)


@given(st.lists(st.tuples(stretches, pads), max_size=4), stretches, pads)
def test_the_days_looked_at_find_the_first_day_that_is_too_loose(wider, stretch, value):
    present = [WrittenRule(n, Scope.REGENCY, None, *days, pad, "x") for n, (days, pad) in enumerate(wider, 1)]
    rule = new(value, Scope.AGENCY, 3, start=stretch[0], end=stretch[1])
    found = loosening(rule, present, [Above(NOBODY, *stretch)])
    every_day = [date(2026, 1, day) for day in range(1, 21)]
    loose = [
        day
        for day in every_day
        if stretch[0] <= day <= stretch[1] and not resolve(present, PadRule, NOBODY, day).value.allows(value)
    ]
    assert found == (RuleRefused(RuleReason.LOOSENS, on=loose[0]) if loose else None)


EXEMPT = ChallengeExemptionRule(reason="injury", instead="review")


@pytest.mark.parametrize("scope", ["regency", "agency", "unit"])
async def test_an_exemption_is_for_one_person_and_never_for_many(write, database, office, scope):
    """Written for many it would be the loosening that the floor forbids."""
    id_ = {"regency": None, "agency": office.kominfo.id, "unit": office.jaringan.id}[scope]
    assert await write(new(EXEMPT, Scope(scope), id_)) == RuleRefused(RuleReason.FOR_PERSONS_ONLY)
    # Nor does such a row count when it has come into the table past all of this.
    rows = [WrittenRule(1, Scope(scope), id_, JANUARY, None, EXEMPT, "Perbup 12/2025")]
    person = PersonScope(office.budi.id, office.jaringan.id, office.kominfo.id)
    assert resolve(rows, ChallengeExemptionRule, person, MARCH).value == ChallengeExemptionRule()


async def test_an_exemption_loosens_no_level(write, database, office):
    """What is asked stays asked; the exemption only says who looks instead. It names its author and its last day."""
    strict = ChallengeRule(level="enforce", liveness_level=1)
    await write(new(strict, Scope.AGENCY, office.kominfo.id))
    added = await write(new(EXEMPT, Scope.PERSON, office.budi.id, end=MARCH))
    assert isinstance(added, RuleAdded)
    loose = new(ChallengeRule(level="enforce", liveness_level=0), Scope.PERSON, office.budi.id)
    assert (await write(loose)).reason is RuleReason.LOOSENS
    async with database.read() as session:
        book = await read_rules(session)
    budi = PersonScope(office.budi.id, None, office.kominfo.id)
    assert book.get(ChallengeRule, budi, MARCH).value == strict
    assert book.get(ChallengeExemptionRule, budi, MARCH).value == EXEMPT
    assert book.get(ChallengeExemptionRule, budi, JUNE).value == ChallengeExemptionRule()

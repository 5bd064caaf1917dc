from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.rules.kinds import (
    LEVELS,
    STATIC_POSITIONS,
    ChallengeRule,
    FaceRule,
    NoticeRule,
    PadRule,
    PlaceRule,
    PoseDiversityRule,
    WindowsRule,
)
from attendance.rules.resolve import NOBODY, PersonScope, Scope, WrittenRule, resolve

DAY = date(2026, 11, 2)
BUDI = PersonScope(employee_id=1, unit_id=20, agency_id=300)
IDS = {Scope.PERSON: 1, Scope.UNIT: 20, Scope.AGENCY: 300, Scope.REGENCY: None}


def written(value, scope, *, row=1, scope_id=0, valid_from=DAY, valid_to=None):
    """A rule that reaches Budi unless another id is given."""
    whom = IDS[scope] if scope_id == 0 else scope_id
    return WrittenRule(row, scope, whom, valid_from, valid_to, value, "Perbup 12/2025")


windows = st.builds(WindowsRule, pair_s=st.integers(60, 900))
levels = st.sampled_from(LEVELS)
shares = st.floats(0, 1)
floors = st.one_of(
    st.builds(PadRule, level=levels, live_at=shares),
    st.builds(ChallengeRule, level=levels, liveness_level=st.integers(0, 2)),
    st.builds(PoseDiversityRule, level=levels, max_similarity=shares),
    st.builds(
        PlaceRule, static=st.sampled_from(STATIC_POSITIONS), inside_at=st.floats(0.5, 1), outside_at=st.floats(0, 0.49)
    ),
    st.builds(
        lambda pair, **others: FaceRule(accept=max(pair), review=min(pair), **others),
        st.tuples(shares, shares),
        engine=st.just("sface"),
        second_opinion=st.sampled_from(["dlib", None]),
        max_failures=st.integers(1, 5),
    ),
)


@given(st.dictionaries(st.sampled_from(list(Scope)), windows, min_size=1))
def test_the_narrowest_scope_wins(values):
    rules = [written(value, scope, row=number) for number, (scope, value) in enumerate(values.items(), 1)]
    narrowest = next(scope for scope in Scope if scope in values)
    found = resolve(rules, WindowsRule, BUDI, DAY)
    assert found.value == values[narrowest]
    assert [rule.scope for rule in rules if rule.id in found.rule_ids] == [narrowest]


@given(st.lists(st.tuples(st.sampled_from(list(Scope)), floors), max_size=6), st.randoms())
def test_a_floor_is_never_looser_than_any_wider_scope(pairs, random):
    rules = [written(value, scope, row=number) for number, (scope, value) in enumerate(pairs, 1)]
    random.shuffle(rules)
    for kind in {type(value) for _, value in pairs}:
        value = resolve(rules, kind, BUDI, DAY).value
        for wider in (
            NOBODY,
            PersonScope(agency_id=300),
            PersonScope(unit_id=20, agency_id=300),
        ):
            assert resolve(rules, kind, wider, DAY).value.allows(value)


@given(floors)
def test_without_a_rule_of_the_regency_the_default_is_the_floor(value):
    found = resolve([written(value, Scope.PERSON)], type(value), BUDI, DAY)
    assert found.value == type(value)().tightened(value)


@given(floors)
def test_the_regency_may_loosen_the_default(value):
    found = resolve([written(value, Scope.REGENCY)], type(value), BUDI, DAY)
    assert found.value == value


days = st.dates(date(2026, 1, 1), date(2026, 3, 1))


@given(start=days, length=st.integers(0, 30), on=days)
def test_a_rule_holds_on_its_first_and_its_last_day_and_between(start, length, on):
    end = start + timedelta(days=length)
    rule = written(NoticeRule(version="x"), Scope.AGENCY, valid_from=start, valid_to=end)
    assert (resolve([rule], NoticeRule, BUDI, on).value.version == "x") == (start <= on <= end)


@given(st.permutations(range(4)))
def test_the_latest_wins_within_a_scope(order):
    rules = [
        written(NoticeRule(version=str(n)), Scope.REGENCY, row=n + 1, valid_from=DAY - timedelta(days=n)) for n in order
    ]
    assert resolve(rules, NoticeRule, BUDI, DAY).value.version == "0"


@pytest.mark.parametrize("scope", [Scope.PERSON, Scope.UNIT, Scope.AGENCY])
def test_somebody_elses_rule_does_not_reach(scope):
    rule = written(NoticeRule(version="x"), scope, scope_id=99)
    assert resolve([rule], NoticeRule, BUDI, DAY).rule_ids == ()
    assert resolve([rule], NoticeRule, NOBODY, DAY).rule_ids == ()


def test_a_row_without_an_id_reaches_nobody_but_through_the_regency():
    rule = written(NoticeRule(version="x"), Scope.UNIT, scope_id=None)
    assert resolve([rule], NoticeRule, NOBODY, DAY).rule_ids == ()


def test_why_names_scope_reference_and_row():
    rule = written(NoticeRule(version="x"), Scope.AGENCY, row=17)
    assert resolve([rule], NoticeRule, BUDI, DAY).why == "OPD 300: Perbup 12/2025 (aturan 17)"


def test_why_of_a_floor_names_only_the_rules_that_made_a_difference():
    rules = [
        written(PadRule(level="enforce"), Scope.REGENCY, row=1),
        written(PadRule(level="off"), Scope.AGENCY, row=2),
        written(PadRule(level="off", live_at=0.9), Scope.PERSON, row=3),
    ]
    found = resolve(rules, PadRule, BUDI, DAY)
    assert found.value == PadRule(level="enforce", live_at=0.9)
    assert found.why == "kabupaten: Perbup 12/2025 (aturan 1); pegawai 1: Perbup 12/2025 (aturan 3)"
    assert found.rule_ids == (1, 3)


def test_without_a_row_the_default_holds_and_says_so():
    found = resolve([], WindowsRule, BUDI, DAY)
    assert (found.value, found.why, found.rule_ids) == (WindowsRule(), "bawaan", ())

"""Employments over time: whatever a roster says, the days that have passed stay as they were."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.people.employment import EmployeeKind, Ending
from attendance.people.roster.timeline import Post, Span, Timeline, changed_from, employed, ended, holding

TODAY = date(2026, 11, 23)
FIRST_DAY = date(2026, 11, 1)


def post(agency: str) -> Post:
    return Post(agency, None, EmployeeKind.PNS, "")


A, B, C = post("A"), post("B"), post("C")


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def agencies(timeline: Timeline, first: int, last: int) -> str:
    """One letter per day, a hyphen where nobody is employed."""
    spans = [holding(timeline, day(offset)) for offset in range(first, last + 1)]
    return "".join("-" if span is None else span.post.agency for span in spans)


WORKING: Timeline = (Span(A, day(-3)),)
PLANNED: Timeline = (Span(A, day(-3), day(1)), Span(B, day(2)))
RETIRING: Timeline = (Span(A, day(-3), day(1), Ending.RETIRED),)
ON_LEAVE: Timeline = (Span(A, day(-3), day(-2), Ending.UNPAID_LEAVE),)


@pytest.mark.parametrize(
    ("before", "wanted", "effective", "after"),
    [
        ((), A, None, "---AAAAA"),
        ((), A, -2, "---AAAAA"),
        ((), A, 2, "-----AAA"),
        (WORKING, A, None, "AAAAAAAA"),
        (WORKING, A, -2, "AAAAAAAA"),
        (WORKING, B, None, "AAABBBBB"),
        (WORKING, B, -2, "AAABBBBB"),
        (WORKING, B, 2, "AAAAABBB"),
        (WORKING, A, 2, "AAAAAAAA"),
        (PLANNED, A, None, "AAAAABBB"),
        (PLANNED, C, None, "AAACCBBB"),
        (PLANNED, B, None, "AAABBBBB"),
        (PLANNED, B, 2, "AAAAABBB"),
        (PLANNED, B, 3, "AAAAAABB"),
        (PLANNED, C, 1, "AAAACCCC"),
        (PLANNED, A, 3, "AAAAAAAA"),
        (RETIRING, A, None, "AAAAA---"),
        (RETIRING, B, None, "AAABB---"),
        (ON_LEAVE, A, None, "AA-AAAAA"),
        (ON_LEAVE, A, 2, "AA---AAA"),
    ],
)
def test_a_post_holds_from_its_day_on(before: Timeline, wanted: Post, effective: int | None, after: str) -> None:
    changed = employed(before, wanted, None if effective is None else day(effective), TODAY)
    assert agencies(changed, -3, 4) == after
    assert employed(changed, wanted, None if effective is None else day(effective), TODAY) == changed


@pytest.mark.parametrize(
    ("before", "effective", "after"),
    [
        ((), None, "--------"),
        (WORKING, None, "AAA-----"),
        (WORKING, -2, "AAA-----"),
        (WORKING, 2, "AAAAA---"),
        (PLANNED, None, "AAA-----"),
        (PLANNED, 3, "AAAAAA--"),
        (RETIRING, None, "AAA-----"),
        (ON_LEAVE, None, "AA------"),
        ((Span(A, TODAY),), None, "--------"),
        ((Span(A, day(1)),), None, "--------"),
        ((Span(A, day(-3), day(-1)), Span(B, TODAY)), None, "AAA-----"),
    ],
)
def test_an_employment_ends_the_day_before(before: Timeline, effective: int | None, after: str) -> None:
    changed = ended(before, Ending.DIED, None if effective is None else day(effective), TODAY)
    assert agencies(changed, -3, 4) == after
    assert not changed or changed[-1].ending is Ending.DIED
    assert ended(changed, Ending.DIED, None if effective is None else day(effective), TODAY) == changed


def test_a_seam_between_equal_posts_is_closed() -> None:
    assert employed(PLANNED, A, day(3), TODAY) == WORKING


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [(WORKING, WORKING, None), ((), WORKING, -3), (WORKING, PLANNED, 2), (PLANNED, WORKING, 2), (WORKING, RETIRING, 2)],
)
def test_the_first_day_that_differs_is_found(before: Timeline, after: Timeline, first: int | None) -> None:
    assert changed_from(before, after) == (None if first is None else day(first))


statement = st.tuples(
    st.integers(0, 4),
    st.sampled_from([A, B, C, Ending.RETIRED, Ending.UNPAID_LEAVE]),
    st.none() | st.integers(-30, 30),
)


@given(st.lists(statement, max_size=12))
def test_no_sequence_of_rosters_changes_a_day_that_has_passed(statements: list[tuple[int, Post | Ending, int]]) -> None:
    timeline: Timeline = ()
    today = FIRST_DAY
    for passed, told, offset in statements:
        today += timedelta(days=passed)
        effective = None if offset is None else today + timedelta(days=offset)
        if isinstance(told, Post):
            changed = employed(timeline, told, effective, today)
        else:
            changed = ended(timeline, told, effective, today)
        days = [FIRST_DAY + timedelta(days=number) for number in range(-40, (today - FIRST_DAY).days)]
        assert [_agency(timeline, one) for one in days] == [_agency(changed, one) for one in days]
        assert all(span.last is None or span.first <= span.last for span in changed)
        assert all(one.last is not None and one.last < two.first for one, two in itertools.pairwise(changed))
        timeline = changed


def _agency(timeline: Timeline, on: date) -> str | None:
    span = holding(timeline, on)
    return None if span is None else span.post.agency

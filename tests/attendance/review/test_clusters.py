"""What belongs together as evidence, told by tables: an honest gate is no cluster, one phone for six people is."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.review.clusters import ALIKE, Cluster, Sign, Trace, clusters, tail
from attendance.rules.kinds import SuspicionRule
from recognition.fingerprint import WORDS, to_bytes

RULE = SuspicionRule()
AT = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
SPOOF, UNPASSED, REUSED, ODD_WAY = ({sign} for sign in (Sign.SPOOF, Sign.UNPASSED, Sign.REUSED, Sign.ODD_WAY))
GATE, ELSEWHERE = 1, 2


def trace(who: int, minute: float, signs: set[Sign] | frozenset[Sign] = frozenset(), site: int | None = GATE) -> Trace:
    at = AT + timedelta(minutes=minute)
    odd = signs == ODD_WAY
    return Trace(
        who,
        at,
        attempt_id=None if odd else who * 1000 + round(minute * 10),
        odd_part_id=who if odd else None,
        agency_id=1,
        site_id=None if odd else site,
        signs=frozenset(signs),
        ways=("forwarded",) if odd else (),
    )


def crowd(people: int, every: float = 0.2, start: int = 100) -> list[Trace]:
    """Live faces before one wall, one after the other."""
    return [replace(trace(start + number, number * every), scene=wall(number)) for number in range(people)]


def wall(moved: int) -> bytes:
    """The fingerprint of the same wall with somebody else before it: some bits differ."""
    bits = np.zeros(WORDS, np.uint64)
    bits[0] = np.uint64((1 << (moved % 20)) - 1)
    return to_bytes(bits)


def people_of(found: Sequence[Cluster]) -> list[list[int]]:
    return [sorted(cluster.people) for cluster in found]


def test_an_honest_gate_is_no_cluster() -> None:
    assert clusters(crowd(60), RULE) == []


def test_the_few_doubts_that_a_crowd_has_by_chance_are_no_cluster() -> None:
    """The detector errs on one in twenty honest faces, all week and at every gate."""
    week = [
        replace(one, at=one.at + timedelta(days=day), signs=frozenset(SPOOF if number % 20 == 7 else ()))
        for day in range(5)
        for number, one in enumerate(crowd(100, every=0.1))
    ]
    assert clusters(week, RULE) == []


def test_the_few_who_fail_a_challenge_or_look_like_a_print_by_chance_are_no_cluster() -> None:
    """Two kinds of doubt err more often than one: a pair of them at a gate in a morning says nothing."""
    morning = crowd(60)
    morning[11] = replace(morning[11], signs=frozenset(SPOOF))
    morning[12] = replace(morning[12], signs=frozenset(UNPASSED))
    assert clusters(morning, RULE) == []


def test_of_a_hundred_gates_with_honest_people_one_shows_a_cluster() -> None:
    """Two of a hundred living faces look like a print, two fail a challenge, one after the other before one wall."""
    dice = random.Random(20261123)
    accused = sum(bool(clusters(_erring(crowd(60), dice), RULE)) for _ in range(1000))
    assert accused <= 10


def _erring(honest: list[Trace], dice: random.Random) -> list[Trace]:
    doubts = {Sign.SPOOF: 0.02, Sign.UNPASSED: 0.02}
    return [
        replace(one, signs=frozenset(sign for sign, share in doubts.items() if dice.random() < share)) for one in honest
    ]


BY_ONE_PHONE = {
    "all look like a print": [SPOOF] * 6,
    "none of them passes the challenge, and none looks like a print": [UNPASSED] * 6,
    "some look like a print, some fail": [SPOOF, UNPASSED, SPOOF, UNPASSED, SPOOF, UNPASSED],
    "all do both": [SPOOF | UNPASSED] * 6,
}


@pytest.mark.parametrize("case", BY_ONE_PHONE)
def test_one_phone_for_six_people_is_one_cluster_with_all_six(case: str) -> None:
    six = [trace(who, who * 0.7, signs) for who, signs in enumerate(BY_ONE_PHONE[case], 1)]
    assert people_of(clusters([*crowd(30, every=0.5), *six], RULE)) == [[1, 2, 3, 4, 5, 6]]


def test_only_those_before_a_wall_of_somebody_else_are_said_to_be() -> None:
    elsewhere = to_bytes(~np.zeros(WORDS, np.uint64))
    two = [replace(trace(who, who, REUSED), scene=wall(who)) for who in (1, 2)]
    (cluster,) = clusters([*two, replace(trace(3, 3, REUSED), scene=elsewhere)], RULE)
    assert {one.employee_id for one in cluster.alike} == {1, 2}
    assert cluster.same_scene is True
    assert cluster.people == {1, 2, 3}


def test_whoever_stands_beside_them_with_a_live_face_is_no_part_of_it() -> None:
    six = [replace(trace(who, who * 0.7, SPOOF), scene=wall(who)) for who in range(1, 7)]
    (cluster,) = clusters([*crowd(3), *six], RULE)
    assert cluster.people == set(range(1, 7))
    assert cluster.same_scene


def test_prints_old_pictures_and_forwarded_ones_of_one_moment_belong_together() -> None:
    seluma = [
        *(trace(who, who * 0.5, SPOOF) for who in range(1, 7)),
        replace(trace(7, 3.5, REUSED), first_media_id=77, first_by=7),
        trace(8, 4, ODD_WAY),
    ]
    (cluster,) = clusters([*crowd(20), *seluma], RULE)
    assert cluster.people == set(range(1, 9))
    assert cluster.signs == {Sign.SPOOF: 6, Sign.REUSED: 1, Sign.ODD_WAY: 1}


LINKED = {
    "ten minutes apart at one place": (trace(1, 0, REUSED), trace(2, 10, REUSED), True),
    "eleven minutes apart": (trace(1, 0, REUSED), trace(2, 11, REUSED), False),
    "at the same minute elsewhere": (trace(1, 0, REUSED), trace(2, 0, REUSED, ELSEWHERE), False),
    "a part without a place, in the agency": (trace(1, 0, REUSED), trace(2, 1, ODD_WAY), True),
    "a part without a place, of another agency": (
        trace(1, 0, REUSED),
        replace(trace(2, 1, ODD_WAY), agency_id=2),
        False,
    ),
    "a part whose sender's place is known, of another agency": (
        trace(1, 0, REUSED),
        replace(trace(2, 1, ODD_WAY), agency_id=2, site_id=GATE),
        True,
    ),
    "days apart before one wall": (
        replace(trace(1, 0, REUSED), scene=wall(1)),
        replace(trace(2, 2880, REUSED), scene=wall(9)),
        True,
    ),
    "days apart before another wall": (
        replace(trace(1, 0, REUSED), scene=wall(1)),
        replace(trace(2, 2880, REUSED), scene=to_bytes(~np.zeros(WORDS, np.uint64))),
        False,
    ),
    "two copies of one picture": (
        replace(trace(1, 0, REUSED), first_media_id=5),
        replace(trace(2, 2880, REUSED, ELSEWHERE), first_media_id=5),
        True,
    ),
    "a picture and its copy": (
        replace(trace(1, 0, REUSED), media_id=5),
        replace(trace(2, 2880, REUSED, ELSEWHERE), first_media_id=5),
        True,
    ),
}


@pytest.mark.parametrize("case", LINKED)
def test_what_links_two_check_ins_that_bear_a_sign(case: str) -> None:
    one, other, together = LINKED[case]
    assert sorted(people_of(clusters([one, other], RULE))) == ([[1, 2]] if together else [[1], [2]])


ALONE = {
    "a doubt about liveness": (SPOOF, 0),
    "a failed challenge": (UNPASSED, 0),
    "both of them": (SPOOF | UNPASSED, 0),
    "a picture used again": (REUSED, 1),
    "a forwarded picture": (ODD_WAY, 1),
}


@pytest.mark.parametrize("case", ALONE)
def test_one_person_alone_is_shown_for_more_than_a_doubt(case: str) -> None:
    signs, count = ALONE[case]
    assert len(clusters([*crowd(5), trace(1, 1, signs)], RULE)) == count


def test_of_one_picture_nobody_says_whether_its_background_is_another() -> None:
    one = replace(trace(1, 0, REUSED), scene=wall(1))
    other = replace(trace(2, 1, REUSED), scene=to_bytes(~np.zeros(WORDS, np.uint64)))
    assert clusters([one, trace(2, 1, ODD_WAY)], RULE)[0].same_scene is None
    assert clusters([one, other], RULE)[0].same_scene is False


def test_what_one_person_sends_within_minutes_belongs_together_wherever_it_came_from() -> None:
    mine = [trace(1, 0, REUSED), replace(trace(1, 5, ODD_WAY), agency_id=2), trace(1, 9, REUSED, ELSEWHERE)]
    (cluster,) = clusters(mine, RULE)
    assert len(cluster.traces) == 3


def test_many_people_go_before_few_and_several_signs_before_one() -> None:
    two = [trace(1, 0, REUSED), trace(2, 1, REUSED)]
    mixed = [trace(3, 60, REUSED), trace(4, 61, ODD_WAY)]
    three = [trace(who, 120 + who, REUSED) for who in (5, 6, 7)]
    assert people_of(clusters([*two, *mixed, *three], RULE)) == [[5, 6, 7], [3, 4], [1, 2]]


def test_the_same_wall_is_what_the_threshold_says() -> None:
    assert ALIKE >= 20


@given(st.integers(0, 30), st.integers(0, 30), st.floats(0.001, 0.999))
def test_more_hits_are_never_likelier(hits: int, more: int, share: float) -> None:
    assert tail(0, hits, share) == pytest.approx(1)
    assert tail(hits + more, 60, share) <= tail(hits, 60, share) + 1e-9

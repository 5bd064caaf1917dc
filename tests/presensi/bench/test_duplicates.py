"""The bench itself on a small gallery: what it measures is true of any size, and its timings are not tested."""

import json
import subprocess
import sys

import numpy as np
import pytest

from attendance.rules.kinds import DuplicateRule
from presensi.bench.double_faces import _at_most, _false_alarms, _same, _told_apart
from presensi.bench.synthetic_faces import pictures_of


def test_everybody_is_found_again_and_nobody_else_on_the_command_line():
    told = subprocess.run(
        [sys.executable, "-m", "presensi", "bench", "duplicates", "--people", "60", "--templates", "3", "--json"],
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    figures = json.loads(told.stdout.splitlines()[-1])
    assert (figures["people"], figures["templates"]) == (60, 180)
    assert figures["found"]
    assert figures["false_alarms"] == 0
    assert figures["search_cpu_ms"] > 0
    assert figures["load_peak_mb"] >= 0


def test_synthetic_pictures_are_alike_for_one_person_and_not_for_two():
    one, other = (np.stack([picture.vector for picture in pictures_of(person, 4)]) for person in (7, 8))
    assert np.allclose(np.linalg.norm(one, axis=1), 1)
    assert (one @ one.T).min() > 0.5
    assert abs(one @ other.T).max() < 0.5


def test_false_alarms_are_counted_both_ways_and_rates_of_few_are_not_told():
    people = {f"p{number}": pictures_of(number, 3) for number in range(1, 12)} | {"alias": pictures_of(1, 3, 3)}
    told = _false_alarms(people, 3)
    assert (told["people"], told["comparisons"]) == (12, 132)
    assert {frozenset(pair[:2]) for pair in told["most_alike"]} == {frozenset(("p1", "alias"))}
    assert told["0.50"] == {
        "alarms": 2,
        "per_enrolment": None,
        "at_most": pytest.approx(6.2958 / 132 * 10_000, abs=0.1),
    }


def test_a_person_split_in_two_is_alike_to_himself():
    same = _same({"one": pictures_of(1, 6), "too few": pictures_of(2, 5)})
    assert len(same) == 50
    assert same.min() > 0.5


def test_look_alikes_are_told_apart_by_pictures_that_are_not_enrolled():
    people = {f"p{number}": pictures_of(number, 5) for number in range(1, 8)} | {"too few": pictures_of(9, 2)}
    told = _told_apart(people, DuplicateRule())
    assert told == {
        "probes": 14,
        "people": 7,
        "honest_passed": 14,
        "honest_refused": 0,
        "others_passed": 0,
        "others_refused": 14,
    }
    twins = {"one": pictures_of(1, 4), "other": [*pictures_of(1, 3), *pictures_of(1, 1, first=7)]}
    assert _told_apart(twins, DuplicateRule())["honest_passed"] == 0


@pytest.mark.parametrize(("events", "bound"), [(0, 2.9957), (2, 6.2958), (10, 16.9622)])
def test_the_bound_is_that_of_a_poisson_distribution(events, bound):
    assert _at_most(events) == pytest.approx(bound, abs=1e-3)

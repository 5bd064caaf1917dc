"""Bounds of decisions against an oracle that draws the people and counts one comparison at a time."""

import numpy as np
import pytest

from recognition.acceptance import Acceptance
from recognition.metrics import CONFIDENCE, NOT_MEASURED, drawn

PEOPLE, GENUINE, IMPOSTORS = 12, 40, 300


@pytest.fixture
def genuine_people() -> np.ndarray:
    return np.random.default_rng(1).integers(PEOPLE, size=GENUINE)


@pytest.fixture
def impostor_people() -> np.ndarray:
    return np.random.default_rng(2).integers(PEOPLE, size=(IMPOSTORS, 2))


@pytest.fixture
def acceptance(genuine_people: np.ndarray, impostor_people: np.ndarray) -> Acceptance:
    return Acceptance(genuine_people, impostor_people, PEOPLE)


def share(weights: list[float], accepted: np.ndarray) -> float:
    return sum(weight for weight, yes in zip(weights, accepted, strict=True) if yes) / sum(weights)


def quantiles(shares: list[float]) -> tuple[float, float]:
    low, high = np.quantile(shares, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


def test_the_tar_and_its_bounds_are_those_of_counting(acceptance: Acceptance, genuine_people: np.ndarray) -> None:
    accepted = np.random.default_rng(3).random(GENUINE) < 0.8
    counted = [share([draw[person] for person in genuine_people], accepted) for draw in drawn(PEOPLE, 1)]
    tar = acceptance.tar(accepted)
    assert tar.value == pytest.approx(accepted.sum() / GENUINE)
    assert (tar.low, tar.high) == pytest.approx(quantiles(counted))


def test_a_comparison_of_two_people_weighs_as_both_were_drawn(
    acceptance: Acceptance, impostor_people: np.ndarray
) -> None:
    accepted = np.random.default_rng(4).random(IMPOSTORS) < 0.2
    counted = [
        share([draw[one] * draw[other] for one, other in impostor_people], accepted) for draw in drawn(PEOPLE, 1)
    ]
    far = acceptance.far(accepted)
    assert far.value == pytest.approx(accepted.sum() / IMPOSTORS)
    assert (far.low, far.high) == pytest.approx(quantiles(counted))


def test_all_failures_of_one_person_widen_the_bounds(acceptance: Acceptance, genuine_people: np.ndarray) -> None:
    """What bounds by comparisons would not show."""
    of_one = genuine_people != genuine_people[0]
    spread = np.random.default_rng(5).permutation(of_one)
    one, many = acceptance.tar(of_one), acceptance.tar(spread)
    assert one.value == many.value
    assert one.high - one.low > 1.2 * (many.high - many.low)


def test_nine_false_accepts_are_no_rate_and_nobody_is_no_tar(acceptance: Acceptance) -> None:
    nine = np.arange(IMPOSTORS) < 9
    ten = np.arange(IMPOSTORS) < 10
    assert acceptance.far(nine) == NOT_MEASURED
    assert acceptance.far(ten).value == pytest.approx(10 / IMPOSTORS)
    nobody = Acceptance(np.zeros(0, np.int64), np.zeros((0, 2), np.int64), PEOPLE)
    assert nobody.tar(np.zeros(0, np.bool_)) == NOT_MEASURED
    assert nobody.far(np.zeros(0, np.bool_)) == NOT_MEASURED

"""Error rates against an oracle that counts one comparison at a time, and what holds of any scores."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recognition import metrics
from recognition.metrics import (
    FALSE_ACCEPT_RATES,
    Comparisons,
    TooFewComparisons,
    error_rates,
    identification,
    roc,
    share_accepted,
    threshold_at,
)

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The machine may be busy with other tests."""

coarse = st.integers(-4, 4).map(lambda step: step / 4)
"""Few different values: ties are where such code is wrong."""
scores = st.lists(coarse, min_size=1, max_size=40)


def compared(genuine: list[float], impostor: list[float]) -> Comparisons:
    """Every genuine comparison of a person of its own, every impostor one of the next two."""
    people = np.arange(len(genuine))
    strangers = np.arange(len(impostor))
    return Comparisons(
        np.array(genuine, float), people, np.array(impostor, float), np.stack([strangers, strangers + 1], axis=1)
    )


def normal(genuine: int, impostor: int, people: int, seed: int = 3) -> Comparisons:
    """Scores of two overlapping bells."""
    generator = np.random.default_rng(seed)
    pairs = generator.integers(people, size=(impostor, 2))
    return Comparisons(
        generator.normal(0.6, 0.1, genuine),
        generator.integers(people, size=genuine),
        generator.normal(0.1, 0.1, impostor),
        pairs,
    )


def candidates(comparisons: Comparisons) -> list[float]:
    return sorted({*comparisons.genuine.tolist(), *comparisons.impostor.tolist(), math.inf})


def counted(comparisons: Comparisons, threshold: float) -> tuple[float, float]:
    """FAR and FRR, the slow way."""
    far = sum(score >= threshold for score in comparisons.impostor) / len(comparisons.impostor)
    frr = sum(score < threshold for score in comparisons.genuine) / len(comparisons.genuine)
    return far, frr


def slow_eer(comparisons: Comparisons) -> float:
    errors = [counted(comparisons, threshold) for threshold in candidates(comparisons)]
    far, frr = min(errors, key=lambda error: abs(error[0] - error[1]))
    return (far + frr) / 2


def slow_tar(comparisons: Comparisons, rate: float) -> float:
    """The best of all thresholds that keep the FAR."""
    errors = [counted(comparisons, threshold) for threshold in candidates(comparisons)]
    return max(1 - frr for far, frr in errors if far <= rate)


@unhurried
@given(scores, scores)
def test_rates_are_those_of_counting(genuine: list[float], impostor: list[float]) -> None:
    comparisons = compared(genuine, impostor)
    curve = metrics._Curve(comparisons)
    eer, *tars = curve.rates(np.ones(curve.people))
    assert eer == pytest.approx(slow_eer(comparisons))
    assert tars == pytest.approx([slow_tar(comparisons, rate) for rate in FALSE_ACCEPT_RATES.values()])


@unhurried
@given(scores, scores, st.data())
def test_a_weight_is_as_good_as_a_repetition(genuine: list[float], impostor: list[float], data: st.DataObject) -> None:
    comparisons = compared(genuine, impostor)
    people = metrics._Curve(comparisons).people
    weights = np.array(data.draw(st.lists(st.integers(0, 3), min_size=people, max_size=people)), float)
    one, other = comparisons.impostor_people.T
    repeated_genuine = np.repeat(comparisons.genuine, weights[comparisons.genuine_people].astype(int))
    repeated_impostor = np.repeat(comparisons.impostor, (weights[one] * weights[other]).astype(int))
    rates = metrics._Curve(comparisons).rates(weights)
    if not repeated_genuine.size or not repeated_impostor.size:
        assert np.isnan(rates).all()
        return
    repeated = compared(repeated_genuine.tolist(), repeated_impostor.tolist())
    # Where two thresholds are equally near to the crossing, either may be taken: its errors differ, the gap does not.
    assert rates[1:] == pytest.approx([slow_tar(repeated, rate) for rate in FALSE_ACCEPT_RATES.values()])
    errors = [counted(repeated, threshold) for threshold in candidates(repeated)]
    gap = min(abs(far - frr) for far, frr in errors)
    eers = [(far + frr) / 2 for far, frr in errors if abs(far - frr) == pytest.approx(gap)]
    assert any(rates[0] == pytest.approx(eer) for eer in eers)


def test_looking_at_the_most_alike_impostors_only_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    comparisons = normal(500, 30_000, 40)
    told = error_rates(comparisons)
    monkeypatch.setattr(metrics, "_tail", lambda all_of_them: np.argsort(-all_of_them.impostor))
    assert error_rates(comparisons) == told


@unhurried
@given(st.lists(coarse, min_size=10, max_size=80), st.sampled_from([1.0, 0.5, 0.3, 0.25]))
def test_the_threshold_is_the_lowest_that_keeps_the_far(impostor: list[float], far: float) -> None:
    array = np.array(impostor)
    threshold = threshold_at(array, far)
    if len(impostor) * far < 10:
        assert threshold is None
        return
    assert threshold is not None
    assert share_accepted(array, threshold) <= far
    lower = [score for score in impostor if score < threshold]
    if lower:
        assert share_accepted(array, max(lower)) > far


@pytest.mark.parametrize(
    ("impostors", "measured"),
    [(999, []), (1000, ["1e-2"]), (99_999, ["1e-2", "1e-3"]), (100_000, ["1e-2", "1e-3", "1e-4"])],
)
def test_a_far_of_less_than_ten_impostors_is_not_measured(impostors: int, measured: list[str]) -> None:
    told = error_rates(normal(50, impostors, 20))
    assert [name for name, tar in told.tar_at_far.items() if tar.value is not None] == measured
    assert [name for name, at in told.threshold_at_far.items() if at is not None] == measured


def test_the_tar_is_that_of_its_threshold() -> None:
    comparisons = normal(800, 120_000, 50)
    told = error_rates(comparisons)
    for name in ("1e-2", "1e-3", "1e-4"):
        threshold = told.threshold_at_far[name]
        assert threshold is not None
        assert told.tar_at_far[name].value == pytest.approx(share_accepted(comparisons.genuine, threshold))


def test_a_lower_far_never_has_a_higher_tar() -> None:
    told = error_rates(normal(300, 1_000_000, 50))
    tars = [bounded.value for bounded in told.tar_at_far.values() if bounded.value is not None]
    assert len(tars) == 4
    assert tars == sorted(tars, reverse=True)


def test_who_cannot_be_seen_is_refused_at_every_threshold() -> None:
    seen, unseen = compared([1.0] * 9, [0.0] * 1000), compared([1.0] * 9 + [-math.inf], [0.0] * 1000)
    assert error_rates(seen).tar_at_far["1e-2"].value == 1
    assert error_rates(unseen).tar_at_far["1e-2"].value == pytest.approx(0.9)


def test_bounds_hold_the_rate_and_know_that_pictures_of_one_person_are_no_independent_tries() -> None:
    """A hundred pictures of each of ten people say less than two of each of five hundred."""

    def width(people: int) -> float:
        generator = np.random.default_rng(5)
        difficulty = generator.normal(0, 0.1, people)
        genuine_people = np.arange(1000) % people
        comparisons = Comparisons(
            generator.normal(0.5, 0.05, 1000) + difficulty[genuine_people],
            genuine_people,
            generator.normal(0.1, 0.1, 20_000),
            generator.integers(people, size=(20_000, 2)),
        )
        tar = error_rates(comparisons).tar_at_far["1e-3"]
        assert tar.value is not None
        assert tar.low is not None
        assert tar.high is not None
        assert tar.low <= tar.value <= tar.high
        return tar.high - tar.low

    assert width(10) > 2 * width(500)


def test_the_same_comparisons_have_the_same_bounds() -> None:
    comparisons = normal(100, 5000, 20)
    assert error_rates(comparisons) == error_rates(comparisons)


def test_the_curve_of_the_pictures_is_counted_too() -> None:
    comparisons = normal(60, 500, 10)
    far, tar = roc(comparisons, points=30)
    assert (far[0], far[-1]) == (10 / 500, 1)
    for accepted, kept in zip(far, tar, strict=True):
        (threshold,) = {score for score in comparisons.impostor if counted(comparisons, score)[0] == accepted}
        assert kept == pytest.approx(1 - counted(comparisons, threshold)[1])


def test_a_search_is_missed_below_the_score_that_strangers_reach() -> None:
    unmated = np.concatenate([np.zeros(990), np.full(10, 0.5)])
    assert identification(np.array([0.4, 0.5, 0.6, 0.1]), unmated, 1e-2) == (0.0, pytest.approx(0.0))
    found = identification(np.array([0.4, 0.5, 0.6, 0.7]), np.append(unmated, 0.5), 1e-2)
    assert found == (0.5, pytest.approx(0.5))
    assert identification(np.array([0.4]), unmated, 1e-3) is None


@pytest.mark.parametrize(("genuine", "impostor"), [([], [0.1]), ([0.1], [])])
def test_without_both_kinds_there_is_no_error_rate(genuine: list[float], impostor: list[float]) -> None:
    with pytest.raises(TooFewComparisons):
        compared(genuine, impostor)


def test_a_score_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not a number"):
        compared([math.nan], [0.1])

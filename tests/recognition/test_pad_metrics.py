"""Error rates against an oracle that counts one presentation at a time, and what holds of any scores."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.metrics import NOT_MEASURED
from recognition.pad_metrics import (
    ATTACKS,
    LABELS,
    LIVE,
    Paired,
    Presentations,
    equal_error_threshold,
    pad_rates,
    paired,
)

unhurried = settings(deadline=None, max_examples=40)

coarse = st.integers(0, 6).map(lambda step: step / 6)
"""Few different values: ties are where such code is wrong."""
shown = st.lists(st.tuples(coarse, st.sampled_from(LABELS)), min_size=1, max_size=40)


def presented(told: list[tuple[float, str]], groups: list[int] | None = None) -> Presentations:
    """Every presentation of a group of its own, unless said otherwise."""
    return Presentations(
        np.array([score for score, _ in told]),
        [label for _, label in told],
        np.array(range(len(told)) if groups is None else groups),
    )


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits) if hits else math.nan


def by_hand(told: list[tuple[float, str]], threshold: float) -> tuple[float, float]:
    """APCER of all attacks together, and BPCER."""
    attacks = share([score >= threshold for score, label in told if label != LIVE])
    return attacks, share([score < threshold for score, label in told if label == LIVE])


def test_a_sample_worked_out_on_paper() -> None:
    told = [(0.9, LIVE), (0.8, LIVE), (0.6, LIVE), (0.4, LIVE)]
    told += [(0.7, "print"), (0.1, "print"), (0.2, "replay"), (0.3, "replay")]
    rates = pad_rates(presented(told), 0.5)
    assert rates.apcer["print"].value == 0.5
    assert rates.apcer["replay"].value == 0
    assert rates.apcer["mask"] == NOT_MEASURED
    assert rates.bpcer.value == 0.25
    assert rates.acer.value == (0.5 + 0.25) / 2
    assert rates.eer.value == 0.25
    assert rates.bpcer_at_apcer_5 == NOT_MEASURED  # of four attacks one is 25 %


@unhurried
@given(shown, coarse)
def test_rates_are_those_that_counting_gives(told: list[tuple[float, str]], threshold: float) -> None:
    rates = pad_rates(presented(told), threshold)
    _, bpcer = by_hand(told, threshold)
    assert rates.bpcer.value == (None if math.isnan(bpcer) else pytest.approx(bpcer))
    for kind in ATTACKS:
        accepted = share([score >= threshold for score, label in told if label == kind])
        assert rates.apcer[kind].value == (None if math.isnan(accepted) else pytest.approx(accepted))
    known = [rate.value for rate in rates.apcer.values() if rate.value is not None]
    if known and rates.bpcer.value is not None:
        assert rates.acer.value == pytest.approx((max(known) + rates.bpcer.value) / 2)
    else:
        assert rates.acer == NOT_MEASURED


@unhurried
@given(shown)
def test_the_eer_and_bpcer_at_5_are_the_best_of_all_thresholds(told: list[tuple[float, str]]) -> None:
    rates = pad_rates(presented(told), 0.5)
    at = [by_hand(told, threshold) for threshold in [*(score for score, _ in told), 2.0]]
    if any(math.isnan(value) for pair in at for value in pair):
        assert rates.eer == NOT_MEASURED
        return
    nearest = min(abs(apcer - bpcer) for apcer, bpcer in at)
    means = [(apcer + bpcer) / 2 for apcer, bpcer in at if abs(apcer - bpcer) <= nearest + 1e-9]
    assert any(rates.eer.value == pytest.approx(mean) for mean in means)
    if sum(label != LIVE for _, label in told) >= 20:
        assert rates.bpcer_at_apcer_5.value == pytest.approx(min(bpcer for apcer, bpcer in at if apcer <= 0.05))


@unhurried
@given(shown)
def test_only_the_order_of_the_scores_matters_for_eer(told: list[tuple[float, str]]) -> None:
    stretched = [(math.exp(3 * score) - 7, label) for score, label in told]
    assert pad_rates(presented(told), 0.5).eer == pad_rates(presented(stretched), 0.5).eer


def test_bounds_come_from_groups_not_from_pictures() -> None:
    """Ten clips of ten equal frames are no more than ten pictures."""
    clips = [(0.9 if clip % 3 else 0.2, LIVE if clip % 2 else "print") for clip in range(10)]
    frames = [clip for clip in clips for _ in range(10)]
    of_clips = pad_rates(presented(clips), 0.5)
    of_frames = pad_rates(presented(frames, [number // 10 for number in range(100)]), 0.5)
    assert (of_clips.bpcer, of_clips.apcer, of_clips.eer) == (of_frames.bpcer, of_frames.apcer, of_frames.eer)
    loose = pad_rates(presented(frames), 0.5)
    assert loose.bpcer.high < of_frames.bpcer.high


def test_one_group_has_rates_without_bounds() -> None:
    rates = pad_rates(presented([(0.9, LIVE), (0.1, "print")], [0, 0]), 0.5)
    assert (rates.eer.value, rates.eer.low, rates.eer.high) == (0, None, None)


def test_without_any_presentation_nothing_is_measured() -> None:
    rates = pad_rates(presented([]), 0.5)
    assert {rates.eer, rates.bpcer, rates.acer, *rates.apcer.values()} == {NOT_MEASURED}


def test_the_equal_error_threshold_lies_between_what_it_separates() -> None:
    told = [(0.9, LIVE), (0.7, LIVE), (0.3, "print"), (0.1, "replay")]
    assert equal_error_threshold(presented(told)) == pytest.approx(0.5)


def test_a_detector_is_lower_where_the_other_errs_and_never_where_both_are_right() -> None:
    right = [(0.9, LIVE)] * 10 + [(0.1, "print")] * 10
    wrong = [(0.9, LIVE)] * 10 + [(0.1, "print")] * 9 + [(1.0, "print")]
    assert paired(presented(right), presented(right)) == Paired(lower=0, not_higher=1, fallible=0)
    share = paired(presented(right), presented(wrong))
    drawn = 1 - (19 / 20) ** 20
    assert share.not_higher == 1
    assert share.lower == share.fallible == pytest.approx(drawn, abs=0.08)

"""What holds of the fusion whatever the signals say, and what each of them is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.fusion import (
    BESIDE,
    MINIFASNET,
    MOIRE,
    MOST_FROM_BESIDE,
    SIGNALS,
    SKIN,
    WEIGHTS,
    Signals,
    anchor,
    fused,
    log_odds,
)

score = st.floats(0, 1)
signals = st.fixed_dictionaries(
    {MINIFASNET: score, BESIDE: st.none() | score, MOIRE: st.none() | score, SKIN: st.none() | score}
)

LIVING = {MINIFASNET: 0.97, BESIDE: 1.0, MOIRE: 0.45, SKIN: 0.7}


@given(signals, st.sampled_from(SIGNALS), score)
def test_a_signal_that_looks_more_alive_never_lowers_the_score(told: Signals, name: str, other: float) -> None:
    changed = {**told, name: other}
    if (before := told[name]) is not None:
        assert (fused(changed) - fused(told)) * (other - before) >= -1e-12


@given(signals)
def test_the_score_is_a_share_and_leaves_the_networks_by_bounded_steps(told: Signals) -> None:
    assert 0 < fused(told) < 1
    moved = log_odds(told) - log_odds({MINIFASNET: told[MINIFASNET]})
    assert -MOST_FROM_BESIDE - WEIGHTS[MOIRE] - WEIGHTS[SKIN] - 1e-9 <= moved <= WEIGHTS[SKIN] + 1e-9


@given(score)
def test_signals_that_say_nothing_change_nothing(networks: float) -> None:
    alone = {MINIFASNET: networks}
    assert log_odds({**alone, BESIDE: None, MOIRE: None, SKIN: None}) == log_odds(alone) == anchor(alone)
    assert log_odds({**alone, BESIDE: 1.0, MOIRE: 1.0, SKIN: 0.5}) == pytest.approx(anchor(alone))


@pytest.mark.parametrize(
    ("told", "live"),
    {
        "a living face": (LIVING, True),
        "networks in doubt, nothing against it": (LIVING | {MINIFASNET: 0.3}, True),
        "networks in doubt, and the grid of a screen": (LIVING | {MINIFASNET: 0.3, MOIRE: 0.05, SKIN: 0.5}, False),
        "networks in doubt, and a blue face": (LIVING | {MINIFASNET: 0.3, SKIN: 0.2}, False),
        "a screen beside the face of who holds it": (LIVING | {MINIFASNET: 0.75, BESIDE: 0.01, SKIN: 0.5}, False),
        "a colleague beside a living face": (LIVING | {BESIDE: 0.9}, True),
        "a poster beside a face that is surely alive": (LIVING | {MINIFASNET: 0.999, BESIDE: 0.01}, True),
        "networks sure of an attack": (LIVING | {MINIFASNET: 0.01}, False),
    }.values(),
)
def test_what_a_picture_comes_to(told: Signals, live: bool) -> None:
    assert (fused(told) >= 0.5) is live

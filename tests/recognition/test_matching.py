"""Two thresholds, three answers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition import dlib_resnet, sface
from recognition.matching import LIMITS, Match, MatchLimits, verdict

BAND = MatchLimits(accept=0.45, review=0.36)


@pytest.mark.parametrize(
    ("similarity", "match"),
    [
        (1.0, Match.SAME),
        (0.45, Match.SAME),
        (0.4499, Match.UNSURE),
        (0.36, Match.UNSURE),
        (0.3599, Match.DIFFERENT),
        (-1.0, Match.DIFFERENT),
        (-math.inf, Match.DIFFERENT),
    ],
)
def test_a_threshold_belongs_to_the_better_answer(similarity: float, match: Match) -> None:
    assert verdict(similarity, BAND) is match


def test_a_similarity_that_is_no_number_is_an_error_and_no_answer() -> None:
    with pytest.raises(ValueError, match="not a number"):
        verdict(math.nan, BAND)


@pytest.mark.parametrize(("accept", "review"), [(0.3, 0.4), (1.2, 0.4), (math.nan, 0.4), (0.4, math.nan)])
def test_limits_that_contradict_themselves_are_refused(accept: float, review: float) -> None:
    with pytest.raises(ValueError, match="accept"):
        MatchLimits(accept, review)


def test_without_a_band_nobody_is_unsure() -> None:
    assert {verdict(step / 100, MatchLimits(0.5, 0.5)) for step in range(-100, 101)} == {Match.SAME, Match.DIFFERENT}


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_a_more_alike_face_never_gets_a_worse_answer(one: float, other: float) -> None:
    order = [Match.DIFFERENT, Match.UNSURE, Match.SAME]
    lower, higher = sorted((one, other))
    assert order.index(verdict(lower, BAND)) <= order.index(verdict(higher, BAND))


def test_every_engine_has_limits() -> None:
    assert set(LIMITS) == {sface.NAME, dlib_resnet.NAME}

"""The probability that a blurred position lies in a disc, against scipy's noncentral chi-square distribution."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ncx2

from geofence.blur import probability_in_disc, sigma_of

sigmas = st.floats(0.05, 2_000)
radii = st.floats(1, 10_000)


@given(distance=st.floats(1e-6, 20_000), radius=radii, sigma=sigmas)
def test_agrees_with_scipy_everywhere(distance: float, radius: float, sigma: float) -> None:
    expected = ncx2.cdf((radius / sigma) ** 2, 2, (distance / sigma) ** 2)
    assert probability_in_disc(distance, radius, sigma) == pytest.approx(expected, abs=1e-9)


@given(sigmas_off=st.floats(-8, 8), radius=radii, sigma=sigmas)
def test_agrees_with_scipy_near_the_border(sigmas_off: float, radius: float, sigma: float) -> None:
    """A draw over all distances seldom meets the strip in which the answer is neither 0 nor 1."""
    distance = abs(radius + sigmas_off * sigma) + 1e-6
    expected = ncx2.cdf((radius / sigma) ** 2, 2, (distance / sigma) ** 2)
    assert probability_in_disc(distance, radius, sigma) == pytest.approx(expected, abs=1e-9)


@given(accuracy=st.floats(0.1, 1500))
def test_the_stated_accuracy_is_the_radius_of_68_percent(accuracy: float) -> None:
    assert probability_in_disc(0.0, accuracy, sigma_of(accuracy)) == pytest.approx(0.68)


def test_on_a_nearly_straight_border_it_is_a_half() -> None:
    assert probability_in_disc(10_000, 10_000, 1.0) == pytest.approx(0.5, abs=1e-4)


@given(distance=st.floats(0, 20_000), step=st.floats(0, 100), radius=radii, sigma=sigmas)
def test_walking_away_never_makes_inside_more_probable(
    distance: float, step: float, radius: float, sigma: float
) -> None:
    assert probability_in_disc(distance + step, radius, sigma) <= probability_in_disc(distance, radius, sigma) + 1e-9


def test_no_overflow_at_the_ends() -> None:
    assert probability_in_disc(2e7, 20, 0.01) == 0.0
    assert probability_in_disc(0, 10_000, 0.001) == 1.0
    assert math.isclose(probability_in_disc(5e-324, 100, 50), probability_in_disc(0, 100, 50))

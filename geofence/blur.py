"""A position as a blur: how likely the true position lies in a disc, given where it was reported and how accurately.

Model: the error is an isotropic two-dimensional normal distribution around the reported point. The distance of the
true position from a centre then follows a Rice distribution, whose distribution function at the radius is asked for (in
Marcum's notation 1 - Q1). S. O. Rice, "Mathematical Analysis of Random Noise", Bell System Technical Journal 24, 1945.
"""

import math

import numpy as np
from numpy.typing import NDArray

#: Android's Location.getAccuracy: the radius in metres "at the 68th percentile confidence level".
#: Apple's horizontalAccuracy is a root mean square error, which covers 63 to 68 % (its developer forum, thread 699996).
CONFIDENCE = 0.68

#: The distance from the reported point that 68 % of a two-dimensional normal distribution stay within, in sigmas.
SIGMAS_AT_CONFIDENCE = math.sqrt(-2 * math.log(1 - CONFIDENCE))

#: Beyond this many sigmas less than 1e-17 of the distribution is left.
_REACH = 9.0

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)

#: numpy's i0 overflows from 709 on; from 600 on four terms of its asymptotic series are exact to 1e-12.
_LARGE = 600.0


def sigma_of(accuracy_m: float) -> float:
    """The standard deviation along each axis, in metres, of an accuracy (above 0, metres) as phones state it."""
    return accuracy_m / SIGMAS_AT_CONFIDENCE


def probability_in_disc(distance_m: float, radius_m: float, sigma_m: float) -> float:
    """The probability in [0, 1] that the true position is at most `radius_m` (above 0) from a centre `distance_m` away.

    Gauss-Legendre over the Rice density where it is not negligible; the error is below 1e-9.
    """
    distance, radius = distance_m / sigma_m, radius_m / sigma_m
    if distance == 0:
        return -math.expm1(-radius * radius / 2)
    low, high = max(0.0, distance - _REACH), min(radius, distance + _REACH)
    if low >= high:
        return 0.0
    half = (high - low) / 2
    inside = half * float(np.dot(_WEIGHTS, _rice_density(low + half * (1 + _NODES), distance)))
    return min(max(inside, 0.0), 1.0)


def _rice_density(r: NDArray[np.float64], distance: float) -> NDArray[np.float64]:
    """The density at r of the distance from a centre, all in sigmas."""
    density: NDArray[np.float64] = r * np.exp(-((r - distance) ** 2) / 2) * _scaled_i0(r * distance)
    return density


def _scaled_i0(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """exp(-x) I0(x) for x >= 0; the series is Abramowitz and Stegun 9.7.1."""
    small = np.minimum(x, _LARGE)
    large = np.maximum(x, _LARGE)
    series = 1 + 1 / (8 * large) + 9 / (128 * large**2) + 225 / (3072 * large**3)
    return np.where(x < _LARGE, np.i0(small) * np.exp(-small), series / np.sqrt(2 * math.pi * large))

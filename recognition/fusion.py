"""The signals of a living person joined to one score.

The two networks' own log-odds are the anchor, and what other signals say moves them by a bounded step: on cameras and
people that nobody here has seen the score cannot leave the networks' far. Every step is monotone: no signal that looks
more alive ever lowers the score.
"""

from collections.abc import Mapping
from math import exp, log
from types import MappingProxyType

VERSION = "fusion 1"

MINIFASNET, BESIDE, MOIRE, SKIN = "minifasnet", "beside", "moire", "skin"
SIGNALS = (MINIFASNET, BESIDE, MOIRE, SKIN)

Signals = Mapping[str, float | None]
"""By name the score of each signal in 0..1, higher for the more alive; None where it can say nothing."""

CERTAIN = 1e-4
"""No network is surer than this."""

MOST_FROM_BESIDE = 3.0
"""How far a picture of a face beside the main one pulls, in log-odds: from "very likely" to "rather not". Not fitted:
one clip of the development sets has such faces."""

UNMISTAKABLE = 1.1
"""The peak (recognition.signals.moire) from which a grid is evidence: 4 % of LFW's living faces and none of pad/'s have
a higher one, none of 250 of them 1.5, also after JPEG at quality 15, at half and at double size."""

WEIGHTS: Mapping[str, float] = MappingProxyType({MOIRE: 1.39, SKIN: 0.69})
"""In log-odds, of what `evidence` gives. Printed by `python -m recognition.evaluate.fit_liveness DATA --models MODELS`
(December 2026), as is the next."""

OPERATING_POINT = -1.16
"""The log-odds that become a score of 0.5, below which 2 % of the living of pad/ and nuaa/ lie out of fold."""


def fused(signals: Signals) -> float:
    """The score in 0..1; from 0.5 on a picture counts as live."""
    return 1 / (1 + exp(OPERATING_POINT - log_odds(signals)))


def log_odds(signals: Signals) -> float:
    """Before the operating point is taken off."""
    found = evidence(signals)
    return anchor(signals) + sum(weight * found[name] for name, weight in WEIGHTS.items())


def anchor(signals: Signals) -> float:
    """The networks' log-odds of the main face, pulled down by a prominent face beside it that looks like a picture."""
    own = _logit(signals.get(MINIFASNET))
    return own - min(max(own - _logit(signals.get(BESIDE), absent=own), 0.0), MOST_FROM_BESIDE)


def evidence(signals: Signals) -> Mapping[str, float]:
    """What the fitted signals say: a grid -1..0, warm or cold skin -1..1, nothing 0."""
    grid, skin = signals.get(MOIRE), signals.get(SKIN)
    return {
        MOIRE: 0.0 if grid is None else -_within(-log(max(grid, CERTAIN)) - UNMISTAKABLE, 0, 1),
        SKIN: 0.0 if skin is None else _within(8 * (skin - 0.5), -1, 1),
    }


def _logit(score: float | None, absent: float = 0.0) -> float:
    if score is None:
        return absent
    bounded = _within(score, CERTAIN, 1 - CERTAIN)
    return log(bounded / (1 - bounded))


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)

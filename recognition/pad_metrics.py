"""Error rates of presentation attack detection, with bounds: pure functions of scores, higher for the more alive.

In the words of ISO/IEC 30107-3: APCER is the share of attack presentations of one kind that are taken for bona fide,
BPCER the share of bona fide presentations taken for attacks. A presentation is taken for bona fide from the threshold
on. Presentations that show no face have no score and are no part of these rates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.metrics import NOT_MEASURED, Bounded, Indices, Scores, bounded, drawn

LIVE = "live"
ATTACKS = ("print", "replay", "mask")
LABELS = (LIVE, *ATTACKS)

APCER_ALLOWED = 0.05
LEAST_ATTACKS = 20
"""Of fewer, one alone is more than APCER_ALLOWED."""

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Presentations:
    """scores (n,), labels (n,) out of LABELS, groups (n,) numbered from 0: what fails together is one group."""

    scores: Scores
    labels: Sequence[str]
    groups: Indices

    def of(self, label: str) -> NDArray[np.bool_]:
        return np.array([one == label for one in self.labels], np.bool_)


@dataclass(frozen=True)
class PadRates:
    """`eer` and `bpcer_at_apcer_5` of all attacks together; at the threshold: `apcer` of each kind of attack, `bpcer`,
    and `acer`, the mean of BPCER and the worst kind's APCER. What the sample cannot support is not measured."""

    eer: Bounded
    bpcer_at_apcer_5: Bounded
    apcer: Mapping[str, Bounded]
    bpcer: Bounded
    acer: Bounded


def pad_rates(presentations: Presentations, threshold: float, seed: int = 1) -> PadRates:
    """All rates, with bounds by bootstrap over groups; no bounds where there are fewer than two groups."""
    if not presentations.scores.size:
        return PadRates(NOT_MEASURED, NOT_MEASURED, dict.fromkeys(ATTACKS, NOT_MEASURED), NOT_MEASURED, NOT_MEASURED)
    curve = PadCurve(presentations, threshold)
    point = curve.rates(np.ones(curve.groups))
    draws = np.array([curve.rates(weights) for weights in drawn(curve.groups, seed)])
    told = [_told(value, draws[:, column], curve.groups) for column, value in enumerate(point)]
    eer, at_5, bpcer, acer, *apcer = told
    enough = sum(label != LIVE for label in presentations.labels) >= LEAST_ATTACKS
    return PadRates(eer, at_5 if enough else NOT_MEASURED, dict(zip(ATTACKS, apcer, strict=True)), bpcer, acer)


@dataclass(frozen=True)
class Paired:
    """Of the replicates of a paired bootstrap the shares in which our EER is lower than theirs, in which it is not
    higher, and in which theirs is above 0: more than `fallible` nothing can be lower."""

    lower: float
    not_higher: float
    fallible: float


def paired(ours: Presentations, theirs: Presentations, seed: int = 1) -> Paired:
    """Both score the same presentations, drawn alike, group by group.

    Replicates without a live or without an attack presentation are left out.
    """
    one, other = (PadCurve(presentations, 0.0) for presentations in (ours, theirs))
    pairs = np.array([(one.eer(weights), other.eer(weights)) for weights in drawn(one.groups, seed)])
    own, their = pairs[~np.isnan(pairs).any(axis=1)].T
    return Paired(
        float((own < their - _ROUNDING).mean()),
        float((own <= their + _ROUNDING).mean()),
        float((their > _ROUNDING).mean()),
    )


def equal_error_threshold(presentations: Presentations) -> float:
    """Where APCER and BPCER are nearest to each other; half-way between the two scores that it separates."""
    curve = PadCurve(presentations, 0.0)
    return curve.equal_error_threshold(np.ones(curve.groups))


class PadCurve:
    """Presentations sorted once, so that a replicate only weighs them."""

    def __init__(self, presentations: Presentations, threshold: float) -> None:
        order = np.argsort(presentations.scores, kind="stable")
        self.groups = 1 + int(presentations.groups.max(initial=-1))
        self._scores = presentations.scores[order]
        self._groups = presentations.groups[order]
        self._live = presentations.of(LIVE)[order]
        self._kinds = [presentations.of(kind)[order] for kind in ATTACKS]
        self._passed = self._scores >= threshold
        # Where a threshold can stand: before the first of each run of equal scores, and above all.
        self._steps = np.flatnonzero(np.append(np.diff(self._scores, prepend=-np.inf) > 0, True))

    def rates(self, weights: Scores) -> list[float]:
        """EER, BPCER at APCER 5 %, BPCER, ACER and APCER of each kind, with every group weighing so much.

        NaN where nothing of a sort is left.
        """
        weight = weights[self._groups]
        apcer, bpcer = self._along(weight)
        kinds = [_share(weight, kind, self._passed) for kind in self._kinds]
        refused = _share(weight, self._live, ~self._passed)
        worst = max((share for share in kinds if not np.isnan(share)), default=np.nan)
        return [
            self.eer(weights),
            _least(bpcer[apcer <= APCER_ALLOWED + _ROUNDING]),
            refused,
            (refused + worst) / 2,
            *kinds,
        ]

    def eer(self, weights: Scores) -> float:
        """The mean of APCER and BPCER where they are nearest to each other."""
        apcer, bpcer = self._along(weights[self._groups])
        if np.isnan(apcer).any() or np.isnan(bpcer).any():
            return np.nan
        crossing = int(np.argmin(np.abs(apcer - bpcer)))
        return float(apcer[crossing] + bpcer[crossing]) / 2

    def equal_error_threshold(self, weights: Scores) -> float:
        apcer, bpcer = self._along(weights[self._groups])
        step = int(self._steps[np.argmin(np.abs(apcer - bpcer))])
        around = self._scores[max(step - 1, 0) : step + 1]
        return float(around.mean())

    def _along(self, weight: Scores) -> tuple[Scores, Scores]:
        """APCER and BPCER at each step, from the threshold that takes everything on."""
        attacks = np.append(0.0, np.cumsum(np.where(self._live, 0.0, weight)))
        live = np.append(0.0, np.cumsum(np.where(self._live, weight, 0.0)))
        with np.errstate(invalid="ignore"):
            return 1 - attacks[self._steps] / attacks[-1], live[self._steps] / live[-1]


def _share(weight: Scores, among: NDArray[np.bool_], hit: NDArray[np.bool_]) -> float:
    total = float(weight[among].sum())
    return float(weight[among & hit].sum()) / total if total else np.nan


def _least(shares: Scores) -> float:
    return float(shares.min(initial=np.inf)) if shares.size else np.nan


def _told(value: float, draws: Scores, groups: int) -> Bounded:
    if np.isnan(value):
        return NOT_MEASURED
    return bounded(value, draws) if groups > 1 else Bounded(value, None, None)

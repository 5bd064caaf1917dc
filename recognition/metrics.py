"""Error rates of comparing faces, with bounds: pure functions of similarities, which are higher for the more alike.

A comparison is accepted from the threshold on. FAR is the share of impostor comparisons accepted, FRR of genuine ones
refused, TAR = 1 - FRR (ISO/IEC 19795-1, of the whole system: who could not be seen counts as refused, score -inf).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Indices = NDArray[np.int64]

FALSE_ACCEPT_RATES: Mapping[str, float] = {"1e-2": 1e-2, "1e-3": 1e-3, "1e-4": 1e-4, "1e-5": 1e-5}

LEAST_ERRORS = 10
"""A share that fewer comparisons than this would make is not measured."""

REPLICATES = 400
CONFIDENCE = 0.95

TAIL_OF_EER = 4.0
"""Only the impostors that are most alike can reach a threshold that matters: this many times the EER of them, and at
least five times the largest FAR, are enough for every replicate."""


class TooFewComparisons(ValueError):
    """Without a genuine and an impostor comparison there is no error rate."""


@dataclass(frozen=True, eq=False)
class Comparisons:
    """Scores of one engine and the people compared, who are numbered from 0.

    genuine (n,) with genuine_people (n,); impostor (m,) with impostor_people (m, 2). -inf: one of the pictures shows no
    face. Raises TooFewComparisons when one kind is missing, ValueError for NaN and +inf.
    """

    genuine: Scores
    genuine_people: Indices
    impostor: Scores
    impostor_people: Indices

    def __post_init__(self) -> None:
        if not self.genuine.size or not self.impostor.size:
            raise TooFewComparisons("error rates need two pictures of one person and one of another")
        for scores in (self.genuine, self.impostor):
            if np.isnan(scores).any() or np.isposinf(scores).any():
                raise ValueError("a similarity is not a number")


@dataclass(frozen=True)
class Bounded:
    """A rate and the bounds of its confidence interval; None where it could not be measured."""

    value: float | None
    low: float | None
    high: float | None


NOT_MEASURED = Bounded(None, None, None)


@dataclass(frozen=True)
class ErrorRates:
    """Of one engine on one set of comparisons. The mappings have the keys of FALSE_ACCEPT_RATES."""

    eer: Bounded
    tar_at_far: Mapping[str, Bounded]
    threshold_at_far: Mapping[str, float | None]


def error_rates(comparisons: Comparisons, seed: int = 1) -> ErrorRates:
    """EER, and TAR where the FAR is a given one, with bounds by bootstrap over people.

    People, not comparisons, are drawn with replacement: all comparisons of one person fail together. A comparison of
    two people weighs the product of how often they were drawn.
    """
    curve = _Curve(comparisons)
    everybody = np.ones(curve.people)
    point = curve.rates(everybody)
    draws = np.array([curve.rates(drawn) for drawn in drawn(curve.people, seed)])
    thresholds = {name: threshold_at(comparisons.impostor, far) for name, far in FALSE_ACCEPT_RATES.items()}
    tars = {
        name: NOT_MEASURED if thresholds[name] is None else bounded(point[1 + index], draws[:, 1 + index])
        for index, name in enumerate(FALSE_ACCEPT_RATES)
    }
    return ErrorRates(bounded(point[0], draws[:, 0]), tars, thresholds)


def threshold_at(impostor: Scores, far: float) -> float | None:
    """The lowest threshold at which at most the share `far` of the impostors is accepted.

    None when fewer than LEAST_ERRORS of them would be: that is no measurement.
    """
    if not is_measured(impostor.size, far):
        return None
    allowed = _allowed(impostor.size, far)
    if allowed >= impostor.size:
        return float(impostor.min())
    first_refused = np.partition(impostor, impostor.size - 1 - allowed)[impostor.size - 1 - allowed]
    return float(np.nextafter(first_refused, np.inf))


def is_measured(comparisons: int, rate: float) -> bool:
    """Whether a rate this small is at least LEAST_ERRORS of so many comparisons."""
    return comparisons * rate >= LEAST_ERRORS - _ROUNDING


def share_accepted(scores: Scores, threshold: float) -> float:
    """FAR of impostor scores, TAR of genuine ones."""
    return float((scores >= threshold).mean())


def roc(comparisons: Comparisons, points: int = 400) -> tuple[Scores, Scores]:
    """FAR and TAR, at most (points,) each, at false accept rates that rise by a constant factor from the least measured
    one up to 1."""
    impostor = np.sort(comparisons.impostor)[::-1]
    ranks = np.unique(np.geomspace(min(LEAST_ERRORS, impostor.size), impostor.size, points).round().astype(int)) - 1
    genuine = np.sort(comparisons.genuine)
    refused = np.searchsorted(genuine, impostor[ranks], side="left") / genuine.size
    accepted = np.searchsorted(-impostor, -impostor[ranks], side="right") / impostor.size
    return np.asarray(accepted, np.float64), np.asarray(1 - refused, np.float64)


def identification(mated: Scores, unmated: Scores, fpir: float) -> tuple[float, float] | None:
    """(FNIR, threshold) of a search through a gallery at one false positive identification rate.

    mated (n,): of each probe whose person is enrolled, the score against that person; at whatever rank, for everybody
    above the threshold is shown. unmated (m,): of each probe whose person is not, the best score of all. None where the
    rate is too small for so few probes.
    """
    threshold = threshold_at(unmated, fpir)
    return None if threshold is None else (1 - share_accepted(mated, threshold), threshold)


_ROUNDING = 1e-9


def _allowed(comparisons: int, rate: float) -> int:
    return int(comparisons * rate + _ROUNDING)


class _Curve:
    """Comparisons sorted once, so that a replicate only weighs them."""

    def __init__(self, comparisons: Comparisons) -> None:
        self.people = 1 + int(max(comparisons.genuine_people.max(), comparisons.impostor_people.max()))
        self._pairs, self._count = pairs_counted(comparisons.impostor_people, self.people)
        order = np.argsort(comparisons.genuine, kind="stable")
        self._genuine = comparisons.genuine[order]
        self._genuine_people = comparisons.genuine_people[order]
        tail = _tail(comparisons)
        self._impostor = comparisons.impostor[tail]
        self._impostor_people = comparisons.impostor_people[tail]
        # Where a threshold can stand, ascending, and what it then refuses or accepts.
        candidates = np.unique(np.concatenate([self._impostor, self._genuine, [np.inf]]))
        self._accepted = np.searchsorted(-self._impostor, -candidates, side="right")
        self._refused = np.searchsorted(self._genuine, candidates, side="left")

    def rates(self, weights: Scores) -> list[float]:
        """EER, and TAR at each of FALSE_ACCEPT_RATES, with every person weighing so much. NaN where nobody is left."""
        genuine = _summed(weights[self._genuine_people])
        total = float((weights[self._pairs[:, 0]] * weights[self._pairs[:, 1]] * self._count).sum())
        if genuine[-1] == 0 or total == 0:
            return [np.nan] * (1 + len(FALSE_ACCEPT_RATES))
        impostor = _summed(weights[self._impostor_people[:, 0]] * weights[self._impostor_people[:, 1]])
        far = impostor[self._accepted] / total
        frr = genuine[self._refused] / genuine[-1]
        # FAR falls and FRR rises along the candidates: the first where enough are refused has the best TAR.
        at = [int(np.argmax(far <= rate + _ROUNDING)) for rate in FALSE_ACCEPT_RATES.values()]
        crossing = int(np.argmin(np.abs(far - frr)))
        return [float(far[crossing] + frr[crossing]) / 2, *(float(1 - frr[index]) for index in at)]


def _summed(weights: Scores) -> Scores:
    """(n + 1,): the sum of the first 0, 1, ... n."""
    return np.concatenate([[0.0], np.cumsum(weights)])


def _tail(comparisons: Comparisons) -> Indices:
    """Which impostors to look at, the most alike first."""
    count = comparisons.impostor.size
    share = max(5 * max(FALSE_ACCEPT_RATES.values()), TAIL_OF_EER * _rough_eer(comparisons))
    kept = min(count, max(int(count * share), 1000))
    highest = np.argpartition(-comparisons.impostor, kept - 1)[:kept]
    return highest[np.argsort(-comparisons.impostor[highest], kind="stable")]


def _rough_eer(comparisons: Comparisons) -> float:
    """The share of impostors above a threshold that refuses at least as large a share of the genuine."""
    impostor, genuine = np.sort(comparisons.impostor), np.sort(comparisons.genuine)
    accepted = 1 - np.searchsorted(impostor, genuine, side="left") / impostor.size
    refused = np.arange(genuine.size) / genuine.size
    crossed = np.flatnonzero(refused >= accepted)
    return float(refused[crossed[0]]) if crossed.size else 1.0


def pairs_counted(people: Indices, count: int) -> tuple[Indices, Indices]:
    """Every two people who were compared, (p, 2), and how often, (p,)."""
    codes, times = np.unique(people[:, 0] * count + people[:, 1], return_counts=True)
    return np.stack([codes // count, codes % count], axis=1), times


def drawn(people: int, seed: int) -> Iterator[Scores]:
    """How often each person (or other cluster, as a capture chain) is drawn, once per replicate."""
    generator = np.random.default_rng(seed)
    for _ in range(REPLICATES):
        yield np.bincount(generator.integers(people, size=people), minlength=people).astype(np.float64)


def bounded(value: float, draws: Sequence[float] | Scores) -> Bounded:
    """By the percentiles of the replicates in which there was anything to measure."""
    left = np.asarray(draws)[~np.isnan(draws)]
    low, high = np.quantile(left, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2]) if left.size else (value, value)
    return Bounded(value, float(low), float(high))

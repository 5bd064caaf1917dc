"""Fit the fusion of the passive signals: `python -m recognition.evaluate.fit_liveness DATA --models MODELS`.

Prints the weights of recognition.fusion, its operating point, and how good it is on presentations whose people and
cameras took no part in the fit: each capture chain of pad/ (its source) and each subject of nuaa/ is scored by weights
fitted on all others. LFW, every fourth picture, shows what happens to living people whom other cameras saw.

The fit is a logistic regression of alive against attack on what `fusion.evidence` says, with these restraints:
- the networks' log-odds stand in front with weight 1, so that only corrections of it are fitted;
- no weight is below 0, and a ridge pulls each towards 0;
- every set has an intercept of its own, which is thrown away: the equal-error threshold of the networks moves between
  capture chains, and a weight shall tell alive from attack within a chain, not one chain from another;
- pictures of one chain count as the square root of their number, since they resemble each other, and each set as one.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recognition import fusion
from recognition.evaluate.pictures import CACHE, samples
from recognition.evaluate.presentations import (
    FUSION,
    Presentation,
    Seen,
    look_at,
    numbered,
    read_presentations,
    scored,
)
from recognition.models.manifest import FETCHED
from recognition.networks import NetworkSet, NetworkSource
from recognition.pad_metrics import LIVE, PadCurve, Presentations, equal_error_threshold, paired

Floats = NDArray[np.float64]

NAMES = tuple(fusion.WEIGHTS)

RIDGE = 0.003
STEPS = 2000
"""Of accelerated descent; after 500 the weights no longer change in four digits."""

REFUSED_LIVE = 0.02
"""The share of living people, each set counting as much, that the operating point refuses out of fold. DESIGN 3.12
allows 3 % of honest check-ins in review, for all reasons together."""

LFW_EVERY = 4

ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Sample:
    """Everything acquired of the development sets: (n,) each. `fold` is held out together."""

    seen: Sequence[Seen]
    sets: Sequence[str]
    fold: Sequence[str]

    @property
    def alive(self) -> Floats:
        return np.array([one.presentation.label == LIVE for one in self.seen], np.float64)

    def among(self, names: Sequence[str]) -> NDArray[np.bool_]:
        return np.array([one in names for one in self.sets], np.bool_)


FOLDS: Mapping[str, Callable[[Presentation], str]] = {
    "pad": lambda presentation: presentation.chain,
    "nuaa": lambda presentation: presentation.group,
}
"""By set what is held out together: all pictures of one source share cameras and people; nuaa has one room and camera,
and subjects."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--models", type=Path, required=True)
    given = arguments.parse_args()
    networks = NetworkSource(given.models, CACHE).load()
    if networks.pad is None:
        arguments.error(f"{given.models} lacks the weights of {' or '.join(model.name for model in FETCHED)}")
    for line in report(given.data, networks):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def report(data: Path, networks: NetworkSet) -> Iterator[str]:
    """All lines, as they are found. `networks` with PAD."""
    sample = acquired(data, networks)
    weights = fitted(sample)
    yield from _weights(weights)
    held_out = out_of_fold(sample, NAMES)
    yield from _operating_point(sample, held_out)
    yield from _alone(sample)
    for name in FOLDS:
        yield from _set(sample, name, held_out)
    yield from _added(sample, held_out)
    yield from _strangers(data, networks)


def acquired(data: Path, networks: NetworkSet) -> Sample:
    """Both sets; pictures without a face take no part."""
    seen, sets, fold = [], [], []
    for name, key in FOLDS.items():
        found = look_at(data / name, read_presentations(data / name / "manifest.csv"), networks)
        kept = [one for one in found if one.finding is not None]
        seen += kept
        sets += [name] * len(kept)
        fold += [f"{name} {key(one.presentation)}" for one in kept]
    return Sample(seen, sets, fold)


def fitted(sample: Sample, names: Sequence[str] = NAMES, among: NDArray[np.bool_] | None = None) -> Mapping[str, float]:
    """The weight of each signal, from those of the sample in the mask `among` or from all."""
    chosen = np.ones(len(sample.seen), np.bool_) if among is None else among
    weights = _descended(
        _anchors(sample)[chosen],
        _evidence(sample, names)[chosen],
        sample.alive[chosen],
        _importance(sample)[chosen],
        numbered(list(np.array(sample.sets)[chosen])),
    )
    return dict(zip(names, weights.tolist(), strict=True))


def out_of_fold(sample: Sample, names: Sequence[str], beside: bool = True) -> Floats:
    """(n,) log-odds of each presentation by weights fitted without its fold."""
    odds = _anchors(sample, beside)
    evidence = _evidence(sample, names)
    for fold in dict.fromkeys(sample.fold):
        held = np.array([one == fold for one in sample.fold])
        odds[held] += evidence[held] @ _values(fitted(sample, names, ~held))
    return odds


def _descended(offset: Floats, evidence: Floats, alive: Floats, importance: Floats, sets: NDArray[np.int64]) -> Floats:
    """The weights of the least weighted log loss plus RIDGE/2 times their squares, by Nesterov's accelerated descent
    with the negative ones set to 0 at each step (FISTA; Beck and Teboulle, 2009)."""
    intercepts = np.eye(int(sets.max()) + 1)[sets]
    columns = np.hstack([evidence, intercepts])
    fitted_count = evidence.shape[1]
    ridge = np.where(np.arange(columns.shape[1]) < fitted_count, RIDGE, 0.0)
    share = importance / importance.sum()
    slope = 0.25 * float((share[:, None] * columns**2).sum()) + RIDGE
    weights = ahead = np.zeros(columns.shape[1])
    pace = 1.0
    for _ in range(STEPS):
        told = 1 / (1 + np.exp(-(offset + columns @ ahead)))
        new = ahead - (columns.T @ (share * (told - alive)) + ridge * ahead) / slope
        new[:fitted_count] = np.maximum(new[:fitted_count], 0)
        next_pace = (1 + np.sqrt(1 + 4 * pace**2)) / 2
        ahead = new + (pace - 1) / next_pace * (new - weights)
        weights, pace = new, next_pace
    return weights[:fitted_count]


def _importance(sample: Sample) -> Floats:
    """Each set and, in it, alive and attack count the same; in these a chain as the square root of its number."""
    chains = [
        (one.presentation.group, one.presentation.label, fold)
        for one, fold in zip(sample.seen, sample.fold, strict=True)
    ]
    often = Counter(chains)
    importance = np.array([often[one] ** -0.5 for one in chains])
    sides = [(name, one.presentation.label == LIVE) for one, name in zip(sample.seen, sample.sets, strict=True)]
    for side in dict.fromkeys(sides):
        members = np.array([one == side for one in sides])
        importance[members] /= importance[members].sum()
    return importance


def _anchors(sample: Sample, beside: bool = True) -> Floats:
    hidden = {} if beside else {fusion.BESIDE: None}
    return np.array([fusion.anchor({**_signals(one), **hidden}) for one in sample.seen])


def _evidence(sample: Sample, names: Sequence[str]) -> Floats:
    found = [fusion.evidence(_signals(one)) for one in sample.seen]
    return np.array([[each[name] for name in names] for each in found], np.float64).reshape(len(found), len(names))


def _signals(one: Seen) -> fusion.Signals:
    return one.finding.signals if one.finding else {}


def _weights(weights: Mapping[str, float]) -> Iterator[str]:
    yield "weights of recognition.fusion: " + ", ".join(f"{name} {weight:.2f}" for name, weight in weights.items())


def _operating_point(sample: Sample, held_out: Floats) -> Iterator[str]:
    point = operating_point(sample, held_out)
    yield f"operating point: log-odds {point:.2f} refuse {REFUSED_LIVE:.0%} of the living out of fold"


def operating_point(sample: Sample, held_out: Floats) -> float:
    """The highest log-odds below which at most REFUSED_LIVE of the living lie, each set counting the same."""
    live = sample.alive == 1
    share = _importance(sample)[live]
    order = np.argsort(held_out[live])
    below = np.append(0.0, np.cumsum(share[order] / share.sum()))[:-1]
    return float(held_out[live][order][np.flatnonzero(below <= REFUSED_LIVE + ROUNDING)[-1]])


def _alone(sample: Sample) -> Iterator[str]:
    found = {name: equal_error_threshold(scored(sample.seen, name)) for name in fusion.SIGNALS}
    yield "equal-error thresholds of one signal alone: " + ", ".join(f"{name} {at:.3f}" for name, at in found.items())


def _set(sample: Sample, name: str, held_out: Floats) -> Iterator[str]:
    inside = sample.among([name])
    ours, pair = _scored(sample, held_out, inside), _scored(sample, _anchors(sample, beside=False), inside)
    live, groups = int(sample.alive[inside].sum()), len(set(ours.groups.tolist()))
    yield ""
    yield f"{name}: {live} live, {int(inside.sum()) - live} attacks, {groups} groups, out of fold"
    yield f"  fusion EER {_percent(ours)}; the MiniFASNet pair {_percent(pair)}"
    sources = numbered([fold for fold, chosen in zip(sample.fold, inside, strict=True) if chosen])
    for told, by in (("groups", ours.groups), ("folds", sources)):
        share = paired(replace(ours, groups=by), replace(pair, groups=by))
        yield (
            f"  bootstraps over {told}: the fusion's EER is lower in {share.lower:.1%}, not higher in "
            f"{share.not_higher:.1%}; the pair errs at all in {share.fallible:.1%}"
        )
    apart = _anchors(sample) + _evidence(sample, NAMES) @ _values(fitted(sample, NAMES, ~inside))
    yield f"  by weights fitted without this set: EER {_percent(_scored(sample, apart, inside))}"


def _added(sample: Sample, held_out: Floats) -> Iterator[str]:
    """What each signal adds: the EER out of fold without it."""
    yield ""
    yield f"EER out of fold of {', of '.join(FOLDS)}, and of both at one threshold"
    yield f"  all signals: {_eers(sample, held_out)}"
    for name in NAMES:
        left = tuple(other for other in NAMES if other != name)
        yield f"  without {name}: {_eers(sample, out_of_fold(sample, left))}"
    yield f"  without {fusion.BESIDE}: {_eers(sample, out_of_fold(sample, NAMES, beside=False))}"
    yield f"  {fusion.MINIFASNET} alone: {_eers(sample, _anchors(sample, beside=False))}"


def _eers(sample: Sample, odds: Floats) -> str:
    masks = [sample.among([name]) for name in FOLDS] + [sample.among(tuple(FOLDS))]
    return ", ".join(_percent(_scored(sample, odds, mask)) for mask in masks)


def _strangers(data: Path, networks: NetworkSet) -> Iterator[str]:
    listed = [
        Presentation(str(one.path.relative_to(data / "lfw")), LIVE, one.identity, "")
        for one in list(samples(data / "lfw"))[::LFW_EVERY]
    ]
    seen = [one for one in look_at(data / "lfw", listed, networks) if one.finding is not None]
    ours, pair = (float((scored(seen, name).scores < 0.5).mean()) for name in (FUSION, fusion.MINIFASNET))
    yield ""
    yield (
        f"LFW: of {len(seen)} living people whom other cameras saw the fusion gives {ours:.1%} less than 0.5, "
        f"the pair {pair:.1%}"
    )


def _scored(sample: Sample, odds: Floats, among: NDArray[np.bool_]) -> Presentations:
    told = [one.presentation for one, chosen in zip(sample.seen, among, strict=True) if chosen]
    return Presentations(odds[among], [one.label for one in told], numbered([one.group for one in told]))


def _percent(presentations: Presentations) -> str:
    return f"{PadCurve(presentations, 0.0).eer(np.ones(len(presentations.scores))):.2%}"


def _values(weights: Mapping[str, float]) -> Floats:
    return np.array(list(weights.values()))


if __name__ == "__main__":
    main()

"""The fit on made-up chains, and the figures of the shipped fusion on the development sets."""

from pathlib import Path

import numpy as np
import pytest

from recognition import fusion
from recognition.evaluate.fit_liveness import (
    NAMES,
    REFUSED_LIVE,
    Sample,
    acquired,
    fitted,
    operating_point,
    out_of_fold,
)
from recognition.evaluate.presentations import ALONE, Presentation, Seen, numbered, scored
from recognition.liveness import PadFinding, PadStatus
from recognition.metrics import Scores
from recognition.networks import NetworkSource
from recognition.pad_metrics import PadCurve, Presentations, equal_error_threshold, paired


def seen(label: str, group: str, **signals: float | None) -> Seen:
    told = {fusion.MINIFASNET: 0.5, fusion.BESIDE: 1.0, fusion.MOIRE: 0.45, fusion.SKIN: 0.5} | signals
    finding = PadFinding(PadStatus.ASSESSED, fusion.fused(told), "1", told)
    return Seen(Presentation("", label, group, group), finding, None)


def sample(*chains: list[Seen]) -> Sample:
    flat = [one for chain in chains for one in chain]
    folds = [str(number) for number, chain in enumerate(chains) for _ in chain]
    return Sample(flat, ["pad"] * len(flat), folds)


def chain(live_skin: float, attack_skin: float, count: int = 6) -> list[Seen]:
    return [seen("live", "a", skin=live_skin)] * count + [seen("print", "b", skin=attack_skin)] * count


def test_a_signal_that_tells_alive_from_attack_gets_a_weight_and_a_useless_one_none() -> None:
    weights = fitted(sample(chain(0.6, 0.4), chain(0.65, 0.45)))
    assert weights[fusion.SKIN] > 0.5
    assert weights[fusion.MOIRE] == pytest.approx(0, abs=1e-6)


def test_no_weight_turns_a_signal_round() -> None:
    assert fitted(sample(chain(0.4, 0.6), chain(0.45, 0.65)))[fusion.SKIN] == 0


def test_the_fit_is_the_least_of_what_it_minimises() -> None:
    """Against a search on a grid, for one weight and the intercept of one set."""
    told = sample(chain(0.6, 0.5), chain(0.55, 0.52), chain(0.5, 0.53))
    evidence = np.array([fusion.evidence(one.finding.signals)[fusion.SKIN] for one in told.seen])
    grid, intercepts = np.meshgrid(np.linspace(0, 4, 401), np.linspace(-1, 1, 201))
    odds = grid[..., None] * evidence + intercepts[..., None]
    loss = np.log1p(np.exp(np.where(told.alive == 1, -odds, odds))).mean(axis=-1) + 0.003 / 2 * grid**2
    best = grid.ravel()[loss.argmin()]
    assert fitted(told, (fusion.SKIN,))[fusion.SKIN] == pytest.approx(best, abs=0.02)


def test_what_is_held_out_takes_no_part_in_its_own_score() -> None:
    """A chain whose attacks look alive by their skin: only its own scores know nothing of that."""
    odd, usual = chain(0.4, 0.6), chain(0.6, 0.4)
    odds = out_of_fold(sample(odd, usual, usual), NAMES)
    live, attack = odds[0], odds[len(odd) // 2]
    assert live < attack


def test_the_operating_point_refuses_as_many_of_the_living_as_it_says() -> None:
    told = sample([seen("live", str(number)) for number in range(100)] + [seen("print", "x")])
    odds = np.append(np.arange(100.0), -5.0)
    point = operating_point(told, odds)
    assert (odds[:100] < point).mean() == pytest.approx(REFUSED_LIVE)


@pytest.fixture(scope="module")
def development(eval_data: Path, pad_models: Path, model_cache: Path) -> Sample:
    return acquired(eval_data, NetworkSource(pad_models, model_cache).load())


def of(told: Sample, name: str, odds: Scores) -> Presentations:
    inside = told.among([name])
    chosen = [one.presentation for one, kept in zip(told.seen, inside, strict=True) if kept]
    return Presentations(odds[inside], [one.label for one in chosen], numbered([one.group for one in chosen]))


def eer(presentations: Presentations) -> float:
    return PadCurve(presentations, 0.0).eer(np.ones(len(presentations.scores)))


@pytest.mark.models
@pytest.mark.eval_data
def test_the_shipped_constants_are_those_that_the_fit_prints(development: Sample) -> None:
    """Within what another processor's arithmetic moves."""
    weights = fitted(development)
    assert weights == pytest.approx(dict(fusion.WEIGHTS), abs=0.06)
    point = operating_point(development, out_of_fold(development, NAMES))
    assert point == pytest.approx(fusion.OPERATING_POINT, abs=0.1)
    for name, threshold in ALONE.items():
        found = equal_error_threshold(scored(development.seen, name))
        assert found == pytest.approx(threshold, abs=0.05)


@pytest.mark.models
@pytest.mark.eval_data
def test_out_of_fold_the_fusion_errs_less_than_the_networks_alone(development: Sample) -> None:
    odds = out_of_fold(development, NAMES)
    pair = np.array([one.score(fusion.MINIFASNET) for one in development.seen])
    assert eer(of(development, "pad", odds)) <= 0.08
    assert eer(of(development, "pad", odds)) < eer(of(development, "pad", pair))
    assert eer(of(development, "nuaa", odds)) <= 0.01
    assert eer(of(development, "nuaa", odds)) <= eer(of(development, "nuaa", pair))
    share = paired(of(development, "pad", odds), of(development, "pad", pair))
    assert share.not_higher >= 0.95
    assert share.lower >= 0.6

"""The steps of rounding: what balancing them wins, and that the kept ranges are those of real faces."""

import os
from pathlib import Path

import numpy as np
import pytest

from recognition.evaluate.ranges import balanced_steps, cosines, ranges
from recognition.models import runtime
from recognition.models.sface_rounding import known_ranges

needs_faces = pytest.mark.skipif("PRESENSI_EVAL_DATA" not in os.environ, reason="PRESENSI_EVAL_DATA is not set")


def error(step: np.ndarray, variance: np.ndarray, weights: np.ndarray) -> float:
    """Of rounding inputs, and weights to 1/127 of the largest, as a share of the variance of each output."""
    counted = np.abs(weights) * step
    worth = (counted.max(axis=1) / 127) ** 2 * (variance / step**2).sum() + (counted**2).sum(axis=1)
    return float((worth / 12 / (weights**2 @ variance)).sum())


def test_balanced_steps_are_longer_where_that_loses_less():
    """The first input is wide and its weights are small beside the second's: a longer step is nearly free."""
    weights = np.array([[0.01, 1.0], [0.02, -1.0]])
    least, variance = np.array([0.1, 0.1]), np.array([100.0, 1.0])
    step = balanced_steps(least, variance, weights)
    assert step[0] > 1.5 * least[0]
    assert step[1] == pytest.approx(least[1], rel=0.1)
    assert error(step, variance, weights) < 0.7 * error(least, variance, weights)


def faces() -> Path:
    return Path(os.environ["PRESENSI_EVAL_DATA"]) / "lfw"


@needs_faces
def test_the_ranges_are_those_of_real_faces(tmp_path: Path):
    """Means of 40 faces lie 0.2 to 1.1 steps beside the kept ones; those of the wrong channels 2.7 to 8."""
    measured = ranges(faces(), tmp_path, faces=40)
    assert measured.keys() == known_ranges().keys()
    for name, known in known_ranges().items():
        assert (np.abs(measured[name].mean - known.mean) / known.step).mean() < 1.5


@needs_faces
def test_faces_that_the_ranges_never_saw_keep_their_embeddings(tmp_path: Path):
    if not runtime.adds_bytes_exactly():
        pytest.skip("this processor adds 8 bits in 16")
    found = cosines(faces(), tmp_path, faces=40)
    assert found["mean"] > 0.9993
    assert found["least"] > 0.998

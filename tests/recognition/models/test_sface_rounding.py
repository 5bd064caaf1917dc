"""Rounding to 8 bits: what it does to one layer by hand, and that the ranges are those of real faces."""

import os
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from onnx.numpy_helper import from_array
from onnx.reference import ReferenceEvaluator

from recognition.evaluate.ranges import ranges
from recognition.models.sface_rounding import LARGEST, RANGES, rounded

LAYER, RANGE = "conv_2_conv2d", RANGES["conv_2_conv2d"]
STEP = RANGE / LARGEST

WEIGHTS = np.array([[127.0, -64.0], [0.5, 1.27]], np.float32)
"""Of two output channels; the first is whole already, the second has a step of 0.01."""


def model_of_one_layer() -> bytes:
    """A pointwise convolution whose weights are brought into shape, as SFace's are."""
    stored = [from_array(WEIGHTS, "flat"), from_array(np.array([2, 2, 1, 1], np.int64), "shape")]
    nodes = [
        helper.make_node("Reshape", ["flat", "shape"], ["weights"]),
        helper.make_node("Conv", ["data", "weights"], ["out"], name=LAYER, kernel_shape=[1, 1]),
    ]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 2, 1, 1]) for name in ("data", "out")]
    graph = helper.make_graph(nodes, "one", ends[:1], ends[1:], stored)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)]).SerializeToString()


def answer(values: list[float]) -> list[float]:
    data = np.array(values, np.float32).reshape(1, 2, 1, 1)
    (out,) = ReferenceEvaluator(onnx.load_from_string(rounded(model_of_one_layer()))).run(None, {"data": data})
    return out.ravel().tolist()


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ((0.0, 0.0), (0.0, 0.0)),
        ((STEP, -STEP), (STEP, -STEP)),
        ((0.4 * STEP, 0.6 * STEP), (0.0, STEP)),
        ((1000.0, 0.0), (RANGE, 0.0)),
        ((0.0, -1000.0), (0.0, -RANGE - STEP)),
    ],
)
def test_an_input_is_taken_in_steps_and_cut_off_at_the_range(given, taken):
    expected = WEIGHTS @ np.array(taken, np.float32)
    assert answer(list(given)) == pytest.approx(expected.tolist(), rel=1e-4, abs=1e-5)


def test_every_output_channel_has_weights_in_steps_of_its_own():
    """0.5 of the second channel is 50 steps of 0.01; with one step for both it would be lost beside 127."""
    first, second = answer([STEP, 0.0])
    assert (first, second) == (pytest.approx(127 * STEP), pytest.approx(0.5 * STEP))


@pytest.mark.skipif("PRESENSI_EVAL_DATA" not in os.environ, reason="PRESENSI_EVAL_DATA is not set: no faces")
def test_the_ranges_are_those_of_real_faces(tmp_path: Path):
    measured = ranges(Path(os.environ["PRESENSI_EVAL_DATA"]) / "lfw", tmp_path, faces=60)
    assert measured.keys() == RANGES.keys()
    assert [measured[layer] for layer in RANGES] == pytest.approx(list(RANGES.values()), rel=0.1)

"""Rounding to 8 bits: what it does to one layer by hand, and that it leaves SFace's embeddings where they were."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from onnx.numpy_helper import from_array
from onnx.reference import ReferenceEvaluator

from recognition.alignment import face_chip
from recognition.faces import find_faces
from recognition.images import Picture
from recognition.models import runtime
from recognition.models.files import carried_folder, read_model
from recognition.models.manifest import SFACE
from recognition.models.sface_rounding import ROUNDED, Channels, inputs_of, known_ranges, rounded
from recognition.models.sface_weights import dequantised
from recognition.networks import NetworkSet
from recognition.sface import SFace

WEIGHTS = np.array([[127.0, -64.0], [0.5, 1.27]], np.float32)
"""Of two output channels."""
STEPS = (0.5, 0.1)
CENTRED = Channels(np.array([100, 0]), np.array(STEPS), np.array([0.0, 0.0]))
"""The first channel reaches from -50 to 77.5, the second from 0 to 25.5."""


def model_of_one_layer() -> bytes:
    """A pointwise convolution whose weights are brought into shape, as SFace's are."""
    stored = [from_array(WEIGHTS, "flat"), from_array(np.array([2, 2, 1, 1], np.int64), "shape")]
    nodes = [
        helper.make_node("Reshape", ["flat", "shape"], ["weights"]),
        helper.make_node("Conv", ["data", "weights"], ["out"], name="layer", kernel_shape=[1, 1]),
    ]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 2, 1, 1]) for name in ("data", "out")]
    graph = helper.make_graph(nodes, "one", ends[:1], ends[1:], stored)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)]).SerializeToString()


def answer(values: tuple[float, float], channels: Channels = CENTRED) -> list[float]:
    data = np.array(values, np.float32).reshape(1, 2, 1, 1)
    model = onnx.load_from_string(rounded(model_of_one_layer(), {"layer": channels}))
    (out,) = ReferenceEvaluator(model).run(None, {"data": data})
    return out.ravel().tolist()


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ((0.0, 0.0), (0.0, 0.0)),
        ((0.5, 0.1), (0.5, 0.1)),
        ((-0.3, 0.07), (-0.5, 0.1)),
        ((1000.0, 0.0), (77.5, 0.0)),
        ((0.0, -1000.0), (0.0, 0.0)),
        ((-1000.0, 1000.0), (-50.0, 25.5)),
    ],
)
def test_every_input_channel_is_taken_in_steps_and_cut_off_at_ends_of_its_own(given, taken):
    """A weight is wrong by half of its step at most, which is 1/254 of the largest of its row, counted by input."""
    counts = np.abs(np.array(taken)) / STEPS
    tolerance = (np.abs(WEIGHTS) * STEPS).max(axis=1) / 254 * counts.sum()
    assert np.all(np.abs(answer(given) - WEIGHTS @ np.array(taken, np.float32)) <= tolerance + 1e-4)


def test_an_input_at_its_mean_loses_nothing_by_the_rounding_of_the_weights():
    mean = (40.0, 20.0)
    exact = WEIGHTS @ np.array(mean, np.float32)
    aware = Channels(CENTRED.zero, CENTRED.step, np.array(mean))
    assert answer(mean, aware) == pytest.approx(exact.tolist(), rel=1e-6)
    assert answer(mean) != pytest.approx(exact.tolist(), rel=1e-6)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return dequantised(read_model(SFACE, carried_folder(), "reinstall"))


def test_the_ranges_fit_the_layers(plain: bytes):
    _, weights = inputs_of(plain, ROUNDED)
    assert known_ranges().keys() == set(ROUNDED)
    for name, channels in known_ranges().items():
        assert weights[name].shape[1] % len(channels.step) == 0
        assert len(channels.zero) == len(channels.mean) == len(channels.step)
        assert channels.step.min() > 0
        assert channels.zero.min() >= 0
        assert channels.zero.max() <= 255


@pytest.mark.skipif(not runtime.adds_bytes_exactly(), reason="this processor adds 8 bits in 16")
def test_the_embedding_stays_where_it_was(
    plain: bytes, networks: NetworkSet, astronaut: Picture, hopper: Picture, tmp_path: Path
):
    """Of LFW's 2,131 faces the farthest had a cosine of 0.9989, the mean was 0.9995."""
    exact = SFace(runtime.compile_network(plain, (1, 3, 112, 112), "f32", tmp_path))
    for picture in (astronaut, hopper):
        chip = face_chip(picture, find_faces(picture, networks.faces)[0])
        assert exact.embed_chip(chip).vector @ networks.sface.embed_chip(chip).vector > 0.9985
    assert "int8" in networks.versions["sface"]

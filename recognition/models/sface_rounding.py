"""SFace with most of its arithmetic in whole numbers of 8 bits: half of float32's time, cosine to it 0.9995.

Every input channel of a rounded layer has a step and a zero of its own; every output channel of its weights has a step.
That is exact arithmetic for a pointwise convolution, which sees each input channel by weights of its own: they take the
step in, and the zero becomes part of the bias. So OpenVINO still sees one step and one zero for the whole layer, which
is what it computes in int8, by the pairs of QuantizeLinear and DequantizeLinear that are put in here.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import onnx

Reals = NDArray[np.float64]

RANGES_FILE = Path(__file__).with_name("sface_ranges.json")
"""By `python -m recognition.evaluate.ranges $PRESENSI_EVAL_DATA/lfw` over the faces of every second person."""

ROUNDED = (*(f"conv_{number}_conv2d" for number in (4, 5, 6, 7, 8, 9, 10, 11, 12, 14)), "pre_fc1")
"""Of the thirteen pointwise convolutions and the last layer, those that are worth it.

Over 100 faces of people whom the ranges never saw, all fourteen left 1 - cosine = 0.00068; without conv_2, 3 and 13,
which save next to nothing, 0.00049; without conv_10 and 11 as well, the two that lose most, 0.00034, for a fifth more
time. On LFW's 2,131 faces the eleven had a mean cosine of 0.9995 (least hundredth: 0.9992) in 6.9 ms for float32's
13.3. At FAR 1e-4 one genuine pair more of 2,212 passed; among the people whom the ranges never saw, one less of 1,112
(December 2026, avx512_vnni).
"""

LARGEST_INPUT, LARGEST_WEIGHT = 255, 127


@dataclass(frozen=True, eq=False)
class Channels:
    """Of the input of a layer, by channel: `step` of its rounding, the whole number that stands for 0, and its mean."""

    zero: NDArray[np.int64]
    step: Reals
    mean: Reals

    def repeated(self, times: int) -> "Channels":
        """For a layer that sees that many places of each channel beside each other."""
        return Channels(np.repeat(self.zero, times), np.repeat(self.step, times), np.repeat(self.mean, times))


@cache
def known_ranges() -> Mapping[str, Channels]:
    """By layer, as they are kept beside this file."""
    return {name: _channels(numbers) for name, numbers in json.loads(RANGES_FILE.read_text()).items()}


def _channels(numbers: Mapping[str, list[float]]) -> Channels:
    return Channels(np.array(numbers["zero"], np.int64), np.array(numbers["step"]), np.array(numbers["mean"]))


def recipe() -> str:
    """Eight letters that change with the ranges."""
    return f"{zlib.crc32(RANGES_FILE.read_bytes()):08x}"


def rounded(model: bytes, ranges: Mapping[str, Channels]) -> bytes:
    """ONNX bytes in which every layer of `ranges` takes rounded inputs and weights. Its name and input stay."""
    import onnx

    proto = onnx.load_from_string(model)
    nodes = []
    for node in proto.graph.node:
        if node.name in ranges:
            nodes += _rounded_layer(proto.graph, node, ranges[node.name])
        nodes.append(node)
    kept = [onnx.NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del proto.graph.node[:]
    proto.graph.node.extend(kept)
    return bytes(proto.SerializeToString())


def inputs_of(model: bytes, layers: tuple[str, ...]) -> tuple[bytes, dict[str, Reals]]:
    """The model with what these layers are given as further outputs in their order, and their weights (out, in)."""
    import onnx

    proto = onnx.load_from_string(model)
    nodes = {node.name: node for node in proto.graph.node}
    proto.graph.output.extend(onnx.ValueInfoProto(name=nodes[name].input[0]) for name in layers)
    weights = {name: _weights(proto.graph, nodes[name].input[1]) for name in layers}
    return bytes(proto.SerializeToString()), {name: each.reshape(len(each), -1) for name, each in weights.items()}


def _rounded_layer(graph: "onnx.GraphProto", node: "onnx.NodeProto", channels: Channels) -> "list[onnx.NodeProto]":
    """Changes the node to what the new nodes before it give."""
    weights = _weights(graph, node.input[1])
    seen = channels.repeated(weights.shape[1] // len(channels.step))
    whole, scales = _whole_weights(weights, seen.step)
    bias = _bias(graph, node) + _correction(weights, whole, scales, seen)
    new = [*_input_nodes(graph, node, seen), _weight_node(graph, node, whole, scales)]
    stored = _stored(graph, node.name, bias=bias.astype(np.float32))
    del node.input[:]
    node.input.extend([f"{node.name}_input_rounded", f"{node.name}_weights_rounded", *stored])
    return new


def _whole_weights(weights: Reals, step: Reals) -> tuple[NDArray[np.int8], Reals]:
    """Of inputs counted in steps: whole numbers, and what one of them is worth for each output channel."""
    counted = weights * step.reshape(1, -1, *[1] * (weights.ndim - 2))
    scales = np.abs(counted).reshape(len(weights), -1).max(axis=1) / LARGEST_WEIGHT
    return np.rint(counted / scales.reshape(-1, *[1] * (weights.ndim - 1))).astype(np.int8), scales


def _correction(weights: Reals, whole: NDArray[np.int8], scales: Reals, channels: Channels) -> Reals:
    """What makes the layer right for an input at its mean: rounded weights of a mean that is not 0 shift the output."""
    there = channels.mean / channels.step + channels.zero
    flat = weights.reshape(len(weights), -1)
    return np.asarray(flat @ channels.mean - scales * (whole.reshape(flat.shape) @ there))


def _input_nodes(graph: "onnx.GraphProto", node: "onnx.NodeProto", channels: Channels) -> "list[onnx.NodeProto]":
    """Counted by the channel's step; the weights know what a count is worth, so all are read as they are."""
    from onnx.helper import make_node

    name = f"{node.name}_input"
    steps = _stored(graph, name, step=channels.step.astype(np.float32), zero=channels.zero.astype(np.uint8))
    one = _stored(graph, f"{name}_count", step=np.float32(1), zero=np.uint8(0))
    return [
        make_node("QuantizeLinear", [node.input[0], *steps], [f"{name}_uint8"], axis=1),
        make_node("DequantizeLinear", [f"{name}_uint8", *one], [f"{name}_rounded"]),
    ]


def _weight_node(
    graph: "onnx.GraphProto", node: "onnx.NodeProto", whole: NDArray[np.int8], scales: Reals
) -> "onnx.NodeProto":
    from onnx.helper import make_node

    name = f"{node.name}_weights"
    zeros = np.zeros(len(scales), np.int8)
    numbers = _stored(graph, name, int8=whole, scale=scales.astype(np.float32), zero=zeros)
    return make_node("DequantizeLinear", numbers, [f"{name}_rounded"], axis=0)


def _weights(graph: "onnx.GraphProto", name: str) -> Reals:
    """A stored tensor, or one that the graph only brings into shape."""
    shaping = next((node for node in graph.node if node.output[0] == name and node.op_type == "Reshape"), None)
    if shaping is None:
        return _array(graph, name)
    flat, shape = (_array(graph, source) for source in shaping.input)
    return flat.reshape(shape.astype(int))


def _bias(graph: "onnx.GraphProto", node: "onnx.NodeProto") -> Reals | float:
    return _array(graph, node.input[2]) if len(node.input) > 2 else 0.0


def _array(graph: "onnx.GraphProto", name: str) -> Reals:
    from onnx.numpy_helper import to_array

    return np.array(to_array(next(tensor for tensor in graph.initializer if tensor.name == name)), np.float64)


def _stored(graph: "onnx.GraphProto", name: str, **arrays: NDArray[np.generic] | np.generic) -> list[str]:
    from onnx.numpy_helper import from_array

    for kind, array in arrays.items():
        graph.initializer.append(from_array(np.asarray(array), f"{name}_{kind}"))
    return [f"{name}_{kind}" for kind in arrays]

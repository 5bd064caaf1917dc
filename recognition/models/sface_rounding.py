"""SFace with its large layers in whole numbers of 8 bits: two thirds of the time of bfloat16, half of float32.

Rounded are the thirteen pointwise convolutions and the last layer, nine tenths of the arithmetic; the others gain next
to nothing. Weights have one scale for each output channel, inputs one for the layer, both symmetric. OpenVINO computes
such layers in int8 from the pairs of QuantizeLinear and DequantizeLinear that are put in here.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import onnx

RANGES: Mapping[str, float] = {
    "conv_2_conv2d": 7.56,
    "conv_3_conv2d": 8.79,
    "conv_4_conv2d": 8.6,
    "conv_5_conv2d": 7.66,
    "conv_6_conv2d": 8.62,
    "conv_7_conv2d": 8.72,
    "conv_8_conv2d": 10.22,
    "conv_9_conv2d": 10.83,
    "conv_10_conv2d": 12.4,
    "conv_11_conv2d": 10.6,
    "conv_12_conv2d": 9.99,
    "conv_13_conv2d": 9.35,
    "conv_14_conv2d": 8.37,
    "pre_fc1": 0.63,
}
"""By layer, the largest input that is kept apart from larger ones.

The mean over 600 faces of LFW of the largest absolute input in each, by `python -m recognition.evaluate.ranges`
(November 2026). With four fifths of it the cosine to float32 falls from 0.9977 to 0.9972, with half to 0.981; with the
largest of all faces it is 0.9955.
"""

LARGEST = 127


def rounded(model: bytes) -> bytes:
    """ONNX bytes in which every layer of RANGES takes rounded inputs and weights. Its name and input stay."""
    import onnx

    proto = onnx.load_from_string(model)
    graph = proto.graph
    nodes = []
    for node in graph.node:
        if node.name in RANGES:
            nodes += _rounded_input(graph, node, RANGES[node.name] / LARGEST)
            nodes += _rounded_weights(graph, node)
        nodes.append(node)
    kept = [onnx.NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del graph.node[:]
    graph.node.extend(kept)
    return bytes(proto.SerializeToString())


def inputs_of_rounded(model: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The model with what the layers of RANGES are given as further outputs, and the layers in that order."""
    import onnx

    proto = onnx.load_from_string(model)
    layers = [node for node in proto.graph.node if node.name in RANGES]
    for node in layers:
        proto.graph.output.append(onnx.ValueInfoProto(name=node.input[0]))
    return bytes(proto.SerializeToString()), tuple(node.name for node in layers)


def _rounded_input(graph: "onnx.GraphProto", node: "onnx.NodeProto", scale: float) -> "list[onnx.NodeProto]":
    from onnx.helper import make_node

    source, name = node.input[0], f"{node.name}_input"
    numbers = _stored(graph, name, scale=np.float32(scale), zero=np.int8(0))
    node.input[0] = f"{name}_rounded"
    return [
        make_node("QuantizeLinear", [source, *numbers], [f"{name}_int8"]),
        make_node("DequantizeLinear", [f"{name}_int8", *numbers], [node.input[0]]),
    ]


def _rounded_weights(graph: "onnx.GraphProto", node: "onnx.NodeProto") -> "list[onnx.NodeProto]":
    from onnx.helper import make_node

    weights, name = _weights(graph, node.input[1]), f"{node.name}_weights"
    scales = np.abs(weights).max(axis=tuple(range(1, weights.ndim))) / LARGEST
    whole = np.rint(weights / scales.reshape(-1, *[1] * (weights.ndim - 1))).astype(np.int8)
    numbers = _stored(graph, name, int8=whole, scale=scales.astype(np.float32), zero=np.zeros(len(scales), np.int8))
    node.input[1] = f"{name}_rounded"
    return [make_node("DequantizeLinear", numbers, [node.input[1]], axis=0)]


def _weights(graph: "onnx.GraphProto", name: str) -> NDArray[np.float32]:
    """A stored tensor, or one that the graph only brings into shape."""
    from onnx.numpy_helper import to_array

    stored = {tensor.name: tensor for tensor in graph.initializer}
    shaping = next((node for node in graph.node if node.output[0] == name and node.op_type == "Reshape"), None)
    if shaping is None:
        return np.array(to_array(stored[name]), np.float32)
    flat, shape = (to_array(stored[source]) for source in shaping.input)
    return np.array(flat, np.float32).reshape(shape)


def _stored(graph: "onnx.GraphProto", name: str, **arrays: NDArray[np.generic] | np.generic) -> list[str]:
    from onnx.numpy_helper import from_array

    for kind, array in arrays.items():
        graph.initializer.append(from_array(np.asarray(array), f"{name}_{kind}"))
    return [f"{name}_{kind}" for kind in arrays]

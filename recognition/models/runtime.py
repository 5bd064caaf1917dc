"""OpenVINO behind one small class; nothing else in the project imports it.

One compiled model per worker thread, one inference thread each, pinning off: so two threads made 227 to
238 SFace embeddings a second on two cores; the defaults pin both workers to one core and made 125.

Not one model with a stream for each thread, which saves half of the memory and of the compiling: with OpenVINO 2026.4.1
one in four such models of YuNet gave wrong numbers, with and without the cache (60 models of one stream: none).
"""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from recognition.models.files import ModelDamagedError

if TYPE_CHECKING:
    import openvino

Precision = Literal["f32", "bf16"]
Floats = NDArray[np.float32]

_ONE_THREAD = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "ENABLE_CPU_PINNING": False}
_PROBE = np.ones((1, 64, 8, 8), np.float32)


@dataclass(frozen=True)
class Network:
    """One compiled model with its one request: belongs to one thread."""

    request: Any
    precision: Precision

    def run(self, tensor: Floats) -> list[Floats]:
        """Outputs in the order of the model, copied."""
        self.request.infer({0: tensor}, share_inputs=True)
        return [np.array(output.data, np.float32) for output in self.request.output_tensors]


@cache
def _core() -> "openvino.Core":
    import openvino

    return openvino.Core()


def runtime_version() -> str:
    """Such as "openvino-2026.4.1"."""
    import openvino

    return f"openvino-{openvino.__version__.split('-')[0]}"


def fast_precision() -> Precision:
    """bfloat16 where the processor has it (cosine 0.9999 to float32 in two thirds of the time), else float32."""
    return "bf16" if "BF16" in _core().get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"


@cache
def adds_bytes_exactly() -> bool:
    """Whether products of 8 bits are added up in 32 bits here, as AVX-512 VNNI does: asked by a layer of the largest.

    Older x86 adds pairs in 16 bits, which cuts off the largest: the embedding of a rounded SFace then has a cosine of
    0.998 to that of float32 (ONEDNN_MAX_CPU_ISA=AVX512_CORE), not 0.9995. Other processors were not measured.
    """
    import openvino
    from openvino import opset13

    if platform.machine().lower() not in {"x86_64", "amd64"}:
        return False
    given = opset13.parameter(_PROBE.shape, np.float32)
    counted = opset13.fake_quantize(given, *(np.float32(end) for end in (0, 1, 0, 255)), 256)
    scales = np.full((_PROBE.shape[1], 1, 1, 1), 1 / 127 / 255, np.float32)
    whole = opset13.convert(np.full((_PROBE.shape[1], _PROBE.shape[1], 1, 1), 127, np.int8), "f32")
    added = opset13.convolution(counted, opset13.multiply(whole, scales), [1, 1], [0, 0], [0, 0], [1, 1])
    compiled = _core().compile_model(openvino.Model([added], [given], "probe"), "CPU", _ONE_THREAD)
    return bool(np.allclose(compiled(_PROBE)[0], _PROBE.shape[1], rtol=0.01))


def save(model: bytes, path: Path) -> tuple[Path, Path]:
    """ONNX bytes as OpenVINO's pair of files, `path` (.xml) and its .bin, synced to disk."""
    import openvino

    openvino.save_model(_core().read_model(model, b""), path, compress_to_fp16=False)
    pair = path, path.with_suffix(".bin")
    for written in pair:
        with written.open("rb") as file:
            os.fsync(file.fileno())
    return pair


def compile_network(model: bytes | Path, shape: Sequence[int], precision: Precision, cache_folder: Path) -> Network:
    """Compile a model for one thread and one input shape; a later start reads the result from `cache_folder`.

    `model` is ONNX as bytes or the .xml that `save` wrote. Raises ModelDamagedError when OpenVINO cannot read it, which
    for verified weights means that the cache is broken.
    """
    settings = _ONE_THREAD | {"INFERENCE_PRECISION_HINT": precision, "CACHE_DIR": str(cache_folder)}
    try:
        graph = _core().read_model(model) if isinstance(model, Path) else _core().read_model(model, b"")
        graph.reshape(list(shape))
        compiled = _core().compile_model(graph, "CPU", settings)
    except RuntimeError as error:
        raise ModelDamagedError(
            f"OpenVINO cannot read a model: delete the folder {cache_folder} and start again"
        ) from error
    return Network(compiled.create_infer_request(), precision)

"""OpenVINO behind one small class; nothing else in the project imports it.

A model is compiled once, with one stream of one inference thread for each worker thread and pinning off: so two threads
made 205 to 231 SFace embeddings a second on two cores, as two models of one stream did (220 to 231), with half of the
memory and of the compiling; the defaults pin both workers to one core and made 125.
"""

import os
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


@dataclass(frozen=True)
class Network:
    """One request of a compiled model: belongs to one thread."""

    request: Any
    precision: Precision

    def run(self, tensor: Floats) -> list[Floats]:
        """Outputs in the order of the model, copied."""
        self.request.infer({0: tensor}, share_inputs=True)
        return [np.array(output.data, np.float32) for output in self.request.output_tensors]


@dataclass(frozen=True)
class Compiled:
    """A compiled model for as many threads as it has streams."""

    model: Any
    precision: Precision

    def for_a_thread(self) -> Network:
        return Network(self.model.create_infer_request(), self.precision)


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


def save(model: bytes, path: Path) -> None:
    """ONNX bytes as OpenVINO's pair of files, `path` (.xml) and its .bin, synced to disk."""
    import openvino

    openvino.save_model(_core().read_model(model, b""), path, compress_to_fp16=False)
    for written in (path, path.with_suffix(".bin")):
        with written.open("rb") as file:
            os.fsync(file.fileno())


def compile_network(
    model: bytes | Path, shape: Sequence[int], precision: Precision, threads: int, cache_folder: Path
) -> Compiled:
    """Compile a model for some threads and one input shape; a later start reads the result from `cache_folder`.

    `model` is ONNX as bytes or the .xml that `save` wrote. Raises ModelDamagedError when OpenVINO cannot read it, which
    for verified weights means that the cache is broken.
    """
    settings = {
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": threads,
        "ENABLE_CPU_PINNING": False,
        "INFERENCE_PRECISION_HINT": precision,
        "CACHE_DIR": str(cache_folder),
    }
    try:
        graph = _core().read_model(model) if isinstance(model, Path) else _core().read_model(model, b"")
        graph.reshape(list(shape))
        compiled = _core().compile_model(graph, "CPU", settings)
    except RuntimeError as error:
        raise ModelDamagedError(
            f"OpenVINO cannot read a model: delete the folder {cache_folder} and start again"
        ) from error
    return Compiled(compiled, precision)

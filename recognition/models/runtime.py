"""OpenVINO behind one small class; nothing else in the project imports it.

One compiled model per worker thread, one inference thread each, pinning off: so two threads made 227 to
238 SFace embeddings a second on two cores; the defaults pin both workers to one core and made 125.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import openvino

Precision = Literal["f32", "bf16"]
Floats = NDArray[np.float32]


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


def compile_network(model: bytes, shape: Sequence[int], precision: Precision, cache_folder: Path) -> Network:
    """Compile ONNX bytes for one thread and one input shape; a later start reads the result from `cache_folder`."""
    graph = _core().read_model(model, b"")
    graph.reshape(list(shape))
    settings = {
        "INFERENCE_NUM_THREADS": 1,
        "NUM_STREAMS": 1,
        "ENABLE_CPU_PINNING": False,
        "INFERENCE_PRECISION_HINT": precision,
        "CACHE_DIR": str(cache_folder),
    }
    return Network(_core().compile_model(graph, "CPU", settings).create_infer_request(), precision)

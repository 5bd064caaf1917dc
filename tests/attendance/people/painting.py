"""Pictures whose content is told in words, and an examiner that reads them: faces are directions in a plane.

`face 30` is a face at 30 degrees; two faces are as alike as the cosine between them. `blurred 30` has a face and a
problem, `empty` is no picture.
"""

import math

import numpy as np

from recognition.embedding import Embedding
from recognition.examination import Examination
from recognition.hashing import sha256_hex
from recognition.images import ImageReason
from recognition.liveness import NOT_ASSESSED
from recognition.quality import QualityProblem

VERSION = "painted"


def embedding_of(degrees: float, engine: str = "sface") -> Embedding:
    angle = math.radians(degrees)
    return Embedding(engine, VERSION, np.array([math.cos(angle), math.sin(angle), 0.0], dtype=np.float32))


class PaintedExaminer:
    """Stands in for recognition.examination.Examiner where only the use of its findings is tested."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    async def examine(self, data, engines, quality) -> Examination:
        self.asked.append(tuple(engines))
        word, _, degrees = data.decode().partition(" ")
        return Examination(
            sha256=sha256_hex(data),
            dhash=int(sha256_hex(data)[:16], 16),
            hypotheses=None,
            width=640,
            height=640,
            refusal=ImageReason.NOT_AN_IMAGE if word == "empty" else None,
            problems=(QualityProblem.BLURRED, QualityProblem.TOO_DARK) if word == "blurred" else (),
            measures=None,
            face=None,
            embeddings=tuple(embedding_of(float(degrees), engine) for engine in engines) if degrees else (),
            pad=NOT_ASSESSED,
            versions={},
        )

    def similarity(self, probe, templates) -> float:
        assert {one.engine for one in templates} == {probe.engine}
        return max(float(one.vector @ probe.vector) for one in templates)

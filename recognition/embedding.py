"""What an engine makes of a face, and the one Protocol that all engines satisfy."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recognition.faces import Face
from recognition.images import Picture


class EmbeddingMismatchError(ValueError):
    """Embeddings of different engines or versions have nothing in common."""


@dataclass(frozen=True, eq=False)
class Embedding:
    """A face as one point; comparable only with points of the same engine and version.

    `vector` is (128,) float32, of length 1 for SFace and of free length for dlib. The arithmetic precision of a
    processor is no part of the version: bfloat16 and float32 give the same point to a cosine of 0.9999.
    """

    engine: str
    version: str
    vector: NDArray[np.float32] = field(repr=False)

    def to_bytes(self) -> bytes:
        """Little-endian float32, for the vault."""
        return self.vector.astype("<f4").tobytes()

    @classmethod
    def from_bytes(cls, engine: str, version: str, data: bytes) -> "Embedding":
        """The inverse of `to_bytes`. Raises ValueError for a length that no vector has."""
        return cls(engine, version, np.frombuffer(data, "<f4").astype(np.float32))


class Engine(Protocol):
    """One way to tell people apart."""

    name: str
    version: str

    def embed(self, picture: Picture, face: Face) -> Embedding:
        """The embedding of one face of the picture."""
        ...

    def compare(self, probe: Embedding, templates: Sequence[Embedding]) -> float:
        """How alike the probe and the best of the templates are; higher is more alike, 1 is the same picture.

        Raises EmbeddingMismatchError for embeddings of another engine or version, ValueError without templates.
        """
        ...


def stacked(probe: Embedding, templates: Sequence[Embedding], engine: str, version: str) -> NDArray[np.float32]:
    """The templates as (n, d) rows, after the check that all of them and the probe are of this engine and version."""
    if not templates:
        raise ValueError("a face is compared with at least one template")
    for embedding in (probe, *templates):
        if (embedding.engine, embedding.version) != (engine, version):
            raise EmbeddingMismatchError(
                f"an embedding of {embedding.engine} {embedding.version} was given to {engine} {version}: enrol again"
            )
    return np.stack([template.vector for template in templates])

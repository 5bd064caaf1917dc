"""The default engine: SFace (Zhong et al., "SFace: Sigmoid-Constrained Hypersphere Loss", 2021; weights Apache-2.0)."""

from collections.abc import Sequence

import cv2
import numpy as np

from recognition.alignment import face_chip
from recognition.embedding import Embedding, stacked
from recognition.faces import Face
from recognition.images import Picture
from recognition.models.runtime import Floats, Network

NAME = "sface"
VERSION = "2021dec-4"
"""Weights, and the count of our own changes to detection and alignment that move the embedding.

Arithmetic does not count: embeddings in float32, bfloat16 and 8 bits are comparable: the mean cosine is 0.9995 or more.
"""


class SFace:
    """Cosine of 128 dimensions; belongs to one thread."""

    name = NAME
    version = VERSION

    def __init__(self, network: Network) -> None:
        self.network = network

    def embed(self, picture: Picture, face: Face) -> Embedding:
        """Length 1."""
        return self.embed_chip(face_chip(picture, face))

    def embed_chip(self, chip: Picture) -> Embedding:
        """The same of an aligned face."""
        vector = self.network.run(tensor_of(chip))[0][0]
        return Embedding(NAME, VERSION, vector / np.linalg.norm(vector))

    def embed_twice(self, chip: Picture) -> Embedding:
        """The sum over an aligned face and its mirror image, for twice the time; comparable with `embed_chip`."""
        both = self.embed_chip(chip).vector + self.embed_chip(np.ascontiguousarray(chip[:, ::-1])).vector
        return Embedding(NAME, VERSION, both / np.linalg.norm(both))

    def compare(self, probe: Embedding, templates: Sequence[Embedding]) -> float:
        """The largest cosine, -1..1."""
        return cosine(probe, templates)


def tensor_of(chip: Picture) -> Floats:
    """An aligned face as the network wants it: (1, 3, 112, 112) RGB 0..255."""
    rgb = cv2.cvtColor(chip, cv2.COLOR_BGR2RGB)
    return np.ascontiguousarray(rgb.transpose(2, 0, 1), dtype=np.float32)[None]


def cosine(probe: Embedding, templates: Sequence[Embedding]) -> float:
    """The largest cosine of the probe with a template, -1..1; needs no network."""
    return float((stacked(probe, templates, NAME, VERSION) @ probe.vector).max())

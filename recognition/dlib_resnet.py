"""The other engine: face_recognition, which is dlib's ResNet (King, "High Quality Face Recognition with Deep Metric
Learning", 2017; weights CC0). The only file that imports it; the service runs it in a process of its own.
"""

import warnings
from collections.abc import Sequence
from functools import cache
from math import sqrt
from typing import Any

import cv2
import numpy as np
from PIL import ImageFile

from recognition.embedding import Embedding, stacked
from recognition.faces import Face
from recognition.images import Picture

NAME = "dlib"
VERSION = "resnet-v1-1"
"""Weights, and the count of our own changes to the box that move the embedding."""


class EngineUnavailable(RuntimeError):
    """The engine cannot be loaded or died twice on one picture: our own fault, never a finding about the person."""


@cache
def library() -> Any:
    """The module face_recognition, tamed: silent, without its quit() and without its change to Pillow.

    Takes 1 to 3 s and 160 MB. Raises EngineUnavailable.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import face_recognition
        except (ImportError, SystemExit) as error:
            raise EngineUnavailable(
                "face_recognition does not load: run `make setup` (it needs setuptools<81)"
            ) from error
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return face_recognition


class DlibResNet:
    """Euclidean distance in 128 dimensions, turned into a similarity."""

    name = NAME
    version = VERSION

    def embed(self, picture: Picture, face: Face) -> Embedding:
        """Raises EngineUnavailable. dlib finds its own five landmarks in the box; it needs contiguous RGB."""
        rgb = np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
        (vector,) = library().face_encodings(rgb, [dlib_box(face)], num_jitters=1, model="small")
        return Embedding(NAME, VERSION, vector.astype(np.float32))

    def compare(self, probe: Embedding, templates: Sequence[Embedding]) -> float:
        """1 - the smallest distance; face_recognition's tolerance of 0.6 is a similarity of 0.4 here."""
        return nearness(probe, templates)


def dlib_box(face: Face) -> tuple[int, int, int, int]:
    """(top, right, bottom, left) as dlib's own detector would have put it.

    dlib's landmarks were trained on its HOG boxes, which are square. On 2,115 faces of LFW their side was 0.98 of the
    square root of YuNet's area (spread 7 %) and their middle 0.04 of YuNet's height lower.
    """
    box = face.box
    half = 0.98 * sqrt(box.width * box.height) / 2
    x, y = box.centre
    y += 0.04 * box.height
    return round(y - half), round(x + half), round(y + half), round(x - half)


def nearness(probe: Embedding, templates: Sequence[Embedding]) -> float:
    """1 - the smallest Euclidean distance of the probe to a template; at most 1; needs no dlib."""
    rows = stacked(probe, templates, NAME, VERSION)
    return 1.0 - float(np.linalg.norm(rows - probe.vector, axis=1).min())

"""Is a living person in front of the camera? One passive signal from one picture, never the verdict.

Silent-Face (minivision-ai, Apache-2.0): MiniFASNetV2 sees a crop of 2.7 face boxes, MiniFASNetV1SE one of 4.0; the mean
of both counts.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.faces import Box, Face
from recognition.images import Picture
from recognition.models.runtime import Network

CROP_SIDE = 80
LIVE_CLASS = 1
"""Class 0 is a flat attack, 2 a replayed one."""


class PadStatus(StrEnum):
    """Whether there is a score at all; absence is never "live"."""

    ASSESSED = "assessed"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True)
class PadFinding:
    """`live_score` is in 0..1, higher is more alive; None exactly when it was not assessed."""

    status: PadStatus
    live_score: float | None
    version: str | None


NOT_ASSESSED = PadFinding(PadStatus.NOT_ASSESSED, None, None)


@dataclass(frozen=True)
class PadNetworks:
    """Both networks, input (1, 3, 80, 80) BGR 0..255, output (1, 3) logits."""

    v2: Network
    v1se: Network
    version: str


def assess(picture: Picture, face: Face, networks: PadNetworks) -> PadFinding:
    """The mean of the two networks' probability of "live"."""
    scores = [
        _live_probability(network.run(_crop(picture, face.box, scale))[0][0])
        for network, scale in ((networks.v2, 2.7), (networks.v1se, 4.0))
    ]
    return PadFinding(PadStatus.ASSESSED, sum(scores) / len(scores), networks.version)


def _live_probability(logits: NDArray[np.float32]) -> float:
    powers = np.exp(logits.astype(np.float64) - logits.max())
    return float(powers[LIVE_CLASS] / powers.sum())


def _crop(picture: Picture, box: Box, scale: float) -> NDArray[np.float32]:
    """The box grown by `scale` (less where the picture is too small) and shifted inside, as (1, 3, 80, 80).

    After Silent-Face's generate_patches.py (Apache-2.0), including its inclusive right and bottom edges.
    """
    height, width = picture.shape[:2]
    scale = min(scale, (height - 1) / box.height, (width - 1) / box.width)
    grown_width, grown_height = box.width * scale, box.height * scale
    centre_x, centre_y = box.centre
    left = int(np.clip(centre_x - grown_width / 2, 0, width - 1 - grown_width))
    top = int(np.clip(centre_y - grown_height / 2, 0, height - 1 - grown_height))
    patch = picture[top : int(top + grown_height) + 1, left : int(left + grown_width) + 1]
    return np.ascontiguousarray(cv2.resize(patch, (CROP_SIDE, CROP_SIDE)).transpose(2, 0, 1), dtype=np.float32)[None]

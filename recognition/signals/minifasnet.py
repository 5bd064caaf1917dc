"""Two networks that were trained to tell living faces from prints and screens.

Silent-Face (minivision-ai, Apache-2.0): MiniFASNetV2 sees a crop of 2.7 face boxes, MiniFASNetV1SE one of 4.0.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.faces import Box
from recognition.images import Picture
from recognition.models.runtime import Network

CROP_SIDE = 80
LIVE_CLASS = 1
"""Class 0 is a flat attack, 2 a replayed one."""
V2_SCALE, V1SE_SCALE = 2.7, 4.0


@dataclass(frozen=True)
class PadNetworks:
    """Both networks, input (1, 3, 80, 80) BGR 0..255, output (1, 3) logits; `version` is of all that judges by them."""

    v2: Network
    v1se: Network
    version: str


def of_face(picture: Picture, box: Box, networks: PadNetworks) -> tuple[float, float]:
    """The probability of "live", 0..1, that V2 and V1SE give; their mean is Silent-Face's own score."""
    return (
        _live_probability(networks.v2, _crop(picture, box, V2_SCALE)),
        of_surroundings(picture, box, networks),
    )


def of_surroundings(picture: Picture, box: Box, networks: PadNetworks) -> float:
    """V1SE's word alone, which sees most of what is around a face."""
    return _live_probability(networks.v1se, _crop(picture, box, V1SE_SCALE))


def _live_probability(network: Network, crop: NDArray[np.float32]) -> float:
    logits = network.run(crop)[0][0].astype(np.float64)
    powers = np.exp(logits - logits.max())
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

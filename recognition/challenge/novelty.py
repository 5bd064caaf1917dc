"""How much of a face one picture shows anew, when everything that a smooth warp can explain has been taken away.

A print, a screen's still and a warped picture stay the same picture: however they are moved, bent or pulled, dense
optical flow brings one onto the other, and noise is left. A head that turns hides one cheek and shows another, a mouth
that opens shows what was not there, and a living face at rest is never twice the same.
"""

from collections.abc import Sequence
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.alignment import TEMPLATE, similarity_transform
from recognition.faces import Face
from recognition.images import Picture

SIDE = 128
"""Pixels of a side of what is compared; a face is 70 wide."""

_PLACES = (TEMPLATE - 56) * 0.95 + (SIDE / 2, SIDE / 2 - 4)
_Y, _X = np.mgrid[:SIDE, :SIDE].astype(np.float32)
_FACE = ((_X - SIDE / 2) / 40) ** 2 + ((_Y - SIDE / 2 + 2) / 50) ** 2 < 1
"""From brows to chin and cheek to cheek."""

GRAIN = 1.0
"""Pixels of blur that take away noise and the traces of interpolation: without it one picture that is moved differs
from itself by 0.05 to 0.07 instead of 0.03 to 0.05, a living face at rest by 0.12 and more instead of 0.085."""

LIGHT = 8.0
"""Pixels of blur of what counts as light, which may change."""
GAIN = (0.5, 2.0)
"""Between both pictures' contrasts."""


def gray_face(picture: Picture, face: Face) -> NDArray[np.uint8]:
    """(SIDE, SIDE), upright and of one size; its edge goes on where the picture ends.

    Of a close-up (see recognition.alignment): a larger picture would be sampled without a mean, and its grain be new.
    """
    matrix = similarity_transform(np.array(face.landmarks), _PLACES)
    chip = cv2.warpAffine(picture, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.GaussianBlur(cv2.cvtColor(chip, cv2.COLOR_BGR2GRAY), (0, 0), GRAIN), np.uint8)


def novelty(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Mean difference of two gray faces after dense flow (DIS: Kroeger et al., "Fast Optical Flow using Dense Inverse
    Search", 2016), in standard deviations of the first one's contrast; 0 is the same picture. Takes 3 ms."""
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(
        one, other, np.zeros((SIDE, SIDE, 2), np.float32)
    )
    back = cv2.remap(other, _X + flow[..., 0], _Y + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    here, there = _without_light(one), _without_light(np.asarray(back, np.uint8))
    gain = float((here[_FACE] * there[_FACE]).sum()) / max(float((there[_FACE] ** 2).sum()), 1e-6)
    apart = np.abs(here - np.clip(gain, *GAIN) * there).astype(np.float32)
    return float(cv2.GaussianBlur(apart, (0, 0), 1.5)[_FACE].mean()) / max(float(here[_FACE].std()), 1.0)


def _without_light(gray: NDArray[np.uint8]) -> NDArray[np.float32]:
    plain = gray.astype(np.float32)
    return plain - cv2.GaussianBlur(plain, (0, 0), LIGHT)


def variation(times: Sequence[float], faces: Sequence[NDArray[np.uint8]], apart_s: float) -> float | None:
    """The first quartile of the novelty of all pairs at least so far apart: what is always new. None without a pair.

    Not the median: a face that is warped in between would count.
    """
    pairs = [
        novelty(faces[one], faces[other])
        for one, other in combinations(range(len(faces)), 2)
        if times[other] - times[one] >= apart_s
    ]
    return float(np.percentile(pairs, 25)) if pairs else None

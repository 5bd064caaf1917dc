"""Turning, scaling and shifting a face to the place where an embedding network expects it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.faces import Face, moved
from recognition.images import Picture, shrunk

CHIP_SIDE = 112

CLOSE_UP_MARGIN = 0.6
CLOSE_UP_SIDE = 320
"""Leaves a face of 130 px or more; on the chip of SFace it is 75 px wide, on the 150 px chip of dlib about 110."""

TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float64
)
"""Eyes, nose, corners of the mouth on the 112 x 112 chip of ArcFace (insightface, MIT); SFace was trained on it too."""


def face_chip(picture: Picture, face: Face) -> Picture:
    """The aligned face, (112, 112, 3) BGR; black where it reaches outside of the picture."""
    part, near = close_up(picture, face)
    matrix = similarity_transform(np.array(near.landmarks), TEMPLATE)
    chip = cv2.warpAffine(part, matrix, (CHIP_SIDE, CHIP_SIDE), flags=cv2.INTER_LINEAR)
    return np.asarray(chip, np.uint8)


def close_up(picture: Picture, face: Face) -> tuple[Picture, Face]:
    """The part of the picture around the face that the engines look at, and the face in its pixels.

    At most CLOSE_UP_SIDE pixels high and wide: what makes chips of it may then sample it without aliasing.
    """
    height, width = picture.shape[:2]
    margin = CLOSE_UP_MARGIN * face.box.width
    left, right = max(round(face.box.x - margin), 0), min(round(face.box.x + face.box.width + margin), width)
    top, bottom = max(round(face.box.y - margin), 0), min(round(face.box.y + face.box.height + margin), height)
    part = np.ascontiguousarray(picture[top:bottom, left:right])
    scale = min(CLOSE_UP_SIDE / max(part.shape[:2]), 1.0)
    if scale < 1:
        part = shrunk(part, round(part.shape[1] * scale), round(part.shape[0] * scale))
    return part, moved(face, left, top, scale)


def similarity_transform(points: NDArray[np.float64], targets: NDArray[np.float64]) -> NDArray[np.float64]:
    """The (2, 3) matrix of rotation, scale and shift that brings (n, 2) points nearest to targets in least squares.

    With points as complex numbers the map is z -> a z + b, and a is the regression coefficient.
    """
    z, w = points @ (1, 1j), targets @ (1, 1j)
    z_mean, w_mean = z.mean(), w.mean()
    centred = z - z_mean
    a = np.vdot(centred, w - w_mean) / np.vdot(centred, centred)
    b = w_mean - a * z_mean
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])

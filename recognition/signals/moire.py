"""The grid of a screen and the dots of a print are narrow peaks in the spectrum of a picture; skin and cloth have none.

The picture is not scaled, which would blur a fine grid away. Grids that lie level with the picture's are not seen: on
the axes of the spectrum JPEG's own blocks have peaks in every picture.
"""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.faces import Box
from recognition.images import Picture

SIDE = 256
"""Pixels of the square that is looked at. With 128 px the peaks of two of the four screens of pad/ drown in noise."""
STEP = 16
"""A smaller picture gives a square whose side is a multiple of this, which the transform likes."""

COARSEST = 0.1
"""Cycles per pixel: the features of a face have longer waves than ten pixels."""
AXIS = 2
"""Lines of the spectrum left out on each side of an axis."""
FLOOR = 0.1
"""Added to the amplitudes, times the side: where nothing is seen but rounding, nothing can rise."""
PEAK, AROUND = (3, 3), (15, 15)

_Floats = NDArray[np.float32]


def moire(picture: Picture, box: Box) -> float:
    """exp(-peak): 1 without any peak; living faces have about 0.45, screens and prints down to 0.02."""
    return float(np.exp(-max(peak(picture, box), 0.0)))


def peak(picture: Picture, box: Box) -> float:
    """How far, in natural logarithms, the highest peak off the axes rises above its surroundings."""
    grey = cv2.cvtColor(_square(picture, box), cv2.COLOR_BGR2GRAY)
    spectrum = _log_amplitudes(grey.astype(np.float32))
    rise = cv2.blur(spectrum, PEAK) - cv2.blur(spectrum, AROUND)
    return float(cv2.minMaxLoc(rise, _looked_at(len(grey)))[1])


def _square(picture: Picture, box: Box) -> Picture:
    """Around the middle of the face, shifted inside of the picture."""
    height, width = picture.shape[:2]
    side = min(SIDE, height // STEP * STEP, width // STEP * STEP)
    x, y = box.centre
    left = int(np.clip(np.clip(x, 0, width) - side / 2, 0, width - side))
    top = int(np.clip(np.clip(y, 0, height) - side / 2, 0, height - side))
    return picture[top : top + side, left : left + side]


def _log_amplitudes(grey: _Floats) -> _Floats:
    """(n, n / 2 - 1): no wave down in the middle row, one wave across in the first column; the other half mirrors it.

    OpenCV packs the transform of real numbers: real and imaginary parts alternate from the second column on, which
    takes a quarter of the time of the whole one.
    """
    side = len(grey)
    packed = cv2.dft((grey - grey.mean()) * _window(side))
    waves = np.ascontiguousarray(packed[:, 1:-1], np.float32).view(np.complex64)
    return np.fft.fftshift(np.log(np.abs(waves) + np.float32(FLOOR * side)), axes=0)


@cache
def _window(side: int) -> _Floats:
    one = np.hanning(side).astype(np.float32)
    return np.outer(one, one)


@cache
def _looked_at(side: int) -> NDArray[np.uint8]:
    down, across = np.abs(np.arange(side) - side // 2), np.arange(1, side // 2)
    fine = np.hypot(down[:, None], across[None]) > COARSEST * side
    return np.asarray(fine & (down > AXIS)[:, None] & (across > AXIS)[None], np.uint8)

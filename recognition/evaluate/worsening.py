"""Pictures made worse on purpose, each in one way and to a known degree."""

from collections.abc import Callable

import cv2
import numpy as np

from recognition.images import Picture, shrunk

Worsening = Callable[[Picture], Picture]


def _blurred(sigma: float) -> Worsening:
    return lambda picture: np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def _moved(length: int) -> Worsening:
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    return lambda picture: np.asarray(cv2.filter2D(picture, -1, kernel), np.uint8)


def _lit(factor: float) -> Worsening:
    """With the noise of a sensor, which is what makes darkness hard."""
    noise = np.random.default_rng(1)
    return lambda picture: np.clip(picture * factor + noise.normal(0, 4, picture.shape), 0, 255).astype(np.uint8)


def _scaled(factor: float) -> Worsening:
    return lambda picture: shrunk(picture, round(picture.shape[1] * factor), round(picture.shape[0] * factor))


def _cut(top: float = 0.0, bottom: float = 1.0, left: float = 0.0) -> Worsening:
    def cut(picture: Picture) -> Picture:
        height, width = picture.shape[:2]
        return np.ascontiguousarray(picture[round(top * height) : round(bottom * height), round(left * width) :])

    return cut


WORSENINGS: dict[str, Worsening] = {
    "as it is": lambda picture: picture,
    **{f"blur of {sigma} px": _blurred(sigma) for sigma in (1, 2, 3, 4)},
    **{f"motion over {length} px": _moved(length) for length in (5, 9, 13, 17)},
    **{f"light times {factor}": _lit(factor) for factor in (0.3, 0.2, 0.12, 1.5, 2.0, 2.5)},
    **{f"scaled by {factor}": _scaled(factor) for factor in (0.6, 0.45, 0.28)},
    **{f"left {part} gone": _cut(left=part) for part in (0.3, 0.4, 0.45, 0.5)},
    **{f"below {part} gone": _cut(bottom=part) for part in (0.55, 0.65)},
    **{f"above {part} gone": _cut(top=part) for part in (0.4, 0.45, 0.5)},
}

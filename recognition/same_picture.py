"""Whether one picture is a copy of another, or only of the same person in the same place a moment later.

Both are laid over each other, starting from the faces, as well as an affine map can (Evangelidis and Psarakis,
"Parametric Image Alignment Using Enhanced Correlation Coefficient Maximization", 2008; OpenCV's implementation). A copy
then fits everywhere; a person who has breathed does not: the head has moved against the wall behind it, or the mouth in
the face. Frames of one sitting differ by a tenth of a pixel, so what is compared is fine structure, blurred just enough
to lose the traces of compression.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.alignment import close_up, similarity_transform
from recognition.faces import Face
from recognition.images import Picture

SIDE, LEAST_SIDE = 256, 48
"""Pixels of the longer side at which the pictures are laid over each other: half of what the smaller of them has, since
scaling and compressing leave nothing of what is finer; but within these bounds."""

FINER = 3
"""How much finer the other picture is sampled: interpolating at SIDE would blur it more than its copy."""

SAME, SAME_SMALL = 0.993, 0.985
"""Correlation from which two pictures are one, and where they are laid over each other at SMALL_SIDE or less.

`python -m recognition.evaluate.reuse DATA` (December 2026): of 1,400 pairs of frames of one session (NUAA, 640 px) the
most alike reached 0.9922. A copy of 250 px that was cropped loses more than that; no camera makes pictures so small.
"""

SMALL_SIDE = 160

_BLUR, _COARSE = 1.2, 4.0
"""Standard deviations in pixels of SIDE: what is finer is noise, what is coarser is light."""

_DARK, _BRIGHT = 4, 250
"""Green at which a sensor or a change of brightness has cut it off: such places are not compared."""

_LEAST = 40
"""Pixels without which nothing can be said."""

_STEPS = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 25, 1e-5)
_GENTLE = 5
_EVERYWHERE: Any = None
"""No mask: OpenCV takes None, its stubs do not."""

_Floats = NDArray[np.float32]
_Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well two pictures fit over each other, at most 1, and at how many pixels that was seen."""

    correlation: float
    side: int

    @property
    def is_copy(self) -> bool:
        return self.correlation >= (SAME if self.side > SMALL_SIDE else SAME_SMALL)


def fit(one: tuple[Picture, Face], other: tuple[Picture, Face], *, faces_only: bool = False) -> Fit:
    """How well two pictures with a face fit over each other: the worse of the whole and the face.

    `faces_only`: of one of them only the close-up is kept any more, so it is all that is compared; then a still head
    looks the same a moment later. 0 where they cannot be laid over each other, or are lit too badly to say.
    """
    shown = [close_up(*each) if faces_only else each for each in (one, other)]
    side = min(max(min(max(picture.shape) for picture, _ in shown) // 2, LEAST_SIDE), SIDE)
    first, second = (_View(*each, side) for each in shown)
    by_faces = similarity_transform(first.landmarks, second.landmarks)
    found = Fit(_correlated(first, second, by_faces), side)
    if found.is_copy or faces_only:
        return found
    # Where the face was found elsewhere in one of them: a copy lies nearly as it was.
    return Fit(max(found.correlation, _correlated(first, second, _as_they_lie(first, second))), side)


def _correlated(first: "_View", second: "_View", start: NDArray[np.float64]) -> float:
    try:
        _, fitted = cv2.findTransformECC(
            first.small, second.small, start.astype(np.float32), cv2.MOTION_AFFINE, _STEPS, _EVERYWHERE, _GENTLE
        )
    except cv2.error:
        return 0.0
    laid, seen = second.laid_over(first, np.asarray(fitted, np.float64))
    seen = cv2.erode((seen & first.seen).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    ours, theirs = _structure(first.small, seen), _structure(laid, seen)
    whole, face = seen, seen & first.face
    if whole.sum() < _LEAST:
        return 0.0
    # A face that is cut off all over says nothing for or against.
    parts = [part for part in (whole, face) if part.sum() >= _LEAST]
    return min(_correlation(ours, theirs, part) for part in parts)


def _as_they_lie(first: "_View", second: "_View") -> NDArray[np.float64]:
    """(2, 3): the whole of one on the whole of the other."""
    sizes = zip(second.small.shape[::-1], first.small.shape[::-1], strict=True)
    across, down = (theirs / ours for theirs, ours in sizes)
    return np.array([[across, 0, 0], [0, down, 0]])


class _View:
    """The surroundings of a face in green, whole and small, and where the face is in the small one."""

    def __init__(self, picture: Picture, face: Face, side: int) -> None:
        self.green = np.ascontiguousarray(picture[:, :, 1])
        self.cut_off = ((self.green <= _DARK) | (self.green >= _BRIGHT)).astype(np.uint8) * 255
        self.scale = side / max(self.green.shape)
        size = tuple(max(round(length * self.scale), 8) for length in self.green.shape[::-1])
        self.small = _resized(self.green, size)
        self.landmarks = np.array(face.landmarks) * self.scale
        self.seen: _Mask = _resized(self.cut_off, size) < _DARK
        self.face = _around(self.landmarks, self.small.shape)

    def laid_over(self, first: "_View", fitted: NDArray[np.float64]) -> tuple[_Floats, _Mask]:
        """This picture in the small pixels of the other, and where it is there and not cut off."""
        height, width = first.small.shape
        whole = _pixels(1 / self.scale) @ np.vstack([fitted, [0, 0, 1]]) @ _pixels(1 / FINER)
        flags, finer = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, (width * FINER, height * FINER)
        green = cv2.warpAffine(self.green, whole[:2], finer, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        cut_off = cv2.warpAffine(self.cut_off, whole[:2], finer, flags=flags, borderValue=255)
        size = (width, height)
        return _resized(np.asarray(green, np.uint8), size), _resized(np.asarray(cut_off, np.uint8), size) < _DARK


def _resized(plane: NDArray[np.uint8], size: tuple[int, ...]) -> _Floats:
    way = cv2.INTER_AREA if size[0] < plane.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(plane, size, interpolation=way), np.float32)


def _pixels(scale: float) -> NDArray[np.float64]:
    """(3, 3): from the centres of pixels to those of pixels so many times as small."""
    return np.array([[scale, 0, scale / 2 - 0.5], [0, scale, scale / 2 - 0.5], [0, 0, 1]])


def _around(landmarks: NDArray[np.float64], shape: tuple[int, ...]) -> _Mask:
    """From ear to ear and from the hair to the chin."""
    apart = float(np.hypot(*(landmarks[1] - landmarks[0])))
    x, y = landmarks.mean(axis=0)
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    return np.asarray((abs(columns - x) < 1.1 * apart) & (abs(rows - y) < 1.3 * apart))


def _structure(plane: _Floats, seen: _Mask) -> _Floats:
    """What is finer than light and coarser than noise, of what is seen only."""
    fine = cv2.GaussianBlur(plane, (0, 0), _BLUR)
    there = seen.astype(np.float32)
    weight = np.maximum(cv2.GaussianBlur(there, (0, 0), _COARSE), 1e-3)
    return np.asarray((fine - cv2.GaussianBlur(fine * there, (0, 0), _COARSE) / weight) * there, np.float32)


def _correlation(one: _Floats, other: _Floats, seen: _Mask) -> float:
    ours, theirs = one[seen] - one[seen].mean(), other[seen] - other[seen].mean()
    return float((ours * theirs).sum() / np.sqrt((ours**2).sum() * (theirs**2).sum() + 1e-9))

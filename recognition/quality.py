"""Can this picture be judged at all? Measures of a face, and the pure rule that turns them into advice."""

from dataclasses import dataclass
from enum import StrEnum
from math import hypot

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.alignment import TEMPLATE, face_chip, similarity_transform
from recognition.covering import Covering, covering
from recognition.faces import Box, Face
from recognition.images import Picture
from recognition.pose import nose_offset

INNER_FACE = np.stack(np.meshgrid(np.arange(28.0, 85.0, 8.0), np.arange(36.0, 101.0, 8.0)), axis=2).reshape(-1, 2)
"""Points of the aligned chip from brows to chin and between the outer corners of the eyes."""

WHOLE = 0.35
"""Face widths and heights from the middle of a face to the edge of the picture; half a face at the edge has less."""

COLOURFUL = 4.0
"""Mean chroma from which a mask can be told from skin."""

BURNT = 250
"""A grey value from which on nothing is left to see."""


class QualityProblem(StrEnum):
    """Something that the person can do better in the next picture."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    FACE_TOO_SMALL = "face_too_small"
    FACE_CUT_OFF = "face_cut_off"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    BLURRED = "blurred"
    TURNED_AWAY = "turned_away"
    MASK = "mask"
    SUNGLASSES = "sunglasses"
    DRAWN = "drawn"


@dataclass(frozen=True)
class Measures:
    """What was measured of the main face."""

    rival: float
    """Width of the widest other whole face in widths of the main one; 0 without another."""
    eye_distance: float
    """Pixels of the decoded picture between the centres of the eyes."""
    cut_off: float
    """Share of the inner face beyond the edges of the picture, 0..1."""
    brightness: float
    """Mean grey of the aligned face, 0..255."""
    burnt: float
    """Share of the aligned face that is white, 0..1."""
    sharpness: float
    """Variance of the second derivative across or down, whichever is less, over the variance of the greys: a moving
    camera blurs one direction only, and the quotient is blind to light and skin."""
    yaw: float
    """How far the nose is off the middle of the eyes, in eye distances along their line; 0 is frontal."""
    covering: Covering
    unevenness: float
    """Median of the aligned face's slopes over their mean: 0 is an area of one colour with lines, as in a drawing."""


@dataclass(frozen=True)
class QualityLimits:
    """Where a measure becomes a problem of a picture for an enrolment, which is taken with care and kept for years.

    Chosen by `python -m recognition.evaluate.quality DATA` (November 2026): LFW (2,131) and the photographs of faces/
    (144) as honest pictures, quality/ as bad ones, and LFW made worse until SFace failed, where a genuine pair fails
    below a cosine of 0.36, as 1 % do undamaged. Refused are one of faces/, who is turned by 40 degrees, and 7.7 % of
    LFW, 5.5 % for several faces, as press photographs are; by SELFIE_LIMITS 7.0 %.
    """

    rival: float = 0.7
    """The groups of quality/ have 0.76 and more in float32, 0.79 in bfloat16, those of faces/ 0.79; a colleague at
    arm's length behind has about 0.5."""
    eye_distance: float = 24.0
    """SFace fails below 10; people who review and PAD want to see a face of 55 px."""
    cut_off: float = 0.2
    """No honest picture has more than 0.1; half a face gone has 0.3, and 16 to 80 % of such pairs fail."""
    dark: float = 25.0
    """Honest pictures have 40 and more; at 22 with sensor noise 3 % of pairs fail, at 13 19 %."""
    burnt: float = 0.4
    """Honest pictures: 0.04 (LFW) and 0.19 (faces/) at the 99th percentile; at 0.49 26 % of pairs fail."""
    sharpness: float = 0.0045
    """0.9 % of LFW and none of faces/ and nuaa/ have less, the blurred face of quality/ has 0.0042. Faces of 110 px
    under a Gaussian blur of 3 px have 0.0013, and 4 % of their pairs fail; under a motion over 13 px 0.0016, and 10 %
    fail."""
    yaw: float = 0.42
    """The turned heads of quality/ have 0.44 to 0.86; of LFW 0.9 % have more than this, most of them turned as far."""
    mask: float = 1.5
    """By `python -m recognition.evaluate.covering DATA --every 2` on people the rule was not fitted on (543 pictures):
    95.0 % of drawn masks are above; of the pictures as they are and of drawn peci none, of hijabs and clear glasses
    0.4 %, of beards 0.6 %. In LFW 4 of 2,131, in quality/ the four masks of frontal faces (1.6 to 7.5, next -5)."""
    sunglasses: float = 2.5
    """By the same run 81 % of drawn dark glasses are above, most of the others half-dark. Of the pictures as they are
    0.2 %, with peci 0.2, hijabs 0.6, clear glasses 0.7. All 8 of LFW above do wear dark glasses; from 1 to 2.4 lie
    honest faces with deep eye sockets, and a cyclist whose helmet nobody shall be asked to take off."""
    drawn: float = 0.15
    """The cartoon of quality/ has 0.12; honest pictures have 0.21 and more, an overexposed one 0.17. One cartoon is no
    error rate, and shaded paintings pass: hence never at a check-in."""


SELFIE_LIMITS = QualityLimits(sharpness=0.0025, mask=2.0, drawn=0.0)
"""At a check-in, where the face itself decides and a refusal costs somebody's morning: what makes SFace fail, and what
is quickly taken off. A mask counts from where 3 of LFW are, 94 % of drawn masks and nothing drawn that may stay on."""


def measure(picture: Picture, faces: tuple[Face, ...], chip: Picture | None = None) -> Measures | None:
    """The measures of the main face, which is the first; None without a face. `chip`: its, where it is made already."""
    if not faces:
        return None
    main, *others = faces
    aligned = face_chip(picture, main) if chip is None else chip
    grey = cv2.cvtColor(aligned, cv2.COLOR_BGR2GRAY)
    whole = [face.box.width for face in others if _is_inside(face.box, picture)]
    return Measures(
        rival=max(whole, default=0.0) / main.box.width,
        eye_distance=_eye_distance(main),
        cut_off=_cut_off(picture, main),
        brightness=float(grey.mean()),
        burnt=float((grey >= BURNT).mean()),
        sharpness=_sharpness(np.asarray(grey, np.uint8)),
        yaw=nose_offset(main),
        covering=covering(aligned),
        unevenness=_unevenness(np.asarray(grey, np.uint8)),
    )


def problems(measures: Measures | None, limits: QualityLimits) -> tuple[QualityProblem, ...]:
    """All problems, the one to name first in front; empty for a good picture."""
    if measures is None:
        return (QualityProblem.NO_FACE,)
    seen = {
        QualityProblem.SEVERAL_FACES: measures.rival > limits.rival,
        QualityProblem.FACE_TOO_SMALL: measures.eye_distance < limits.eye_distance,
        QualityProblem.FACE_CUT_OFF: measures.cut_off > limits.cut_off,
        QualityProblem.TOO_DARK: measures.brightness < limits.dark,
        QualityProblem.TOO_BRIGHT: measures.burnt > limits.burnt,
        QualityProblem.BLURRED: measures.sharpness < limits.sharpness,
        QualityProblem.TURNED_AWAY: abs(measures.yaw) > limits.yaw,
    }
    badly = tuple(problem for problem, present in seen.items() if present)
    return badly or _covered(measures, limits)


def _covered(measures: Measures, limits: QualityLimits) -> tuple[QualityProblem, ...]:
    """What is before a face that is seen well; of another one nothing can be told."""
    covered = measures.covering
    found = {
        QualityProblem.MASK: covered.mask > limits.mask and covered.colour >= COLOURFUL,
        QualityProblem.SUNGLASSES: covered.sunglasses > limits.sunglasses,
        QualityProblem.DRAWN: measures.unevenness < limits.drawn,
    }
    return tuple(problem for problem, present in found.items() if present)


def _eye_distance(face: Face) -> float:
    (left_x, left_y), (right_x, right_y), *_ = face.landmarks
    return hypot(right_x - left_x, right_y - left_y)


def _sharpness(grey: NDArray[np.uint8]) -> float:
    second = np.array([[1.0, -2.0, 1.0]], np.float32)
    across, down = cv2.filter2D(grey, cv2.CV_32F, second), cv2.filter2D(grey, cv2.CV_32F, second.T)
    return float(min(across.var(), down.var()) / max(float(grey.var()), 1.0))


def _unevenness(grey: NDArray[np.uint8]) -> float:
    inner = grey[28:108, 24:88]
    across, down = cv2.absdiff(inner[1:, 1:], inner[1:, :-1]), cv2.absdiff(inner[1:, 1:], inner[:-1, 1:])
    slopes = cv2.max(across, down)
    return float(np.median(slopes) / max(float(slopes.mean()), 0.1))


def _cut_off(picture: Picture, face: Face) -> float:
    """By the landmarks and not by the box, which ends where the visible part of the face ends."""
    to_picture = similarity_transform(TEMPLATE, np.array(face.landmarks))
    points = INNER_FACE @ to_picture[:, :2].T + to_picture[:, 2]
    inside = (points >= 0).all(axis=1) & (points < (picture.shape[1], picture.shape[0])).all(axis=1)
    return float(1 - inside.mean())


def _is_inside(box: Box, picture: Picture) -> bool:
    """Half a stranger at the edge is no second candidate."""
    height, width = picture.shape[:2]
    middle_x, middle_y = box.centre
    from_sides = min(middle_x, width - middle_x) / box.width
    from_ends = min(middle_y, height - middle_y) / box.height
    return bool(min(from_sides, from_ends) >= WHOLE)

"""Can this picture be judged at all? Measures of a face, and the pure rule that turns them into advice."""

from dataclasses import dataclass
from enum import StrEnum
from math import atan2, degrees, hypot

import cv2
import numpy as np

from recognition.alignment import face_chip
from recognition.faces import Face
from recognition.images import Picture


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
    TILTED = "tilted"


@dataclass(frozen=True)
class Measures:
    """What was measured of the main face."""

    rival: float
    """Width of the widest other face in widths of the main one; 0 without another face."""
    eye_distance: float
    """Pixels of the decoded picture between the centres of the eyes."""
    outside: float
    """Share of the face box beyond the edges of the picture, 0..1."""
    brightness: float
    """Mean grey of the aligned face, 0..255."""
    sharpness: float
    """Variance of the Laplacian over the variance of the greys, both of the aligned face: blind to light and skin."""
    yaw: float
    """How far the nose is off the middle of the eyes, in eye distances along their line; 0 is frontal."""
    roll: float
    """Degrees between the line of the eyes and the horizontal, -180..180."""


@dataclass(frozen=True)
class QualityLimits:
    """Where a measure becomes a problem."""

    rival: float = 0.6
    eye_distance: float = 24.0
    outside: float = 0.2
    dark: float = 40.0
    bright: float = 225.0
    sharpness: float = 0.02
    yaw: float = 0.45
    roll: float = 45.0


def measure(picture: Picture, faces: tuple[Face, ...]) -> Measures | None:
    """The measures of the main face, which is the first; None without a face."""
    if not faces:
        return None
    main = faces[0]
    grey = cv2.cvtColor(face_chip(picture, main), cv2.COLOR_BGR2GRAY)
    distance, roll, yaw = _pose(main)
    return Measures(
        rival=max((face.box.width for face in faces[1:]), default=0.0) / main.box.width,
        eye_distance=distance,
        outside=_outside(picture, main),
        brightness=float(grey.mean()),
        sharpness=float(cv2.Laplacian(grey, cv2.CV_32F).var() / max(float(grey.var()), 1.0)),
        yaw=yaw,
        roll=roll,
    )


def problems(measures: Measures | None, limits: QualityLimits) -> tuple[QualityProblem, ...]:
    """All problems, the one to name first in front; empty for a good picture."""
    if measures is None:
        return (QualityProblem.NO_FACE,)
    found = {
        QualityProblem.SEVERAL_FACES: measures.rival > limits.rival,
        QualityProblem.FACE_TOO_SMALL: measures.eye_distance < limits.eye_distance,
        QualityProblem.FACE_CUT_OFF: measures.outside > limits.outside,
        QualityProblem.TOO_DARK: measures.brightness < limits.dark,
        QualityProblem.TOO_BRIGHT: measures.brightness > limits.bright,
        QualityProblem.BLURRED: measures.sharpness < limits.sharpness,
        QualityProblem.TURNED_AWAY: abs(measures.yaw) > limits.yaw,
        QualityProblem.TILTED: abs(measures.roll) > limits.roll,
    }
    return tuple(problem for problem, present in found.items() if present)


def _pose(face: Face) -> tuple[float, float, float]:
    """Eye distance in pixels, roll in degrees, yaw in eye distances, from the five landmarks."""
    (left_x, left_y), (right_x, right_y), (nose_x, nose_y), _, _ = face.landmarks
    dx, dy = right_x - left_x, right_y - left_y
    distance = max(hypot(dx, dy), 1e-6)
    off_x, off_y = nose_x - (left_x + right_x) / 2, nose_y - (left_y + right_y) / 2
    return distance, degrees(atan2(dy, dx)), (off_x * dx + off_y * dy) / distance**2


def _outside(picture: Picture, face: Face) -> float:
    height, width = picture.shape[:2]
    box = face.box
    inside_x = np.clip([box.x, box.x + box.width], 0, width)
    inside_y = np.clip([box.y, box.y + box.height], 0, height)
    inside = (inside_x[1] - inside_x[0]) * (inside_y[1] - inside_y[0])
    return float(1 - inside / (box.width * box.height))

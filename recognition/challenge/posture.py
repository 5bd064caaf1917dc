"""What a face does in one frame: head angles, eyes and mouth, from YuNet's five and dlib's 68 landmarks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.faces import Face
from recognition.landmarks import Points
from recognition.pose import NOSE_HEIGHT, pose_of

RIGHT_EYE, LEFT_EYE = slice(36, 42), slice(42, 48)
RIGHT_CORNERS, LEFT_CORNERS = (36, 39), (42, 45)
NOSE_TIP = 30
UPPER_LIP, LOWER_LIP = (61, 62, 63), (67, 66, 65)
"""Of the inner contour, right to left of the person."""

BOTH_TO = 45.0
"""Degrees of yaw up to which dlib's landmarks are believed: beyond, they jump to the wrong side of the face, as in
ZubairCracksCode__real.mov of the evaluation clips, while YuNet's five stay."""

APART = 25.0
"""Degrees between both yaws from which one of them has failed."""


@dataclass(frozen=True)
class Posture:
    """Of one frame; right and left are the person's own, in a picture that is no mirror image."""

    yaw: float
    """Degrees, positive to the left. The mean of both kinds of landmarks, of which either errs by about 8."""
    sunk: float
    """Where the tip of the nose is below the line of the eyes, in eye distances of a frontal face. People differ by
    0.1; it rises by NOSE_HEIGHT times the tangent of looking down, and an open mouth does not move it."""
    roll: float
    """Degrees, positive to the left shoulder."""
    eyes: float
    """Height of the eyes over their width, the mean of both: 0.25 to 0.4 open, below 0.2 closed (Soukupová and Čech,
    "Real-Time Eye Blink Detection using Facial Landmarks", 2016)."""
    mouth: float
    """Gap between the lips in distances of the outer corners of the eyes: 0 closed, 0.2 teeth, 0.3 and more open."""


def posture_of(face: Face, points: Points) -> Posture:
    """`points` are dlib's 68 of that face, in pixels of any size."""
    yaw, roll = _yaw(points), pose_of(face)
    both = abs(roll.yaw) <= BOTH_TO and abs(roll.yaw - yaw) <= APART
    turned = (yaw + roll.yaw) / 2 if both else roll.yaw
    return Posture(
        yaw=turned,
        sunk=_sunk(points, turned),
        roll=roll.roll,
        eyes=(_openness(points[RIGHT_EYE]) + _openness(points[LEFT_EYE])) / 2,
        mouth=_gap(points, turned),
    )


def _frame(points: Points) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Tip of the nose from the middle of the eyes, the direction to the left eye, and their distance."""
    right, left = points[list(RIGHT_CORNERS)].mean(axis=0), points[list(LEFT_CORNERS)].mean(axis=0)
    apart = max(float(np.hypot(*(left - right))), 1e-6)
    return points[NOSE_TIP] - (right + left) / 2, (left - right) / apart, apart


def _yaw(points: Points) -> float:
    nose, along, apart = _frame(points)
    return float(np.degrees(np.arctan(nose @ along / apart / NOSE_HEIGHT)))


def _sunk(points: Points, yaw: float) -> float:
    nose, (x, y), apart = _frame(points)
    return float(nose @ (-y, x)) / apart * _narrowing(yaw)


def _narrowing(yaw: float) -> float:
    """What is left of the distance of the eyes."""
    return float(np.cos(np.radians(np.clip(yaw, -60, 60))))


def _openness(eye: Points) -> float:
    heights = np.hypot(*(eye[1] - eye[5])) + np.hypot(*(eye[2] - eye[4]))
    return float(heights / max(2 * np.hypot(*(eye[0] - eye[3])), 1e-6))


def _gap(points: Points, yaw: float) -> float:
    apart = max(float(np.hypot(*(points[36] - points[45]))), 1e-6) / _narrowing(yaw)
    return float(np.linalg.norm(points[list(LOWER_LIP)] - points[list(UPPER_LIP)], axis=1).mean() / apart)

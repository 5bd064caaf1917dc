"""Which way a head is turned, from five landmarks: coarse, free of cost, and enough to ask for another pose.

Right and left are the person's own, in a picture that is not a mirror image. Some phones store the selfie mirrored:
whoever asks for a missing side asks for "the other side" once one is there, and never refuses a side for its name.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import atan, degrees, hypot

import numpy as np

from recognition.faces import Face

NOSE_HEIGHT = 0.4
"""How far the tip of the nose stands before the eyes, in eye distances: the tangent of an angle moves it by this much.

By `python -m recognition.evaluate.pose DATA` (November 2026) beside dlib's 68 points and solvePnP: in LFW (527 faces)
correlation 0.88, slope 1.2, median error 7.5 degrees, in the clips of heads that turn 0.94 to 0.96, 0.8 to 1.2 and 4 to
8; turned by 10 and more, 95 to 100 % are turned to the same side. Pitch correlates by 0.4 only."""

FACE_HEIGHT = 1.155
"""From the eyes to the mouth in eye distances, on the template of ArcFace."""

LEVEL_NOSE = 0.565
"""Where between eyes (0) and mouth (1) the nose of a level head is: the median of LFW, by the same run."""

SIDE_FROM = 12.0
"""Degrees from which a head is turned: more than the median error, less than anybody takes for straight ahead."""


class Side(StrEnum):
    """The poses that an enrolment asks for."""

    FRONT = "front"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Pose:
    """Degrees. Yaw is good to about 8 degrees within 45; pitch differs between people by 10 and only compares pictures
    of one person; roll is that of the eyes."""

    yaw: float
    """Positive: turned to the person's left."""
    pitch: float
    """Positive: looking down."""
    roll: float
    """Positive: tilted to the person's left shoulder."""

    @property
    def side(self) -> Side:
        if abs(self.yaw) < SIDE_FROM:
            return Side.FRONT
        return Side.LEFT if self.yaw > 0 else Side.RIGHT

    def apart(self, other: "Pose") -> float:
        """Degrees between the directions of two faces. A tilted head is the same face, and pitch counts half: a smile
        moves it."""
        return hypot(self.yaw - other.yaw, (self.pitch - other.pitch) / 2)


def pose_of(face: Face) -> Pose:
    """Of a head like the mean one under a distant camera: the nose moves by NOSE_HEIGHT times the tangent."""
    right, left, nose, right_mouth, left_mouth = np.array(face.landmarks)
    eyes, mouth, along = (right + left) / 2, (right_mouth + left_mouth) / 2, left - right
    roll = float(np.arctan2(along[1], along[0]))
    down = np.array([-along[1], along[0]])
    sunk = float((nose - eyes) @ down) / max(float((mouth - eyes) @ down), 1e-6)
    return Pose(
        yaw=degrees(atan(nose_offset(face) / NOSE_HEIGHT)),
        pitch=degrees(atan((sunk - LEVEL_NOSE) * FACE_HEIGHT / NOSE_HEIGHT)),
        roll=degrees(roll),
    )


def nose_offset(face: Face) -> float:
    """How far the nose is off the middle of the eyes, in eye distances along their line, so that a tilted head is no
    turned one; 0 is frontal."""
    right, left, nose, *_ = np.array(face.landmarks)
    along = left - right
    return float((nose - (right + left) / 2) @ along / max(along @ along, 1e-6))

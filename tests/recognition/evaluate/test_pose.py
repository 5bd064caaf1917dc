"""The head that is fitted to landmarks, on landmarks that were projected from one."""

import cv2
import numpy as np
import pytest

from recognition.evaluate.pose import HEAD, POINTS, fitted_head

PICTURE = np.zeros((480, 640, 3), np.uint8)


def projected(yaw: float, pitch: float, roll: float) -> np.ndarray:
    """The 68 landmarks, of which only the six that are used mean anything, of a head turned by so many degrees."""
    turns = np.radians([pitch, -yaw, roll])
    rotation = cv2.Rodrigues(np.array([0, 0, turns[2]]))[0] @ cv2.Rodrigues(np.array([0, turns[1], 0]))[0]
    rotation = rotation @ cv2.Rodrigues(np.array([turns[0], 0, 0]))[0]
    camera = np.array([[768.0, 0, 320], [0, 768.0, 240], [0, 0, 1]])
    seen, _ = cv2.projectPoints(HEAD, cv2.Rodrigues(rotation)[0], np.array([20.0, 10.0, 700.0]), camera, None)
    points = np.zeros((68, 2))
    points[list(POINTS)] = seen[:, 0]
    return points


@pytest.mark.parametrize(
    ("yaw", "pitch", "roll"), [(0, 0, 0), (30, 0, 0), (-30, 0, 0), (0, 15, 0), (0, -15, 0), (0, 0, 20)]
)
def test_a_turned_head_is_fitted_with_its_angles(yaw: float, pitch: float, roll: float) -> None:
    assert fitted_head(PICTURE, projected(yaw, pitch, roll)) == pytest.approx((yaw, pitch, roll), abs=0.5)

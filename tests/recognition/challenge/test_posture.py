"""Landmarks in, angles and ratios out."""

from dataclasses import replace

import numpy as np
import pytest

from recognition.challenge.posture import Posture, posture_of
from recognition.faces import Box, Face

SIDES = {"right": -1, "left": 1}


def points(*, nose: tuple[float, float] = (0, 60), open_by: float = 12, gap: float = 0) -> np.ndarray:
    """68 landmarks of which eyes, nose and lips mean anything; the eyes are 100 px apart, the nose is between them."""
    found = np.zeros((68, 2))
    for first, side in ((36, -1), (42, 1)):
        x = 50 * side
        half = open_by / 2
        found[first : first + 6] = [
            (x - 20, 0),
            (x - 7, -half),
            (x + 7, -half),
            (x + 20, 0),
            (x + 7, half),
            (x - 7, half),
        ]
    found[30] = nose
    found[[61, 62, 63]] = [(-10, 100), (0, 100), (10, 100)]
    found[[67, 66, 65]] = [(-10, 100 + gap), (0, 100 + gap), (10, 100 + gap)]
    return found + 300


def face(nose: tuple[float, float] = (0, 60)) -> Face:
    landmarks = tuple((x + 300, y + 300) for x, y in ((-50, 0), (50, 0), nose, (-35, 110), (35, 110)))
    return Face(Box(200, 200, 200, 260), landmarks, 0.95)


def test_a_face_at_rest_looks_straight_ahead() -> None:
    assert posture_of(face(), points()) == Posture(
        yaw=pytest.approx(0), sunk=pytest.approx(0.6), roll=pytest.approx(0), eyes=pytest.approx(0.3), mouth=0.0
    )


@pytest.mark.parametrize("side", SIDES)
def test_the_nose_goes_to_the_side_that_the_head_turns_to(side: str) -> None:
    nose = (SIDES[side] * 23.1, 60)
    posture = posture_of(face(nose), points(nose=nose))
    assert posture.yaw == pytest.approx(SIDES[side] * 30, abs=0.1)
    # Eyes that seem nearer to each other make no head that looks down.
    assert posture.sunk == pytest.approx(0.6 * np.cos(np.radians(30)), abs=0.01)


def test_looking_up_lifts_the_nose_and_an_open_mouth_does_not() -> None:
    assert posture_of(face((0, 45)), points(nose=(0, 45))).sunk == pytest.approx(0.45)
    assert posture_of(face(), points(gap=40)).sunk == pytest.approx(0.6)


def test_eyes_and_mouth_are_measured_in_sizes_of_the_face() -> None:
    assert posture_of(face(), points(open_by=4)).eyes == pytest.approx(0.1)
    assert posture_of(face(), points(gap=56)).mouth == pytest.approx(56 / 140)


def test_where_both_kinds_of_landmarks_disagree_those_of_yunet_count() -> None:
    """In profile dlib's jump to the wrong side."""
    assert posture_of(face((60, 60)), points(nose=(-40, 60))).yaw == pytest.approx(56.3, abs=0.1)
    far = replace(face(), landmarks=face((25, 60)).landmarks)
    assert posture_of(far, points(nose=(-25, 60))).yaw == pytest.approx(32, abs=0.1)

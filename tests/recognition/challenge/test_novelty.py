"""A picture stays itself however it is warped; another one of the same size does not."""

import cv2
import numpy as np
import pytest

from recognition.alignment import close_up
from recognition.challenge.limits import ChallengeLimits
from recognition.challenge.novelty import gray_face, novelty, variation
from recognition.faces import find_faces
from recognition.images import Picture
from recognition.networks import NetworkSet
from tests.recognition.filming import turned

LIMITS = ChallengeLimits()


@pytest.fixture(scope="module")
def face(hopper: Picture, networks: NetworkSet) -> np.ndarray:
    return gray_face(*close_up(hopper, find_faces(hopper, networks.faces)[0]))


def test_a_picture_is_itself_moved_bent_and_in_other_light(face: np.ndarray) -> None:
    assert novelty(face, face) == pytest.approx(0, abs=1e-6)
    matrix = np.array([[1.03, 0.02, 3], [-0.02, 0.97, -2]])
    moved = cv2.warpAffine(face, matrix, face.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
    assert novelty(face, moved) < LIMITS.variation
    assert novelty(face, (0.7 * face + 20).astype(np.uint8)) < LIMITS.variation


def test_a_picture_that_is_warped_like_a_head_that_turns_is_still_the_same_picture(
    hopper: Picture, networks: NetworkSet
) -> None:
    found = find_faces(hopper, networks.faces)[0]
    warped = turned(hopper, found, 15)
    again = find_faces(warped, networks.faces)[0]
    assert novelty(gray_face(*close_up(hopper, found)), gray_face(*close_up(warped, again))) < 2 * LIMITS.action_novelty


def test_what_was_not_there_is_new(face: np.ndarray) -> None:
    opened = face.copy()
    cv2.ellipse(opened, (64, 90), (18, 14), 0, 0, 360, 20, -1)
    assert novelty(face, opened) > LIMITS.action_novelty


def test_frames_near_each_other_in_time_say_nothing(face: np.ndarray) -> None:
    assert variation([0.0, 0.1, 0.2], [face] * 3, 0.5) is None
    assert variation([0.0, 0.6], [face, face], 0.5) == pytest.approx(0, abs=1e-6)

"""Similarity transforms and the parts of a picture that the engines see."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.alignment import CLOSE_UP_SIDE, TEMPLATE, close_up, face_chip, similarity_transform
from recognition.faces import Box, Face, moved
from recognition.images import Picture

angles = st.floats(-np.pi, np.pi)
scales = st.floats(0.05, 20)
shifts = st.floats(-500, 500)


def transformed(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    return points @ matrix[:, :2].T + matrix[:, 2]


@settings(deadline=None)
@given(angles, scales, shifts, shifts)
def test_any_rotation_scale_and_shift_is_undone(angle: float, scale: float, x: float, y: float) -> None:
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    points = transformed(TEMPLATE, np.array([[cos, -sin, x], [sin, cos, y]]))
    assert transformed(points, similarity_transform(points, TEMPLATE)) == pytest.approx(TEMPLATE, abs=1e-3)


def test_a_mirror_image_is_not_turned_into_the_original() -> None:
    """A reflection is no similarity transform: left and right of a face stay what they are."""
    mirrored = TEMPLATE * (-1, 1)
    assert np.abs(transformed(mirrored, similarity_transform(mirrored, TEMPLATE)) - TEMPLATE).max() > 5


def face(x: float, y: float, width: float) -> Face:
    points = (TEMPLATE - (38, 33)) / 75 * width + (x, y)
    return Face(Box(x, y, width, width * 1.25), tuple(map(tuple, points.tolist())), 1.0)


def test_a_close_up_is_small_and_keeps_the_face() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (960, 1280, 3), dtype=np.uint8)
    part, near = close_up(picture, face(400, 300, 400))
    assert max(part.shape) == CLOSE_UP_SIDE
    assert part.flags.c_contiguous
    assert 0 < near.box.x < near.box.x + near.box.width < part.shape[1]


def test_a_close_up_of_a_small_face_is_cut_out_as_it_is() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (960, 1280, 3), dtype=np.uint8)
    part, near = close_up(picture, face(1240, -10, 60))
    assert np.array_equal(part, picture[: part.shape[0], -part.shape[1] :])
    assert near == moved(face(1240, -10, 60), 1280 - part.shape[1], 0, 1.0)


def test_a_chip_brings_the_eyes_to_their_place() -> None:
    """White eyes on black, anywhere in the picture, at any size."""
    for x, y, width in ((100.0, 80.0, 75.0), (700.0, 500.0, 220.0), (20.0, 30.0, 400.0)):
        someone = face(x, y, width)
        picture = np.zeros((900, 1200, 3), np.uint8)
        for eye_x, eye_y in someone.landmarks[:2]:
            reach = round(width / 18)
            picture[
                round(eye_y) - reach : round(eye_y) + reach + 1, round(eye_x) - reach : round(eye_x) + reach + 1
            ] = 255
        chip = face_chip(picture, someone)
        for eye_x, eye_y in TEMPLATE[:2].round().astype(int):
            assert chip[eye_y, eye_x].min() > 200
        assert chip[80:, :].max() == 0


def test_what_lies_outside_of_the_picture_is_black(hopper: Picture) -> None:
    chip = face_chip(np.full_like(hopper, 200), face(-100, 100, 200))
    assert chip[:, :20].max() == 0
    assert chip[56, 80].min() == 200

"""Grids that a screen or a print would leave, drawn over portraits."""

import cv2
import numpy as np
import pytest

from recognition.faces import Box
from recognition.fusion import UNMISTAKABLE
from recognition.images import Picture
from recognition.signals.moire import moire, peak

FACE = Box(150, 120, 200, 260)


def behind_grid(picture: Picture, period: float, degrees: float, strength: float) -> Picture:
    """The picture as a screen of that many pixels between its lines would show it."""
    down, across = np.indices(picture.shape[:2])
    turned = np.radians(degrees)
    along, over = across * np.cos(turned) + down * np.sin(turned), down * np.cos(turned) - across * np.sin(turned)
    grid = np.cos(2 * np.pi * along / period) + np.cos(2 * np.pi * over / period)
    return np.clip(picture + strength * grid[:, :, None], 0, 255).astype(np.uint8)


def jpeg(picture: Picture, quality: int) -> Picture:
    read = cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    return np.asarray(read, np.uint8)


@pytest.mark.parametrize(("period", "degrees"), [(3, 20), (4, 45), (6, 10), (8, 30)])
def test_a_grid_over_the_face_is_unmistakable(astronaut: Picture, period: float, degrees: float) -> None:
    assert peak(behind_grid(astronaut, period, degrees, 8), FACE) > UNMISTAKABLE + 0.5


@pytest.mark.parametrize("quality", [95, 70, 30])
def test_a_portrait_has_none_nor_have_the_blocks_of_its_jpeg(astronaut: Picture, hopper: Picture, quality: int) -> None:
    for portrait in (astronaut, hopper):
        assert peak(jpeg(portrait, quality), FACE) < UNMISTAKABLE + 0.05


def test_the_stronger_the_grid_the_lower_the_score(astronaut: Picture) -> None:
    scores = [moire(behind_grid(astronaut, 5, 25, strength), FACE) for strength in (0, 4, 8, 16)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 2 * scores[-1]


def test_lines_level_with_the_picture_and_the_waves_of_a_face_do_not_count(astronaut: Picture) -> None:
    flat = np.full_like(astronaut, 128)
    assert peak(behind_grid(flat, 8, 0, 20), FACE) < peak(behind_grid(flat, 8, 20, 20), FACE) - 1
    assert peak(behind_grid(flat, 40, 20, 20), FACE) < UNMISTAKABLE


@pytest.mark.parametrize("side", [80, 101, 300])
@pytest.mark.parametrize("box", [(-400, -400, 900, 900), (70, 70, 20, 20), (0, 0, 5, 5)])
def test_small_pictures_and_faces_at_the_edge_get_a_score(side: int, box: tuple[float, ...]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (side, side + 7, 3), dtype=np.uint8)
    for picture in (noise, np.zeros_like(noise)):
        assert 0 < moire(picture, Box(*box)) <= 1

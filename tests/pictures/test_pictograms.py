"""The drawing of a challenge: one panel for each face, the same bytes for the same challenge, and quickly."""

import io
import time

import pytest
from PIL import Image

from pictures.pictograms import POSES, SIDE, pictogram
from recognition.challenge.actions import Action


def test_every_action_that_can_be_asked_can_be_drawn() -> None:
    assert set(POSES) == set(Action)


@pytest.mark.parametrize(
    "actions", [("look-left",), ("open-mouth", "look-up"), ("close-eyes", "look-down", "look-right")]
)
def test_the_straight_face_comes_first_and_then_each_action(actions: tuple[str, ...]) -> None:
    with Image.open(io.BytesIO(pictogram(actions))) as picture:
        assert picture.format == "JPEG"
        assert picture.size == ((1 + len(actions)) * SIDE, SIDE)


def test_different_challenges_are_different_drawings() -> None:
    drawn = [pictogram((one,)) for one in POSES] + [
        pictogram(("look-left", "look-up")),
        pictogram(("look-up", "look-left")),
    ]
    assert len({*drawn}) == len(drawn)


def test_left_is_on_the_left_as_in_the_mirror_of_a_front_camera() -> None:
    """The arrow is the only red in it."""
    for action, is_left in (("look-left", True), ("look-right", False)):
        with Image.open(io.BytesIO(pictogram((action,)))) as picture:
            panel = picture.convert("RGB").crop((SIDE, 0, 2 * SIDE, SIDE))
        pixels = panel.load()
        red = [x for x in range(SIDE) for y in range(SIDE) if pixels[x, y][0] > 150 and pixels[x, y][1] < 100]
        assert red
        assert (max(red) < SIDE / 2) is is_left


def test_once_its_panels_are_drawn_it_takes_ten_milliseconds_at_most() -> None:
    for actions in (("look-left", "look-up"), ("look-up", "look-left")):
        pictogram(actions)
    pictogram.cache_clear()
    spent = time.thread_time()
    pictogram(("look-left", "look-left"))
    assert time.thread_time() - spent < 0.010
    spent = time.thread_time()
    pictogram(("look-left", "look-left"))
    assert time.thread_time() - spent < 0.001


def test_nobody_draws_what_is_not_asked() -> None:
    with pytest.raises(KeyError):
        pictogram(("dance",))

"""Faces of one colour each, and real ones under coloured light."""

import numpy as np
import pytest

from recognition.alignment import face_chip
from recognition.faces import find_faces_upright
from recognition.images import Picture
from recognition.networks import NetworkSet
from recognition.signals.skin import skin


def plain(blue: int, green: int, red: int) -> Picture:
    return np.tile(np.array([blue, green, red], np.uint8), (112, 112, 1))


@pytest.mark.parametrize(
    ("chip", "told"),
    {
        "light skin": (plain(150, 180, 230), (0.7, 1)),
        "dark skin": (plain(40, 60, 95), (0.6, 1)),
        "a blue screen": (plain(220, 160, 150), (0, 0.3)),
        "a green screen": (plain(150, 200, 130), (0, 0.3)),
        "printed on yellow paper without colour": (plain(150, 158, 160), (0.35, 0.5)),
    }.values(),
    ids=["light skin", "dark skin", "blue", "green", "pale"],
)
def test_skin_is_warm_in_every_complexion(chip: Picture, told: tuple[float, float]) -> None:
    score = skin(chip)
    assert score is not None
    assert told[0] <= score <= told[1]


@pytest.mark.parametrize("brightness", [0, 90, 255])
def test_a_picture_without_colours_tells_nothing(brightness: int) -> None:
    assert skin(plain(brightness, brightness, brightness)) is None


def test_blue_light_on_a_real_face_lowers_the_score_and_darkness_hardly(
    astronaut: Picture, networks: NetworkSet
) -> None:
    picture, faces = find_faces_upright(astronaut, networks.faces)
    chip = face_chip(picture, faces[0]).astype(np.float64)
    lights = {"as it is": (1, 1, 1), "darker": (0.6, 0.6, 0.6), "bluer": (1.1, 1, 0.95), "blue": (1.25, 1, 0.9)}
    scores = {name: skin(np.clip(chip * light, 0, 255).astype(np.uint8)) or 0.0 for name, light in lights.items()}
    assert scores["as it is"] > 0.55
    assert scores["darker"] == pytest.approx(scores["as it is"], abs=0.15)
    assert scores["as it is"] > scores["bluer"] > scores["blue"]

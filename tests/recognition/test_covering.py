"""Masks and dark glasses are found, and nothing that may be worn is taken for one: drawn on two portraits."""

import numpy as np
import pytest

from recognition.alignment import face_chip
from recognition.covering import Skin, covering, mask_features, sunglasses_features
from recognition.evaluate.occluders import COVERED, WORN, another_camera
from recognition.faces import find_faces
from recognition.images import Picture
from recognition.landmarks import Points, landmarks
from recognition.networks import NetworkSet
from recognition.quality import SELFIE_LIMITS, QualityLimits, QualityProblem, measure, problems

TIMES = 6
"""Drawings of each kind on each portrait, all different."""


@pytest.fixture(scope="module", params=["hopper", "astronaut"])
def portrait(request: pytest.FixtureRequest, networks: NetworkSet) -> tuple[Picture, Points]:
    picture: Picture = request.getfixturevalue(request.param)
    return picture, landmarks(picture, find_faces(picture, networks.faces)[0])


def found(picture: Picture, networks: NetworkSet, limits: QualityLimits) -> tuple[QualityProblem, ...]:
    return problems(measure(picture, find_faces(picture, networks.faces)), limits)


@pytest.mark.parametrize("thing", COVERED)
def test_what_covers_the_face_is_named(thing: str, portrait: tuple[Picture, Points], networks: NetworkSet) -> None:
    """At least two of three: the limits spare honest faces first."""
    chance = np.random.default_rng(11)
    named = [found(COVERED[thing](*portrait, chance), networks, QualityLimits()) for _ in range(TIMES)]
    assert sum(one == (QualityProblem(thing),) for one in named) >= TIMES * 2 // 3, named


@pytest.mark.parametrize("thing", WORN)
def test_what_people_wear_passes(thing: str, portrait: tuple[Picture, Points], networks: NetworkSet) -> None:
    chance = np.random.default_rng(12)
    for _ in range(TIMES):
        drawn = WORN[thing](*portrait, chance)
        assert found(drawn, networks, QualityLimits()) == ()
        assert QualityProblem.MASK not in found(another_camera(drawn, chance), networks, SELFIE_LIMITS)


def test_a_grey_picture_tells_nothing_of_masks(hopper: Picture, networks: NetworkSet) -> None:
    grey = np.repeat(hopper.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
    face = find_faces(grey, networks.faces)[0]
    assert covering(face_chip(grey, face)).colour < 0.5
    assert found(grey, networks, QualityLimits()) == ()


@pytest.mark.parametrize("value", [0, 7, 128, 255])
def test_a_chip_of_one_colour_has_a_finite_measure(value: int) -> None:
    measured = covering(np.full((112, 112, 3), value, np.uint8))
    assert all(np.isfinite([measured.mask, measured.sunglasses, measured.colour]))


def test_regions_are_means_of_their_pixels() -> None:
    chip = np.zeros((112, 112, 3), np.uint8)
    chip[84:100, 44:68] = 255  # the lips, and the mouth within
    skin = Skin.of(chip)
    assert skin.means["lips"] == pytest.approx((100, 0, 0), abs=0.1)
    assert skin.means["mouth"] == pytest.approx((100, 0, 0), abs=0.1)
    assert skin.means["nose"] == pytest.approx((0, 0, 0), abs=0.1)
    assert skin.spreads["lips"] == pytest.approx(0, abs=0.1)
    chip[84:100, 44:56] = 0
    assert Skin.of(chip).means["lips"][0] == pytest.approx(50, abs=0.1)
    assert Skin.of(chip).spreads["lips"] == pytest.approx(50, abs=0.1)


def test_each_feature_has_its_weight(hopper: Picture, networks: NetworkSet) -> None:
    skin = Skin.of(face_chip(hopper, find_faces(hopper, networks.faces)[0]))
    assert (len(mask_features(skin)), len(sunglasses_features(skin))) == (8, 5)

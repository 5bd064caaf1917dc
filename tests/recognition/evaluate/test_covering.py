"""The fit, the split of people, and what is printed."""

from pathlib import Path

import numpy as np
import pytest

from recognition.alignment import face_chip
from recognition.covering import MASK_WEIGHTS, SUNGLASSES_WEIGHTS
from recognition.evaluate.covering import Shown, fitted, is_for_fitting, logistic, measured, shown
from recognition.evaluate.occluders import COVERED, WORN, hand
from recognition.evaluate.pictures import Sample
from recognition.faces import find_faces
from recognition.images import Picture
from recognition.landmarks import landmarks
from recognition.networks import NetworkSet
from tests.recognition.conftest import sample_bytes


def person(identity: str, path: Path = Path()) -> Sample:
    return Sample(path, identity, "anywhere", "female", "")


def test_a_logistic_regression_finds_the_line_between_two_clouds() -> None:
    chance = np.random.default_rng(3)
    truth = np.repeat([True, False], 2000)
    inputs = chance.normal(0, 1, (4000, 2)) + np.where(truth[:, None], (1, 3), (1, 1))
    *slopes, constant = logistic(inputs, truth)
    assert slopes == pytest.approx([0, 2], abs=0.15)  # the difference of the means over the variance
    assert constant == pytest.approx(-4, abs=0.4)


def test_rare_positives_weigh_as_much_as_all_others() -> None:
    chance = np.random.default_rng(3)
    truth = np.array([True] * 100 + [False] * 5000)
    inputs = chance.normal(0, 1, (5100, 1)) + np.where(truth[:, None], 2, 0)
    slope, constant = logistic(inputs, truth)
    assert -constant / slope == pytest.approx(1, abs=0.15)


def test_all_pictures_of_a_person_are_on_one_side() -> None:
    sides = [is_for_fitting(person(f"person {number}")) for number in range(400)]
    assert 150 < sum(sides) < 250
    assert is_for_fitting(person("person 1", Path("a"))) is is_for_fitting(person("person 1", Path("b")))


def test_a_person_is_shown_with_everything_once(tmp_path: Path, networks: NetworkSet) -> None:
    (tmp_path / "hopper.jpg").write_bytes(sample_bytes("hopper"))
    faces = list(shown([person("hopper", tmp_path / "hopper.jpg")], networks))
    assert [face.thing for face in faces] == ["plain", *COVERED, *WORN, "hand"]
    assert {face.group for face in faces} == {"anywhere female"}


def test_figures_are_printed_by_thing_and_for_plain_faces_by_group() -> None:
    grey = np.full((112, 112, 3), 90, np.uint8)
    rows = list(measured([Shown("plain", "one", grey), Shown("plain", "two", grey), Shown("mask", "one", grey)]))
    assert [(row["of"], row["pictures"]) for row in rows] == [
        ("mask", 1),
        ("plain", 2),
        ("plain: one", 1),
        ("plain: two", 1),
    ]


def test_the_fit_gives_as_many_weights_as_the_rule_has(tmp_path: Path, networks: NetworkSet) -> None:
    (tmp_path / "hopper.jpg").write_bytes(sample_bytes("hopper"))
    faces = list(shown([person("hopper", tmp_path / "hopper.jpg")] * 6, networks))
    lengths = [len(weights) for row in fitted(faces) if isinstance(weights := row["weights"], list)]
    assert lengths == [len(MASK_WEIGHTS), len(SUNGLASSES_WEIGHTS)]


def test_a_drawing_changes_only_its_part_of_the_face(networks: NetworkSet, hopper: Picture) -> None:
    face = find_faces(hopper, networks.faces)[0]
    points = landmarks(hopper, face)
    before = face_chip(hopper, face)
    for name, draw in {**COVERED, **WORN, "hand": hand}.items():
        after = face_chip(draw(hopper, points, np.random.default_rng(1)), face)
        moved = np.abs(after.astype(int) - before).max(axis=2) > 20
        assert 0.01 < moved.mean() < 0.8, name
        mouth, nose_root = moved[88:98, 46:66].mean(), moved[44:50, 54:58].mean()
        assert (mouth > 0.5) == (name in {"mask", "hand"}), (name, mouth)
        assert nose_root < 1.0 or name in {"sunglasses", "glasses"}, name

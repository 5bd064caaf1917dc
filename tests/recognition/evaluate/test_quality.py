"""The measurement of quality: every annotation has its expectation, groups are counted, sizes of faults are real."""

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition.evaluate.expectations import EXPECTED, PASS
from recognition.evaluate.pictures import samples
from recognition.evaluate.quality import as_line, judged, measured
from recognition.evaluate.worsening import WORSENINGS
from recognition.images import Picture
from recognition.networks import NetworkSet
from recognition.quality import QualityProblem
from tests.recognition.conftest import sample_bytes

NAMED = {problem.value for problem in QualityProblem}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two people in lfw/, one of them blurred; nobody in faces/; a portrait and no picture in quality/."""
    for name in ("lfw", "faces", "quality"):
        (tmp_path / name).mkdir()
    hopper = sample_bytes("hopper")
    blurred = cv2.GaussianBlur(cv2.imdecode(np.frombuffer(hopper, np.uint8), 1), (0, 0), 9)
    (tmp_path / "lfw/hopper.jpg").write_bytes(hopper)
    (tmp_path / "lfw/blurred.jpg").write_bytes(cv2.imencode(".jpg", blurred)[1].tobytes())
    (tmp_path / "lfw/astronaut.png").write_bytes(sample_bytes("astronaut"))
    (tmp_path / "quality/hopper.jpg").write_bytes(hopper)
    (tmp_path / "quality/tiny.png").write_bytes(cv2.imencode(".png", np.zeros((9, 9, 3), np.uint8))[1].tobytes())
    (tmp_path / "lfw/manifest.csv").write_text(
        "file,identity,group,gender\nhopper.jpg,a,one,female\nblurred.jpg,a,one,female\nastronaut.png,b,two,\n"
    )
    (tmp_path / "faces/manifest.csv").write_text("file,identity\n")
    (tmp_path / "quality/manifest.csv").write_text("file,expected\nhopper.jpg,headwear\ntiny.png,corrupt_file\n")
    return tmp_path


def test_groups_and_expectations_are_counted(data: Path, networks: NetworkSet) -> None:
    lines = [json.loads(as_line(line)) for line in measured(data, networks)]
    groups = {(line["of"], line["group"]): line for line in lines if "group" in line}
    assert groups["lfw", "all"]["pictures"] == 3
    assert groups["lfw", "one"]["refused at enrolment"] == groups["lfw", "one female"]["refused at check-in"] == 0.5
    assert groups["lfw", "one"]["reasons at enrolment"] == {"blurred": 1}
    assert groups["lfw", "two"]["refused at enrolment"] == 0
    pictures = {line["picture"]: line for line in lines if "picture" in line}
    assert pictures["hopper.jpg"] == {
        "picture": "hopper.jpg",
        "annotated": "headwear",
        "expected": [PASS],
        "enrolment": PASS,
        "check-in": PASS,
        "as expected": True,
    }
    assert pictures["tiny.png"]["enrolment"] == "too_small"
    worsened = {line["of"]: line for line in lines if "pairs" in line}
    assert set(worsened) == set(WORSENINGS)
    assert worsened["as it is"]["pairs"] == 1


def test_a_file_that_is_no_picture_is_judged_by_its_reason(data: Path, networks: NetworkSet) -> None:
    (data / "quality/tiny.png").write_bytes(b"no picture")
    tiny = list(samples(data / "quality"))[1]
    assert (judged(tiny, networks).enrolment, judged(tiny, networks).selfie) == ("not_an_image", "not_an_image")


def test_only_known_outcomes_are_expected() -> None:
    outcomes = set().union(*EXPECTED.values())
    assert outcomes <= NAMED | {PASS, "too_small"}


@pytest.mark.eval_data
def test_every_annotation_of_the_evaluation_pictures_has_an_expectation(eval_data: Path) -> None:
    with (eval_data / "quality" / "manifest.csv").open(newline="") as manifest:
        assert {row["expected"] for row in csv.DictReader(manifest)} == set(EXPECTED)


@pytest.mark.parametrize("name", WORSENINGS)
def test_each_fault_changes_the_picture_and_leaves_the_original(name: str, astronaut: Picture) -> None:
    before = astronaut.copy()
    worse = WORSENINGS[name](astronaut)
    assert worse.dtype == np.uint8
    assert np.array_equal(astronaut, before)
    assert (name == "as it is") == (worse.shape == astronaut.shape and np.array_equal(worse, astronaut))

"""The dequantised SFace against OpenCV's own recogniser, and its place in the cache."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition.alignment import close_up, face_chip
from recognition.faces import Face, find_faces
from recognition.images import Picture
from recognition.models.files import carried_folder, read_model
from recognition.models.manifest import SFACE
from recognition.models.sface_weights import dequantised, plain_sface, rounded_sface
from recognition.models.sums import is_whole
from recognition.networks import NetworkSet


@pytest.fixture(scope="module")
def quantised() -> bytes:
    return read_model(SFACE, carried_folder(), "reinstall")


@pytest.fixture(scope="module")
def plain(quantised: bytes) -> bytes:
    return dequantised(quantised)


def row(face: Face) -> np.ndarray:
    """A face as OpenCV's detector gives it."""
    box = face.box
    points = [coordinate for point in face.landmarks for coordinate in point]
    return np.array([[box.x, box.y, box.width, box.height, *points, face.score]], np.float32)


def test_opencv_runs_it_to_the_same_point_from_the_same_chip(
    plain: bytes, networks: NetworkSet, astronaut: Picture, hopper: Picture, tmp_path: Path
) -> None:
    """From close-ups, since OpenCV samples a large face with aliasing; 8 bits leave a cosine of 0.9995."""
    (tmp_path / "sface.onnx").write_bytes(plain)
    opencv = cv2.FaceRecognizerSF.create(str(tmp_path / "sface.onnx"), "")
    for picture in (astronaut, hopper):
        near, face = close_up(picture, find_faces(picture, networks.faces)[0])
        chip = opencv.alignCrop(near, row(face))
        theirs = opencv.feature(chip)[0]
        ours = networks.sface.embed(near, face).vector
        assert np.abs(chip.astype(int) - face_chip(near, face)).mean() < 0.5
        assert ours @ theirs / np.linalg.norm(theirs) > 0.998


def test_it_is_made_once_and_kept_whole(quantised: bytes, plain: bytes, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    path = plain_sface(quantised, cache, "a" * 64)
    assert len(path.with_suffix(".bin").read_bytes()) == pytest.approx(len(plain), rel=0.01)
    made = path.stat().st_mtime_ns
    assert plain_sface(quantised, cache, "a" * 64).stat().st_mtime_ns == made
    path.write_bytes(b"damaged")
    assert is_whole(plain_sface(quantised, cache, "a" * 64).parent)
    assert path.stat().st_size > len(b"damaged")
    assert plain_sface(quantised, cache, "b" * 64) != path
    assert len([*cache.iterdir()]) == 2


def test_that_in_8_bits_lies_beside_it_and_is_less_than_half_as_large(
    quantised: bytes, plain: bytes, tmp_path: Path
) -> None:
    path = rounded_sface(quantised, tmp_path, "a" * 64)
    assert "int8" in path.parent.name
    assert len(path.with_suffix(".bin").read_bytes()) < len(plain) / 2
    assert plain_sface(quantised, tmp_path, "a" * 64) != path

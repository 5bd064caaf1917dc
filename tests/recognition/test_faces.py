"""Detection against OpenCV's own YuNet, on turned, small and empty pictures."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition.faces import Box, Face, find_faces, find_faces_upright, mirrored, moved, steadied
from recognition.images import Picture, decode, shrunk
from recognition.models.files import carried_folder
from recognition.models.manifest import YUNET
from recognition.networks import NetworkSet


def opencv_face(picture: Picture) -> Face:
    height, width = picture.shape[:2]
    model = str(carried_folder() / YUNET.files[0].name)
    _, rows = cv2.FaceDetectorYN.create(model, "", (width, height), 0.6).detect(picture)
    row = rows[0].tolist()
    points = [(row[index], row[index + 1]) for index in range(4, 14, 2)]
    return Face(Box(*row[:4]), tuple(points), row[14])


def landmark_error(face: Face, other: Face) -> float:
    """Mean distance in eye distances; between two scales YuNet itself differs by up to 0.1."""
    one, two = np.array(face.landmarks), np.array(other.landmarks)
    return float(np.linalg.norm(one - two, axis=1).mean() / np.linalg.norm(two[0] - two[1]))


def test_opencv_finds_the_same_face_in_the_same_pixels(networks: NetworkSet, hopper: Picture) -> None:
    """Of 256 px, which both look at as they are; what is left is the processor's precision."""
    small = np.ascontiguousarray(shrunk(hopper, 240, 281)[:256])
    ours, theirs = find_faces(small, networks.faces)[0], opencv_face(small)
    assert landmark_error(ours, theirs) < 0.01
    assert ours.box.width == pytest.approx(theirs.box.width, rel=0.02)
    assert ours.score == pytest.approx(theirs.score, abs=0.01)


def test_the_face_is_where_it_is_in_every_size_and_place(networks: NetworkSet, hopper: Picture) -> None:
    expected = find_faces(hopper, networks.faces)[0]
    for scale, left, top in ((1.0, 300, 0), (1.0, 0, 200), (2.5, 0, 0), (0.5, 111, 222), (0.3, 700, 300)):
        size = (round(hopper.shape[1] * scale), round(hopper.shape[0] * scale))
        scaled = cv2.resize(hopper, size, interpolation=cv2.INTER_AREA)
        ground = np.zeros((top + size[1], left + size[0], 3), np.uint8)
        ground[top:, left:] = scaled
        found = find_faces(ground, networks.faces)[0]
        assert landmark_error(found, moved(expected, -left / scale, -top / scale, scale)) < 0.15


def test_a_small_face_in_a_large_picture_gets_a_second_look(networks: NetworkSet, hopper: Picture) -> None:
    """Its landmarks come from more pixels than the first look had."""
    ground = np.full((1200, 1600, 3), 128, np.uint8)
    small = shrunk(hopper, hopper.shape[1] // 2, hopper.shape[0] // 2)
    ground[100 : 100 + small.shape[0], 900 : 900 + small.shape[1]] = small
    found = find_faces(ground, networks.faces)[0]
    expected = moved(find_faces(small, networks.faces)[0], -900, -100, 1.0)
    assert landmark_error(found, expected) < 0.15


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_empty_picture_has_no_face(networks: NetworkSet, shade: int) -> None:
    picture = np.full((960, 1280, 3), shade, np.uint8)
    assert find_faces_upright(picture, networks.faces)[1] == ()


def test_noise_has_no_face(networks: NetworkSet) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (400, 300, 3), dtype=np.uint8)
    assert find_faces(picture, networks.faces) == ()


@pytest.mark.parametrize("shape", [(100, 2000), (2000, 100), (81, 80)])
def test_any_shape_of_picture_can_be_searched(networks: NetworkSet, shape: tuple[int, int]) -> None:
    assert find_faces(np.full((*shape, 3), 90, np.uint8), networks.faces) == ()


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_picture_on_its_side_is_stood_up(
    networks: NetworkSet, astronaut: Picture, hopper: Picture, quarters: int
) -> None:
    for picture in (astronaut, hopper):
        turned = np.ascontiguousarray(np.rot90(picture, quarters))
        upright, faces = find_faces_upright(turned, networks.faces)
        assert np.array_equal(upright, picture)
        assert landmark_error(faces[0], find_faces(picture, networks.faces)[0]) < 0.01


def test_of_two_people_the_one_in_the_middle_comes_first(
    networks: NetworkSet, astronaut: Picture, hopper: Picture
) -> None:
    beside = np.zeros((600, 1536, 3), np.uint8)
    beside[:512, :512] = astronaut
    beside[:, 512:1024] = hopper
    faces = find_faces(beside, networks.faces)
    assert [512 < face.box.x < 1024 for face in faces] == [True, False]


@pytest.mark.eval_data
def test_the_rotated_evaluation_pictures_show_their_face_upright(networks: NetworkSet, eval_data: Path) -> None:
    with (eval_data / "quality" / "manifest.csv").open(newline="") as manifest:
        files = [row["file"] for row in csv.DictReader(manifest) if row["expected"] == "rotated"]
    assert len(files) == 6
    for file in files:
        _, faces = find_faces_upright(decode((eval_data / "quality" / file).read_bytes()), networks.faces)
        assert faces[0].score > 0.9


def test_a_face_seen_in_a_mirror_and_back_is_the_same(networks: NetworkSet, hopper: Picture) -> None:
    face = find_faces(hopper, networks.faces)[0]
    once = mirrored(face, hopper.shape[1])
    assert once.box.x + once.box.width == pytest.approx(hopper.shape[1] - face.box.x)
    assert once.landmarks[0][0] < once.landmarks[1][0]
    assert mirrored(once, hopper.shape[1]) == Face(face.box, face.landmarks, face.score)


def test_a_mirrored_face_lies_where_it_is_found_in_the_mirror_image(networks: NetworkSet, hopper: Picture) -> None:
    found = find_faces(np.ascontiguousarray(hopper[:, ::-1]), networks.faces)[0]
    assert landmark_error(found, mirrored(find_faces(hopper, networks.faces)[0], hopper.shape[1])) < 0.1


def test_a_steadied_face_agrees_better_with_that_of_the_mirror_image(
    networks: NetworkSet, hopper: Picture, astronaut: Picture
) -> None:
    for picture in (hopper, astronaut):
        turned, width = np.ascontiguousarray(picture[:, ::-1]), picture.shape[1]
        plain, other = find_faces(picture, networks.faces)[0], find_faces(turned, networks.faces)[0]
        before = landmark_error(plain, mirrored(other, width))
        steady = steadied(picture, plain, networks.faces)
        after = landmark_error(steady, mirrored(steadied(turned, other, networks.faces), width))
        assert after < before
        assert steady.box == plain.box

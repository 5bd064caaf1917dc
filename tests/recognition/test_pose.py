"""The formula on drawn landmarks, the sign on portraits that turn."""

import dataclasses

import pytest

from recognition.faces import Box, Face, find_faces, mirrored
from recognition.images import Picture
from recognition.networks import NetworkSet
from recognition.pose import LEVEL_NOSE, NOSE_HEIGHT, Pose, Side, nose_offset, pose_of
from tests.recognition.filming import square, turned

FRONTAL = Face(Box(0, 0, 100, 130), ((30, 40), (70, 40), (50, 40 + 40 * LEVEL_NOSE), (35, 80), (65, 80)), 0.95)


def with_nose(x: float, y: float) -> Face:
    right, left, _, *mouth = FRONTAL.landmarks
    return dataclasses.replace(FRONTAL, landmarks=(right, left, (x, y), *mouth))


def test_a_face_like_the_mean_one_looks_straight() -> None:
    pose = pose_of(FRONTAL)
    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((0, 0, 0))
    assert pose.side is Side.FRONT


def test_a_nose_a_nose_height_aside_is_turned_by_45_degrees() -> None:
    _, nose_y = FRONTAL.landmarks[2]
    for sign, side in ((1, Side.LEFT), (-1, Side.RIGHT)):
        pose = pose_of(with_nose(50 + sign * 40 * NOSE_HEIGHT, nose_y))
        assert pose.yaw == pytest.approx(sign * 45)
        assert pose.side is side


def test_a_low_nose_looks_down_and_a_high_one_up() -> None:
    _, nose_y = FRONTAL.landmarks[2]
    assert pose_of(with_nose(50, nose_y + 6)).pitch > 5
    assert pose_of(with_nose(50, nose_y - 6)).pitch < -5


def test_a_tilted_head_is_no_turned_one() -> None:
    tilted = dataclasses.replace(
        FRONTAL, landmarks=tuple((x * 0.8 - y * 0.6 + 100, x * 0.6 + y * 0.8) for x, y in FRONTAL.landmarks)
    )
    pose = pose_of(tilted)
    assert (pose.yaw, pose.pitch) == pytest.approx((0, 0), abs=1e-9)
    assert pose.roll == pytest.approx(36.87, abs=0.01)
    assert pose.apart(pose_of(FRONTAL)) == pytest.approx(0, abs=1e-9)


def test_the_mirror_image_looks_to_the_other_side() -> None:
    face = with_nose(60, 63)
    assert pose_of(mirrored(face, 100)).yaw == pytest.approx(-pose_of(face).yaw)
    assert nose_offset(mirrored(face, 100)) == pytest.approx(-nose_offset(face))


def test_a_side_begins_at_its_limit() -> None:
    assert [Pose(yaw, 0, 0).side for yaw in (-12.0, -11.9, 11.9, 12.0)] == [
        Side.RIGHT,
        Side.FRONT,
        Side.FRONT,
        Side.LEFT,
    ]


def test_pitch_tells_poses_apart_half_as_much_as_yaw() -> None:
    assert Pose(0, 0, 0).apart(Pose(3, 8, 50)) == pytest.approx(5)


@pytest.mark.parametrize("name", ["hopper", "astronaut"])
def test_a_portrait_that_turns_is_seen_to_turn_to_that_side(
    name: str, networks: NetworkSet, request: pytest.FixtureRequest
) -> None:
    picture: Picture = request.getfixturevalue(name)
    face = find_faces(picture, networks.faces)[0]
    near = square(picture, middle=face.box.centre, side=2.2 * face.box.width)
    face = find_faces(near, networks.faces)[0]
    left, front, right = (
        pose_of(find_faces(turned(near, face, degrees), networks.faces)[0]) for degrees in (25, 0, -25)
    )
    assert (left.side, front.side, right.side) == (Side.LEFT, Side.FRONT, Side.RIGHT)

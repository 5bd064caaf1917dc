"""A head that turns in a real video gives pictures in different poses; every other video is refused with its reason."""

import dataclasses
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition.best_frames import OTHER_POSE, Frames, VideoRefusal, best_frames
from recognition.examination import Examiner
from recognition.faces import Face, find_faces
from recognition.images import Picture, decode
from recognition.networks import NetworkSet
from recognition.pose import Side
from recognition.quality import QualityLimits, QualityProblem, measure, problems
from recognition.video import VideoLimits, VideoReason
from tests.recognition.filming import filmed, square, turned

SWEEP = [*range(0, 30, 3), *range(27, -30, -3), *range(-27, 3, 3)]
"""Degrees of a head that looks to one side, to the other and to the front again: 39 frames, 2.6 s."""


def near(picture: Picture, networks: NetworkSet) -> tuple[Picture, Face]:
    """As the front camera sees a person who holds it."""
    face = find_faces(picture, networks.faces)[0]
    seen = square(picture, middle=face.box.centre, side=2.4 * face.box.width)
    return seen, find_faces(seen, networks.faces)[0]


def found(data: bytes, networks: NetworkSet, at_most: int = 5) -> Frames | VideoRefusal:
    return best_frames(data, at_most, QualityLimits(), networks.faces, VideoLimits())


def refused(data: bytes, networks: NetworkSet) -> VideoRefusal:
    refusal = found(data, networks)
    assert isinstance(refusal, VideoRefusal)
    return refusal


@pytest.fixture(scope="module")
def turning(hopper: Picture, networks: NetworkSet) -> bytes:
    seen, face = near(hopper, networks)
    return filmed([turned(seen, face, degrees) for degrees in SWEEP])


def test_a_head_that_turns_gives_pictures_of_the_front_and_of_both_sides(turning: bytes, networks: NetworkSet) -> None:
    frames = found(turning, networks)
    assert isinstance(frames, Frames)
    assert 3 <= len(frames.frames) <= 5
    assert frames.frames[0].pose.side is Side.FRONT
    assert {frame.pose.side for frame in frames.frames} == set(Side)
    assert frames.duration_s == pytest.approx(len(SWEEP) / 15, abs=0.1)


def test_each_frame_is_a_picture_that_can_be_examined(turning: bytes, networks: NetworkSet) -> None:
    frames = found(turning, networks)
    assert isinstance(frames, Frames)
    for frame in frames.frames:
        picture = decode(frame.jpeg)
        measures = measure(picture, find_faces(picture, networks.faces))
        assert problems(measures, QualityLimits()) == ()
        assert measures is not None
        assert measures.yaw == pytest.approx(frame.measures.yaw, abs=0.06)


def test_no_two_frames_show_the_same_pose_and_no_more_are_given_than_asked_for(
    turning: bytes, networks: NetworkSet
) -> None:
    for at_most in (1, 2, 3, 5):
        frames = found(turning, networks, at_most)
        assert isinstance(frames, Frames)
        poses = [frame.pose for frame in frames.frames]
        assert len(poses) <= at_most
        assert all(one.apart(other) >= OTHER_POSE for number, one in enumerate(poses) for other in poses[:number])


def test_a_head_held_still_gives_one_picture(astronaut: Picture, networks: NetworkSet) -> None:
    """However the camera moves and zooms: it is the head that must turn."""
    face = find_faces(astronaut, networks.faces)[0]
    x, y = face.box.centre
    pictures = [
        square(astronaut, middle=(x + 10 * np.sin(n / 5), y), side=(2.4 + 0.01 * n) * face.box.width) for n in range(40)
    ]
    frames = found(filmed(pictures), networks)
    assert isinstance(frames, Frames)
    assert len(frames.frames) == 1


def test_the_sharp_frames_of_a_shaken_video_are_taken(hopper: Picture, networks: NetworkSet) -> None:
    seen, face = near(hopper, networks)
    pictures = [turned(seen, face, degrees) for degrees in SWEEP]
    shaken = [picture if n % 4 else cv2.GaussianBlur(picture, (0, 0), 7) for n, picture in enumerate(pictures)]
    frames = found(filmed(shaken), networks)
    assert isinstance(frames, Frames)
    assert len(frames.frames) >= 3
    assert all(QualityProblem.BLURRED not in problems(frame.measures, QualityLimits()) for frame in frames.frames)


def test_a_video_without_a_face_says_so(networks: NetworkSet) -> None:
    grey = np.full((384, 384, 3), 120, np.uint8)
    assert refused(filmed([grey] * 30), networks) == VideoRefusal(VideoReason.NO_FACE)


def test_a_face_that_comes_late_or_leaves_is_found(hopper: Picture, networks: NetworkSet) -> None:
    seen, face = near(hopper, networks)
    head = [turned(seen, face, degrees) for degrees in SWEEP]
    wall = [np.full_like(seen, 120)] * 20
    frames = found(filmed([*wall, *head, *wall]), networks)
    assert isinstance(frames, Frames)
    assert {frame.pose.side for frame in frames.frames} == set(Side)


def beside(one: Picture, other: Picture) -> Picture:
    height, width = one.shape[:2]
    half = partial(cv2.resize, dsize=(width // 2, height // 2), interpolation=cv2.INTER_AREA)
    row = np.hstack([half(one), half(other)])
    return np.vstack([row, np.full((height - row.shape[0], row.shape[1], 3), 90, np.uint8)])


def test_two_people_are_refused_and_one_who_walks_by_is_not(
    hopper: Picture, astronaut: Picture, networks: NetworkSet
) -> None:
    (first, face), (second, _) = near(hopper, networks), near(astronaut, networks)
    together = beside(first, second)
    assert refused(filmed([together] * 30), networks) == VideoRefusal(VideoReason.SEVERAL_PEOPLE)
    alone = [turned(first, face, degrees) for degrees in SWEEP]
    frames = found(filmed([*alone[:20], *[together] * 6, *alone[20:]]), networks)
    assert isinstance(frames, Frames)
    assert len(frames.frames) >= 3


def test_a_video_without_a_good_frame_says_what_to_do_better(hopper: Picture, networks: NetworkSet) -> None:
    seen, _ = near(hopper, networks)
    dark = (seen * 0.08).astype(np.uint8)
    blurred = cv2.GaussianBlur(seen, (0, 0), 7)
    refusal = refused(filmed([*[dark] * 5, *[blurred] * 30]), networks)
    assert refusal.reason is VideoReason.NO_GOOD_FRAME
    assert refusal.problems[0] is QualityProblem.BLURRED


def test_what_is_no_video_is_refused_as_a_value(networks: NetworkSet) -> None:
    assert refused(b"", networks) == VideoRefusal(VideoReason.EMPTY)
    assert refused(b"no video", networks) == VideoRefusal(VideoReason.NOT_A_VIDEO)


async def test_the_examiner_watches_videos_in_its_threads(turning: bytes, model_cache: Path) -> None:
    async with Examiner(models=None, cache=model_cache, videos=VideoLimits(max_duration_s=60)) as examiner:
        frames = await examiner.best_frames(turning, 5)
        assert isinstance(frames, Frames)
        examination = await examiner.examine(frames.frames[0].jpeg, ("sface",), QualityLimits())
        assert examination.problems == ()
        assert examination.pose is not None
        assert examination.pose.apart(frames.frames[0].pose) < OTHER_POSE
        strict = dataclasses.replace(QualityLimits(), eye_distance=1000)
        assert await examiner.best_frames(turning, 5, strict) == VideoRefusal(
            VideoReason.NO_GOOD_FRAME, (QualityProblem.FACE_TOO_SMALL,)
        )


EXPECTED = {
    "Apfol__real2.webm": set(Side),
    "KwaiVGI__d3.mp4": set(Side),
    "OpenTalker__WDA_AlexandriaOcasioCortez_000.mp4": {Side.FRONT},
    "cosanlab__no_face.mp4": VideoReason.NO_FACE,
    "cosanlab__face_noface.mov": {Side.FRONT},
    "cosanlab__noface_face.mov": {Side.FRONT},
    "cosanlab__single_face.mp4": {Side.FRONT},
}


@pytest.mark.eval_data
@pytest.mark.parametrize("file", EXPECTED)
def test_the_clips_of_the_evaluation_data_give_the_poses_they_show(
    file: str, networks: NetworkSet, eval_data: Path
) -> None:
    frames = found((eval_data / "videos" / file).read_bytes(), networks)
    if isinstance(frames, VideoRefusal):
        assert frames.reason is EXPECTED[file]
    else:
        assert {frame.pose.side for frame in frames.frames} >= EXPECTED[file]

"""The best few frames of a video of one face, in different poses. What a video is, `recognition.video` knows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2

from recognition.faces import FaceNetworks, find_faces, steadied
from recognition.images import Picture
from recognition.pose import Pose, pose_of
from recognition.quality import Measures, QualityLimits, QualityProblem, measure, problems
from recognition.video import Clip, Frame, VideoLimits, VideoReason, VideoRefused, open_clip

LOOKED_AT = 24
"""Frames of a video, evenly spread: each costs about 4 ms, and in 10 s a head turns once to both sides."""

SHORTEST_STEP_S = 0.15
"""Nearer frames show the same."""

OTHER_POSE = 7.0
"""Degrees from which two frames are of different poses: about the median error of a yaw."""

FARTHEST_YAW = 35.0
"""Degrees. Beyond, half of the face is hidden, and a template of it resembles no selfie."""

FRAME_QUALITY = 95
"""JPEG."""


@dataclass(frozen=True)
class BestFrame:
    """A frame as a picture that can be examined like any other."""

    jpeg: bytes
    at_s: float
    measures: Measures
    pose: Pose


@dataclass(frozen=True)
class Frames:
    """Frames without a quality problem, the most frontal first, then those farthest from all before them.

    All of them differ by OTHER_POSE or more: a head that was held still gives one.
    """

    frames: tuple[BestFrame, ...]
    duration_s: float


@dataclass(frozen=True)
class VideoRefusal:
    """The video gives no frame. `problems`, the commonest first, only for NO_GOOD_FRAME: what to do better."""

    reason: VideoReason
    problems: tuple[QualityProblem, ...] = ()


@dataclass(frozen=True, eq=False)
class _Seen:
    """A frame with a face."""

    frame: Frame
    measures: Measures
    pose: Pose
    problems: tuple[QualityProblem, ...]


def best_frames(
    data: bytes, at_most: int, quality: QualityLimits, networks: FaceNetworks, limits: VideoLimits
) -> Frames | VideoRefusal:
    """Up to `at_most` frames. Blocks; see VideoLimits.max_work and LOOKED_AT for what it costs."""
    try:
        clip = open_clip(data, limits)
        seen = _faces_of(clip, quality, networks)
    except VideoRefused as refused:
        return VideoRefusal(refused.reason)
    good = [one for one in seen if not one.problems]
    if not good:
        return _refusal(seen)
    if _shared(seen):
        return VideoRefusal(VideoReason.SEVERAL_PEOPLE)
    return Frames(tuple(_best_frame(one) for one in chosen(good, at_most)), clip.duration_s)


def chosen(good: Sequence[_Seen], at_most: int) -> list[_Seen]:
    """The most frontal, then again and again the farthest from all chosen; the sharpest of its like stands for it."""
    good = [one for one in good if abs(one.pose.yaw) <= FARTHEST_YAW] or good
    picked = [_sharpest_like(min(good, key=lambda one: _FRONTAL.apart(one.pose)), good)]
    while len(picked) < at_most:
        farthest = max(good, key=lambda one: _from_all(one, picked))
        standing = _sharpest_like(farthest, good)
        best = standing if _from_all(standing, picked) >= OTHER_POSE else farthest
        if _from_all(best, picked) < OTHER_POSE:
            break
        picked.append(best)
    return picked


_FRONTAL = Pose(0.0, 0.0, 0.0)


def _sharpest_like(one: _Seen, good: Sequence[_Seen]) -> _Seen:
    return max(
        (other for other in good if other.pose.apart(one.pose) < OTHER_POSE / 2),
        key=lambda other: other.measures.sharpness,
    )


def _from_all(one: _Seen, picked: Sequence[_Seen]) -> float:
    return min(one.pose.apart(other.pose) for other in picked)


def _faces_of(clip: Clip, quality: QualityLimits, networks: FaceNetworks) -> list[_Seen]:
    seen = []
    for frame in clip.frames(max(clip.duration_s / LOOKED_AT, SHORTEST_STEP_S)):
        faces = find_faces(frame.picture, networks)
        if measures := measure(frame.picture, faces):
            pose = pose_of(steadied(frame.picture, faces[0], networks))
            seen.append(_Seen(frame, measures, pose, problems(measures, quality)))
    return seen


def _shared(seen: Sequence[_Seen]) -> bool:
    """Somebody who walks by is no second candidate, somebody who stays is."""
    return 2 * sum(QualityProblem.SEVERAL_FACES in one.problems for one in seen) > len(seen)


def _refusal(seen: Sequence[_Seen]) -> VideoRefusal:
    if not seen:
        return VideoRefusal(VideoReason.NO_FACE)
    if _shared(seen):
        return VideoRefusal(VideoReason.SEVERAL_PEOPLE)
    counted = Counter(problem for one in seen for problem in one.problems)
    return VideoRefusal(VideoReason.NO_GOOD_FRAME, tuple(problem for problem, _ in counted.most_common()))


def _best_frame(one: _Seen) -> BestFrame:
    return BestFrame(_jpeg(one.frame.picture), one.frame.at_s, one.measures, one.pose)


def _jpeg(picture: Picture) -> bytes:
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, FRAME_QUALITY])
    return jpeg.tobytes()

"""Finding faces by YuNet (Wu, Peng, Yu: "YuNet: A Tiny Millisecond-level Face Detector", 2023; weights MIT).

The first look is at the whole picture scaled to 256 px. A main face that is small or large there gets a second look,
scaled to 80 px, a size at which the landmarks serve recognition best (see recognition/evaluate/verification.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from math import hypot
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.images import Picture, shrunk
from recognition.models.runtime import Network

Point = tuple[float, float]
Landmarks = tuple[Point, Point, Point, Point, Point]
_Floats = NDArray[np.float32]


class Sight(Enum):
    """What YuNet is compiled for: (height, width) of its input in pixels, multiples of 32.

    A phone's picture has a sight of its shape and costs two fifths of 320 px square, with nothing lost: LFW's faces as
    they are (250 px) and framed as selfies (960x1280), TAR at FAR 1e-4 98.4 and 98.6 % either way.
    """

    SQUARE = (256, 256)
    WIDE = (192, 256)
    TALL = (256, 192)
    LARGE = (320, 320)
    """For pictures in which nobody is found: a grey photograph of the development set shows its face only here."""
    NEAR = (160, 160)
    """For the second look, around one face."""


LOOKS = (Sight.WIDE, Sight.TALL, Sight.SQUARE)
REFINED_FACE_WIDTH = 80.0
GOOD_FACE_WIDTHS = (48.0, 96.0)
"""Pixels of the network's input between which landmarks need no second look: recognition on LFW was the same."""

MIN_SCORE = 0.6
SURE_SCORE = 0.91
TURNED_SCORE = 0.85
TURN_GAIN = 0.02
"""267 faces of LFW scored 0.89 to 0.96 upright, at most 0.86 on their side and 0.91 upside down; no face was surer in a
wrong position than upright."""
MAX_OVERLAP = 0.3
STRIDES = (8, 16, 32)
MAX_FACES = 20
"""A crowd is refused whatever its exact number."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels of the decoded picture; it may reach outside of the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Face:
    """One found face, in pixels of the decoded picture.

    `landmarks` are the centres of the eyes, the nose tip and the corners of the mouth; of each pair the person's right
    one first, which is on the left of the picture. `score` is in 0..1.
    """

    box: Box
    landmarks: Landmarks
    score: float


@dataclass(frozen=True)
class FaceNetworks:
    """YuNet compiled for any sight: input (1, 3, height, width), BGR 0..255."""

    of: Mapping[Sight, Network]


def find_faces(picture: Picture, networks: FaceNetworks) -> tuple[Face, ...]:
    """All faces of a (height, width, 3) BGR picture, the main one first: the one that is wide and near the middle."""
    for view in (_whole(picture), _closer(picture)):
        faces = _look(picture, networks, view)
        if faces:
            faces.sort(key=lambda face: _prominence(face, picture), reverse=True)
            if not _seen_well(faces[0], view.scale):
                faces[0] = _refined(picture, faces[0], networks)
            return tuple(faces[:MAX_FACES])
    return ()


def find_faces_upright(picture: Picture, networks: FaceNetworks) -> tuple[Picture, tuple[Face, ...]]:
    """The picture, turned by quarters if a face shows better so, and its faces as of `find_faces`.

    Messengers drop the EXIF orientation and some cameras never write it. YuNet finds an upside-down face too, but with
    landmarks of an upright one, and is less sure of it; only then are the three other turns looked at.
    """
    faces = find_faces(picture, networks)
    if faces and faces[0].score >= SURE_SCORE:
        return picture, faces
    best, best_faces, best_score = picture, faces, max(TURNED_SCORE, faces[0].score + TURN_GAIN if faces else 0.0)
    for quarters in (1, 2, 3):
        turned = np.ascontiguousarray(np.rot90(picture, quarters))
        seen = find_faces(turned, networks)
        if seen and seen[0].score >= best_score:
            best, best_faces, best_score = turned, seen, seen[0].score
    return best, best_faces


def _prominence(face: Face, picture: Picture) -> float:
    """Pixels of width, less half a pixel for each pixel off the middle.

    In LFW, whose pictures are centred on the person named, the widest face is another's in 8 of 2,131, the most
    prominent one by this rule in none.
    """
    height, width = picture.shape[:2]
    x, y = face.box.centre
    return face.box.width - hypot(x - width / 2, y - height / 2) / 2


def _seen_well(face: Face, scale: float) -> bool:
    narrow, wide = GOOD_FACE_WIDTHS
    return narrow <= face.box.width * scale <= wide


@dataclass(frozen=True)
class _View:
    """The part of the picture that the network sees, from (left, top) in whole pixels; it may reach outside of it.

    `scale`: pixels of the network for one of the picture.
    """

    left: int
    top: int
    scale: float
    sight: Sight

    def to_picture(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """(..., 2) network pixels to picture pixels."""
        return points / np.float32(self.scale) + np.array([self.left, self.top], np.float32)


def _whole(picture: Picture) -> _View:
    """By the smallest sight in which the picture has the scale that its longer side gives it."""
    height, width = picture.shape[:2]
    scale = max(Sight.SQUARE.value) / max(height, width)
    needed = round(height * scale), round(width * scale)
    fitting = (sight for sight in LOOKS if needed[0] <= sight.value[0] and needed[1] <= sight.value[1])
    return _View(0, 0, scale, next(fitting))


def _closer(picture: Picture) -> _View:
    return _View(0, 0, max(Sight.LARGE.value) / max(picture.shape[:2]), Sight.LARGE)


def _around(face: Face) -> _View:
    # Below four pixels of face nothing comes of it, and the view would have no pixel left.
    scale = REFINED_FACE_WIDTH / max(face.box.width, 4.0)
    height, width = Sight.NEAR.value
    x, y = face.box.centre
    return _View(round(x - width / scale / 2), round(y - height / scale / 2), scale, Sight.NEAR)


def _refined(picture: Picture, face: Face, networks: FaceNetworks) -> Face:
    """The same face seen at the best size; the first sight stays when the second look does not find it again."""
    seen = _look(picture, networks, _around(face))
    same = [again for again in seen if _overlap(again.box, face.box) > MAX_OVERLAP]
    return max(same, key=lambda again: again.score, default=face)


def _look(picture: Picture, networks: FaceNetworks, view: _View) -> list[Face]:
    outputs = networks.of[view.sight].run(_tensor(picture, view))
    width = view.sight.value[1]
    scores, boxes, landmarks = (np.concatenate(parts) for parts in zip(*_decoded(outputs, width), strict=True))
    corners = view.to_picture(boxes.reshape(-1, 2, 2))
    points = view.to_picture(landmarks)
    return _without_repeats(
        [_face(corner, point, score) for corner, point, score in zip(corners, points, scores, strict=True)]
    )


def _tensor(picture: Picture, view: _View) -> NDArray[np.float32]:
    """(1, 3, height, width); black where the view leaves the picture."""
    height, width = view.sight.value
    left, right = _seen_part(view.left, width / view.scale, picture.shape[1])
    top, bottom = _seen_part(view.top, height / view.scale, picture.shape[0])
    inside = picture[top:bottom, left:right]
    size = (max(round((right - left) * view.scale), 1), max(round((bottom - top) * view.scale), 1))
    seen = shrunk(inside, *size) if view.scale < 1 else cv2.resize(inside, size, interpolation=cv2.INTER_LINEAR)
    x, y = round((left - view.left) * view.scale), round((top - view.top) * view.scale)
    tensor = np.zeros((1, 3, height, width), np.float32)
    window = tensor[0, :, y : y + size[1], x : x + size[0]]
    window[:] = seen.transpose(2, 0, 1)[:, : window.shape[1], : window.shape[2]]
    return tensor


def _seen_part(start: int, length: float, limit: int) -> tuple[int, int]:
    return max(start, 0), min(start + round(length), limit)


def _decoded(outputs: Sequence[NDArray[np.float32]], width: int) -> Iterator[tuple[_Floats, _Floats, _Floats]]:
    """Of the cells that pass, per stride: scores (n,), boxes (n, 4) as two corners, landmarks (n, 5, 2); in pixels.

    The twelve outputs are cls, obj, bbox, kps, three strides each; formulas after OpenCV, face_detect.cpp (Apache-2.0).
    """
    for index, stride in enumerate(STRIDES):
        cls, obj, box, points = (outputs[kind * 3 + index][0] for kind in range(4))
        scores = np.sqrt(np.clip(cls[:, 0], 0, 1) * np.clip(obj[:, 0], 0, 1))
        passed = np.flatnonzero(scores >= MIN_SCORE)
        cells = np.stack([passed % (width // stride), passed // (width // stride)], axis=1).astype(np.float32)
        centres = (cells + box[passed, :2]) * stride
        halves = np.exp(box[passed, 2:]) * (stride / 2)
        landmarks = (points[passed].reshape(-1, 5, 2) + cells[:, None, :]) * stride
        yield scores[passed], np.concatenate([centres - halves, centres + halves], axis=1), landmarks


def _face(corners: _Floats, landmarks: _Floats, score: np.float32) -> Face:
    (left, top), (right, bottom) = corners.tolist()
    points = tuple((x, y) for x, y in landmarks.tolist())
    return Face(Box(left, top, right - left, bottom - top), cast("Landmarks", points), float(score))


def _without_repeats(faces: list[Face]) -> list[Face]:
    """Greedy suppression: of faces that overlap, the surest stays."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda face: face.score, reverse=True):
        if all(_overlap(face.box, other.box) <= MAX_OVERLAP for other in kept):
            kept.append(face)
    return kept


def _overlap(one: Box, other: Box) -> float:
    """Intersection over union, 0..1."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(width, 0.0) * max(height, 0.0)
    return shared / (one.width * one.height + other.width * other.height - shared)


def moved(face: Face, left: float, top: float, scale: float) -> Face:
    """The face in the pixels of a part of the picture that begins at (left, top) and was scaled."""
    box = face.box
    points = tuple(((x - left) * scale, (y - top) * scale) for x, y in face.landmarks)
    return Face(
        Box((box.x - left) * scale, (box.y - top) * scale, box.width * scale, box.height * scale),
        cast("Landmarks", points),
        face.score,
    )


def mirrored(face: Face, width: int) -> Face:
    """The face in the mirror image of a picture of that width; right stays right of the person one now sees."""
    box = face.box
    right_eye, left_eye, nose, right_mouth, left_mouth = ((width - 1 - x, y) for x, y in face.landmarks)
    return Face(
        Box(width - box.x - box.width, box.y, box.width, box.height),
        (left_eye, right_eye, nose, left_mouth, right_mouth),
        face.score,
    )


def steadied(picture: Picture, face: Face, networks: FaceNetworks) -> Face:
    """The face with its landmarks averaged with those of a look at the mirror image, whose errors are others.

    Both looks are the second one, of the same size.
    """
    width = picture.shape[1]
    turned = np.ascontiguousarray(picture[:, ::-1])
    near, again = _refined(picture, face, networks), mirrored(_refined(turned, mirrored(face, width), networks), width)
    points = (np.array(near.landmarks) + np.array(again.landmarks)) / 2
    return replace(face, landmarks=cast("Landmarks", tuple((x, y) for x, y in points.tolist())))

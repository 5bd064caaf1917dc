"""A video looked through once: the main face at about ten frames a second, and a thumbnail of every frame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.alignment import close_up
from recognition.faces import Box, Face, FaceNetworks, find_faces, moved
from recognition.images import Picture, shrunk
from recognition.video import Frame

STEP_S = 0.095
"""Between frames whose face is looked at: half a second of closed eyes is seen four times. About 8 ms each."""
LOOKED_AT = 320
"""At most, however long the video is."""

EVERY_S = 1 / 31
"""Between thumbnails: a camera's 30 frames a second, and half of those of a phone's 60."""

THUMB = 64
"""Pixels of a side."""

VIEW_SIDE = 224
"""Pixels of a side at most: dlib's landmarks see a face of 110 px in it."""

RIVAL = 0.6
"""Widths of the main face from which another one may be the one that is meant; see QualityLimits.rival."""

Thumbs = NDArray[np.float32]
"""(n, THUMB, THUMB), grey 0..255 of the whole frame."""


class Film(Protocol):
    """Frames in order of time: a Clip, or the pictures of a folder."""

    @property
    def duration_s(self) -> float:
        """From the first frame to the end of the last."""

    def frames(self, apart_s: float) -> Iterator[Frame]:
        """At least so far apart, the first included. Raises VideoRefused."""


@dataclass(frozen=True, eq=False)
class Sighting:
    """The main face of one frame."""

    at_s: float
    face: Face
    """In pixels of the frame."""
    view: tuple[Picture, Face]
    """The part of the frame around it, at most VIEW_SIDE a side, and the face in its pixels."""
    size: tuple[int, int]
    """Height and width of the frame."""


@dataclass(frozen=True, eq=False)
class Watched:
    """What one pass over a video leaves; at most 50 MB."""

    duration_s: float
    thumb_times: NDArray[np.float64]
    thumbs: Thumbs
    looked_at: NDArray[np.float64]
    """Times in seconds of the frames in which a face was looked for."""
    crowded: int
    """How many of them show a second face as large."""
    sightings: tuple[Sighting, ...]


def watch(film: Film, networks: FaceNetworks) -> Watched:
    """Blocks for about 0.15 s per second of video. Raises VideoRefused."""
    step = max(STEP_S, film.duration_s / LOOKED_AT)
    thumb_times: list[float] = []
    thumbs: list[NDArray[np.float32]] = []
    looked_at: list[float] = []
    sightings: list[Sighting] = []
    crowded, last = 0, None
    for frame in film.frames(EVERY_S):
        thumb_times.append(frame.at_s)
        thumbs.append(thumb(frame.picture))
        if looked_at and frame.at_s < looked_at[-1] + step:
            continue
        looked_at.append(frame.at_s)
        faces = find_faces(frame.picture, networks)
        if not faces:
            continue
        face = _followed(faces, last)
        last = face.box
        crowded += _rivalled(face, faces)
        sightings.append(Sighting(frame.at_s, face, _view(frame.picture, face), _size(frame.picture)))
    return Watched(
        film.duration_s,
        np.array(thumb_times),
        np.array(thumbs, np.float32).reshape(-1, THUMB, THUMB),
        np.array(looked_at),
        crowded,
        tuple(sightings),
    )


def thumb(picture: Picture) -> NDArray[np.float32]:
    """(THUMB, THUMB) grey of the whole picture, each pixel the mean of what it covers."""
    return cv2.cvtColor(shrunk(picture, THUMB, THUMB), cv2.COLOR_BGR2GRAY).astype(np.float32)


def _size(picture: Picture) -> tuple[int, int]:
    return picture.shape[0], picture.shape[1]


def _followed(faces: Sequence[Face], last: Box | None) -> Face:
    """The one where the main face was; the most prominent where none is near."""
    if last is None:
        return faces[0]
    near = min(faces, key=lambda face: _away(face.box, last))
    return near if _away(near.box, last) < 1 else faces[0]


def _away(one: Box, other: Box) -> float:
    """Between the middles, in widths of the other."""
    return float(np.hypot(*(np.array(one.centre) - other.centre))) / max(other.width, 1.0)


def _rivalled(main: Face, faces: Sequence[Face]) -> bool:
    return any(face is not main and face.box.width >= RIVAL * main.box.width for face in faces)


def _view(picture: Picture, face: Face) -> tuple[Picture, Face]:
    part, near = close_up(picture, face)
    scale = VIEW_SIDE / max(part.shape[:2])
    if scale >= 1:
        return part, near
    small = shrunk(part, round(part.shape[1] * scale), round(part.shape[0] * scale))
    return small, moved(near, 0, 0, scale)

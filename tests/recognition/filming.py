"""Real videos of still portraits: the camera moves, and a head turns as far as five landmarks can tell."""

from collections.abc import Iterable
from fractions import Fraction
from io import BytesIO

import av
import cv2
import numpy as np

from recognition.faces import Face
from recognition.images import Picture

SIDE = 384
"""Pixels of a round video of Telegram."""


def filmed(
    pictures: Iterable[Picture], *, fps: int = 15, kind: str = "mp4", codec: str = "libx264", grouped: int = 250
) -> bytes:
    """The pictures, all of one even size, one after the other; every so many can be decoded by itself."""
    file = BytesIO()
    with av.open(file, "w", format=kind) as container:
        stream = None
        for number, picture in enumerate(pictures):
            if stream is None:
                stream = container.add_stream(codec, rate=fps)
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
                stream.gop_size = grouped
                stream.options = {"sc_threshold": "0"} if codec == "libx264" else {}
                stream.max_b_frames = 0
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        assert stream is not None
        container.mux(stream.encode(None))
    return file.getvalue()


def square(picture: Picture, *, middle: tuple[float, float], side: float, out: int = SIDE) -> Picture:
    """The part of the picture around a point, as a camera near it would see it; grey beyond the edges."""
    scale = out / side
    matrix = np.array([[scale, 0, out / 2 - scale * middle[0]], [0, scale, out / 2 - scale * middle[1]]])
    return cv2.warpAffine(picture, matrix, (out, out), flags=cv2.INTER_AREA, borderValue=(90, 90, 90))


def turned(portrait: Picture, face: Face, degrees: float) -> Picture:
    """The portrait as if its head, an ellipsoid with a nose, had turned; positive to the person's left.

    For each pixel the place it came from, found by five steps of a fixed point: x_seen = x cos + depth(x, y) sin. The
    depths are such that five landmarks see about as many degrees; a true head is flatter and its background stays.
    """
    y, x = np.mgrid[: portrait.shape[0], : portrait.shape[1]].astype(np.float32)
    (middle, _), (nose_x, nose_y), width = face.box.centre, face.landmarks[2], face.box.width
    middle_y = face.box.centre[1]
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))

    def depth(at: np.ndarray) -> np.ndarray:
        round_head = np.clip(1 - ((at - middle) / (0.75 * width)) ** 2 - ((y - middle_y) / (1.1 * width)) ** 2, 0, 1)
        nose = np.exp(-(((at - nose_x) / (0.16 * width)) ** 2 + ((y - nose_y) / (0.25 * width)) ** 2))
        return width * (0.75 * round_head + 0.25 * nose)

    source = x
    for _ in range(5):
        source = middle + (x - middle - depth(source) * sine) / cosine
    return cv2.remap(portrait, source.astype(np.float32), y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

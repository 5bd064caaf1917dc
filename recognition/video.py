"""Bytes of a video in, still pictures with their times out; every other outcome is a `VideoRefused` with its reason.

The demuxer is chosen from the first bytes, never guessed: FFmpeg's guessing knows play lists and subtitles that open
other files and addresses. All packets are read before one is decoded, so that the length is what is there and not what
the header says, and at most `max_work` pixels are decoded whatever the file is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from recognition.images import Picture
from recognition.mp4_boxes import promised_samples

if TYPE_CHECKING:
    import av
    import av.container
    import av.video.stream

WEBM_START = b"\x1aE\xdf\xa3"
MP4_MARK = slice(4, 8)

DECODERS = ("h264", "hevc", "vp8", "vp9", "libvpx-vp9", "av1", "libdav1d", "mpeg4", "h263")
"""What phones and messengers send. A picture, an animation or the cover of a song is no video."""

LONGER_SIDE = 1280
"""Pixels to which a larger frame is scaled, as large pictures are."""


class VideoReason(StrEnum):
    """Why a video gives no pictures of a face."""

    EMPTY = "empty"
    NOT_A_VIDEO = "not_a_video"
    TOO_LARGE_FILE = "too_large_file"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NO_FACE = "no_face"
    SEVERAL_PEOPLE = "several_people"
    NO_GOOD_FRAME = "no_good_frame"


class VideoRefused(ValueError):
    """The file cannot be watched; `reason` says why."""

    def __init__(self, reason: VideoReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class VideoLimits:
    """Bounds on a file and what is decoded of it."""

    max_bytes: int = 20_000_000
    """The largest file the Bot API hands out is 20 MB."""
    min_duration_s: float = 1.5
    max_duration_s: float = 65.0
    """A round video of Telegram ends after 60 s."""
    max_pixels: int = 2_100_000
    """Of one frame: 1920x1088. Round videos have 240 to 640 px a side."""
    max_frames: int = 65 * 60
    max_samples: int = 1_000_000
    """That a header may promise, of sound too: 0.2 s and 40 MB of FFmpeg's tables. A minute of sound is 3,000."""
    max_work: int = 250_000_000
    """Pixels decoded in all. One takes 0.9 to 3.7 ns of CPU in the clips of videos/: half a second, at most one."""


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a video, upright; `at_s` seconds after its first."""

    at_s: float
    picture: Picture


@dataclass(frozen=True, eq=False)
class Clip:
    """A video that was found sound by its header and packets. Nothing is decoded yet."""

    data: bytes
    width: int
    height: int
    duration_s: float
    """From the first frame to the end of the last."""
    groups: int
    """Of frames that begin with one decodable by itself."""
    limits: VideoLimits

    def frames(self, apart_s: float) -> Iterator[Frame]:
        """Upright frames at least so far apart, in order of time, the first included.

        Where a video is too long for `max_work`, the first frames of each of its groups are decoded: they are spread
        over the whole of it if the camera, as phones do, begins a group each second or two. Raises VideoRefused.
        """
        next_at = 0.0
        affordable = self.limits.max_work // (self.width * self.height)
        with _opened(self.data, self.limits.max_pixels) as (container, stream):
            for at_s, frame in _decoded(container, stream, max(affordable // self.groups, 1)):
                if (frame.width, frame.height) != (self.width, self.height):
                    raise VideoRefused(VideoReason.BROKEN)  # it would cost more than its header says
                if at_s >= next_at:
                    next_at = at_s + apart_s
                    yield Frame(at_s, _upright(frame))


def open_clip(data: bytes, limits: VideoLimits = VideoLimits()) -> Clip:
    """The video of an MP4, QuickTime or WebM file. Raises VideoRefused and nothing else, whatever the bytes are."""
    if not data:
        raise VideoRefused(VideoReason.EMPTY)
    if len(data) > limits.max_bytes:
        raise VideoRefused(VideoReason.TOO_LARGE_FILE)
    if promised_samples(data) > limits.max_samples:
        raise VideoRefused(VideoReason.TOO_LONG)
    with _opened(data, limits.max_pixels) as (container, stream):
        size = stream.codec_context.width, stream.codec_context.height
        if min(size) < 1:
            raise VideoRefused(VideoReason.BROKEN)
        if size[0] * size[1] > limits.max_pixels:
            raise VideoRefused(VideoReason.TOO_MANY_PIXELS)
        times, groups = _surveyed(container, stream, limits)
        promised = float((stream.duration or 0) * (stream.time_base or 0))
    duration = _duration(times)
    _check_duration(duration, promised, limits)
    return Clip(data, *size, duration, max(groups, 1), limits)


def _demuxer(data: bytes) -> str:
    if data.startswith(WEBM_START):
        return "matroska"
    if data[MP4_MARK] == b"ftyp":
        return "mov"
    raise VideoRefused(VideoReason.NOT_A_VIDEO)


@contextmanager
def _opened(
    data: bytes, max_pixels: int
) -> "Iterator[tuple[av.container.InputContainer, av.video.stream.VideoStream]]":
    """With every error of FFmpeg's, inside too, as VideoRefused."""
    import av  # with the first video, not at every start
    import av.error

    demuxer = _demuxer(data)
    try:
        with av.open(BytesIO(data), "r", format=demuxer, options={"codec_whitelist": ",".join(DECODERS)}) as container:
            stream = next(filter(_is_video, container.streams.video), None)
            if stream is None:
                raise VideoRefused(VideoReason.NOT_A_VIDEO)
            stream.codec_context.thread_count = 1  # one video per thread, as with pictures
            stream.codec_context.options = {"max_pixels": str(max_pixels)}
            yield container, stream
    except (av.error.FFmpegError, UnicodeDecodeError) as error:
        raise VideoRefused(VideoReason.BROKEN) from error


def _is_video(stream: "av.video.stream.VideoStream") -> bool:
    """A stream of a damaged file may have no codec at all, whatever the types say."""
    return getattr(stream.codec_context, "name", None) in DECODERS


def _surveyed(
    container: "av.container.InputContainer", stream: "av.video.stream.VideoStream", limits: VideoLimits
) -> tuple[list[float], int]:
    """The times of all frames in seconds, in order, and how many groups they form."""
    times, groups = [], 0
    for packet in container.demux(stream):
        if packet.size == 0 or packet.pts is None or packet.time_base is None:
            continue
        times.append(float(packet.pts * packet.time_base))
        groups += packet.is_keyframe
        if len(times) > limits.max_frames:
            raise VideoRefused(VideoReason.TOO_LONG)
    return sorted(times), groups


def _duration(times: list[float]) -> float:
    """The last frame lasts as long as the mean of the others."""
    if len(times) < 2:
        return 0.0
    return (times[-1] - times[0]) * len(times) / (len(times) - 1)


def _check_duration(found: float, promised: float, limits: VideoLimits) -> None:
    """A file that was cut off on its way promises more than it holds."""
    if found > limits.max_duration_s:
        raise VideoRefused(VideoReason.TOO_LONG)
    if promised - found > max(1.0, found / 4):
        raise VideoRefused(VideoReason.BROKEN)
    if found < limits.min_duration_s:
        raise VideoRefused(VideoReason.TOO_SHORT)


def _decoded(
    container: "av.container.InputContainer", stream: "av.video.stream.VideoStream", per_group: int
) -> "Iterator[tuple[float, av.VideoFrame]]":
    """The first `per_group` frames of each group, with the seconds since the first of all."""
    first: float | None = None
    for frame in _raw(container, stream, per_group):
        if frame.time is not None and not frame.is_corrupt:
            first = frame.time if first is None else first
            yield frame.time - first, frame


def _raw(
    container: "av.container.InputContainer", stream: "av.video.stream.VideoStream", per_group: int
) -> "Iterator[av.VideoFrame]":
    """A decoder that was not given the end of a group is emptied before the next one begins."""
    decoder, given = stream.codec_context, 0
    for packet in container.demux(stream):
        if packet.is_keyframe or packet.size == 0:
            if given >= per_group:
                yield from decoder.decode(None)
                decoder.flush_buffers()
            given = 0
        given += 1
        if given <= per_group and packet.size:
            yield from decoder.decode(packet)
    yield from decoder.decode(None)


def _upright(frame: "av.VideoFrame") -> Picture:
    """Turned as the file says, and scaled down while it is converted."""
    scale = min(LONGER_SIDE / max(frame.width, frame.height), 1.0)
    bgr = frame.to_ndarray(format="bgr24", width=round(frame.width * scale), height=round(frame.height * scale))
    return np.ascontiguousarray(np.rot90(bgr, round(frame.rotation / 90)), np.uint8)

"""What is no video, what is damaged, and which frames come out of one that is."""

import tracemalloc
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from recognition.images import Picture
from recognition.video import VideoLimits, VideoReason, VideoRefused, open_clip
from tests.recognition.filming import filmed

GREYS = [np.full((128, 128, 3), 40 + 2 * number, np.uint8) for number in range(60)]
"""Four seconds at 15 frames a second; the grey tells which frame it is."""


def refusal(data: bytes, limits: VideoLimits = VideoLimits()) -> VideoReason:  # noqa: B008 - a frozen value
    """Why neither the header nor the frames can be read."""
    with pytest.raises(VideoRefused) as refused:
        list(open_clip(data, limits).frames(0.0))
    return refused.value.reason


def number_of(picture: Picture) -> float:
    return (float(picture.mean()) - 40) / 2


@pytest.mark.parametrize(
    ("kind", "codec"), [("mp4", "libx264"), ("mp4", "mpeg4"), ("webm", "libvpx"), ("mov", "libx264")]
)
def test_frames_come_evenly_in_order_and_with_their_times(kind: str, codec: str) -> None:
    clip = open_clip(filmed(GREYS, kind=kind, codec=codec))
    assert (clip.width, clip.height) == (128, 128)
    assert clip.duration_s == pytest.approx(4.0, abs=0.1)
    frames = list(clip.frames(0.5))
    assert [frame.at_s for frame in frames] == pytest.approx([n / 15 for n in (0, 8, 16, 24, 32, 40, 48, 56)], abs=0.01)
    assert [number_of(frame.picture) for frame in frames] == pytest.approx([15 * f.at_s for f in frames], abs=4)
    assert all(frame.picture.flags.c_contiguous for frame in frames)


def test_all_frames_can_be_had_and_a_clip_be_read_twice() -> None:
    clip = open_clip(filmed(GREYS))
    assert [len(list(clip.frames(0.0))) for _ in range(2)] == [60, 60]


def test_what_is_no_video_is_named() -> None:
    jpeg = cv2.imencode(".jpg", GREYS[0])[1].tobytes()
    png = cv2.imencode(".png", GREYS[0])[1].tobytes()
    assert refusal(b"") is VideoReason.EMPTY
    for data in (b"hello", jpeg, png, b"GIF89a" + bytes(50), b"RIFF....AVI " + bytes(50)):
        assert refusal(data) is VideoReason.NOT_A_VIDEO


def test_a_play_list_never_opens_what_it_names(tmp_path: Path) -> None:
    """FFmpeg would follow it to any file and address."""
    target = tmp_path / "film.mp4"
    target.write_bytes(filmed(GREYS))
    for text in (f"#EXTM3U\n#EXTINF:4,\n{target}\n", f"ffconcat version 1.0\nfile '{target}'\n"):
        assert refusal(text.encode()) is VideoReason.NOT_A_VIDEO


def test_a_song_is_no_video() -> None:
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 44100), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44100
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert refusal(file.getvalue()) is VideoReason.NOT_A_VIDEO


def test_a_codec_of_no_phone_is_no_video() -> None:
    assert refusal(filmed(GREYS, kind="mov", codec="mjpeg")) is VideoReason.NOT_A_VIDEO


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_a_file_cut_off_on_its_way_is_broken_or_shorter_and_never_an_error(kind: str) -> None:
    data = filmed(GREYS, kind=kind, codec={"mp4": "libx264", "webm": "libvpx"}[kind])
    for share in (0.02, 0.1, 0.4, 0.6):
        cut = data[: int(len(data) * share)]
        try:
            clip = open_clip(cut)
            assert len(list(clip.frames(0.0))) < 60
        except VideoRefused as refused:
            assert refused.reason in {VideoReason.BROKEN, VideoReason.TOO_SHORT, VideoReason.NOT_A_VIDEO}  # noqa: PT017


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_damage_anywhere_is_refused_or_endured_and_never_an_error(kind: str) -> None:
    data = filmed(GREYS, kind=kind, codec={"mp4": "libx264", "webm": "libvpx"}[kind])
    chance = np.random.default_rng(7)
    for _ in range(60):
        damaged = bytearray(data)
        for place in chance.integers(8, len(data), chance.choice([1, 20, 300])):
            damaged[place] = chance.integers(256)
        try:
            list(open_clip(bytes(damaged)).frames(0.5))
        except VideoRefused as refused:
            assert refused.reason in VideoReason  # noqa: PT017


def test_size_length_and_pixels_have_limits() -> None:
    limits, film = VideoLimits(), filmed(GREYS)
    assert refusal(film, replace(limits, max_bytes=len(film) - 1)) is VideoReason.TOO_LARGE_FILE
    assert refusal(film, replace(limits, max_duration_s=3.5)) is VideoReason.TOO_LONG
    assert refusal(film, replace(limits, max_frames=59)) is VideoReason.TOO_LONG
    assert refusal(film, replace(limits, min_duration_s=4.5)) is VideoReason.TOO_SHORT
    assert refusal(film, replace(limits, max_pixels=128 * 128 - 1)) is VideoReason.TOO_MANY_PIXELS
    assert refusal(filmed(GREYS[:5])) is VideoReason.TOO_SHORT
    assert refusal(filmed(GREYS[:1])) is VideoReason.TOO_SHORT


def test_a_frame_larger_than_the_header_says_is_not_decoded_at_its_size() -> None:
    """The header of the track says 64 pixels, the stream itself 1280."""
    film = filmed([np.full((1280, 1280, 3), 9, np.uint8)] * 30)
    assert film.count((1280).to_bytes(2, "big")) > 0
    lying = film.replace((1280).to_bytes(2, "big") * 2, (64).to_bytes(2, "big") * 2)
    try:
        sizes = {frame.picture.shape[0] for frame in open_clip(lying).frames(0.1)}
    except VideoRefused as refused:
        assert refused.reason is VideoReason.BROKEN  # noqa: PT017
    else:
        assert sizes == {1280}  # FFmpeg believes the stream, and so do the limits


def test_a_long_video_is_decoded_in_part_and_seen_to_its_end() -> None:
    """Groups of 15 frames, of which the budget allows three."""
    film = filmed(GREYS, grouped=15)
    clip = open_clip(film, VideoLimits(max_work=128 * 128 * 12))
    assert [round(frame.at_s * 15) for frame in clip.frames(0.0)] == [0, 1, 2, 15, 16, 17, 30, 31, 32, 45, 46, 47]


def test_frames_are_made_one_at_a_time() -> None:
    """Sixty frames of 640 pixels are 74 MB."""
    film = filmed([np.full((640, 640, 3), number, np.uint8) for number in range(60)])
    clip = open_clip(film)
    tracemalloc.start()
    for _ in clip.frames(0.0):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


def test_a_large_frame_is_scaled_and_a_turned_one_set_upright() -> None:
    wide = np.zeros((900, 1600, 3), np.uint8)
    wide[:, 800:] = 255
    (frame,) = open_clip(filmed([wide] * 30)).frames(9.0)
    assert frame.picture.shape == (720, 1280, 3)
    assert frame.picture[:, -100:].mean() > 200

"""Every kind of file a phone, a messenger or an attacker can send."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from recognition.images import ImageLimits, ImageReason, ImageRefused, Picture, decode, shrunk

DEFAULT = ImageLimits()
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def photo(width: int = 320, height: int = 240) -> Image.Image:
    """Smooth and different in every corner, so that turning and colours show."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    return Image.fromarray((np.stack([x, y, 1 - x * y], axis=2) * 255).astype(np.uint8))


def bgr(image: Image.Image) -> Picture:
    return np.asarray(image.convert("RGB"))[:, :, ::-1]


def reason(data: bytes, limits: ImageLimits = DEFAULT) -> ImageReason:
    with pytest.raises(ImageRefused) as refused:
        decode(data, limits)
    return refused.value.reason


def off(one: Picture, other: Picture) -> float:
    assert one.shape == other.shape
    return float(np.abs(one.astype(int) - other).mean())


STILL_FILES = {
    "jpeg": saved(photo(), "JPEG", quality=95),
    "progressive": saved(photo(), "JPEG", quality=95, progressive=True),
    "png": saved(photo(), "PNG"),
    "webp": saved(photo(), "WEBP", quality=95),
    "gif": saved(photo(), "GIF"),
}


@pytest.mark.parametrize("kind", STILL_FILES)
def test_a_still_picture_is_an_upright_bgr_array(kind: str) -> None:
    picture = decode(STILL_FILES[kind])
    assert (picture.dtype, picture.flags.c_contiguous) == (np.uint8, True)
    assert off(picture, bgr(photo())) < 12


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("kind", "size"), [("JPEG", 320), ("JPEG", 2700), ("PNG", 320), ("WEBP", 320), ("PNG", 2700)])
def test_the_orientation_of_exif_is_applied_at_every_scale(kind: str, size: int, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x112] = orientation
    data = saved(photo(size, size * 3 // 4), kind, exif=exif)
    upright = bgr(ImageOps.exif_transpose(Image.open(BytesIO(data))))
    picture = decode(data)
    assert off(picture, shrunk(upright, picture.shape[1], picture.shape[0])) < 3


def test_a_large_picture_is_read_reduced_but_never_below_the_working_side() -> None:
    for side, expected in ((1280, 1280), (2559, 2559), (2560, 1280), (5000, 2500), (5200, 1300)):
        assert decode(saved(photo(side, side // 2), "JPEG")).shape[1] == expected


def test_a_cmyk_jpeg_keeps_its_colours() -> None:
    assert off(decode(saved(photo().convert("CMYK"), "JPEG", quality=95)), bgr(photo())) < 6


def test_a_grey_jpeg_and_a_grey_png_become_three_channels() -> None:
    for kind in ("JPEG", "PNG"):
        assert decode(saved(photo().convert("L"), kind)).shape == (240, 320, 3)


def test_sixteen_bits_are_scaled_not_clipped() -> None:
    grey = np.asarray(photo().convert("L"))
    sixteen = Image.fromarray(grey.astype(np.uint16) * 257)
    assert off(decode(saved(sixteen, "PNG")), np.stack([grey] * 3, axis=2)) < 1


def test_sixteen_bits_of_colour_are_scaled() -> None:
    deep = np.asarray(photo())[:, :, ::-1].astype(np.uint16) * 257
    assert off(decode(cv2.imencode(".png", deep)[1].tobytes()), bgr(photo())) < 1


def test_a_palette_becomes_colours() -> None:
    assert off(decode(saved(photo().convert("P"), "PNG")), bgr(photo().convert("P").convert("RGB"))) < 1


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(mode: str) -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    options = {"transparency": 0} if mode == "P" else {}
    assert decode(saved(image.convert(mode), "PNG", **options)).min() == 255


def test_the_second_picture_of_a_phone_jpeg_is_no_animation() -> None:
    data = saved(photo(), "MPO", save_all=True, append_images=[photo(160, 120)])
    assert decode(data).shape == (240, 320, 3)


def test_bytes_after_the_end_of_a_jpeg_do_not_matter() -> None:
    assert decode(STILL_FILES["jpeg"] + b"motion photo" * 1000).shape == (240, 320, 3)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_refused(kind: str) -> None:
    frames = [photo(), photo().transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    assert reason(saved(frames[0], kind, save_all=True, append_images=frames[1:])) is ImageReason.ANIMATED


def test_nothing_is_refused_as_empty() -> None:
    assert reason(b"") is ImageReason.EMPTY


def test_a_file_above_the_limit_is_not_looked_at() -> None:
    assert reason(STILL_FILES["jpeg"], ImageLimits(max_bytes=1000)) is ImageReason.TOO_LARGE_FILE


@pytest.mark.parametrize(
    "data", [b"x", b"hello" * 100, b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF0000WEBP"]
)
def test_what_is_no_picture_is_said_to_be_none(data: bytes) -> None:
    assert reason(data) in {ImageReason.NOT_AN_IMAGE, ImageReason.TRUNCATED}


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "PPM", "ICO"])
def test_formats_that_no_phone_sends_are_not_decoded(kind: str) -> None:
    assert reason(saved(photo(), kind)) is ImageReason.NOT_AN_IMAGE


@pytest.mark.parametrize("kind", STILL_FILES)
@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(kind: str, share: float) -> None:
    data = STILL_FILES[kind]
    assert reason(data[: int(len(data) * share)]) in {ImageReason.TRUNCATED, ImageReason.NOT_AN_IMAGE}


def test_a_jpeg_that_lost_only_its_end_is_refused_at_every_scale() -> None:
    for size in (320, 2700):
        assert reason(saved(photo(size, size), "JPEG")[:-2]) is ImageReason.TRUNCATED


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises pixels which it does not have: decoding it would need the memory all the same."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    checksum = struct.pack(">I", zlib.crc32(header))
    pixels = struct.pack(">I", 1000) + b"IDAT" + zlib.compress(bytes(5000))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + checksum + pixels


def test_forty_megapixels_are_refused_before_decoding() -> None:
    small = saved(photo(), "JPEG")
    frame = small.index(b"\xff\xc0")
    bomb = small[: frame + 5] + struct.pack(">HH", 5000, 8000) + small[frame + 9 :]
    assert reason(bomb) is ImageReason.TOO_MANY_PIXELS
    assert reason(png_header(8000, 5000)) is ImageReason.TOO_MANY_PIXELS
    assert reason(png_header(2**31 - 1, 2**31 - 1)) is ImageReason.TOO_MANY_PIXELS


def test_what_can_only_be_decoded_whole_has_a_lower_limit() -> None:
    assert reason(png_header(5000, 4000)) is ImageReason.TOO_MANY_PIXELS
    assert decode(saved(photo(5000, 4000), "JPEG")).shape == (2000, 2500, 3)


def test_a_picture_of_a_few_pixels_is_too_small() -> None:
    for kind in ("JPEG", "PNG"):
        assert reason(saved(photo(79, 500), kind)) is ImageReason.TOO_SMALL


def outcome(data: bytes) -> ImageReason | None:
    """The reason of a refusal or None; any other exception fails the test."""
    try:
        decode(data)
    except ImageRefused as refused:
        return refused.reason
    return None


@unhurried
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused_by_name(data: bytes) -> None:
    assert outcome(data) is not None


@unhurried
@given(st.sampled_from(sorted(STILL_FILES)), st.binary(max_size=200))
def test_arbitrary_bytes_behind_a_real_beginning_are_refused_by_name(kind: str, tail: bytes) -> None:
    assert outcome(STILL_FILES[kind][:30] + tail) is not None


@unhurried
@given(st.sampled_from(sorted(STILL_FILES)), st.data())
def test_damage_anywhere_gives_a_picture_or_a_named_refusal(kind: str, data: st.DataObject) -> None:
    damaged = bytearray(STILL_FILES[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    outcome(bytes(damaged))


@unhurried
@given(st.sampled_from(sorted(STILL_FILES)), st.data())
def test_truncation_anywhere_gives_a_named_refusal(kind: str, data: st.DataObject) -> None:
    whole = STILL_FILES[kind]
    cut = data.draw(st.integers(0, len(whole) * 9 // 10))
    assert outcome(whole[:cut]) is not None


@pytest.mark.eval_data
def test_the_odd_files_of_the_evaluation_pictures(eval_data: Path) -> None:
    folder = eval_data / "quality"
    assert reason((folder / "lunasdk__bad_image.jpg").read_bytes()) is ImageReason.TOO_SMALL
    for name in ("lunasdk__palette_mode.png", "lunasdk__large_image.jpg", "lunasdk__red_eyes.png"):
        assert max(decode((folder / name).read_bytes()).shape) < 2560

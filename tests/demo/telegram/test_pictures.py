"""What becomes of an uploaded photo."""

import io

import pytest
from PIL import Image

from demo.telegram.pictures import NotAPictureError, boxes_for, encode
from tests.demo.telegram.conftest import jpeg


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def saved(picture: Image.Image, kind: str) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((3000, 4000), [(67, 90), (240, 320), (600, 800), (960, 1280)]),
        ((1280, 720), [(90, 51), (320, 180), (800, 450), (1280, 720)]),
        ((640, 480), [(90, 68), (320, 240), (640, 480)]),
        ((60, 40), [(60, 40)]),
    ],
)
def test_sizes_go_up_to_1280_pixels_and_nothing_is_enlarged(
    size: tuple[int, int], expected: list[tuple[int, int]]
) -> None:
    picture = encode(jpeg(*size))
    assert [(one.width, one.height) for one in picture.sizes] == expected
    assert [opened(one.jpeg).size for one in picture.sizes] == expected


def test_the_orientation_is_applied_and_all_exif_is_gone() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x9003] = "2026:03:02 07:20:00"
    largest = encode(jpeg(400, 200, exif=exif)).largest
    assert (largest.width, largest.height) == (200, 400)
    assert not opened(largest.jpeg).getexif()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "PNG"), ("1", "PNG"), ("P", "GIF"), ("RGBA", "PNG"), ("I;16", "PNG"), ("CMYK", "JPEG"), ("CMYK", "TIFF")],
)
def test_every_kind_of_picture_becomes_an_rgb_jpeg(mode: str, kind: str) -> None:
    largest = opened(encode(saved(Image.new(mode, (300, 200)), kind)).largest.jpeg)
    assert (largest.format, largest.mode, largest.size) == ("JPEG", "RGB", (300, 200))


def test_sixteen_bits_are_scaled_and_not_clipped() -> None:
    grey = Image.new("I;16", (200, 200), 0x8000)
    pixel = opened(encode(saved(grey, "TIFF")).largest.jpeg).getpixel((100, 100))
    assert pixel == pytest.approx((128, 128, 128), abs=2)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"text", jpeg()[:400]], ids=["empty", "cut gif", "text", "cut jpeg"]
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPictureError):
        encode(content)


def test_the_last_box_is_the_first_that_holds_the_picture() -> None:
    assert [boxes_for(side) for side in (90, 91, 320, 1280, 5000)] == [
        (90,),
        (90, 320),
        (90, 320),
        (90, 320, 800, 1280),
        (90, 320, 800, 1280),
    ]

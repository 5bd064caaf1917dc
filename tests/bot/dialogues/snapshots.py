"""Pictures that phones and people spoil in their ways."""

import io

from PIL import Image

from demo.portraits import portrait
from demo.telegram.pictures import Picture, Scaled

FACE = portrait("astronaut", 7)


def as_sent(content: bytes) -> Picture:
    """Bytes that the platform hands on as they are: what apps and servers of the future may do."""
    return Picture((Scaled(90, 90, content), Scaled(1280, 1280, content)))


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def face() -> Image.Image:
    return Image.open(io.BytesIO(FACE)).convert("RGB")


def two_faces() -> bytes:
    one = face()
    both = Image.new("RGB", (2 * one.width, one.height))
    both.paste(one, (0, 0))
    both.paste(one, (one.width, 0))
    return saved(both, "JPEG")


def dark() -> bytes:
    return saved(face().point(lambda value: value // 12), "JPEG")


def blurred() -> bytes:
    small = face().resize((40, 40))
    return saved(small.resize((640, 640), Image.Resampling.BICUBIC), "JPEG")


def nobody() -> bytes:
    return saved(Image.new("RGB", (640, 640), (90, 120, 90)), "JPEG")

"""What Telegram makes of a photo: several JPEGs without EXIF, the largest at most 1280 pixels on its long side.

Boxes: the size letters s, m, x and y of core.telegram.org/api/files#image-thumbnail-types (100, 320, 800, 1280 px), of
which the smallest arrives as 90 px at the Bot API. Quality: app and server both compress (tdlib/td#642), neither says
how much; 80, the Android app's (DrKLO/Telegram, from memory), stands for the two together.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

BOXES = (90, 320, 800, 1280)
QUALITY = 80


class NotAPictureError(ValueError):
    """Bytes that the app on the phone would not offer to send as a photo."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """One size of a photo."""

    width: int
    height: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as the platform keeps it: `sizes` from the smallest to the largest."""

    sizes: tuple[Scaled, ...]

    @property
    def largest(self) -> Scaled:
        """What a bot that wants detail downloads."""
        return self.sizes[-1]


def encode(content: bytes) -> Picture:
    """Re-encode an uploaded picture (any format Pillow reads); blocks for some 20 to 60 ms: call it in a thread."""
    try:
        largest = _fitted(_upright(content), BOXES[-1])
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPictureError("the bytes are not a picture") from error
    return Picture(tuple(_scaled(largest, box) for box in boxes_for(max(largest.size))))


def boxes_for(long_side: int) -> tuple[int, ...]:
    """The boxes used for a picture: nothing is enlarged, and the first box that holds the whole picture is the last."""
    smaller = tuple(box for box in BOXES if box < long_side)
    return BOXES[: len(smaller) + 1]


def _upright(content: bytes) -> Image.Image:
    """The picture as it is meant to be seen, in RGB; large JPEGs are decoded at a half, a quarter or an eighth."""
    with Image.open(io.BytesIO(content)) as uploaded:
        uploaded.draft("RGB", (2 * BOXES[-1], 2 * BOXES[-1]))
        turned = ImageOps.exif_transpose(uploaded)
    if turned.mode.startswith("I"):  # 16 bits a pixel, which convert() would clip instead of scale
        turned = turned.point(lambda value: value / 256).convert("L")
    return turned.convert("RGB")


def _fitted(picture: Image.Image, box: int) -> Image.Image:
    fitted = picture.copy()
    fitted.thumbnail((box, box), Image.Resampling.LANCZOS)
    return fitted


def _scaled(picture: Image.Image, box: int) -> Scaled:
    fitted = _fitted(picture, box)
    written = io.BytesIO()
    fitted.save(written, "JPEG", quality=QUALITY, progressive=True)
    return Scaled(fitted.width, fitted.height, written.getvalue())

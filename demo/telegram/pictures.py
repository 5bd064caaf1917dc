"""What Telegram makes of a photo: several JPEGs without EXIF, the largest at most 1280 pixels on its long side.

Boxes: the size letters s, m, x and y of core.telegram.org/api/files#image-thumbnail-types (100, 320, 800, 1280 px), of
which the smallest arrives as 90 px at the Bot API. Quality 80 is that of the Android app's `scaleAndSaveImage`
(DrKLO/Telegram, SendMessagesHelper), which decides, as the server only re-packs what the app already scaled.
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
        with Image.open(io.BytesIO(content)) as uploaded:
            upright = ImageOps.exif_transpose(uploaded).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPictureError("the bytes are not a picture") from error
    return Picture(tuple(_scaled(upright, box) for box in boxes_for(max(upright.size))))


def boxes_for(long_side: int) -> tuple[int, ...]:
    """The boxes used for a picture: nothing is enlarged, and the first box that holds the whole picture is the last."""
    smaller = tuple(box for box in BOXES if box < long_side)
    return BOXES[: len(smaller) + 1]


def _scaled(upright: Image.Image, box: int) -> Scaled:
    copy = upright.copy()
    copy.thumbnail((box, box), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    copy.save(written, "JPEG", quality=QUALITY, progressive=True)
    return Scaled(copy.width, copy.height, written.getvalue())

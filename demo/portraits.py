"""The sample people: two public-domain portraits that wheels carry, varied in crop, light and compression.

They are variations of one photograph each, not different photographs: good enough to try the way of a check-in, and no
measure of how well faces are told apart. The page says so.
"""

import io
import random
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from PIL import Image, ImageEnhance

Sitter = Literal["astronaut", "hopper"]

# Eileen Collins (NASA) and Grace Hopper (US Navy): works of the federal government of the USA, public domain.
_SOURCES: Mapping[Sitter, tuple[str, str]] = {
    "astronaut": ("skimage", "data/astronaut.png"),
    "hopper": ("matplotlib", "mpl-data/sample_data/grace_hopper.jpg"),
}


class PortraitsMissing(Exception):
    """The wheels that carry the sample people are not installed."""


def portrait(sitter: Sitter, variation: int) -> bytes:
    """A JPEG of the sitter; the same number is the same picture, byte for byte. 0 is the portrait as it is.

    Raises PortraitsMissing.
    """
    with Image.open(_source(sitter)) as picture:
        return _jpeg(_varied(picture.convert("RGB"), variation), quality=92 - 3 * (variation % 6))


def require_portraits() -> None:
    """Raises PortraitsMissing unless every sample person is there."""
    for sitter in _SOURCES:
        _source(sitter)


def _source(sitter: Sitter) -> Path:
    """The file inside its wheel, which is found without importing it: matplotlib would take half a second."""
    package, path = _SOURCES[sitter]
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (file := Path(folder, path)).is_file():
            return file
    raise PortraitsMissing(f"the sample people come with the wheel of {package}, which is missing; run: uv sync")


def _varied(picture: Image.Image, variation: int) -> Image.Image:
    if variation == 0:
        return picture
    dice = random.Random(variation)  # noqa: S311 - pictures, not secrets
    picture = picture.rotate(dice.uniform(-5, 5), Image.Resampling.BICUBIC, expand=False, fillcolor=(96, 96, 96))
    width, height = picture.size
    left, top = (dice.uniform(0.01, 0.06) for _ in range(2))
    right, bottom = (1 - dice.uniform(0.01, 0.08) for _ in range(2))
    picture = picture.crop((int(left * width), int(top * height), int(right * width), int(bottom * height)))
    picture = ImageEnhance.Brightness(picture).enhance(dice.uniform(0.85, 1.2))
    picture = ImageEnhance.Contrast(picture).enhance(dice.uniform(0.85, 1.15))
    picture = ImageEnhance.Color(picture).enhance(dice.uniform(0.7, 1.2))
    return _before_a_wall(picture, dice)


def _before_a_wall(picture: Image.Image, dice: random.Random) -> Image.Image:
    """Nearer or further, and before another wall each time: else the service would rightly know the picture again."""
    width, height = picture.size
    across, along, beside, above = dice.uniform(0.15, 0.6), dice.uniform(0.15, 0.6), dice.random(), dice.random()
    sides = (across * beside, across * (1 - beside), along * above, along * (1 - above))
    lengths = (width, width, height, height)
    left, right, top, bottom = (round(part * length) for part, length in zip(sides, lengths, strict=True))
    size = (width + left + right, height + top + bottom)
    dark, light = (tuple(dice.randrange(low, low + 100) for _ in range(3)) for low in (20, 130))
    shade = Image.linear_gradient("L").rotate(dice.uniform(0, 360), expand=False, fillcolor=dice.randrange(256))
    wall = Image.composite(Image.new("RGB", size, light), Image.new("RGB", size, dark), shade.resize(size))
    wall.paste(picture, (left, top))
    return wall.resize(picture.size, Image.Resampling.LANCZOS, reducing_gap=None)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()

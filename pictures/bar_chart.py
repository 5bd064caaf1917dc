"""Shares as horizontal bars, for a phone that is held upright."""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

#: Pixels. A chat shows a picture at most 1280 wide or high, so that nothing is shrunk before somebody zooms in.
WIDTH, LONGEST = 1000, 1280

_MARGIN, _HEAD, _FOOT, _ROW_MOST, _ROW_LEAST = 40, 176, 64, 96, 42
_INK, _SOFT, _PAPER, _TRACK = "#1d2733", "#5f6b7a", "#ffffff", "#e9edf2"
_ON_TIME, _BEHIND, _FAR_BEHIND = "#2a8f6d", "#d99a1c", "#c8452f"

#: Behind the line by more than this much of the whole is far behind.
_FAR = 0.25


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `share` of the whole is filled, 0 to 1; `figure` stands at its right end."""

    name: str
    share: float
    figure: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """`line`: the share that ought to be reached, 0 to 1, with its name under the chart; None draws no line."""

    title: str
    subtitle: str
    bars: Sequence[Bar]
    line: float | None = None
    line_name: str = ""


def bar_chart(chart: BarChart) -> bytes:
    """A JPEG, the bars in the order given; more than MOST_BARS would be too small to read."""
    room = (LONGEST - _HEAD - _FOOT) // max(len(chart.bars), 1)
    row = max(_ROW_LEAST, min(_ROW_MOST, room))
    image = Image.new("RGB", (WIDTH, _HEAD + row * len(chart.bars) + _FOOT), _PAPER)
    draw = ImageDraw.Draw(image)
    _write(draw, (_MARGIN, 36), chart.title, 46, _INK, WIDTH - 2 * _MARGIN)
    _write(draw, (_MARGIN, 104), chart.subtitle, 28, _SOFT, WIDTH - 2 * _MARGIN)
    for number, bar in enumerate(chart.bars):
        _bar(draw, bar, _HEAD + number * row, row, chart.line)
    if chart.line is not None:
        _due(draw, chart, _HEAD + row * len(chart.bars))
    return _jpeg(image)


#: With which every bar still has its own line of text.
MOST_BARS = (LONGEST - _HEAD - _FOOT) // _ROW_LEAST


def _bar(draw: ImageDraw.ImageDraw, bar: Bar, top: int, row: int, line: float | None) -> None:
    """The name and the figure above, the bar below them."""
    size = min(28, round(row * 0.45))
    thick = max(8, round(row * 0.26))
    figure = draw.textlength(bar.figure, _font(size))
    _write(draw, (_MARGIN, top), bar.name, size, _INK, WIDTH - 2 * _MARGIN - figure - 24)
    draw.text((WIDTH - _MARGIN - figure, top), bar.figure, _INK, _font(size))
    left, right, upper = _MARGIN, WIDTH - _MARGIN, top + round(size * 1.28)
    radius = thick // 2
    draw.rounded_rectangle((left, upper, right, upper + thick), radius, _TRACK)
    filled = _x(bar.share)
    if filled > left:
        draw.rounded_rectangle(
            (left, upper, max(filled, left + thick), upper + thick), radius, _colour(bar.share, line)
        )
    if line is not None:
        # On the bars only: through the names it would make them hard to read.
        draw.rectangle((_x(line) - 1, upper - 3, _x(line) + 1, upper + thick + 3), _INK)


def _colour(share: float, line: float | None) -> str:
    if line is None or share >= line:
        return _ON_TIME
    return _FAR_BEHIND if line - share > _FAR else _BEHIND


def _due(draw: ImageDraw.ImageDraw, chart: BarChart, bottom: int) -> None:
    """What the marks on the bars mean, under them."""
    at, wide = _x(chart.line or 0.0), draw.textlength(chart.line_name, _font(24))
    draw.rectangle((at - 1, bottom - 4, at + 1, bottom + 8), _INK)
    left = min(max(at - wide / 2, _MARGIN), WIDTH - _MARGIN - wide)
    draw.text((left, bottom + 14), chart.line_name, _INK, _font(24))


def _x(share: float) -> int:
    """Where a share of the whole ends."""
    return _MARGIN + round((WIDTH - 2 * _MARGIN) * min(max(share, 0.0), 1.0))


def _write(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, colour: str, room: float) -> None:
    """One line, cut short where it does not fit."""
    font, text = _font(size), _drawable(text)
    if draw.textlength(text, font) > room:
        while text and draw.textlength(f"{text}…", font) > room:
            text = text[:-1].rstrip()
        text = f"{text}…"
    draw.text(at, text, colour, font)


def _drawable(text: str) -> str:
    """In letters that the font has: it lacks accents and dashes, which would be drawn as boxes."""
    plain = unicodedata.normalize("NFKD", text.translate(_DASHES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


_DASHES = str.maketrans({"–": "-", "—": "-", "ʼ": "'"})


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font that Pillow brings along: no file of a system, so every machine draws the same."""
    return ImageFont.load_default(size)


def _jpeg(image: Image.Image) -> bytes:
    """The platform makes a JPEG of any picture; packing a PNG of this size takes five times as long."""
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=90, subsampling=0)
    return packed.getvalue()

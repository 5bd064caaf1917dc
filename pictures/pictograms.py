"""What a person is asked to do before the camera, drawn without a word: a face straight, turned, with open mouth."""

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from PIL import Image, ImageDraw, ImageFont

#: Pixels of one panel of the finished picture; drawn twice as large, since Pillow's lines have steps.
SIDE = 280
_SCALE = 2

_INK, _SOFT, _TRACK, _PAPER, _SKIN, _MARK = "#1d2733", "#5f6b7a", "#e9edf2", "#ffffff", "#f3e3d3", "#c8452f"


@dataclass(frozen=True, slots=True)
class Pose:
    """How the face is drawn. `turn` and `nod` are shares of the head's radius: to the right of the picture, and down.

    `arrow`: degrees clockwise from the right in which an arrow beside the head points; None draws none.
    """

    turn: float = 0.0
    nod: float = 0.0
    mouth_open: bool = False
    eyes_closed: bool = False
    arrow: int | None = None


STRAIGHT = Pose()

#: By the names of the actions. Left is where the person sees it in the mirror that a front camera is.
POSES: Mapping[str, Pose] = MappingProxyType(
    {
        "look-left": Pose(turn=-0.36, arrow=180),
        "look-right": Pose(turn=0.36, arrow=0),
        "look-up": Pose(nod=-0.38, arrow=270),
        "look-down": Pose(nod=0.38, arrow=90),
        "open-mouth": Pose(mouth_open=True),
        "close-eyes": Pose(eyes_closed=True),
    }
)


@lru_cache(maxsize=256)
def pictogram(actions: tuple[str, ...]) -> bytes:
    """A JPEG: the straight face and after it each action, numbered from 1. Raises KeyError for what nobody draws.

    One action makes two panels, as the two pictures of a challenge; two or three are shown in their order.
    """
    poses = [STRAIGHT, *(POSES[action] for action in actions)]
    image = Image.new("RGB", (len(poses) * SIDE, SIDE), _PAPER)
    for place, pose in enumerate(poses):
        image.paste(_panel(pose, place + 1), (place * SIDE, 0))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


@cache
def _panel(pose: Pose, number: int) -> Image.Image:
    """Seven poses in at most four places: each is drawn once."""
    side = SIDE * _SCALE
    image = Image.new("RGB", (side, side), _PAPER)
    draw = ImageDraw.Draw(image)
    middle, radius = (side / 2, side * 0.52), side * 0.25
    _head(draw, middle, radius, pose)
    if pose.arrow is not None:
        _arrow(draw, middle, radius * 1.45, radius * 1.8, math.radians(pose.arrow))
    draw.text((side * 0.06, side * 0.05), str(number), _SOFT, ImageFont.load_default(44 * _SCALE))
    draw.line((side - _SCALE, side * 0.12, side - _SCALE, side * 0.88), _TRACK, 2 * _SCALE)
    return image.reduce(_SCALE)


def _head(draw: ImageDraw.ImageDraw, middle: tuple[float, float], radius: float, pose: Pose) -> None:
    x, y = middle
    draw.ellipse((x - radius * 0.82, y - radius, x + radius * 0.82, y + radius), _SKIN, _INK, _pen(radius))
    x, y = x + pose.turn * radius, y + pose.nod * radius
    # Of a turned head the far eye is nearer to the nose.
    for side in (-1, 1):
        away = 0.32 * (1 - 0.35 * side * pose.turn)
        _eye(draw, (x + side * away * radius, y - 0.22 * radius), radius * 0.1, is_closed=pose.eyes_closed)
    nose = (x + pose.turn * radius * 0.25, y + (0.12 + pose.nod * 0.3) * radius)
    draw.line(((x, y - 0.15 * radius), nose, (x, nose[1] + 0.04 * radius)), _INK, _pen(radius), "curve")
    _mouth(draw, (x, y + 0.5 * radius), radius, is_open=pose.mouth_open)


def _eye(draw: ImageDraw.ImageDraw, at: tuple[float, float], radius: float, *, is_closed: bool) -> None:
    x, y = at
    if is_closed:
        draw.arc((x - radius * 1.6, y - radius, x + radius * 1.6, y + radius), 10, 170, _INK, round(radius * 0.6))
    else:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), _INK)


def _mouth(draw: ImageDraw.ImageDraw, at: tuple[float, float], radius: float, *, is_open: bool) -> None:
    x, y = at
    if is_open:
        draw.ellipse((x - radius * 0.2, y - radius * 0.2, x + radius * 0.2, y + radius * 0.24), _INK)
    else:
        draw.line((x - radius * 0.22, y, x + radius * 0.22, y), _INK, _pen(radius))


def _arrow(draw: ImageDraw.ImageDraw, middle: tuple[float, float], start: float, end: float, angle: float) -> None:
    """From `start` to `end` pixels away from the middle."""

    def at(far: float, turn: float = 0.0) -> tuple[float, float]:
        return middle[0] + far * math.cos(angle + turn), middle[1] + far * math.sin(angle + turn)

    draw.line((at(start * 0.86), at(end * 0.95)), _MARK, round((end - start) * 0.28))
    draw.polygon((at(end * 1.08), at(end * 0.9, 0.14), at(end * 0.9, -0.14)), _MARK)


def _pen(radius: float) -> int:
    return max(2, round(radius * 0.06))

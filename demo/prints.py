"""A printed photo held before a camera, made of a sample portrait at run time: paper, border, tilt, blur, a glare.

It is what the honorers of Seluma held up for 400 civil servants. The paper is turned and bent as a hand would, which is
all that a sheet can do when somebody is asked to look to the left.
"""

import io
import random
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from demo.portraits import Sitter, portrait

#: Of the camera that sees the print, in pixels.
WIDTH, HEIGHT = 960, 1280

#: Of the round video: pixels a side, frames a second, seconds.
SIDE, FPS, SECONDS = 384, 10, 4

_BORDER = 0.08
_Corner = tuple[float, float]


def printed(sitter: Sitter, seed: int, *, turned: float = 0.0) -> bytes:
    """A JPEG of the print in somebody's hands; `turned` from -1 to 1 swings the sheet around its upright axis."""
    dice = random.Random(seed)  # noqa: S311 - pictures, not secrets
    with Image.open(io.BytesIO(portrait(sitter, 0))) as original:
        sheet = _sheet(original.convert("RGB"))
    scene = _wall(dice)
    corners = _held(dice, turned)
    mask = Image.new("L", sheet.size, 255)
    scene.paste(_warped(sheet, corners), (0, 0), _warped(mask, corners))
    _glare(scene, dice)
    scene = scene.filter(ImageFilter.GaussianBlur(dice.uniform(0.6, 1.1)))
    buffer = io.BytesIO()
    scene.save(buffer, "JPEG", quality=dice.randint(80, 90))
    return buffer.getvalue()


def filmed(sitter: Sitter, seed: int) -> bytes:
    """A round video, H.264, of the print that is swung to and fro; blocks for some seconds."""
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width = stream.height = SIDE
        stream.pix_fmt = "yuv420p"
        for number in range(SECONDS * FPS):
            swung = float(np.sin(2 * np.pi * number / (2 * FPS)))
            with Image.open(io.BytesIO(printed(sitter, seed, turned=swung))) as picture:
                frame = picture.crop((0, (HEIGHT - WIDTH) // 2, WIDTH, (HEIGHT + WIDTH) // 2)).resize((SIDE, SIDE))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(frame), format="rgb24")))
        container.mux(stream.encode(None))
    return file.getvalue()


def _sheet(picture: Image.Image) -> Image.Image:
    """The portrait on paper: flat colours of a cheap printer, a white border around."""
    faded = Image.blend(picture, Image.new("RGB", picture.size, "#c9c4bb"), 0.18)
    edge = round(_BORDER * picture.width)
    paper = Image.new("RGB", (picture.width + 2 * edge, picture.height + 2 * edge), "#f2efe8")
    paper.paste(faded, (edge, edge))
    return paper


def _wall(dice: random.Random) -> Image.Image:
    """Something out of focus behind the sheet."""
    across = np.linspace(0.75, 1.1, WIDTH)[None, :, None]
    down = np.linspace(1.05, 0.8, HEIGHT)[:, None, None]
    colour = np.array([dice.randint(120, 190) for _ in range(3)])
    grain = np.random.default_rng(dice.randrange(1 << 30)).normal(0, 5, (HEIGHT, WIDTH, 1))
    return Image.fromarray(np.clip(colour * across * down + grain, 0, 255).astype(np.uint8))


def _held(dice: random.Random, turned: float) -> Sequence[_Corner]:
    """Where the corners of the sheet are, from the upper left one on, clockwise; the far side looks shorter."""
    middle_x, middle_y = WIDTH * dice.uniform(0.47, 0.53), HEIGHT * dice.uniform(0.46, 0.54)
    half = WIDTH * dice.uniform(0.42, 0.46)
    narrow, tall = half * (1 - 0.3 * abs(turned)), half * 1.05
    left, right = tall * (1 + 0.14 * turned), tall * (1 - 0.14 * turned)
    tilt = dice.uniform(-0.05, 0.05)
    flat = [(-narrow, -left), (narrow, -right), (narrow, right), (-narrow, left)]
    return [(middle_x + x - tilt * y, middle_y + y + tilt * x) for x, y in flat]


def _warped(picture: Image.Image, corners: Sequence[_Corner]) -> Image.Image:
    """The picture with its corners there, in the size of the scene."""
    width, height = picture.size
    there = [(0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))]
    rows, answers = [], []
    for (x, y), (u, v) in zip(corners, there, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        answers += [u, v]
    coefficients = np.linalg.solve(np.array(rows), np.array(answers))
    return picture.transform(
        (WIDTH, HEIGHT), Image.Transform.PERSPECTIVE, tuple(coefficients.tolist()), Image.Resampling.BICUBIC
    )


def _glare(scene: Image.Image, dice: random.Random) -> None:
    """A lamp on glossy paper."""
    light = Image.new("L", scene.size, 0)
    x, y, radius = WIDTH * dice.uniform(0.25, 0.75), HEIGHT * dice.uniform(0.2, 0.35), WIDTH * 0.16
    ImageDraw.Draw(light).ellipse((x - radius, y - radius * 0.5, x + radius, y + radius * 0.5), 110)
    scene.paste("#ffffff", (0, 0), light.filter(ImageFilter.GaussianBlur(radius * 0.35)))

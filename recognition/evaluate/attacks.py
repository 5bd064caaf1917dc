"""Flat attacks on the video challenge, made at run time out of evaluation pictures and clips; nothing of them is kept.

Each kind plays an attacker who knows what was asked and has one picture, or genuine clips of another day. A warped
still is warped by the depth of a head, which is more than a sheet of paper can do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from itertools import permutations
from math import ceil
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.challenge.actions import Action
from recognition.challenge.performed import Performed, order_problem
from recognition.faces import Face, moved
from recognition.images import Picture

FPS = 15
SIDE = 384
"""Pixels of a round video of Telegram."""
GRID = 96
"""Points a side at which a warp is computed; in between it is smooth."""

_Floats = NDArray[np.float32]
Thing = TypeVar("Thing")


class AttackKind(StrEnum):
    """What issue 4 lists."""

    WARPED_STILL = "warped-still"
    MOVED_PHOTO = "bent-and-moved-photo"
    CUT_LOOP = "cut-loop"
    FROZEN_FRAME = "frozen-frame"
    YESTERDAY = "yesterdays-answer"


@dataclass(frozen=True, eq=False)
class Still:
    """A picture of SIDE pixels around a face, as the front camera sees somebody who holds it."""

    name: str
    picture: Picture
    face: Face


@dataclass(frozen=True, eq=False)
class Genuine:
    """The frames of a living person's clip, how many a second, and what is done in it."""

    name: str
    frames: Sequence[Picture]
    fps: float
    found: tuple[Performed, ...]
    own: tuple[Action, ...]


@dataclass(frozen=True, eq=False)
class Attack:
    """Frames to be encoded, and the draw that they are meant to answer."""

    kind: AttackKind
    of: str
    """The still or the clip."""
    frames: Sequence[Picture]
    fps: float
    asked: tuple[Action, ...]


DRAWS: tuple[tuple[Action, ...], ...] = tuple(draw for size in (2, 3) for draw in permutations(Action, size))
"""All that can be drawn: two or three different actions in any order, 150."""


def answered(found: Sequence[Performed]) -> tuple[tuple[Action, ...], ...]:
    """The draws that what was done is an answer to: none, one, or two where one more action is hinted at."""
    return tuple(draw for draw in DRAWS if order_problem(found, draw) is None)


def drawn(rng: np.random.Generator) -> tuple[Action, ...]:
    """Two or three, each number as likely, and each order of it."""
    return tuple(Action(action) for action in rng.permutation(list(Action))[: rng.integers(2, 4)])


def square(picture: Picture, face: Face, margin: float = 2.4) -> tuple[Picture, Face]:
    """The part of the picture around the face, SIDE pixels a side; its edge goes on where the picture ends."""
    side = margin * face.box.width
    (x, y), scale = face.box.centre, SIDE / side
    matrix = np.array([[scale, 0, SIDE / 2 - scale * x], [0, scale, SIDE / 2 - scale * y]])
    seen = cv2.warpAffine(picture, matrix, (SIDE, SIDE), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.uint8), moved(face, x - side / 2, y - side / 2, scale)


@dataclass(frozen=True)
class _Moment:
    """How much of each action there is at one frame, 0..1."""

    of: Mapping[Action, float]

    def __getitem__(self, action: Action) -> float:
        return self.of.get(action, 0.0)

    @property
    def to_left(self) -> float:
        return self[Action.LOOK_LEFT] - self[Action.LOOK_RIGHT]

    @property
    def down(self) -> float:
        return self[Action.LOOK_DOWN] - self[Action.LOOK_UP]


def _moments(asked: Sequence[Action], rng: np.random.Generator) -> Iterator[_Moment]:
    """Rest, each action with a rise and a fall, rest."""
    yield from (_Moment({}) for _ in range(FPS // 2))
    for action in asked:
        rise, held = int(rng.integers(3, 7)), int(rng.integers(8, 14))
        for amount in (*np.linspace(0, 1, rise), *np.ones(held), *np.linspace(1, 0, rise), *np.zeros(FPS // 3)):
            yield _Moment({action: float(amount)})


def _handheld(rng: np.random.Generator, count: int, pixels: float) -> NDArray[np.float64]:
    """(count, 2) the path of a hand that is never still, of about so many pixels."""
    steps = rng.normal(size=(count + 30, 2)).cumsum(axis=0)
    smooth = np.stack([np.convolve(steps[:, axis], np.ones(15) / 15, "same") for axis in (0, 1)], axis=1)[15:-15]
    return np.asarray(pixels * (smooth - smooth.mean(axis=0)) / max(float(smooth.std()), 1e-6), np.float64)


@cache
def _grain() -> _Floats:
    """Twice as large as a frame, of deviation 1: drawing it anew for each frame would take longer than all else."""
    return np.random.default_rng(0).normal(size=(2 * SIDE, 2 * SIDE, 3)).astype(np.float32)


def _noisy(picture: Picture, rng: np.random.Generator, deviation: float) -> Picture:
    """As a sensor sees it: its noise is no motion."""
    height, width = picture.shape[:2]
    top, left = rng.integers(2 * SIDE - height), rng.integers(2 * SIDE - width)
    noise = deviation * _grain()[top : top + height, left : left + width]
    return np.asarray(np.clip(picture + noise, 0, 255), np.uint8)


YAW, PITCH = 24.0, 20.0
"""Degrees that a warped still pretends."""


def warped_still(still: Still, asked: tuple[Action, ...], rng: np.random.Generator) -> Attack:
    """One picture, moved by hand and warped as if its head turned, its mouth opened or its eyes closed."""
    moments = list(_moments(asked, rng))
    path = _handheld(rng, len(moments), 3.0)
    noise = float(rng.uniform(0, 3))
    frames = [
        _noisy(_shifted(_warped(still, moment), *shift), rng, noise)
        for moment, shift in zip(moments, path, strict=True)
    ]
    return Attack(AttackKind.WARPED_STILL, still.name, frames, FPS, asked)


def _shifted(picture: Picture, x: float, y: float) -> Picture:
    matrix = np.array([[1.02, 0, x - 0.01 * SIDE], [0, 1.02, y - 0.01 * SIDE]])
    return np.asarray(cv2.warpAffine(picture, matrix, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _warped(still: Still, moment: _Moment) -> Picture:
    y, x = (np.mgrid[:GRID, :GRID] * (SIDE - 1) / (GRID - 1)).astype(np.float32)
    x_from, y_from = _turned(still.face, x, y, moment.to_left * YAW, moment.down * PITCH)
    y_from = _eyes_closed(still.face, x_from, y_from, moment[Action.CLOSE_EYES])
    y_from, hole = _mouth_opened(still.face, x_from, y_from, moment[Action.OPEN_MOUTH])
    x_from, y_from, hole = _whole(x_from), _whole(y_from), _whole(hole)
    seen = cv2.remap(still.picture, x_from, y_from, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen * (1 - hole[..., None]) + hole[..., None] * (30, 25, 60), np.uint8)


def _whole(grid: _Floats) -> _Floats:
    return np.asarray(cv2.resize(grid, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.float32)


def _turned(face: Face, x: _Floats, y: _Floats, yaw: float, pitch: float) -> tuple[_Floats, _Floats]:
    """Where each pixel of a turned ellipsoid with a nose came from, by five steps of a fixed point."""
    (middle_x, middle_y), (nose_x, nose_y), width = face.box.centre, face.landmarks[2], face.box.width
    sines, cosines = np.sin(np.radians((yaw, pitch))), np.cos(np.radians((yaw, pitch)))

    def depth(at_x: _Floats, at_y: _Floats) -> _Floats:
        head = np.clip(1 - ((at_x - middle_x) / (0.75 * width)) ** 2 - ((at_y - middle_y) / (1.1 * width)) ** 2, 0, 1)
        nose = np.exp(-(((at_x - nose_x) / (0.16 * width)) ** 2 + ((at_y - nose_y) / (0.25 * width)) ** 2))
        return np.asarray(width * (0.75 * head + 0.25 * nose), np.float32)

    from_x, from_y = x, y
    for _ in range(5):
        deep = depth(from_x, from_y)
        from_x = (middle_x + (x - middle_x - deep * sines[0]) / cosines[0]).astype(np.float32)
        from_y = (middle_y + (y - middle_y - deep * sines[1]) / cosines[1]).astype(np.float32)
    return from_x, from_y


def _eyes_closed(face: Face, x: _Floats, y: _Floats, amount: float) -> _Floats:
    """The brow's skin pulled over them."""
    width = face.box.width
    for eye_x, eye_y in face.landmarks[:2]:
        near = np.exp(-(((x - eye_x) / (0.16 * width)) ** 2) - ((y - eye_y) / (0.11 * width)) ** 2)
        y = (y - amount * 0.1 * width * near).astype(np.float32)
    return y


def _mouth_opened(face: Face, x: _Floats, y: _Floats, amount: float) -> tuple[_Floats, _Floats]:
    """What is below the lips moved down, and how much of the dark hole each pixel shows."""
    width = face.box.width
    (right_x, right_y), (left_x, left_y) = face.landmarks[3:]
    middle_x, middle_y, gap = (right_x + left_x) / 2, (right_y + left_y) / 2, amount * 0.17 * width
    aside = np.exp(-(((x - middle_x) / (0.22 * width)) ** 2))
    below = np.clip((y - middle_y) / max(gap, 1e-3), 0, 1)
    across = ((x - middle_x) / (0.17 * width)) ** 2 + ((y - middle_y - gap / 2) / max(gap / 2, 1e-3)) ** 2
    hole = np.clip(2 * (1 - across), 0, 1) if gap > 2 else np.zeros_like(x)
    return (y - gap * aside * below).astype(np.float32), hole.astype(np.float32)


def moved_photo(still: Still, wall: Picture, asked: tuple[Action, ...], rng: np.random.Generator) -> Attack:
    """A print held before a wall: turned, tilted and bent as the actions ask, and never quite still."""
    moments = list(_moments(asked, rng))
    path = _handheld(rng, len(moments), 6.0)
    turns, bends = rng.uniform(25, 50, size=2), rng.uniform(0.3, 1.4, size=2)
    noise = float(rng.uniform(0, 3))
    frames = []
    for moment, shift in zip(moments, path, strict=True):
        yaw, pitch = turns[0] * moment.to_left, turns[1] * moment.down
        along = bends[0] * (abs(moment.to_left) + moment[Action.OPEN_MOUTH])
        across = bends[1] * (abs(moment.down) + moment[Action.CLOSE_EYES])
        frames.append(_noisy(_sheet(still.picture, wall, (yaw, pitch), (along, across), shift), rng, noise))
    return Attack(AttackKind.MOVED_PHOTO, still.name, frames, FPS, asked)


AWAY = 2.5
"""Of the sheet from the camera, in its own widths."""


def _sheet(
    photo: Picture,
    wall: Picture,
    turned: tuple[float, float],
    bent: tuple[float, float],
    shift: NDArray[np.float64],
) -> Picture:
    """The sheet as a camera sees it. `bent`: radians of arc from edge to edge, about the upright and the level axis."""
    view = (np.mgrid[:GRID, :GRID][::-1].reshape(2, -1).T / (GRID - 1) - 0.5) * 1.05 - shift / SIDE
    place = view.copy()
    for _ in range(12):
        missed = view - _projected(place, turned, bent)
        place = np.asarray(np.clip(place + 0.8 * missed, -3, 3), np.float64)
    maps = ((place + 0.5) * (SIDE - 1)).astype(np.float32).reshape(GRID, GRID, 2)
    x, y = (cv2.resize(maps[..., axis], (SIDE, SIDE), interpolation=cv2.INTER_LINEAR) for axis in (0, 1))
    seen = cv2.remap(photo, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    on = ((x > 0) & (x < SIDE - 1) & (y > 0) & (y < SIDE - 1))[..., None]
    return np.where(on, seen, wall).astype(np.uint8)


def _wall(still: Still) -> Picture:
    return np.asarray(cv2.GaussianBlur(still.picture, (0, 0), 20), np.uint8)


def _projected(
    place: NDArray[np.float64], turned: tuple[float, float], bent: tuple[float, float]
) -> NDArray[np.float64]:
    """(n, 2) places on the sheet, -0.5..0.5, to places in the picture of the same scale."""
    arcs = [max(bend, 1e-3) for bend in bent]
    x, y = (np.sin(arc * place[:, axis]) / arc for axis, arc in enumerate(arcs))
    z = sum((1 - np.cos(arc * place[:, axis])) / arc for axis, arc in enumerate(arcs))
    yaw, pitch = np.radians(turned)
    x, z = x * np.cos(yaw) - z * np.sin(yaw), x * np.sin(yaw) + z * np.cos(yaw)
    y, z = y * np.cos(pitch) - z * np.sin(pitch), y * np.sin(pitch) + z * np.cos(pitch)
    return np.asarray(np.stack([x, y], axis=1) * (AWAY / (AWAY + z))[:, None], np.float64)


def cut_loop(genuine: Genuine, rng: np.random.Generator) -> Attack:
    """Pieces of a genuine clip in the order that was asked for, or the whole of it played again from the middle."""
    if len(genuine.own) >= 2 and rng.random() < 0.5:
        asked = tuple(reversed(genuine.own))
        return Attack(AttackKind.CUT_LOOP, genuine.name, _spliced(genuine, asked, rng), genuine.fps, asked)
    count = len(genuine.frames)
    back = int(rng.uniform(0.3, 0.7) * count)
    frames = [*genuine.frames, *genuine.frames[back:]]
    return Attack(AttackKind.CUT_LOOP, genuine.name, frames, genuine.fps, genuine.own)


def _spliced(genuine: Genuine, asked: Sequence[Action], rng: np.random.Generator) -> list[Picture]:
    frames: list[Picture] = []
    for action in asked:
        one = next(one for one in genuine.found if one.action is action)
        first = round((one.from_s - rng.uniform(0.3, 0.8)) * genuine.fps)
        last = ceil((one.until_s + rng.uniform(0.3, 0.8)) * genuine.fps)
        frames += genuine.frames[max(first, 0) : last]
    return frames


def frozen_frame(genuine: Genuine, rng: np.random.Generator) -> Attack:
    """A clip that answers what was asked for, but stands still for a while under a sensor's noise; or one frame."""
    noise = float(rng.uniform(0, 3))
    at, long = int(rng.integers(len(genuine.frames))), ceil(rng.uniform(1.0, 2.5) * genuine.fps)
    if rng.random() < 0.5:
        return Attack(
            AttackKind.FROZEN_FRAME,
            genuine.name,
            [_noisy(genuine.frames[at], rng, noise) for _ in range(ceil(4 * genuine.fps))],
            genuine.fps,
            drawn(rng),
        )
    still = [_noisy(genuine.frames[at], rng, noise) for _ in range(long)]
    frames = [*genuine.frames[:at], *still, *genuine.frames[at:]]
    return Attack(AttackKind.FROZEN_FRAME, genuine.name, frames, genuine.fps, genuine.own)


def yesterdays_answer(genuine: Genuine, rng: np.random.Generator) -> Attack:
    """A genuine clip, whole, where something else was drawn than what it answers.

    A clip that hints at one more action answers two draws: see `answered`, which says how often that helps.
    """
    asked = drawn(rng)
    while order_problem(genuine.found, asked) is None:
        asked = drawn(rng)
    return Attack(AttackKind.YESTERDAY, genuine.name, genuine.frames, genuine.fps, asked)


def attacks(
    stills: Sequence[Still], genuine: Sequence[Genuine], seed: int, each: int
) -> Iterator[Callable[[], Attack]]:
    """`each` per kind, to be made one at a time. Each has its own seed, so that any of them can be made alone."""
    makers: Mapping[AttackKind, Callable[[np.random.Generator], Attack]] = {
        AttackKind.WARPED_STILL: lambda rng: warped_still(_of(stills, rng), drawn(rng), rng),
        AttackKind.MOVED_PHOTO: lambda rng: moved_photo(_of(stills, rng), _wall(_of(stills, rng)), drawn(rng), rng),
        AttackKind.CUT_LOOP: lambda rng: cut_loop(_of(genuine, rng), rng),
        AttackKind.FROZEN_FRAME: lambda rng: frozen_frame(_of(genuine, rng), rng),
        AttackKind.YESTERDAY: lambda rng: yesterdays_answer(_of(genuine, rng), rng),
    }
    for number, maker in enumerate(makers.values()):
        for one in range(each):
            yield partial(_made, maker, (seed, number, one))


def _made(maker: Callable[[np.random.Generator], Attack], key: tuple[int, int, int]) -> Attack:
    return maker(np.random.default_rng(key))


def _of(things: Sequence[Thing], rng: np.random.Generator) -> Thing:
    return things[int(rng.integers(len(things)))]

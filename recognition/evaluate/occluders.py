"""Things before honest faces, drawn by dlib's 68 landmarks: masks and dark glasses, and what must pass beside them.

No photographs, and said so wherever figures of them are printed: colours, folds, shapes, light and compression vary, so
that a rule has little else to learn than what is covered.
"""

from collections.abc import Callable, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.images import Picture
from recognition.landmarks import Points

Draw = Callable[[Picture, Points, np.random.Generator], Picture]

CLOTHS = {
    "white": (235, 235, 238),
    "light blue": (214, 190, 150),
    "black": (28, 26, 26),
    "green": (150, 180, 140),
    "grey": (130, 130, 130),
    "pink": (190, 180, 235),
    "navy": (90, 50, 30),
    "red": (50, 40, 160),
    "beige": (150, 185, 215),
    "batik": (60, 110, 160),
}
"""BGR."""

LENSES = {"round": (0.24, 0.24, 2.0), "wide": (0.27, 0.2, 4.0), "aviator": (0.26, 0.25, 2.6), "small": (0.2, 0.17, 2.0)}
"""Half width and half height in distances of the outer corners of the eyes, and the exponent of the superellipse."""

FRAMES = [(25, 25, 25), (60, 60, 90), (140, 140, 150), (30, 60, 90)]


def mask(picture: Picture, face: Points, chance: np.random.Generator) -> Picture:
    """Of any cloth, from the jaw to somewhere between the root and the tip of the nose, with folds."""
    name = str(chance.choice(list(CLOTHS)))
    cloth = CLOTHS[name]
    jaw = face[30] + (face[1:16] - face[30]) * chance.uniform(1.0, 1.08)
    height = chance.uniform(0.1, 0.6)
    ridge = face[27] * (1 - height) + face[30] * height
    sag = (face[30] - face[27]) * 0.15
    edge = [face[15] * 0.8 + face[30] * 0.2, (face[46] + face[30]) / 2 + sag, ridge]
    edge += [(face[41] + face[30]) / 2 + sag, face[1] * 0.8 + face[30] * 0.2]
    checks = int(chance.integers(6, 20)) if name == "batik" or chance.random() < 0.15 else 0
    covered = _filled(picture, np.vstack([jaw, *edge]), cloth, shade=True, checks=checks)
    return _folded(covered, face, cloth, chance) if chance.random() < 0.75 else covered


def sunglasses(picture: Picture, face: Points, chance: np.random.Generator) -> Picture:
    """Through which at most a fifth of the light comes back, often with a reflection."""
    shape, grown = str(chance.choice(list(LENSES))), chance.uniform(0.95, 1.2)
    dark = [(20, 18, 18), (30, 25, 40), (45, 35, 25), (20, 40, 55)][chance.integers(4)]
    opacity = chance.uniform(0.82, 1.0)
    for eye in (slice(36, 42), slice(42, 48)):
        lens = _lens(face, eye, shape, grown)
        picture = _filled(picture, lens, dark, opacity)
        if chance.random() < 0.5:
            picture = _filled(picture, _spot(lens, chance), (200, 200, 200), chance.uniform(0.1, 0.35))
    return _framed(picture, face, shape, grown, chance)


def glasses(picture: Picture, face: Points, chance: np.random.Generator) -> Picture:
    """Clear ones, some with a reflection: they stay on."""
    shape, grown = str(chance.choice(list(LENSES))), chance.uniform(0.95, 1.2)
    if chance.random() < 0.4:
        for eye in (slice(36, 42), slice(42, 48)):
            spot = _spot(_lens(face, eye, shape, grown), chance)
            picture = _filled(picture, spot, (230, 230, 230), chance.uniform(0.05, 0.3))
    return _framed(picture, face, shape, grown, chance)


def hijab(picture: Picture, face: Points, chance: np.random.Generator) -> Picture:
    """Tight around the face, from the hairline to under the chin, of any cloth."""
    wide = float(np.hypot(*(face[16] - face[0])))
    up = (face[27] - face[8]) / np.hypot(*(face[27] - face[8]))
    middle, half = (face[16] + face[0]) / 2, (face[16] - face[0]) / 2
    rise = float(((face[19] + face[24]) / 2 + up * wide * chance.uniform(0.12, 0.28) - middle) @ up)
    angles = np.linspace(0, np.pi, 20)[:, None]
    arch = middle + half * np.cos(angles) + up * rise * np.sin(angles)
    outer = middle + half * 1.25 * np.cos(angles) + up * rise * 1.6 * np.sin(angles)
    shoulders = [middle + side * half * reach - up * wide * low for side, reach, low in _SHOULDERS]
    cloth = CLOTHS[str(chance.choice(list(CLOTHS)))]
    covered = _filled(picture, np.vstack([outer, *shoulders]), cloth)
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    folds = 0.9 + 0.1 * np.sin((x + y / 2) / max(wide / 9, 2))
    hole = _coverage(picture, np.vstack([face[:17] + (face[29] - face[:17]) * 0.03, arch[1:-1]]))
    return _mixed(np.clip(covered * folds[..., None], 0, 255).astype(np.uint8), picture, hole)


def peci(picture: Picture, face: Points, _: np.random.Generator) -> Picture:
    """The black cap of Indonesian men, above the brows."""
    wide = float(np.hypot(*(face[16] - face[0])))
    up = (face[27] - face[8]) / np.hypot(*(face[27] - face[8]))
    right, left = face[0] + up * wide * 0.32, face[16] + up * wide * 0.32
    across, rise = left - right, up * wide * 0.45
    corners = [right - across * 0.05, right + across * 0.03 + rise, left - across * 0.03 + rise, left + across * 0.05]
    return _filled(picture, np.vstack([*corners, (right + left) / 2 - up * wide * 0.04]), (25, 22, 22))


def beard(picture: Picture, face: Points, chance: np.random.Generator) -> Picture:
    """Full, black, brown or grey, with the lips free."""
    jaw, lips = face[3:14], face[54] - face[48]
    under_nose = face[33] * 0.55 + face[51] * 0.45
    edge = [face[13] * 0.6 + face[54] * 0.4, face[54] + lips * 0.12, under_nose + lips * 0.25, under_nose]
    edge += [under_nose - lips * 0.25, face[48] - lips * 0.12, face[3] * 0.6 + face[48] * 0.4]
    shape = np.vstack([jaw + (jaw - face[30]) * 0.04, *edge])
    hair = [(25, 25, 28), (40, 50, 65), (150, 150, 155)][chance.integers(3)]
    grown = _filled(picture, shape, hair, chance.uniform(0.55, 0.85), shade=True)
    noise = cv2.GaussianBlur(chance.normal(0, 1, picture.shape[:2]).astype(np.float32), (0, 0), 0.8)
    rough = np.clip(grown + 14 * (noise / noise.std())[..., None], 0, 255).astype(np.uint8)
    return _mixed(_mixed(grown, rough, _coverage(picture, shape)), picture, _coverage(picture, face[48:60]))


def hand(picture: Picture, face: Points, chance: np.random.Generator) -> Picture:
    """Four fingers of the colour of the nose before the mouth."""
    x, y = np.round(face[30]).astype(int)
    skin = np.median(picture[max(y - 2, 0) : y + 3, max(x - 4, 0) : x + 5].reshape(-1, 3), axis=0)
    wide, angle = float(np.hypot(*(face[16] - face[0]))), chance.uniform(-0.5, 0.5)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    turn = np.linspace(0, 2 * np.pi, 30)[:, None]
    for finger in range(4):
        middle = face[62] + across * (finger - 1.2) * wide * 0.13
        shape = middle + along * np.cos(turn) * wide * 0.45 + across * np.sin(turn) * wide * 0.075
        picture = _filled(picture, shape, skin * (1 - 0.07 * (finger % 2)), shade=True)
    return picture


COVERED: Mapping[str, Draw] = {"mask": mask, "sunglasses": sunglasses}
WORN: Mapping[str, Draw] = {"glasses": glasses, "hijab": hijab, "peci": peci, "beard": beard}
"""What nobody is asked to take off."""


def another_camera(picture: Picture, chance: np.random.Generator) -> Picture:
    """The picture in other light, with other colours, blur and compression."""
    seen = picture.astype(np.float64)
    if chance.random() < 0.2:
        share = chance.uniform(0.2, 0.6)
        seen = seen * share + seen.mean(axis=2, keepdims=True) * (1 - share)
    seen = 255 * (seen / 255) ** chance.uniform(0.7, 1.4)
    if chance.random() < 0.3:
        seen = seen * chance.uniform(0.85, 1.15, 3)
    if chance.random() < 0.4:
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), chance.uniform(0.4, 1.5)), np.float64)
    _, jpeg = cv2.imencode(".jpg", np.clip(seen, 0, 255).astype(np.uint8), [1, int(chance.integers(35, 95))])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)


_SHOULDERS = ((-1, 1.3, 0.5), (-1, 1.7, 2.0), (1, 1.7, 2.0), (1, 1.3, 0.5))


def _folded(picture: Picture, face: Points, cloth: tuple[int, int, int], chance: np.random.Generator) -> Picture:
    wide, count, strength = (
        float(np.hypot(*(face[16] - face[0]))),
        int(chance.integers(2, 6)),
        chance.uniform(0.45, 0.92),
    )
    lines = picture.copy()
    dark = tuple(int(value * strength) for value in cloth)
    for down in np.linspace(0.12, 0.85, count):
        ends = [(face[top] * (1 - down) + face[low] * down) * 0.9 + face[62] * 0.1 for top, low in ((2, 6), (14, 10))]
        thick = max(1, int(wide * chance.uniform(0.006, 0.025)))
        cv2.line(lines, _pixel(ends[0]), _pixel(ends[1]), dark, thick, cv2.LINE_AA)
    soft = cv2.GaussianBlur(lines, (0, 0), max(wide / 160, 0.4))
    return np.asarray(cv2.addWeighted(picture, 0.3, soft, 0.7, 0), np.uint8)


def _lens(face: Points, eye: slice, shape: str, grown: float) -> Points:
    half_width, half_height, power = LENSES[shape]
    along = face[45] - face[36]
    middle = face[eye].mean(axis=0) + (face[30] - face[27]) * 0.12
    turn = np.linspace(0, 2 * np.pi, 40)[:, None]
    x, y = (np.sign(wave) * np.abs(wave) ** (2 / power) for wave in (np.cos(turn), np.sin(turn)))
    down = np.array([-along[1], along[0]])
    return np.asarray(middle + grown * (x * half_width * along + y * half_height * down), np.float64)


def _spot(lens: Points, chance: np.random.Generator) -> Points:
    middle = lens.mean(axis=0)
    return np.asarray(middle + (lens - middle) * 0.35 + chance.uniform(-0.15, 0.15, 2) * np.ptp(lens[:, 0]), np.float64)


def _framed(picture: Picture, face: Points, shape: str, grown: float, chance: np.random.Generator) -> Picture:
    framed = picture.copy()
    colour = FRAMES[chance.integers(len(FRAMES))]
    thick = max(1, round(float(np.hypot(*(face[45] - face[36]))) * chance.uniform(0.012, 0.06)))
    right, left = _lens(face, slice(36, 42), shape, grown), _lens(face, slice(42, 48), shape, grown)
    for lens in (right, left):
        cv2.polylines(framed, [np.round(lens * 16).astype(np.int32)], True, colour, thick, cv2.LINE_AA, 4)
    for one, other in ((right[0], left[20]), (right[20], face[0]), (left[0], face[16])):
        cv2.line(framed, _pixel(one), _pixel(other), colour, thick, cv2.LINE_AA)
    return framed


def _filled(
    picture: Picture, shape: Points, colour: object, opacity: float = 1.0, *, shade: bool = False, checks: int = 0
) -> Picture:
    """The shape in one colour or in checks, with the light and shadow of what it covers."""
    layer = np.full(picture.shape, colour, np.float32)
    size, covered = float(np.ptp(shape[:, 0])), _coverage(picture, shape)
    if checks:
        y, x = np.mgrid[: picture.shape[0], : picture.shape[1]] * (2 * np.pi / max(size / checks, 2))
        layer *= (0.75 + 0.5 * (np.sin(x) * np.sin(y) > 0))[..., None]
    if shade and (covered > 0.5).any():
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
        light = cv2.GaussianBlur(grey, (0, 0), max(size / 8, 1))
        layer *= np.clip(light / max(np.percentile(light[covered > 0.5], 75), 1), 0.35, 1.15)[..., None]
    return _mixed(picture, np.clip(layer, 0, 255).astype(np.uint8), covered * np.float32(opacity))


def _coverage(picture: Picture, shape: Points) -> NDArray[np.float32]:
    """0..1 for each pixel, soft at the edge."""
    covered = np.zeros(picture.shape[:2], np.float32)
    cv2.fillPoly(covered, [np.round(shape * 16).astype(np.int32)], (1.0,), cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(covered, (0, 0), max(float(np.ptp(shape[:, 0])) / 150, 0.4)), np.float32)


def _mixed(below: Picture, above: Picture, covered: NDArray[np.float32]) -> Picture:
    share = covered[..., None]
    return np.clip(below * (1 - share) + above * share, 0, 255).astype(np.uint8)


def _pixel(point: Points) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))

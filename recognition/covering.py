"""Is the mouth covered by a mask, are the eyes by dark glasses? Told from the colours of the aligned face.

Two sums over means of a 28 x 28 reduction of the chip, 0.1 ms in all. SFace's embedding does not know it: a linear rule
on it that finds 96 of 100 drawn masks finds none of the four real ones of quality/. A hand, a scarf of skin colour, a
hat over the eyes and a balaclava are not told apart reliably and not looked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot, sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.alignment import CHIP_SIDE
from recognition.images import Picture

CELL = 4
"""Pixels of the chip."""
CELLS = CHIP_SIDE // CELL

REGIONS: Mapping[str, tuple[int, int, int, int]] = {
    "bridge": (52, 60, 48, 56),
    "nose": (52, 60, 68, 76),
    "right under eye": (40, 48, 60, 64),
    "left under eye": (64, 72, 60, 64),
    "right cheek": (28, 40, 68, 76),
    "left cheek": (72, 84, 68, 76),
    "right jaw": (28, 40, 80, 96),
    "left jaw": (72, 84, 80, 96),
    "mouth": (44, 68, 88, 96),
    "lips": (44, 68, 84, 100),
    **{f"line {number} of the lips": (48, 64, top, top + CELL) for number, top in enumerate((84, 88, 92, 96))},
    "forehead": (44, 68, 32, 40),
    "right iris": (32, 44, 48, 56),
    "left iris": (68, 80, 48, 56),
    "right lower lens": (28, 48, 56, 64),
    "left lower lens": (64, 84, 56, 64),
    "right socket": (28, 48, 44, 60),
    "left socket": (64, 84, 44, 60),
    "right brow": (28, 48, 40, 44),
    "left brow": (64, 84, 40, 44),
}
"""Left, right, top, bottom in pixels of the chip, whole cells; right and left are the person's, as of `Face`."""

JOINED: Mapping[str, tuple[str, ...]] = {
    "upper face": ("bridge", "right under eye", "left under eye"),
    "middle face": ("nose", "right cheek", "left cheek"),
    "jaw": ("right jaw", "left jaw"),
}
"""Means of the means of several regions."""

Lab = tuple[float, float, float]
"""CIELAB, L 0..100."""

MASK_WEIGHTS = (-2.7659, -2.1113, 1.4472, -0.3484, 0.0861, 0.4788, 0.0063, 0.3258, 1.5557)
"""Of `mask_features`, and the constant. Fitted by `python -m recognition.evaluate.covering DATA --fit --every 2`
(November 2026) on 509 drawn masks among 3,613 faces of one half of the people of LFW."""

SUNGLASSES_WEIGHTS = (12.2797, -8.4006, -3.4737, -0.4819, -0.5427, -1.0786)
"""Of `sunglasses_features`, and the constant; by the same run."""


@dataclass(frozen=True)
class Covering:
    """Log odds, 0 where as many covered as open faces of the fitting set are; higher is surer."""

    mask: float
    sunglasses: float
    colour: float
    """Mean chroma of the inner face in CIELAB; 0 for a grey picture, whose masks cannot be told."""


def covering(chip: Picture) -> Covering:
    """Of an aligned face, (112, 112, 3) BGR."""
    skin = Skin.of(chip)
    return Covering(
        mask=_sum(mask_features(skin), MASK_WEIGHTS),
        sunglasses=_sum(sunglasses_features(skin), SUNGLASSES_WEIGHTS),
        colour=skin.colour,
    )


@dataclass(frozen=True, eq=False)
class Skin:
    """The colours of the regions, and of some the spread of lightness."""

    means: Mapping[str, Lab]
    spreads: Mapping[str, float]
    colour: float

    @classmethod
    def of(cls, chip: Picture) -> "Skin":
        small = cv2.resize(chip, (CELLS, CELLS), interpolation=cv2.INTER_AREA)
        lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
        cells = lab.reshape(-1, 3)
        means = _WINDOWS @ cells
        spreads = np.sqrt(np.maximum(_WINDOWS @ cells[:, 0] ** 2 - means[:, 0] ** 2, 0))
        inner = lab[7:27, 6:22]
        return cls(
            dict(zip(_NAMES, map(tuple, means.tolist()), strict=True)),
            dict(zip(_NAMES, spreads.tolist(), strict=True)),
            float(cv2.magnitude(inner[..., 1], inner[..., 2]).mean()),
        )


def mask_features(skin: Skin) -> tuple[float, ...]:
    """What a mask changes: no dark or red line between the lips, jaw and mouth of one colour, nose of another."""
    face, jaw, nose = (skin.means[name] for name in ("upper face", "jaw", "nose"))
    reds = [skin.means[f"line {number} of the lips"][1] for number in range(4)]
    return (
        sqrt(skin.spreads["lips"]),
        sqrt(max(reds) - min(reds)),
        sqrt(_apart(nose, skin.means["bridge"])),
        _apart(skin.means["mouth"], jaw),
        abs(skin.means["right jaw"][0] - skin.means["left jaw"][0]),
        sqrt(max(face[0], 0.0)),
        abs(nose[0] - face[0]),
        sqrt(abs(jaw[0] - face[0])),
    )


def sunglasses_features(skin: Skin) -> tuple[float, ...]:
    """What dark glasses change, in shares of the skin's lightness: dark below the eyes, and even where the eyes are."""
    face = skin.means["middle face"][0]
    light = max(face, 8.0)

    def darker(name: str) -> float:
        return (face - skin.means[name][0]) / light

    return (
        min(darker("right lower lens"), darker("left lower lens")),
        sqrt(min(skin.spreads["right iris"], skin.spreads["left iris"]) / light),
        darker("forehead"),
        darker("bridge"),
        min(darker(f"{side} socket") - darker(f"{side} brow") for side in ("right", "left")),
    )


def _sum(features: tuple[float, ...], weights: tuple[float, ...]) -> float:
    *slopes, constant = weights
    return sum(slope * feature for slope, feature in zip(slopes, features, strict=True)) + constant


def _apart(one: Lab, other: Lab) -> float:
    """By hue and saturation alone."""
    return hypot(one[1] - other[1], one[2] - other[2])


def _windows() -> NDArray[np.float32]:
    """(regions and joined, cells): each row takes the mean over one of them."""
    rows = {name: np.zeros((CELLS, CELLS), np.float32) for name in REGIONS}
    for name, (left, right, top, bottom) in REGIONS.items():
        share = CELL**2 / ((right - left) * (bottom - top))
        rows[name][top // CELL : bottom // CELL, left // CELL : right // CELL] = share
    joined = [np.mean([rows[name] for name in names], axis=0) for names in JOINED.values()]
    return np.array([*rows.values(), *joined], np.float32).reshape(len(_NAMES), -1)


_NAMES = (*REGIONS, *JOINED)
_WINDOWS = _windows()

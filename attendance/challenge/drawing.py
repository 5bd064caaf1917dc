"""What one person is asked to do this time, drawn at random: pure but for the chance that is handed in."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from recognition.challenge.actions import Action

PHOTO, VIDEO = 1, 2
"""The liveness levels at which something is drawn."""

HIGHEST = VIDEO

IN_A_VIDEO = (2, 3)
"""How many actions a video may have. With six to choose from there are 30 + 120 orders of them."""


class Awaited(StrEnum):
    """What a challenge still waits for; its neutral picture is the selfie of the attempt."""

    NEUTRAL = "neutral"
    POSED = "posed"
    VIDEO = "video"


@dataclass(frozen=True)
class Drawn:
    """A challenge as the person is told it: one action for a photo, two or three in this order for a video."""

    level: int
    actions: tuple[Action, ...]


def draw(level: int, possible: Sequence[Action], previous: Sequence[Action], chance: Random) -> Drawn:
    """Never what this person was asked the last time, with every other answer as likely as the next of its length.

    Raises ValueError for a level without a challenge, and where nothing is left to draw from.
    """
    sizes = {PHOTO: (1,), VIDEO: IN_A_VIDEO}.get(level, ())
    left = {size: _orders(possible, size, previous) for size in sizes}
    filled = [size for size, orders in left.items() if orders]
    if not filled:
        raise ValueError(f"nothing can be drawn at level {level} from {len(possible)} actions")
    return Drawn(level, chance.choice(left[chance.choice(filled)]))


def _orders(possible: Sequence[Action], size: int, previous: Sequence[Action]) -> list[tuple[Action, ...]]:
    return [order for order in itertools.permutations(possible, size) if order != tuple(previous)]

"""What a person can be asked to do."""

from collections.abc import Sequence
from enum import StrEnum


class Action(StrEnum):
    """Left and right are the person's own."""

    LOOK_LEFT = "look-left"
    LOOK_RIGHT = "look-right"
    LOOK_UP = "look-up"
    LOOK_DOWN = "look-down"
    OPEN_MOUTH = "open-mouth"
    CLOSE_EYES = "close-eyes"


SIDES = {Action.LOOK_LEFT: Action.LOOK_RIGHT, Action.LOOK_RIGHT: Action.LOOK_LEFT}


def swapped(actions: Sequence[Action]) -> tuple[Action, ...]:
    """What a mirror shows of them."""
    return tuple(SIDES.get(action, action) for action in actions)

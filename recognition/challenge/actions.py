"""What a person can be asked to do."""

from enum import StrEnum


class Action(StrEnum):
    """Left and right are the person's own."""

    LOOK_LEFT = "look-left"
    LOOK_RIGHT = "look-right"
    LOOK_UP = "look-up"
    LOOK_DOWN = "look-down"
    OPEN_MOUTH = "open-mouth"
    CLOSE_EYES = "close-eyes"

"""What can go wrong on the page: a key that the page has a sentence for in both languages (static/words.js)."""

from enum import StrEnum


class ProblemKey(StrEnum):
    """Told as {"problem": key}."""

    NOT_FOUND = "not-found"
    MALFORMED = "malformed"
    NOT_A_PICTURE = "not-a-picture"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    BUTTON_GONE = "button-gone"
    ATTACK_STUCK = "attack-stuck"
    CLOCK_BACK = "clock-back"
    CLOCK_FAR = "clock-far"


class Problem(Exception):
    """Refuse a request; the status tells the browser's tools, the key tells the person."""

    def __init__(self, key: ProblemKey, status: int = 422) -> None:
        super().__init__(key)
        self.key = key
        self.status = status

"""The sample pictures that the page offers: other variations than those the cast was enrolled with."""

from functools import cache
from typing import get_args

from demo.portraits import Sitter, portrait

SITTERS: tuple[Sitter, ...] = get_args(Sitter)
VARIATIONS = (4, 5, 6, 7, 8, 9)


@cache
def sample(name: str) -> bytes | None:
    """The JPEG of a name such as `astronaut-4`; None when there is no such picture."""
    sitter, _, number = name.partition("-")
    for known in SITTERS:
        if sitter == known and number in map(str, VARIATIONS):
            return portrait(known, int(number))
    return None

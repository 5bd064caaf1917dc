"""From a similarity to a word: the same person, another one, or neither for sure. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Match(StrEnum):
    """What a comparison says."""

    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class MatchLimits:
    """On the scale of one engine: from `accept` on SAME, below `review` DIFFERENT. Raises ValueError when swapped."""

    accept: float
    review: float

    def __post_init__(self) -> None:
        if self.review > self.accept:
            raise ValueError("review must not lie above accept")


# Provisional until recognition/evaluate has measured them (RECOGNITION.md 1; 0.404 is FAR 1e-3 between Asian people).
LIMITS: Mapping[str, MatchLimits] = MappingProxyType(
    {"sface": MatchLimits(accept=0.4, review=0.3), "dlib": MatchLimits(accept=0.5, review=0.4)}
)


def verdict(similarity: float, limits: MatchLimits) -> Match:
    if similarity >= limits.accept:
        return Match.SAME
    return Match.DIFFERENT if similarity < limits.review else Match.UNSURE

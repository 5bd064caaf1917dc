"""From a similarity to an answer, by the two thresholds of an engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from recognition import dlib_resnet, sface


class Match(StrEnum):
    """Is the probe the person of the templates?"""

    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


@dataclass(frozen=True)
class MatchLimits:
    """From `accept` on it is the same person, below `review` another, between them a person must look."""

    accept: float
    review: float

    def __post_init__(self) -> None:
        if not self.review <= self.accept <= 1:
            raise ValueError(f"review {self.review} must not be above accept {self.accept}, nor accept above 1")


LIMITS: Mapping[str, MatchLimits] = {
    sface.NAME: MatchLimits(accept=0.45, review=0.36),
    dlib_resnet.NAME: MatchLimits(accept=0.62, review=0.46),
}
"""By engine, set on the group of LFW whose impostors are most alike, East Asian people among each other, and cited from
`presensi evaluate verification --root DATA/lfw --identities manifest.csv`, without and with `--templates 3` (November
2026, docs/accuracy.md).

accept: at most 1 in 2,000 of that group passes at the first look by one template; over all people it is ten times less.
review: where 1 in 1,000 of all impostors passes, and 1 in 200 of the honest does not.
"""


def verdict(similarity: float, limits: MatchLimits) -> Match:
    """Raises ValueError for a similarity that is no number: nothing compares with it, so it would pass as UNSURE."""
    if similarity != similarity:  # noqa: PLR0124 - only NaN differs from itself
        raise ValueError("the similarity is not a number")
    if similarity >= limits.accept:
        return Match.SAME
    return Match.UNSURE if similarity >= limits.review else Match.DIFFERENT

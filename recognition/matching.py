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
"""By engine, set on the group of LFW whose impostors are most alike, East Asian people compared among each other. The
run is `presensi evaluate verification --root DATA/lfw --identities manifest.csv` (December 2026, docs/accuracy.md).

sface: from 0.45 on 15 of 21,237 impostors of that group pass in the whole decision, and 3 in 100,000 of all at the
first look, beside 97.3 % of the honest by one template (98.3 % in the whole decision) and all 123 by three. From 0.36
on 1 in 1,000 of all impostors is left to a second look.

dlib: from 0.62 on 11 of 21,237 pass; below 0.46 none of the 123 honest by three templates is, but 29 % of them are
left to a person: a second opinion, no first."""


def verdict(similarity: float, limits: MatchLimits) -> Match:
    """Raises ValueError for a similarity that is no number: nothing compares with it, so it would pass as UNSURE."""
    if similarity != similarity:  # noqa: PLR0124 - only NaN differs from itself
        raise ValueError("the similarity is not a number")
    if similarity >= limits.accept:
        return Match.SAME
    return Match.UNSURE if similarity >= limits.review else Match.DIFFERENT

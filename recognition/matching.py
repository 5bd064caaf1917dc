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
    dlib_resnet.NAME: MatchLimits(accept=0.58, review=0.46),
}
"""By engine, from `python -m recognition.evaluate.verification DATA/lfw --engine ...` (November 2026): three templates
against 123 honest probes of 35 people and 889,381 impostor probes, 4,547 of them Asian of the same region and sex.

sface: below 0.45 no honest probe (at most 2.4 % with 95 % confidence); above it 0.008 % of the impostors and 0.02 % of
the Asian ones. From 0.36 on 0.27 % and 0.8 %. With one template only, 4 % of the honest are below 0.45.

dlib: face_recognition's default tolerance 0.6, which is 0.4 here, lets 1.5 % of all impostors through and 56 % of the
Asian ones. 0.58 lets 0.8 % of these through and puts 12 % of the honest into review: a second opinion, no first."""


def verdict(similarity: float, limits: MatchLimits) -> Match:
    """Raises ValueError for a similarity that is no number: nothing compares with it, so it would pass as UNSURE."""
    if similarity != similarity:  # noqa: PLR0124 - only NaN differs from itself
        raise ValueError("the similarity is not a number")
    if similarity >= limits.accept:
        return Match.SAME
    return Match.UNSURE if similarity >= limits.review else Match.DIFFERENT

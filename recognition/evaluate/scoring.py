"""Similarities of all trials at once, and what the service would decide by them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition import dlib_resnet, sface
from recognition.evaluate.acquisition import Acquired, Vectors
from recognition.evaluate.trials import Indices, Mask, Pictures, Trials
from recognition.matching import MatchLimits
from recognition.metrics import Comparisons, Scores

ANY = 2.0
"""The score of what is accepted at every threshold: above all similarities."""


@dataclass(frozen=True)
class SecondOpinion:
    """Another engine that is asked inside the review band, and from when on it says yes."""

    engine: str
    accept: float


@dataclass(frozen=True)
class Decider:
    """How the service decides by one engine: attendance.rules.kinds.FaceRule in the words of this room."""

    engine: str
    limits: MatchLimits
    second: SecondOpinion | None


@dataclass(frozen=True, eq=False)
class Scored:
    """(t,) similarities of each trial; -inf where a picture shows no face.

    `quick`: a selfie seen once; `thorough`: seen twice, as inside the review band; `second`: by the second engine, None
    without one. What is enrolled is always seen twice.
    """

    quick: Scores
    thorough: Scores
    second: Scores | None


@dataclass(frozen=True, eq=False)
class Decided:
    """(t,) each: what the service says without a human; neither is different."""

    same: Mask
    unsure: Mask


def score(trials: Trials, acquired: Acquired, decider: Decider) -> Scored:
    """The best of the templates counts, for genuine and impostor trials alike."""
    second = decider.second.engine if decider.second else None
    return Scored(
        _best(trials, acquired.thorough(decider.engine), acquired.quick(decider.engine), decider.engine),
        _best(trials, acquired.thorough(decider.engine), acquired.thorough(decider.engine), decider.engine),
        _best(trials, acquired.thorough(second), acquired.quick(second), second) if second else None,
    )


def decide(scored: Scored, decider: Decider) -> Decided:
    """As attendance.checkin.selfie: once; if unsure twice; if still unsure the second engine, whose yes settles it."""
    limits = decider.limits
    doubted = (scored.quick >= limits.review) & (scored.quick < limits.accept)
    similarity = np.where(doubted, scored.thorough, scored.quick)
    same = similarity >= limits.accept
    unsure = (similarity >= limits.review) & ~same
    agreed = unsure & _second_says_yes(scored, decider)
    return Decided(np.asarray(same | agreed), np.asarray(unsure & ~agreed))


def resolved(scored: Scored, decider: Decider) -> Scores:
    """(t,) the score by which `decide` accepts when its `accept` is moved, for thresholds above `review`."""
    review = decider.limits.review
    best = np.where(scored.quick >= review, np.maximum(scored.quick, scored.thorough), scored.quick)
    agreed = (np.minimum(scored.quick, scored.thorough) >= review) & _second_says_yes(scored, decider)
    return np.where(agreed, ANY, best)


def compared(trials: Trials, pictures: Pictures, scores: Scores, among: Mask) -> Comparisons:
    """The trials of `among` as comparisons. Impostors of whom a picture shows no face are left out: they prove nothing.

    Raises TooFewComparisons.
    """
    genuine = among & trials.same
    impostor = among & ~trials.same & np.isfinite(scores)
    people = people_of(trials, pictures)
    return Comparisons(scores[genuine], people[genuine, 1], scores[impostor], people[impostor])


def people_of(trials: Trials, pictures: Pictures) -> Indices:
    """(t, 2): who is enrolled, and whose the probe is."""
    return np.stack([pictures.people[trials.enrolled[trials.left, 0]], pictures.people[trials.probe]], axis=1)


def similarities(enrolled: Vectors, probes: Vectors, engine: str) -> NDArray[np.float64]:
    """(e, p) of all pairs; the same measures as the engines' `compare`, which the tests hold together."""
    products = enrolled @ probes.T
    if engine == sface.NAME:
        return products
    if engine != dlib_resnet.NAME:
        raise ValueError(f"no measure is known for the engine {engine}")
    squares = (enrolled**2).sum(axis=1)[:, None] + (probes**2).sum(axis=1)[None]
    return np.asarray(1 - np.sqrt(np.maximum(squares - 2 * products, 0)), np.float64)


def unmated(trials: Trials, pictures: Pictures, acquired: Acquired, engine: str) -> Scores:
    """(p,) for every usable picture the best score of anybody else's templates, as a search for doubles sees it."""
    vectors = acquired.thorough(engine)
    scores = _matrix(trials.enrolled, vectors, vectors, engine)
    own = pictures.people[trials.enrolled[:, 0]][:, None] == pictures.people[None]
    best = np.asarray(np.where(own, -np.inf, scores).max(axis=0), np.float64)
    return best[acquired.usable]


def _second_says_yes(scored: Scored, decider: Decider) -> Mask:
    if decider.second is None or scored.second is None:
        return np.zeros(scored.quick.shape, np.bool_)
    return np.asarray(scored.second >= decider.second.accept)


def _best(trials: Trials, enrolled: Vectors, probes: Vectors, engine: str) -> Scores:
    return np.asarray(_matrix(trials.enrolled, enrolled, probes, engine)[trials.left, trials.probe])


def _matrix(rows: Indices, enrolled: Vectors, probes: Vectors, engine: str) -> Scores:
    """(e, p): the best template of each row against every picture; one template of the rows after the other."""
    best = similarities(enrolled[rows[:, 0]], probes, engine)
    for column in rows.T[1:]:
        np.maximum(best, similarities(enrolled[column], probes, engine), out=best)
    return np.nan_to_num(best, nan=-np.inf, posinf=np.inf, neginf=-np.inf)

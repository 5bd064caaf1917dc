"""All similarities at once are those of the engines one by one, and a whole decision is the service's."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from recognition import dlib_resnet, sface
from recognition.embedding import Embedding
from recognition.evaluate.acquisition import Acquired, Seen
from recognition.evaluate.scoring import (
    Decider,
    Scored,
    SecondOpinion,
    compared,
    decide,
    resolved,
    score,
    similarities,
    unmated,
)
from recognition.evaluate.trials import Pictures, best_of, every_two
from recognition.examination import COMPARE
from recognition.matching import MatchLimits

LIMITS = MatchLimits(accept=0.5, review=0.3)
ALONE = Decider(sface.NAME, LIMITS, None)
WITH_DLIB = Decider(sface.NAME, LIMITS, SecondOpinion(dlib_resnet.NAME, accept=0.6))
VERSIONS = {sface.NAME: sface.VERSION, dlib_resnet.NAME: dlib_resnet.VERSION}

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The machine may be busy with other tests."""

levels = st.sampled_from([-1.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.9])


def vectors(count: int, seed: int) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(count, 128))
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def embedded(engine: str, vector: np.ndarray) -> Embedding:
    return Embedding(engine, VERSIONS[engine], vector.astype(np.float32))


def pictures_of(*people: int) -> Pictures:
    return Pictures(tuple(f"{index}.jpg" for index in range(len(people))), np.array(people), {})


def acquired(count: int, without_face: frozenset[int] = frozenset()) -> Acquired:
    """Quick and thorough looks that differ, so that a mix-up shows."""
    thorough, quick = vectors(count, 1), vectors(count, 2)
    return Acquired(
        tuple(
            Seen("no_face", problems=False, thorough={}, quick={})
            if index in without_face
            else Seen(
                None,
                problems=False,
                thorough={engine: embedded(engine, thorough[index]) for engine in VERSIONS},
                quick={engine: embedded(engine, quick[index]) for engine in VERSIONS},
            )
            for index in range(count)
        ),
        {},
    )


@pytest.mark.parametrize("engine", [sface.NAME, dlib_resnet.NAME])
def test_all_pairs_at_once_are_what_the_engine_says_of_each(engine: str) -> None:
    enrolled, probes = vectors(4, 1), vectors(5, 2) * (2 if engine == dlib_resnet.NAME else 1)
    told = similarities(enrolled, probes, engine)
    for row, column in np.ndindex(told.shape):
        one = COMPARE[engine](embedded(engine, probes[column]), [embedded(engine, enrolled[row])])
        assert told[row, column] == pytest.approx(one, abs=1e-5)


def test_an_engine_without_a_known_measure_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="arcface"):
        similarities(vectors(1, 1), vectors(1, 2), "arcface")


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_best_of_the_templates_counts_for_everybody(count: int) -> None:
    pictures, seen = pictures_of(0, 0, 0, 0, 1, 1, 1, 1), acquired(8)
    trials = best_of(pictures, count, seen.usable)
    scored = score(trials, seen, WITH_DLIB)
    for number, (left, probe) in enumerate(zip(trials.left, trials.probe, strict=True)):
        templates = [seen.pictures[index].thorough for index in trials.enrolled[left]]
        selfie = seen.pictures[probe]
        for told, look, engine in (
            (scored.quick, selfie.quick, sface.NAME),
            (scored.thorough, selfie.thorough, sface.NAME),
            (scored.second, selfie.quick, dlib_resnet.NAME),
        ):
            assert told is not None
            expected = COMPARE[engine](look[engine], [template[engine] for template in templates])
            assert told[number] == pytest.approx(expected, abs=1e-5)


def test_a_genuine_picture_without_a_face_is_a_false_rejection_and_an_impostor_is_left_out() -> None:
    pictures, seen = pictures_of(0, 0, 0, 1), acquired(4, without_face=frozenset({1}))
    trials = every_two(pictures)
    scores = score(trials, seen, ALONE).quick
    told = compared(trials, pictures, scores, np.ones_like(trials.same))
    assert len(told.genuine) == 3
    assert np.isneginf(told.genuine).sum() == 2
    assert len(told.impostor) == 2
    assert told.impostor_people.tolist() == [[0, 1], [0, 1]]


@unhurried
@given(arrays(np.float64, (5, 3), elements=levels), st.sampled_from([ALONE, WITH_DLIB]))
def test_moving_the_threshold_of_the_whole_decision_is_moving_accept(table: np.ndarray, decider: Decider) -> None:
    scored = Scored(table[:, 0], table[:, 1], table[:, 2])
    swept = resolved(scored, decider)
    for accept in (0.35, 0.45, 0.5, 0.7, 0.95):
        moved = Decider(decider.engine, MatchLimits(accept, LIMITS.review), decider.second)
        assert decide(scored, moved).same.tolist() == (swept >= accept).tolist()


@unhurried
@given(arrays(np.float64, (8, 3), elements=levels))
def test_nobody_is_both_the_same_and_unsure(table: np.ndarray) -> None:
    decided = decide(Scored(table[:, 0], table[:, 1], table[:, 2]), WITH_DLIB)
    assert not (decided.same & decided.unsure).any()


def test_a_search_for_somebody_who_is_not_enrolled_leaves_out_their_own_templates() -> None:
    pictures, seen = pictures_of(0, 0, 1, 1, 2), acquired(5, without_face=frozenset({4}))
    trials = best_of(pictures, 1, seen.usable)
    told = unmated(trials, pictures, seen, sface.NAME)
    looks = seen.thorough(sface.NAME)
    enrolled = {0: looks[0], 1: looks[2]}
    expected = [
        max(float(template @ looks[index]) for person, template in enrolled.items() if person != pictures.people[index])
        for index in range(4)
    ]
    assert told.tolist() == pytest.approx(expected)

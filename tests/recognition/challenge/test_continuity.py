"""Thumbnails of a scene that moves like a person: cut, frozen, and shown twice."""

import numpy as np
import pytest

from recognition.challenge.continuity import Continuity, continuity_of
from recognition.challenge.limits import ChallengeLimits
from recognition.challenge.watching import THUMB

LIMITS = ChallengeLimits()
FPS = 30


@pytest.fixture(scope="module")
def live() -> np.ndarray:
    """Six seconds of a bright head before a dark wall that goes its way, never the same way twice."""
    rng = np.random.default_rng(1)
    path = np.cumsum(
        np.cumsum(rng.normal(scale=0.02, size=(180, 2)), axis=0) * 0.5 + rng.normal(scale=0.05, size=(180, 2)), axis=0
    )
    y, x = np.mgrid[:THUMB, :THUMB]
    middle = THUMB / 2 + 8 * np.sin(path / 3)
    heads = [60 + 120 * np.exp(-(((x - a) / 14) ** 2) - ((y - b) / 18) ** 2) for a, b in middle]
    return np.array(heads) + rng.normal(scale=0.4, size=(180, THUMB, THUMB))


def times(count: int) -> np.ndarray:
    return np.arange(count) / FPS


def test_what_was_filmed_in_one_go_is_whole(live: np.ndarray) -> None:
    found = continuity_of(times(len(live)), live.astype(np.float32))
    assert found.jump < LIMITS.jump
    assert found.lurch < LIMITS.lurch
    assert found.still_s < LIMITS.still_s
    assert found.again > LIMITS.again


def test_a_cut_is_a_jump(live: np.ndarray) -> None:
    cut = np.concatenate([live[:60], live[60:120] + 25, live[120:] + 25]).astype(np.float32)
    assert continuity_of(times(len(cut)), cut).jump > LIMITS.jump


def test_pieces_put_together_lurch_where_they_meet_even_without_a_jump(live: np.ndarray) -> None:
    there, here = live[20:80], live[100:160]
    nearest = int(np.abs(here[:30] - there[-1]).mean(axis=(1, 2)).argmin())
    spliced = np.concatenate([there, np.roll(here[nearest:], 3, axis=2)]).astype(np.float32)
    found = continuity_of(times(len(spliced)), spliced)
    assert found.lurch > LIMITS.lurch


def test_a_frame_that_stands_still_is_frozen_however_noisy(live: np.ndarray) -> None:
    noise = np.random.default_rng(2).normal(scale=0.2, size=(20, THUMB, THUMB))
    frozen = np.concatenate([live[:90], live[90] + noise, live[90:]]).astype(np.float32)
    assert continuity_of(times(len(frozen)), frozen).still_s == pytest.approx(20 / FPS, abs=0.1)


@pytest.mark.parametrize("backwards", [False, True])
def test_a_piece_that_is_shown_again_is_found_forwards_and_backwards(live: np.ndarray, backwards: bool) -> None:
    piece = live[60:150]
    noise = np.random.default_rng(3).normal(scale=0.2, size=piece.shape)
    looped = np.concatenate([live[:150], (piece[::-1] if backwards else piece) + noise]).astype(np.float32)
    assert continuity_of(times(len(looped)), looped).again < LIMITS.again


def test_frames_that_were_dropped_are_no_cut(live: np.ndarray) -> None:
    kept = np.array([number for number in range(180) if number % 30 not in {7, 8}])
    assert continuity_of(kept / FPS, live[kept].astype(np.float32)).jump < LIMITS.jump


def test_hardly_any_frame_says_nothing() -> None:
    found = continuity_of(times(2), np.zeros((2, THUMB, THUMB), np.float32))
    assert found == Continuity(jump=0.0, lurch=0.0, still_s=0.0, again=1.0)

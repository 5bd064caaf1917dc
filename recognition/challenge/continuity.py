"""Was a video taken in one go? Cuts, frames that stand still, and pieces that are shown twice, from thumbnails."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.challenge.watching import THUMB, Thumbs

NEIGHBOURS = 4
"""Steps on each side that a cut is compared with."""
LEAST_STEP = 1.5
"""Grey values: below, a step is noise, and a quotient by it says nothing."""

LEAST_LURCH = 0.15
"""Pixels of a thumbnail: what is below is noise of the flow."""

COARSE = THUMB // 2
"""Pixels of a side in which frames are compared as wholes: a sensor's noise is less there."""

STANDS = 0.5
"""Grey values, root mean square of a thumbnail: what stands still moves less. Of the live clips none does so for 0.1 s,
of 0.35 for 0.04 s, by `python -m recognition.evaluate.sequences DATA/videos`: no hand is that still, nor is a face."""

WINDOW_S = 0.4
"""Of a piece that may be shown again."""
AGAIN_AFTER_S = 0.5
MOVES = 2.0
"""Grey values that such a piece must move by: a wall is like itself at any time."""


@dataclass(frozen=True)
class Continuity:
    """Of one video."""

    jump: float
    """The largest step between two frames, over the largest of its neighbours."""
    lurch: float
    """The largest change of velocity, before and after, over the largest of its neighbours: in a piece of one film the
    picture goes on as it went, across a cut even between like poses it does not."""
    still_s: float
    """How long it stood still at most, seconds."""
    again: float
    """What is left of the motion of a piece when a later one is taken from it, played either way; 0 is a repetition,
    1 has nothing to do with it."""


def continuity_of(times: NDArray[np.float64], thumbs: Thumbs) -> Continuity:
    """`times` in seconds, rising, one per thumbnail."""
    if len(thumbs) < 3:
        return Continuity(0.0, 0.0, 0.0, 1.0)
    apart = _apart(thumbs.reshape(-1, COARSE, 2, COARSE, 2).mean(axis=(2, 4)))
    gaps = np.diff(times)
    # Where frames were dropped, one step shows the motion of several.
    slower = np.maximum(gaps / np.median(gaps), 1.0)
    jump = _stands_out(np.diagonal(apart, 1) / slower, LEAST_STEP)
    return Continuity(
        jump, _stands_out(_lurches(thumbs, slower), LEAST_LURCH), _still(times, apart), _again(times, apart)
    )


def _apart(thumbs: Thumbs) -> NDArray[np.float64]:
    """(n, n) root mean square differences of all frames."""
    flat = thumbs.reshape(len(thumbs), -1).astype(np.float64)
    products = flat @ flat.T
    squares = np.diag(products)
    return np.sqrt(np.maximum(squares[:, None] + squares - 2 * products, 0) / flat.shape[1])


def _stands_out(values: NDArray[np.float64], least: float) -> float:
    """The largest quotient of a value and the largest of its neighbours, none of them taken for less than `least`."""
    largest = 0.0
    for number, value in enumerate(values):
        before, after = values[max(number - NEIGHBOURS, 0) : number], values[number + 1 : number + 1 + NEIGHBOURS]
        around = max(before.max(initial=least), after.max(initial=least))
        largest = max(largest, float(value / around))
    return largest


def _lurches(thumbs: Thumbs, slower: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each step but the first and the last, how far its flow is from the flow of the nearer of its neighbours."""
    grey = np.clip(thumbs, 0, 255).astype(np.uint8)
    dense = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    flows = []
    for before, after, step in zip(grey[:-1], grey[1:], slower, strict=True):
        flow = dense.calc(before, after, np.zeros((THUMB, THUMB, 2), np.float32))
        flows.append(np.asarray(flow, np.float64) / step)
    changes = np.array([float(np.abs(after - before).mean()) for before, after in pairwise(flows)])
    return np.asarray(np.minimum(changes[:-1], changes[1:]), np.float64)


def _still(times: NDArray[np.float64], apart: NDArray[np.float64]) -> float:
    longest = 0.0
    for number in range(len(times)):
        moved = np.flatnonzero(apart[number, number:] > STANDS)
        last = number + (moved[0] if moved.size else len(times) - number) - 1
        longest = max(longest, float(times[last] - times[number]))
    return longest


def _again(times: NDArray[np.float64], apart: NDArray[np.float64]) -> float:
    step = float(np.median(np.diff(times)))
    window = max(round(WINDOW_S / step), 4)
    if len(times) < 2 * window:
        return 1.0
    motion = np.diagonal(apart, window - 1)
    forward = _least_left(apart, motion, window, round(AGAIN_AFTER_S / step))
    return min(forward, _least_left_reversed(apart, motion, window))


def _least_left(apart: NDArray[np.float64], motion: NDArray[np.float64], window: int, after: int) -> float:
    mean, least = np.full(window, 1 / window), 1.0
    for lag in range(max(after, window), len(apart) - window):
        left = np.convolve(np.diagonal(apart, lag), mean, "valid")
        moved = np.minimum(motion[: len(left)], motion[lag : lag + len(left)])
        least = min(least, float(np.where(moved > MOVES, left / np.maximum(moved, MOVES), 1.0).min()))
    return least


def _least_left_reversed(apart: NDArray[np.float64], motion: NDArray[np.float64], window: int) -> float:
    """A piece that is followed by itself backwards: frame m + k is frame m - k, and it goes that way and back."""
    least = 1.0
    for middle in range(window, len(apart) - window):
        offsets = np.arange(1, window + 1)
        for back in (0, 1):  # the turning frame shown once or twice
            if middle + window >= len(apart) or middle - window + back < 0:
                continue
            left = float(apart[middle + offsets, middle - offsets + back].mean())
            moved = float(motion[middle]) if middle < len(motion) else 0.0
            if moved > MOVES:
                least = min(least, left / moved)
    return least

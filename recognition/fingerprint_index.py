"""Which of millions of kept fingerprints a picture may be a copy of: a scan of their first words, then of what is left.

For 3,000,000 fingerprints 120 MB and, on one core, the time that `python -m recognition.evaluate.reuse DATA` prints.
Nothing is reserved for what is not there: memory grows with the number kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.fingerprint import CROPS, NEAR, WORDS, Words, distances

_PAGE = 1 << 16
"""First words looked at together: half a megabyte stays in the cache of a core."""

_CENTRE = (len(CROPS) ** 4) // 2
"""The hypothesis that half of the possible crop was taken away at each side: all others are near it."""

_CENTRE_NEAR, _CENTRE_NEAR_TWO, _FIRST_NEAR = 20, 47, 12
"""Bits in which a copy differs from the central hypothesis in the first word, in the first two, and from the nearest in
the first.

Of 9,600 copies of LFW and NUAA made in the ways of recognition.evaluate.reuse 99.9 % lay within 19, 45 and 8.
"""


@dataclass(frozen=True, slots=True)
class Near:
    """A kept picture and in how many bits it differs from the nearest hypothesis."""

    key: int
    distance: int


class FingerprintIndex:
    """Fingerprints by keys of their own, such as the ids of rows."""

    def __init__(self) -> None:
        self._count = 0
        self._keys = np.empty(0, np.int64)
        self._words = np.empty((WORDS, 0), np.uint64)

    def __len__(self) -> int:
        return self._count

    @property
    def keys(self) -> NDArray[np.int64]:
        """(n,) in the order in which they were added; not to be changed."""
        return self._keys[: self._count]

    def add(self, keys: Sequence[int], words: Words) -> None:
        """(n, WORDS) of new keys."""
        end = self._count + len(keys)
        if end > self._keys.size:
            self._grow(max(end, self._count + self._count // 4))
        self._keys[self._count : end] = keys
        self._words[:, self._count : end] = words.T
        self._count = end

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Forget all but these (n,) of the keys."""
        self._keys, self._words = self._keys[: self._count][kept], self._words[:, : self._count][:, kept]
        self._count = self._keys.size

    def search(self, ours: Words, near: int = NEAR) -> list[Near]:
        """Everything within `near` bits of one of the hypotheses (81, WORDS), the nearest first."""
        passed = self._pages(ours[_CENTRE, 0])
        passed = passed[self._bits(ours[_CENTRE, :2], passed) <= _CENTRE_NEAR_TWO]
        passed = passed[_nearest(ours[:, 0], self._words[0, passed]) <= _FIRST_NEAR]
        found = distances(ours, self._words[:, passed].T) if passed.size else np.empty(0, np.int64)
        close = [Near(int(self._keys[at]), int(bits)) for at, bits in zip(passed, found, strict=True) if bits <= near]
        return sorted(close, key=lambda one: (one.distance, one.key))

    def _bits(self, words: NDArray[np.uint64], at: NDArray[np.int64]) -> NDArray[np.uint8]:
        """In how many bits the first words of those rows differ."""
        parts = (np.bitwise_count(kept[at] ^ word) for kept, word in zip(self._words, words, strict=False))
        return np.asarray(sum(parts, np.zeros(at.size, np.uint8)), np.uint8)

    def _pages(self, word: np.uint64) -> NDArray[np.int64]:
        """Where the first word is near the central hypothesis."""
        first, found = self._words[0], [np.empty(0, np.int64)]
        for start in range(0, self._count, _PAGE):
            bits = np.bitwise_count(first[start : min(start + _PAGE, self._count)] ^ word)
            found.append(np.flatnonzero(bits <= _CENTRE_NEAR) + start)
        return np.concatenate(found)

    def _grow(self, size: int) -> None:
        self._keys = np.concatenate([self._keys[: self._count], np.empty(size - self._count, np.int64)])
        self._words = np.hstack([self._words[:, : self._count], np.empty((WORDS, size - self._count), np.uint64)])


def _nearest(ours: NDArray[np.uint64], others: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """(m,): bits between each of `others` (m,) and the nearest of `ours` (n,), one at a time to save memory."""
    nearest = np.full(others.size, 64, np.uint8)
    for word in ours:
        np.minimum(nearest, np.bitwise_count(others ^ word), out=nearest)
    return nearest

"""What a picture looks like as a whole, in 256 bits that survive recompression, scaling, cropping and brightening.

The bits are the signs of the lowest coefficients of a cosine transform (after Zauner, "Implementation and Benchmarking
of Perceptual Image Hash Functions", 2010) of the middle of the picture. Somebody who crops the picture moves that
middle; so the picture that is asked about is hashed under 81 hypotheses of how it was cropped, and the nearest counts.
They are no embedding: two photographs of one person in two places are as far apart as those of two people.

Thresholds by `python -m recognition.evaluate.reuse DATA`, see NEAR.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.images import Picture, shrunk

BITS = 256
WORDS = BITS // 64

Words = NDArray[np.uint64]
"""(WORDS,) of one picture, (n, WORDS) of several; of each word the lowest frequencies are in the highest bits."""

SIDE = 96
"""Pixels of the square that a picture is squeezed into, whatever its shape."""

MARGIN = 0.1
"""Part of width and height that the middle leaves out on each side: twice what a crop may take away."""

CROPS = (0.0, 0.025, 0.05)
"""Hypotheses of what is missing at each side, as parts of width or height of the picture as it was before."""

NEAR = 42
"""Bits in which a copy may differ from the picture it was made of, at most.

`python -m recognition.evaluate.reuse DATA` (December 2026, docs/reuse.md): of copies of LFW and NUAA that were
compressed, scaled, cropped and brightened all at once 99 % lay within 28. Of 4,534,606 comparisons of different people
the nearest lay at 54 in LFW; in NUAA, of one room, at 47; pictures of one person in different sessions at 64.
"""

_DEGREE = 27


def hypotheses(picture: Picture) -> Words:
    """(81, WORDS): what was kept of this picture if it is a copy, by how it may have been cropped since.

    The first, that it was not, is its own fingerprint: what is kept of it.
    """
    rows = _CROPPED @ _squeezed(picture)
    both = rows[:, None] @ _CROPPED.transpose(0, 2, 1)[None]
    return _packed(np.asarray(both.reshape(-1, _DEGREE, _DEGREE), np.float32))


def to_bytes(words: Words) -> bytes:
    """The form in which one fingerprint is kept: BITS / 8 bytes."""
    return words.astype(">u8").tobytes()


def from_bytes(kept: Sequence[bytes]) -> Words:
    """(n, WORDS) of what was kept. Raises ValueError for another length."""
    return np.frombuffer(b"".join(kept), ">u8").reshape(len(kept), WORDS).astype(np.uint64)


def distances(ours: Words, others: Words) -> NDArray[np.int64]:
    """(m,): in how many bits the nearest of `ours` (n, WORDS) differs from each of `others` (m, WORDS)."""
    bits = np.bitwise_count(ours[:, None, :] ^ others[None, :, :])
    return np.asarray(bits.sum(axis=2, dtype=np.int64).min(axis=0), np.int64)


def _squeezed(picture: Picture) -> NDArray[np.float32]:
    """Green only: a face that is lit too brightly is clipped in red first, and then grey would change its shape."""
    small = shrunk(picture, SIDE, SIDE) if min(picture.shape[:2]) > SIDE else cv2.resize(picture, (SIDE, SIDE))
    return np.asarray(small[:, :, 1], np.float32)


def _packed(coefficients: NDArray[np.float32]) -> Words:
    """(n, WORDS) of (n, _DEGREE, _DEGREE)."""
    bits = np.ascontiguousarray(coefficients[:, _ORDER[:, 0], _ORDER[:, 1]] > 0)
    return np.ascontiguousarray(np.packbits(bits, axis=1)).view(">u8").astype(np.uint64)


def _lowest() -> NDArray[np.int64]:
    """(BITS, 2): vertical and horizontal degree, the lowest sum first, without the mean."""
    degrees = [(y, x) for y in range(_DEGREE) for x in range(_DEGREE) if (y, x) != (0, 0)]
    return np.array(sorted(degrees, key=lambda pair: (sum(pair), pair[0]))[:BITS])


def _transform(before: float, after: float) -> NDArray[np.float32]:
    """(_DEGREE, SIDE): a cosine transform of the middle of a line of which these parts are missing at its ends.

    Exact integrals of cosines over the pixels, so that the middle may begin within one.
    """
    whole = 1 - before - after
    begin, end = (MARGIN - before) / whole, (1 - MARGIN - before) / whole
    edges = np.clip((np.arange(SIDE + 1) / SIDE - begin) / (end - begin), 0, 1)
    degree = np.pi * np.arange(1, _DEGREE)[:, None]
    integrals = np.vstack([edges, np.sin(degree * edges) / degree])
    return np.diff(integrals, axis=1).astype(np.float32)


_ORDER = _lowest()
_CROPPED = np.stack([_transform(before, after) for before in CROPS for after in CROPS])

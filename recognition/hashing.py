"""Digests that recognise a picture that was sent before: exactly, and after recompression or scaling."""

import hashlib

import cv2
import numpy as np

from recognition.images import Picture, shrunk

HASH_BITS = 64

CELL = 16
"""Pixels of a cell, of which it is the true mean: with less, scaling the picture moved 19 bits instead of 3."""


def sha256_hex(data: bytes) -> str:
    """64 hexadecimal digits of the file as it came."""
    return hashlib.sha256(data).hexdigest()


def difference_hash(picture: Picture) -> int:
    """64 bits: is each cell of an 8 x 9 grid brighter than its left neighbour (Krawetz, "Kind of Like That", 2013)?

    Recompression and scaling move few bits; see `hamming`. The first row of cells is in the highest bits.
    """
    grey = cv2.cvtColor(shrunk(picture, 9 * CELL, 8 * CELL), cv2.COLOR_BGR2GRAY)
    cells = cv2.resize(grey, (9, 8), interpolation=cv2.INTER_AREA).astype(np.int16)
    bits = cells[:, 1:] > cells[:, :-1]
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def hamming(one: int, other: int) -> int:
    """In how many of the 64 bits two hashes differ."""
    return (one ^ other).bit_count()

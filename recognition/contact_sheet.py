"""A few pictures side by side in one, for a person to look at."""

from collections.abc import Sequence

import cv2
import numpy as np

from recognition.images import ImageLimits, ImageRefused, Picture, decode, shrunk

HEIGHT = 640
"""Pixels: two pictures side by side still fill a phone that is held upright."""

GAP = 12
QUALITY = 85
"""JPEG: the platform encodes it once more."""


def contact_sheet(pictures: Sequence[bytes]) -> bytes | None:
    """One JPEG of all that can be decoded, in two rows from the third picture on; None where none can."""
    tiles = [tile for data in pictures if (tile := _tile(data)) is not None]
    if not tiles:
        return None
    per_row = len(tiles) if len(tiles) <= 2 else -(-len(tiles) // 2)
    rows = [_row(tiles[start : start + per_row]) for start in range(0, len(tiles), per_row)]
    width = max(row.shape[1] for row in rows)
    sheet = np.vstack([_padded(row, row.shape[0] + GAP, width) for row in rows])
    _, jpeg = cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return jpeg.tobytes()


def _tile(data: bytes) -> Picture | None:
    try:
        picture = decode(data, ImageLimits(working_side=HEIGHT))
    except ImageRefused:
        return None
    height, width = picture.shape[:2]
    return picture if height <= HEIGHT else shrunk(picture, round(width * HEIGHT / height), HEIGHT)


def _row(tiles: Sequence[Picture]) -> Picture:
    return np.hstack([_padded(tile, HEIGHT, tile.shape[1] + GAP) for tile in tiles])


def _padded(picture: Picture, height: int, width: int) -> Picture:
    """Black below and to the right."""
    canvas = np.zeros((height, width, 3), np.uint8)
    canvas[: picture.shape[0], : picture.shape[1]] = picture
    return canvas

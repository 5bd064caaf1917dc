"""A few pictures side by side in one, for a person to look at."""

from collections.abc import Sequence

import cv2
import numpy as np

from recognition.images import ImageLimits, ImageRefused, Picture, decode, shrunk

HEIGHT = 640
"""Pixels: two pictures side by side still fill a phone that is held upright."""

SQUARE, PER_ROW, GREY = 420, 3, 120
"""Pixels of a numbered picture, how many stand in a row, and the colour of one that is gone."""

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


def numbered_sheet(pictures: Sequence[bytes | None]) -> bytes | None:
    """One JPEG of all of them, three in a row, each with its number from 1; grey where one cannot be shown.

    None where none can.
    """
    tiles = [None if data is None else _tile(data) for data in pictures]
    if all(tile is None for tile in tiles):
        return None
    marked = [_marked(_square(tile), number) for number, tile in enumerate(tiles, 1)]
    rows = [_side_by_side(marked[start : start + PER_ROW]) for start in range(0, len(marked), PER_ROW)]
    width = max(row.shape[1] for row in rows)
    sheet = np.vstack([_padded(row, row.shape[0], width) for row in rows])
    _, jpeg = cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return jpeg.tobytes()


def _square(tile: Picture | None) -> Picture:
    """The whole picture within SQUARE pixels."""
    if tile is None:
        return np.full((SQUARE, SQUARE, 3), GREY, np.uint8)
    scale = SQUARE / max(tile.shape[:2])
    size = (max(round(tile.shape[1] * scale), 1), max(round(tile.shape[0] * scale), 1))
    small = shrunk(tile, *size) if scale < 1 else np.asarray(cv2.resize(tile, size), np.uint8)
    return _padded(small, SQUARE, SQUARE)


def _marked(tile: Picture, number: int) -> Picture:
    """With its number in a white corner."""
    side = SQUARE // 7
    tile[:side, : side * len(str(number))] = 255
    cv2.putText(tile, str(number), (side // 4, side - side // 4), cv2.FONT_HERSHEY_SIMPLEX, side / 32, (0, 0, 0), 3)
    return tile


def _side_by_side(tiles: Sequence[Picture]) -> Picture:
    return np.hstack([_padded(tile, SQUARE + GAP, SQUARE + GAP) for tile in tiles])


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

"""A copy fits over its original; the same head a little further along, before the same wall, does not."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from recognition.faces import Face, find_faces
from recognition.images import Picture, decode
from recognition.networks import NetworkSet
from recognition.same_picture import fit


def seen(picture: Picture, networks: NetworkSet) -> tuple[Picture, Face]:
    return picture, find_faces(picture, networks.faces)[0]


def recompressed(picture: Picture) -> Picture:
    return decode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 50])[1].tobytes())


COPIES: dict[str, Callable[[Picture], Picture]] = {
    "as it is": lambda picture: picture,
    "compressed anew": recompressed,
    "half the size": lambda picture: np.asarray(
        cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ),
    "cropped": lambda picture: np.ascontiguousarray(picture[12:-20, 25:-8]),
    "brighter": lambda picture: np.clip(picture * 1.2, 0, 255).astype(np.uint8),
}


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_fits(astronaut: Picture, networks: NetworkSet, way: str) -> None:
    copy = np.asarray(COPIES[way](astronaut), np.uint8)
    assert fit(seen(copy, networks), seen(astronaut, networks)).is_copy


@pytest.mark.parametrize("pixels", [2, 4, 8])
def test_a_head_that_has_moved_before_its_wall_does_not(astronaut: Picture, networks: NetworkSet, pixels: int) -> None:
    first = seen(astronaut, networks)
    later = seen(head_moved(*first, pixels), networks)
    assert not fit(later, first).is_copy


def test_another_person_does_not(astronaut: Picture, hopper: Picture, networks: NetworkSet) -> None:
    assert fit(seen(hopper, networks), seen(astronaut, networks)).correlation < 0.5


def test_of_close_ups_a_copy_fits_too(astronaut: Picture, networks: NetworkSet) -> None:
    first = seen(astronaut, networks)
    assert fit(seen(recompressed(astronaut), networks), first, faces_only=True).is_copy


def head_moved(picture: Picture, face: Face, pixels: int) -> Picture:
    """The face and what is near it, shifted; farther away nothing moves."""
    rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]].astype(np.float32)
    x, y = face.box.centre
    near = np.exp(-((((columns - x) / face.box.width) ** 2 + ((rows - y) / face.box.height) ** 2) ** 2))
    shift = (pixels * near).astype(np.float32)
    return np.asarray(cv2.remap(picture, columns - shift, rows, cv2.INTER_CUBIC), np.uint8)

"""A picture is known again after what people and messengers do to it, and found among many others."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from recognition.fingerprint import BITS, NEAR, WORDS, Words, distances, from_bytes, hypotheses, to_bytes
from recognition.fingerprint_index import FingerprintIndex, Near
from recognition.images import Picture, decode

Change = Callable[[Picture], Picture]


def cropped(left: float, right: float, top: float, bottom: float) -> Change:
    def crop(picture: Picture) -> Picture:
        height, width = picture.shape[:2]
        rows = slice(round(top * height), height - round(bottom * height))
        return np.ascontiguousarray(picture[rows, round(left * width) : width - round(right * width)])

    return crop


def scaled(factor: float) -> Change:
    return lambda picture: np.asarray(cv2.resize(picture, None, fx=factor, fy=factor), np.uint8)


def lit(factor: float) -> Change:
    return lambda picture: np.clip(picture * factor, 0, 255).astype(np.uint8)


CHANGES: dict[str, Change] = {
    "nothing": lambda picture: picture,
    "half the size": scaled(0.5),
    "twice the size": scaled(2),
    "brighter": lit(1.2),
    "darker": lit(0.8),
    "cropped all around": cropped(0.05, 0.05, 0.05, 0.05),
    "cropped at a corner": cropped(0.05, 0, 0.05, 0),
    "cropped a little": cropped(0.013, 0.03, 0.04, 0.007),
    "everything": lambda picture: lit(1.2)(scaled(0.5)(cropped(0.02, 0.05, 0.03, 0.05)(picture))),
}


def kept(picture: Picture) -> Words:
    return hypotheses(picture)[:1]


@pytest.mark.parametrize("change", CHANGES)
def test_a_copy_is_near(astronaut: Picture, hopper: Picture, change: str) -> None:
    for picture in (astronaut, hopper):
        _, jpeg = cv2.imencode(".jpg", CHANGES[change](picture), [cv2.IMWRITE_JPEG_QUALITY, 50])
        assert distances(hypotheses(decode(jpeg.tobytes())), kept(picture))[0] <= NEAR


def test_another_picture_and_the_mirror_image_are_far(astronaut: Picture, hopper: Picture) -> None:
    assert distances(hypotheses(astronaut), kept(hopper))[0] > NEAR
    assert distances(hypotheses(astronaut), kept(np.ascontiguousarray(astronaut[:, ::-1])))[0] > NEAR


def test_what_is_kept_is_32_bytes_and_comes_back(astronaut: Picture) -> None:
    words = hypotheses(astronaut)[0]
    assert len(to_bytes(words)) == BITS // 8 == 32
    assert (from_bytes([to_bytes(words)])[0] == words).all()
    with pytest.raises(ValueError, match="size"):
        from_bytes([b"short"])


@pytest.fixture
def many() -> Words:
    return np.random.default_rng(7).integers(0, 2**64, (200_000, WORDS), np.uint64)


def test_a_copy_is_found_among_many(astronaut: Picture, many: Words) -> None:
    index = FingerprintIndex()
    index.add(range(100_000), many[:100_000])
    index.add([500_000], kept(astronaut))
    index.add(range(100_000, 200_000), many[100_000:])
    for change in CHANGES.values():
        (found,) = index.search(hypotheses(change(astronaut)))
        assert found.key == 500_000
    assert index.search(hypotheses(astronaut)) == [Near(500_000, 0)]


def test_what_is_forgotten_is_not_found(astronaut: Picture, hopper: Picture) -> None:
    index = FingerprintIndex()
    index.add([1, 2], np.concatenate([kept(astronaut), kept(hopper)]))
    index.keep(index.keys != 1)
    assert index.search(hypotheses(astronaut)) == []
    assert [near.key for near in index.search(hypotheses(hopper))] == [2]
    assert len(index) == 1


def test_nothing_is_found_in_nothing(astronaut: Picture) -> None:
    assert FingerprintIndex().search(hypotheses(astronaut)) == []

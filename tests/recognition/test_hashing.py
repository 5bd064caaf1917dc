"""A picture sent again is recognised after what messengers do to it; another picture of the same place is another."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.hashing import HASH_BITS, difference_hash, hamming, sha256_hex
from recognition.images import Picture, decode, shrunk

hashes = st.integers(0, 2**HASH_BITS - 1)


def test_the_digest_is_that_of_the_standard() -> None:
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("quality", [30, 60, 95])
def test_recompression_moves_few_bits(astronaut: Picture, hopper: Picture, quality: int) -> None:
    for picture in (astronaut, hopper):
        again = decode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes())
        assert hamming(difference_hash(again), difference_hash(picture)) <= 3


@pytest.mark.parametrize("width", [200, 320, 1280])
def test_scaling_moves_few_bits(astronaut: Picture, hopper: Picture, width: int) -> None:
    for picture in (astronaut, hopper):
        height = picture.shape[0] * width // picture.shape[1]
        again = shrunk(picture, width, height) if width < 512 else cv2.resize(picture, (width, height))
        assert hamming(difference_hash(again), difference_hash(picture)) <= 3


def test_another_picture_and_the_mirror_image_are_far_away(astronaut: Picture, hopper: Picture) -> None:
    assert hamming(difference_hash(astronaut), difference_hash(hopper)) > 16
    assert hamming(difference_hash(astronaut), difference_hash(np.ascontiguousarray(astronaut[:, ::-1]))) > 16


def test_a_ramp_has_all_bits_or_none() -> None:
    ramp = np.repeat(np.linspace(0, 255, 90, dtype=np.uint8)[None, :, None], 80, axis=0).repeat(3, axis=2)
    assert difference_hash(ramp) == 2**HASH_BITS - 1
    assert difference_hash(np.ascontiguousarray(ramp[:, ::-1])) == 0


@given(hashes, hashes, hashes)
def test_the_distance_is_a_metric(one: int, two: int, three: int) -> None:
    assert hamming(one, one) == 0
    assert hamming(one, two) == hamming(two, one)
    assert hamming(one, three) <= hamming(one, two) + hamming(two, three)
    assert hamming(one, one ^ (2**HASH_BITS - 1)) == HASH_BITS

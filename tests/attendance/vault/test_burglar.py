"""The search of test_at_rest would find what it does not find there."""

import base64
import json

import cv2
import numpy as np
import pytest

from demo.portraits import portrait
from tests.attendance.vault.burglar import NUMBERS, faces_in, pictures_in

RANDOM = np.random.default_rng(7)
FACES = [RANDOM.normal(size=128).astype(np.float32) / np.float32(11) for _ in range(2)]
SELFIE = portrait("astronaut", 1)
PICTURE = cv2.imdecode(np.frombuffer(SELFIE, np.uint8), cv2.IMREAD_COLOR)


def hidden(planted: bytes) -> bytes:
    """At an odd place among what looks like sealed values."""
    return RANDOM.bytes(20_001) + planted + RANDOM.bytes(20_000)


def test_in_noise_nothing_is_found() -> None:
    assert faces_in(hidden(b""), FACES) == set()
    assert pictures_in(hidden(b""), [SELFIE]) == set()


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize("face", [FACES[1], FACES[0] * 3], ids=["as it is", "of another length"])
def test_a_vector_is_found_in_every_type_and_byte_order(kind: str, face: np.ndarray) -> None:
    assert f"{kind} numbers" in faces_in(hidden(face.astype(kind).tobytes()), FACES)


def test_another_embedding_of_the_same_person_is_found() -> None:
    near = FACES[0] + RANDOM.normal(size=128).astype(np.float32) * np.float32(0.04)
    assert "<f4 numbers" in faces_in(hidden(near.tobytes()), FACES)


@pytest.mark.parametrize("shift", [0, 1, 2])
@pytest.mark.parametrize("kind", NUMBERS)
def test_a_vector_is_found_as_text(kind: str, shift: int) -> None:
    raw = FACES[1].astype(kind).tobytes()
    assert f"{kind} as hex" in faces_in(hidden(raw.hex().encode()), FACES)
    assert f"{kind} as base64" in faces_in(hidden(base64.b64encode(b"\0" * shift + raw)), FACES)


def test_a_vector_is_found_as_json() -> None:
    assert "decimal text" in faces_in(hidden(json.dumps(FACES[0].tolist()).encode()), FACES)


@pytest.mark.parametrize("form", [".jpg", ".png", ".webp", ".tiff"])
def test_a_picture_is_found(form: str) -> None:
    small = cv2.imencode(form, cv2.resize(PICTURE, (64, 80)))[1].tobytes()
    assert "picture" in pictures_in(hidden(small))
    assert form == ".tiff" or "picture as base64" in pictures_in(b"{" + base64.b64encode(small) + b"}")


@pytest.mark.parametrize("colours", [cv2.COLOR_BGR2RGB, cv2.COLOR_BGR2GRAY, None])
def test_bare_pixels_are_found(colours: int | None) -> None:
    pixels = PICTURE if colours is None else cv2.cvtColor(PICTURE, colours)
    assert pictures_in(hidden(pixels.tobytes()), [SELFIE]) == {"pixels"}


def test_a_part_of_a_file_is_found() -> None:
    assert "part of a picture" in pictures_in(hidden(SELFIE[1000:]), [SELFIE])
    assert "part of a picture" in pictures_in(base64.b64encode(SELFIE), [SELFIE])

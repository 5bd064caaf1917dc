"""Somebody with the disk and without the keys, who looks for faces: as vectors, as pictures, as pixels."""

import base64
import re
from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

#: Likeness (cosine) from which 128 numbers are somebody's face; chance makes runs of about 0.4 in a day's records.
ALIKE = 0.7
NUMBERS = tuple(f"{order}f{size}" for size in (2, 4, 8) for order in "<>")

_PICTURE = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP|GIF8[79]a|(?:II\*\x00|MM\x00\*)|....ftyp", re.DOTALL
)
_PICTURE_IN_BASE64 = re.compile(rb"(?:/9j/|_9j_|iVBORw0KGgo|UklGR)[A-Za-z0-9+/_=-]{40,}")
#: More than a large selfie.
_LONGEST = 4_000_000


def faces_in(data: bytes, faces: Sequence[Vector]) -> set[str]:
    """How vectors that look like one of the faces are written there: as numbers of a type, or as text."""
    found = {
        f"{kind} numbers" for kind in NUMBERS for values in _read(data, kind) if _most_alike(values, faces) > ALIKE
    }
    for face in faces:
        found |= {
            f"{kind} as {how}" for kind in NUMBERS for how, text in _texts(face.astype(kind).tobytes()) if text in data
        }
        if sum(text in data for text in _decimals(face)) >= 3:
            found.add("decimal text")
    return found


def pictures_in(data: bytes, known: Iterable[bytes] = ()) -> set[str]:
    """Whatever there can be decoded as a picture, and parts and pixels of the known ones, which are files."""
    found = set()
    if any(_decodes(data[hit.start() : hit.start() + _LONGEST]) for hit in _PICTURE.finditer(data)):
        found.add("picture")
    if any(_decodes(_from_base64(hit[0])) for hit in _PICTURE_IN_BASE64.finditer(data)):
        found.add("picture as base64")
    for file in known:
        if any(part in data for part in _parts(file)):
            found.add("part of a picture")
        if any(row in data for row in _pixels(file)):
            found.add("pixels")
    return found


def _read(data: bytes, kind: str) -> Iterator[NDArray[np.float64]]:
    """Everything as numbers of that type, from every possible beginning; what no face has in it becomes 0."""
    size = np.dtype(kind).itemsize
    for begin in range(size):
        with np.errstate(all="ignore"):
            values = np.frombuffer(data[begin : begin + (len(data) - begin) // size * size], kind).astype(np.float64)
        values[~(np.abs(values) < 1e3)] = 0
        yield values


def _most_alike(values: NDArray[np.float64], faces: Sequence[Vector]) -> float:
    """The best cosine of any run of the values with any of the faces."""
    if len(values) < len(faces[0]):
        return 0.0
    lengths = np.sqrt(np.maximum(np.convolve(values**2, np.ones(len(faces[0])), "valid"), 1e-12))
    return max(float(np.max(np.correlate(values, _unit(face), "valid") / lengths)) for face in faces)


def _unit(face: Vector) -> NDArray[np.float64]:
    return face.astype(np.float64) / np.linalg.norm(face.astype(np.float64))


def _texts(raw: bytes) -> Iterator[tuple[str, bytes]]:
    part = raw[64:112]
    yield "hex", part.hex().encode()
    yield "hex", part.hex().upper().encode()
    for begin in range(3):
        yield "base64", base64.b64encode(part[begin:])[4:-4]
        yield "base64", base64.urlsafe_b64encode(part[begin:])[4:-4]


def _decimals(face: Vector) -> Iterator[bytes]:
    """The first six digits behind the point of each number, cut and not rounded, as JSON would begin it."""
    for value in face:
        yield f"{abs(float(value)):.12f}"[:8].encode()


def _decodes(data: bytes) -> bool:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) is not None


def _from_base64(text: bytes) -> bytes:
    """To its last byte, without which nothing decodes; one character alone of the last four is no byte."""
    text = text.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    text = text[:-1] if len(text) % 4 == 1 else text
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def _parts(file: bytes) -> Iterator[bytes]:
    """Slices from all over a file, as they are and as base64."""
    for begin in range(0, len(file) - 48, max(48, len(file) // 50)):
        part = file[begin : begin + 48]
        yield part
        yield from (text for _, text in _texts(b"\0" * 64 + part))


def _pixels(file: bytes) -> Iterator[bytes]:
    """Rows of it in colour, both ways round, and in grey; those of one tone only would be found anywhere."""
    picture = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    for kind in (picture, cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)):
        for row in kind[:: max(1, len(kind) // 20)]:
            part = row[len(row) // 2 : len(row) // 2 + 32].tobytes()
            if len(set(part)) > 12:
                yield part

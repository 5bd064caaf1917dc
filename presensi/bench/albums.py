"""The people of an enrolment drive: what is photographed of each, and what again when a picture is refused."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from presensi.bench.people import as_sent, by_most_pictures
from presensi.errors import CommandRefused
from recognition.examination import Examiner
from recognition.quality import QualityLimits

SET = 3

#: With their mirror images they make a whole set; with one alone the same picture would be there twice.
FEWEST_GOOD = 2


@dataclass(frozen=True)
class Sitter:
    """Pictures of one person as a phone sends them, of which the first three make the album.

    The others take the place of what is refused: whoever stands before the operator is photographed again, well. They
    are further photographs of that person, then the good ones once more, mirrored, as another pose would be.
    """

    pictures: Sequence[bytes]
    good: int
    """Of the photographs, how many the quality rules let pass."""


async def sitters(folder: Path, wanted: int, examiner: Examiner) -> tuple[Sequence[Sitter], int]:
    """Those with the most pictures first, and how many were left out because no set of them would ever be whole.

    Raises CommandRefused when there are too few.
    """
    found, left_out = list[Sitter](), 0
    for _, paths in by_most_pictures(folder):
        if len(found) == wanted or len(paths) < SET:
            break
        sitter = await _sitter(paths, examiner)
        if sitter.good < FEWEST_GOOD:
            left_out += 1
        else:
            found.append(sitter)
    if len(found) < wanted:
        raise CommandRefused(
            f"{folder} holds three pictures, two of them good, of {len(found)} people, not of {wanted}"
        )
    return found, left_out


async def _sitter(paths: Sequence[Path], examiner: Examiner) -> Sitter:
    photographs = [await asyncio.to_thread(_sent, path) for path in paths]
    well = [one for one in photographs if await _is_good(one, examiner)]
    again = [await asyncio.to_thread(mirrored, one) for one in well]
    spare = [one for one in photographs[SET:] if one in well]
    return Sitter([*photographs[:SET], *spare, *again], len(well))


def _sent(path: Path) -> bytes:
    return as_sent(path.read_bytes())


async def _is_good(picture: bytes, examiner: Examiner) -> bool:
    examination = await examiner.examine(picture, (), QualityLimits())
    return examination.face is not None and not examination.problems


def mirrored(picture: bytes) -> bytes:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as opened:
        ImageOps.mirror(opened).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()

"""The people of a load: one identity per employee, its pictures split into enrolment pictures and one probe."""

import asyncio
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from demo.telegram.pictures import encode
from presensi.errors import CommandRefused
from recognition.embedding import Embedding
from recognition.examination import Examiner
from recognition.quality import QualityLimits

PICTURES = {".jpg", ".jpeg", ".png"}
MOST_TEMPLATES = 3

# Phones send portrait pictures of about this height, of which Telegram delivers at most 1280 px.
PHONE_SIZE = (960, 1280)


@dataclass(frozen=True)
class Sitter:
    """Somebody of the pictures: `templates` are the embeddings of each enrolment picture, `probe` is another one."""

    identity: str
    templates: tuple[tuple[Embedding, ...], ...]
    probe: bytes


def default_pictures() -> Path:
    """LFW of the evaluation pictures: 795 people with two pictures or more."""
    data = os.environ.get("PRESENSI_EVAL_DATA")
    if data is None:
        raise CommandRefused("no pictures: name a folder with one sub-folder per person by --pictures")
    return Path(data, "lfw")


async def sitters(folder: Path, wanted: int, examiner: Examiner, engines: Sequence[str]) -> tuple[list[Sitter], int]:
    """The people with the most pictures first, and how many pictures the quality rules refused on the way."""
    found: list[Sitter] = []
    refused = 0
    for identity, pictures in by_most_pictures(folder):
        sitter, left_out = await _sitter(identity, pictures, examiner, engines)
        refused += left_out
        if sitter is not None:
            found.append(sitter)
        if len(found) == wanted:
            return found, refused
    raise CommandRefused(f"{folder} holds pictures of {len(found)} usable people, {wanted} are needed")


def by_most_pictures(folder: Path) -> list[tuple[str, list[Path]]]:
    people = {
        one.name: sorted(file for file in one.iterdir() if file.suffix.lower() in PICTURES)
        for one in sorted(folder.iterdir())
        if one.is_dir()
    }
    return sorted(((name, files) for name, files in people.items() if len(files) > 1), key=lambda item: -len(item[1]))


async def _sitter(
    identity: str, pictures: Sequence[Path], examiner: Examiner, engines: Sequence[str]
) -> tuple[Sitter | None, int]:
    """The last good picture is the probe; a picture that a bot would send back is left out and counted."""
    good: list[tuple[bytes, tuple[Embedding, ...]]] = []
    for picture in pictures:
        data = await asyncio.to_thread(_as_delivered, picture)
        examination = await examiner.examine(data, engines, QualityLimits())
        if examination.face is not None and not examination.problems:
            good.append((data, examination.embeddings))
        if len(good) > MOST_TEMPLATES:
            break
    refused = len(pictures[: len(good) + 1]) - len(good) if len(good) <= MOST_TEMPLATES else 0
    if len(good) < 2:
        return None, refused
    *enrolled, (probe, _) = good
    return Sitter(identity, tuple(embeddings for _, embeddings in enrolled), probe), refused


def _as_delivered(picture: Path) -> bytes:
    """What a bot downloads of it: the platform encodes it once more."""
    return encode(as_sent(picture.read_bytes())).largest.jpeg


def as_sent(picture: bytes) -> bytes:
    """The picture in the middle of a frame as large as a phone's, so that decoding costs what it costs there."""
    with Image.open(io.BytesIO(picture)) as original:
        frame = Image.new("RGB", PHONE_SIZE, (112, 112, 112))
        scale = min(PHONE_SIZE[0] / original.width, PHONE_SIZE[1] / original.height) * 0.8
        size = round(original.width * scale), round(original.height * scale)
        face = original.convert("RGB").resize(size, Image.Resampling.BICUBIC)
        frame.paste(face, ((PHONE_SIZE[0] - size[0]) // 2, (PHONE_SIZE[1] - size[1]) // 2))
        buffer = io.BytesIO()
        frame.save(buffer, "JPEG", quality=87)
        return buffer.getvalue()

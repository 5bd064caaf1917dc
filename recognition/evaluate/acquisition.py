"""The pictures of a list seen as the service sees them: by the same examiner, as a portrait and as a selfie."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recognition import sface
from recognition.embedding import Embedding
from recognition.examination import Examination, Examiner, Look
from recognition.quality import QualityLimits

Vectors = NDArray[np.float64]

AT_ONCE = 2
"""One picture with SFace while another is with dlib."""

NO_FACE = "no_face"
UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Seen:
    """What is kept of one picture: the embeddings of an enrolment and of a selfie, by engine.

    `thorough` is the selfie seen twice, as it is inside the review band, and what is enrolled. After a `failure`, which
    is the reason in one word, there are none. `problems`: it would have been sent back for its quality.
    """

    failure: str | None
    problems: bool
    thorough: Mapping[str, Embedding]
    quick: Mapping[str, Embedding]


@dataclass(frozen=True, eq=False)
class Acquired:
    """All pictures in the order of the list, and the versions of what saw them."""

    pictures: tuple[Seen, ...]
    versions: Mapping[str, str]

    @property
    def usable(self) -> NDArray[np.bool_]:
        return np.array([seen.failure is None for seen in self.pictures])

    def thorough(self, engine: str) -> Vectors:
        """(n, 128) as enrolled; NaN where there is no face."""
        return _stacked([seen.thorough.get(engine) for seen in self.pictures])

    def quick(self, engine: str) -> Vectors:
        """(n, 128) as a selfie is seen first; NaN where there is no face."""
        return _stacked([seen.quick.get(engine) for seen in self.pictures])


async def acquire(
    examiner: Examiner,
    root: Path,
    files: Sequence[str],
    engines: Sequence[str],
    told: Callable[[int], None] = lambda _: None,
) -> Acquired:
    """Examine every file under `root` with the default quality limits, which turn nothing away here.

    `told` hears after each picture how many are done. Raises ModelError and EngineUnavailable.
    """
    places, done = asyncio.Semaphore(AT_ONCE), 0

    async def one(file: str) -> Seen:
        nonlocal done
        async with places:
            seen = await _see(examiner, root / file, engines)
        done += 1
        told(done)
        return seen

    pictures = await asyncio.gather(*(one(file) for file in files))
    return Acquired(tuple(pictures), await examiner.warm())


async def _see(examiner: Examiner, file: Path, engines: Sequence[str]) -> Seen:
    try:
        data = await asyncio.to_thread(file.read_bytes)
    except OSError:
        return Seen(UNREADABLE, problems=False, thorough={}, quick={})
    thorough = await examiner.examine(data, engines, QualityLimits(), Look.TWICE)
    if failure := _failure(thorough):
        return Seen(failure, problems=False, thorough={}, quick={})
    once = await examiner.examine(data, [sface.NAME], QualityLimits(), Look.ONCE)
    enrolled = {embedding.engine: embedding for embedding in thorough.embeddings}
    selfie = enrolled | {embedding.engine: embedding for embedding in once.embeddings}
    return Seen(None, bool(thorough.problems), enrolled, selfie)


def _failure(examination: Examination) -> str | None:
    if examination.refusal is not None:
        return examination.refusal.value
    return None if examination.face else NO_FACE


def _stacked(embeddings: Sequence[Embedding | None]) -> Vectors:
    """Engines have as many dimensions as their embeddings say; all pictures without a face are refused before."""
    size = next(embedding.vector.size for embedding in embeddings if embedding is not None)
    absent = np.full(size, np.nan)
    return np.stack([absent if embedding is None else embedding.vector.astype(np.float64) for embedding in embeddings])

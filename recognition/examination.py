"""One picture examined: the only door through which the rest of the service reaches the engines."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

import cv2

from recognition import sface
from recognition.embedding import Embedding
from recognition.faces import Face, find_faces
from recognition.hashing import difference_hash, sha256_hex
from recognition.images import ImageLimits, ImageReason, ImageRefused, Picture, decode
from recognition.liveness import NOT_ASSESSED, PadFinding, assess
from recognition.networks import NetworkPool, NetworkSet, NetworkSource
from recognition.quality import Measures, QualityLimits, QualityProblem, measure, problems

Result = TypeVar("Result")


class UnknownEngineError(ValueError):
    """No engine of that name was set up."""


@dataclass(frozen=True, eq=False)
class Examination:
    """Everything that was found in one file. After a refusal only `sha256`, `refusal` and `versions` say something."""

    sha256: str
    dhash: int | None
    width: int
    """Of the decoded, upright, possibly reduced picture, as is `height`."""
    height: int
    refusal: ImageReason | None
    problems: tuple[QualityProblem, ...]
    measures: Measures | None
    face: Face | None
    """The main face; embeddings and PAD are about this one."""
    embeddings: tuple[Embedding, ...]
    """One per engine asked for, in that order; none without a face."""
    pad: PadFinding
    versions: Mapping[str, str]
    """Of runtime, models and arithmetic."""

    def embedding(self, engine: str) -> Embedding | None:
        """What that engine made of the face, if it was asked."""
        return next((embedding for embedding in self.embeddings if embedding.engine == engine), None)


class Examiner:
    """Examines pictures off the event loop; built once, closed at the end.

    `models` holds the fetched PAD weights or is None, `cache` keeps compiled models between starts, `threads` is how
    many pictures are examined at a time, `engines` are those that `examine` may be asked for. Use as
    `async with Examiner(...)`.
    """

    def __init__(
        self,
        *,
        models: Path | None,
        cache: Path,
        threads: int = 2,
        engines: Sequence[str] = (sface.NAME,),
        images: ImageLimits = ImageLimits(),  # noqa: B008 - a frozen value
    ) -> None:
        if unknown := set(engines) - {sface.NAME}:
            raise UnknownEngineError(f"no such face engine: {', '.join(sorted(unknown))}")
        cv2.setNumThreads(1)  # one picture per thread: OpenCV's own threads would only compete with ours
        self._engines = frozenset(engines)
        self._images = images
        self._networks = NetworkPool(NetworkSource(models, cache), threads)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="examine")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def warm(self) -> Mapping[str, str]:
        """Load one set of networks, so that the first picture does not wait; gives the versions. Raises ModelError."""
        return await self._in_thread(self._versions)

    async def examine(self, data: bytes, engines: Sequence[str], quality: QualityLimits) -> Examination:
        """Everything about one file; damage to it is a finding. Raises UnknownEngineError and ModelError."""
        if unknown := set(engines) - self._engines:
            raise UnknownEngineError(f"no such face engine: {', '.join(sorted(unknown))}")
        return await self._in_thread(self._examine, data, engines, quality)

    def similarity(self, probe: Embedding, templates: Sequence[Embedding]) -> float:
        """How alike, in the measure of the probe's engine; see Engine.compare."""
        return sface.cosine(probe, templates)

    async def close(self) -> None:
        """Ends after the pictures in work."""
        await asyncio.to_thread(self._threads.shutdown)

    async def _in_thread(self, work: Callable[..., Result], *args: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *args))

    def _versions(self) -> Mapping[str, str]:
        with self._networks.lent() as networks:
            return networks.versions

    def _examine(self, data: bytes, engines: Sequence[str], quality: QualityLimits) -> Examination:
        with self._networks.lent() as networks:
            try:
                picture = decode(data, self._images)
            except ImageRefused as refused:
                return _refused(data, refused.reason, networks)
            return _examined(data, picture, engines, quality, networks)


def _refused(data: bytes, reason: ImageReason, networks: NetworkSet) -> Examination:
    return Examination(
        sha256=sha256_hex(data),
        dhash=None,
        width=0,
        height=0,
        refusal=reason,
        problems=(),
        measures=None,
        face=None,
        embeddings=(),
        pad=NOT_ASSESSED,
        versions=networks.versions,
    )


def _examined(
    data: bytes, picture: Picture, engines: Sequence[str], quality: QualityLimits, networks: NetworkSet
) -> Examination:
    faces = find_faces(picture, networks.faces)
    face = faces[0] if faces else None
    measures = measure(picture, faces)
    return Examination(
        sha256=sha256_hex(data),
        dhash=difference_hash(picture),
        width=picture.shape[1],
        height=picture.shape[0],
        refusal=None,
        problems=problems(measures, quality),
        measures=measures,
        face=face,
        embeddings=(networks.sface.embed(picture, face),) if face and sface.NAME in engines else (),
        pad=assess(picture, face, networks.pad) if face and networks.pad else NOT_ASSESSED,
        versions=networks.versions,
    )

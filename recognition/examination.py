"""One picture examined: the only door through which the rest of the service reaches the engines."""

import asyncio
import dataclasses
from collections.abc import Callable, Container, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Self, TypeVar, assert_never

import cv2
from threadpoolctl import threadpool_limits

from recognition import dlib_resnet, sface
from recognition.alignment import close_up, face_chip
from recognition.best_frames import FRAME_QUALITY, Frames, VideoRefusal, best_frames
from recognition.challenge import film
from recognition.challenge.actions import Action, swapped
from recognition.challenge.finding import ChallengeFinding, ChallengeProblem, ChallengeStatus, VideoChallenge
from recognition.challenge.limits import FILM, VERSION
from recognition.challenge.photo import judge_photo
from recognition.challenge.posture import posture_of
from recognition.challenge.watching import Watched, watch
from recognition.dlib_process import DlibProcess, View
from recognition.dlib_resnet import EngineUnavailable
from recognition.embedding import Embedding
from recognition.faces import Face, steadied
from recognition.fingerprint import Words, hypotheses
from recognition.hashing import difference_hash, sha256_hex
from recognition.images import ImageLimits, ImageReason, ImageRefused, Picture
from recognition.landmarks import Points
from recognition.liveness import NOT_ASSESSED, PadFinding, assess
from recognition.networks import NetworkPool, NetworkSet, NetworkSource
from recognition.pose import Pose, pose_of
from recognition.quality import Measures, QualityLimits, QualityProblem, measure, problems
from recognition.same_picture import Fit, fit
from recognition.sight import ENOUGH, ENOUGH_FOR_SFACE, see
from recognition.video import Clip, VideoLimits, VideoRefused, open_clip

Result = TypeVar("Result")

COMPARE: Mapping[str, Callable[[Embedding, Sequence[Embedding]], float]] = {
    sface.NAME: sface.cosine,
    dlib_resnet.NAME: dlib_resnet.nearness,
}
"""By engine; comparing needs no network."""

NOT_ASSESSED_CHALLENGE = ChallengeFinding(ChallengeStatus.NOT_ASSESSED, (), {}, VERSION)

DLIB_QUEUE = 8
"""Pictures examined for dlib at a time, nearly all of them waiting: the next is not even decoded before one is done."""


SMALL_FACE_QUALITY = 90
"""JPEG: enough for a person who compares two faces, and for another look by a machine."""


class Look(StrEnum):
    """How SFace sees a face; embeddings of both are comparable with each other."""

    ONCE = "once"
    """As it is, in half the time: what every selfie costs."""
    TWICE = "twice"
    """With its mirror image: for enrolment, and for a selfie that the first look left in doubt."""


class UnknownEngineError(ValueError):
    """No engine of that name was set up."""


@dataclass(frozen=True, eq=False)
class Examination:
    """Everything that was found in one file. After a refusal only `sha256`, `refusal` and `versions` say something."""

    sha256: str
    dhash: int | None
    hypotheses: Words | None
    """See recognition.fingerprint: the first is what is kept of the picture."""
    width: int
    """Of the decoded, upright, possibly reduced picture, as is `height`."""
    height: int
    refusal: ImageReason | None
    problems: tuple[QualityProblem, ...]
    measures: Measures | None
    face: Face | None
    """The main face; embeddings and PAD are about this one."""
    embeddings: tuple[Embedding, ...]
    """One per engine asked for; none without a face."""
    pad: PadFinding
    versions: Mapping[str, str]
    """Of runtime, models and arithmetic."""

    @property
    def pose(self) -> Pose | None:
        """Which way the main face is turned; None without a face."""
        return pose_of(self.face) if self.face else None

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
        engines: Sequence[str] = (sface.NAME, dlib_resnet.NAME),
        images: ImageLimits = ImageLimits(),  # noqa: B008 - a frozen value
        videos: VideoLimits = VideoLimits(),  # noqa: B008 - a frozen value
    ) -> None:
        _check_names(engines, COMPARE)
        stay_in_one_thread()
        self._engines = frozenset(engines)
        self._images = images
        self._videos = videos
        self._networks = NetworkPool(NetworkSource(models, cache), threads)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="examine")
        self._warming: asyncio.Future[Mapping[str, str]] | None = None
        self._dlib = DlibProcess()
        self._dlib_thread = ThreadPoolExecutor(1, thread_name_prefix="dlib")
        self._dlib_places = asyncio.Semaphore(DLIB_QUEUE)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def warm(self) -> asyncio.Future[Mapping[str, str]]:
        """Load all networks from now on, so that no picture waits for them; gives the versions. Raises ModelError."""
        if self._warming is None:
            self._warming = asyncio.get_running_loop().run_in_executor(self._threads, self._networks.fill)
        return self._warming

    async def examine(
        self, data: bytes, engines: Sequence[str], quality: QualityLimits, look: Look = Look.TWICE
    ) -> Examination:
        """Everything about one file; damage to it is a finding. `look` is how SFace sees the face.

        Raises UnknownEngineError, ModelError, and EngineUnavailable when face_recognition is asked for and fails twice.
        """
        _check_names(engines, self._engines)
        if dlib_resnet.NAME not in engines:
            return (await self._in_thread(self._threads, self._examine, data, engines, quality, look))[0]
        async with self._dlib_places:
            return await self._examine_with_dlib(data, engines, quality, look)

    async def _examine_with_dlib(
        self, data: bytes, engines: Sequence[str], quality: QualityLimits, look: Look
    ) -> Examination:
        examination, part = await self._in_thread(self._threads, self._examine, data, engines, quality, look)
        if part is None:
            return examination
        embedding = await self._in_thread(self._dlib_thread, self._dlib.embed, *part)
        return dataclasses.replace(examination, embeddings=(*examination.embeddings, embedding))

    async def small_face(self, data: bytes) -> bytes | None:
        """The part of the picture around its main face as a JPEG of at most 320 px; None where no face is found."""
        return await self._in_thread(self._threads, self._small_face, data)

    async def best_frames(
        self,
        data: bytes,
        at_most: int,
        quality: QualityLimits = QualityLimits(),  # noqa: B008 - a frozen value
    ) -> Frames | VideoRefusal:
        """Pictures for `examine` out of a video of one person, in different poses. Raises ModelError."""
        return await self._in_thread(self._threads, self._best_frames, data, at_most, quality)

    async def challenge_photo(self, neutral: bytes, posed: bytes, action: Action) -> ChallengeFinding:
        """Whether `posed` shows `action` by the person of `neutral`, here and now. Raises ModelError.

        A turn to either side answers both sides: see recognition/challenge/photo.py.
        """
        async with self._dlib_places:
            seen = await self._in_thread(self._threads, self._challenge_pictures, neutral, posed)
            if isinstance(seen, ChallengeProblem):
                return film.failed(seen)
            points = await self._landmarks([close_up(picture, face) for picture, face in seen])
            if points is None:
                return NOT_ASSESSED_CHALLENGE
            return await self._in_thread(self._threads, self._judge_photo, seen, points, action)

    async def challenge_video(
        self, video: bytes, actions: Sequence[Action], *, mirrored: bool = False
    ) -> VideoChallenge:
        """Whether the video shows exactly these different actions in this order, by a living person in one go.

        `mirrored`: the camera's app stores mirror images, as Telegram's video messages do (Telegram-iOS issue 933).
        Raises ModelError.
        """
        asked = swapped(actions) if mirrored else tuple(actions)
        async with self._dlib_places:
            try:
                clip, watched = await self._in_thread(self._threads, self._watch, video)
            except VideoRefused as refused:
                return VideoChallenge(film.refused(refused.reason), None)
            points = await self._landmarks([one.view for one in watched.sightings])
            if points is None:
                return VideoChallenge(NOT_ASSESSED_CHALLENGE, None)
            return await self._in_thread(self._threads, self._judge_film, clip, watched, points, asked)

    async def _landmarks(self, views: Sequence[View]) -> list[Points] | None:
        """None where dlib is not to be had: our own fault, which the finding says."""
        try:
            return await self._in_thread(self._dlib_thread, self._dlib.landmarks, views)
        except EngineUnavailable:
            return None

    async def copy_fit(self, data: bytes, other: bytes, *, faces_only: bool) -> Fit | None:
        """How well two pictures fit over each other, see recognition.same_picture; None where one shows no face."""
        return await self._in_thread(self._threads, self._copy_fit, data, other, faces_only)

    def similarity(self, probe: Embedding, templates: Sequence[Embedding]) -> float:
        """How alike, in the measure of the probe's engine; see Engine.compare."""
        _check_names([probe.engine], COMPARE)
        return COMPARE[probe.engine](probe, templates)

    async def close(self) -> None:
        """Ends after the pictures in work."""
        await asyncio.to_thread(self._threads.shutdown)
        await self._in_thread(self._dlib_thread, self._dlib.close)
        self._dlib_thread.shutdown()

    async def _in_thread(self, threads: ThreadPoolExecutor, work: Callable[..., Result], *args: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(threads, partial(work, *args))

    def _best_frames(self, data: bytes, at_most: int, quality: QualityLimits) -> Frames | VideoRefusal:
        with self._networks.lent() as networks:
            return best_frames(data, at_most, quality, networks.faces, self._videos)

    def _watch(self, video: bytes) -> tuple[Clip, Watched]:
        clip = open_clip(video, FILM)
        with self._networks.lent() as networks:
            return clip, watch(clip, networks.faces)

    def _judge_film(
        self, clip: Clip, watched: Watched, points: Sequence[Points], actions: Sequence[Action]
    ) -> VideoChallenge:
        with self._networks.lent() as networks:
            judged = film.judge(watched, points, actions, lambda chip: networks.sface.embed_chip(chip).vector)
        at_s = judged.neutral_at_s
        return VideoChallenge(judged.finding, None if at_s is None else film.neutral_jpeg(clip, at_s, FRAME_QUALITY))

    def _challenge_pictures(self, neutral: bytes, posed: bytes) -> tuple[View, View] | ChallengeProblem:
        with self._networks.lent() as networks:
            first = _only_face(neutral, networks, self._images)
            second = first if isinstance(first, ChallengeProblem) else _only_face(posed, networks, self._images)
        if isinstance(first, ChallengeProblem):
            return first
        return second if isinstance(second, ChallengeProblem) else (first, second)

    def _judge_photo(self, seen: tuple[View, View], points: Sequence[Points], action: Action) -> ChallengeFinding:
        neutral, posed = (
            (picture, face, posture_of(close_up(picture, face)[1], of))
            for (picture, face), of in zip(seen, points, strict=True)
        )
        with self._networks.lent() as networks:
            return judge_photo(neutral, posed, action, lambda chip: networks.sface.embed_chip(chip).vector)

    def _copy_fit(self, data: bytes, other: bytes, faces_only: bool) -> Fit | None:
        with self._networks.lent() as networks:
            try:
                (picture, faces), (second, others) = (see(each, networks.faces, self._images) for each in (data, other))
            except ImageRefused:
                return None
        if not faces or not others:
            return None
        return fit((picture, faces[0]), (second, others[0]), faces_only=faces_only)

    def _small_face(self, data: bytes) -> bytes | None:
        with self._networks.lent() as networks:
            try:
                picture, faces = see(data, networks.faces, self._images)
            except ImageRefused:
                return None
        if not faces:
            return None
        _, jpeg = cv2.imencode(".jpg", close_up(picture, faces[0])[0], [cv2.IMWRITE_JPEG_QUALITY, SMALL_FACE_QUALITY])
        return jpeg.tobytes()

    def _examine(
        self, data: bytes, engines: Sequence[str], quality: QualityLimits, look: Look
    ) -> tuple[Examination, tuple[Picture, Face] | None]:
        """With what dlib's process is still to see."""
        with self._networks.lent() as networks:
            try:
                picture, faces = see(data, networks.faces, self._images, enough(engines, look))
            except ImageRefused as refused:
                return _refused(data, refused.reason, networks), None
            examination = examined(data, picture, faces, engines, quality, look, networks)
        if examination.face is None or dlib_resnet.NAME not in engines:
            return examination, None
        return examination, close_up(picture, examination.face)


def stay_in_one_thread() -> None:
    """One picture per thread: threads of OpenCV's and BLAS's own would only compete with ours.

    A product of 25 rows woke another thread and took 3 ms of a check-in (py-spy, December 2026).
    """
    cv2.setNumThreads(1)
    threadpool_limits(1, "blas")


def _only_face(data: bytes, networks: NetworkSet, limits: ImageLimits) -> View | ChallengeProblem:
    try:
        picture, faces = see(data, networks.faces, limits)
    except ImageRefused:
        return ChallengeProblem.UNREADABLE
    measures = measure(picture, faces)
    if measures is None:
        return ChallengeProblem.NO_FACE
    return ChallengeProblem.SEVERAL_FACES if measures.rival > QualityLimits().rival else (picture, faces[0])


def _check_names(engines: Sequence[str], known: Container[str]) -> None:
    for name in engines:
        if name not in known:
            raise UnknownEngineError(f"no such face engine: {name}")


def _refused(data: bytes, reason: ImageReason, networks: NetworkSet) -> Examination:
    return Examination(
        sha256=sha256_hex(data),
        dhash=None,
        hypotheses=None,
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


def enough(engines: Sequence[str], look: Look) -> float:
    """Pixels of face as of `see`. What is seen twice is kept for years or was in doubt: no detail is given away."""
    return ENOUGH_FOR_SFACE if look is Look.ONCE and dlib_resnet.NAME not in engines else ENOUGH


def examined(
    data: bytes,
    picture: Picture,
    faces: tuple[Face, ...],
    engines: Sequence[str],
    quality: QualityLimits,
    look: Look,
    networks: NetworkSet,
) -> Examination:
    """Everything about a decoded picture and its faces but what dlib says."""
    seen = face_seen(picture, faces, engines, quality, look, networks)
    return Examination(
        sha256=sha256_hex(data),
        dhash=difference_hash(picture),
        hypotheses=hypotheses(picture),
        width=picture.shape[1],
        height=picture.shape[0],
        refusal=None,
        problems=seen.problems,
        measures=seen.measures,
        face=faces[0] if faces else None,
        embeddings=seen.embeddings,
        pad=assess(picture, faces, networks.pad, seen.chip) if faces and networks.pad else NOT_ASSESSED,
        versions=networks.versions,
    )


@dataclass(frozen=True, eq=False)
class FaceSeen:
    """Whose face it is and whether it can be judged: what `presensi bench recognition` measures the cost of."""

    chip: Picture | None
    measures: Measures | None
    problems: tuple[QualityProblem, ...]
    embeddings: tuple[Embedding, ...]


def face_seen(
    picture: Picture,
    faces: tuple[Face, ...],
    engines: Sequence[str],
    quality: QualityLimits,
    look: Look,
    networks: NetworkSet,
) -> FaceSeen:
    """Of the main face, which is the first."""
    chip = face_chip(picture, faces[0]) if faces else None
    measures = measure(picture, faces, chip)
    asked = sface.NAME in engines
    embeddings = (_embedded(picture, faces[0], chip, look, networks),) if chip is not None and asked else ()
    return FaceSeen(chip, measures, problems(measures, quality), embeddings)


def _embedded(picture: Picture, face: Face, chip: Picture, look: Look, networks: NetworkSet) -> Embedding:
    match look:
        case Look.ONCE:
            return networks.sface.embed_chip(chip)
        case Look.TWICE:
            return networks.sface.embed_twice(face_chip(picture, steadied(picture, face, networks.faces)))
        case _:
            assert_never(look)

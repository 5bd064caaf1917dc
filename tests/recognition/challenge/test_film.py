"""Answers to a challenge as files: what a living head does passes, all else fails with its name, whatever it is."""

from collections.abc import AsyncIterator, Iterable
from io import BytesIO
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
import pytest_asyncio

from recognition.challenge.actions import Action
from recognition.challenge.finding import ChallengeProblem, ChallengeStatus, VideoChallenge
from recognition.dlib_process import DlibProcess
from recognition.dlib_resnet import EngineUnavailable
from recognition.examination import Examiner
from recognition.faces import Face, find_faces
from recognition.images import Picture, decode
from recognition.networks import NetworkSet
from recognition.pose import pose_of
from tests.recognition.filming import filmed, square, turned

pytestmark = pytest.mark.asyncio(loop_scope="module")

ASKED = (Action.LOOK_LEFT, Action.LOOK_RIGHT)
FPS = 15
SWEEP = [*[0] * 10, *range(0, 24, 4), *[24] * 8, *range(24, -24, -4), *[-24] * 8, *range(-24, 0, 4), *[0] * 10]
"""Degrees of a head that looks to its left, then to its right: 60 frames, 4 s."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def examiner(model_cache: Path) -> AsyncIterator[Examiner]:
    async with Examiner(models=None, cache=model_cache, threads=1) as examiner:
        yield examiner


@pytest.fixture(scope="module")
def portrait(hopper: Picture, networks: NetworkSet) -> tuple[Picture, Face]:
    face = find_faces(hopper, networks.faces)[0]
    seen = square(hopper, middle=face.box.centre, side=2.6 * face.box.width)
    return seen, find_faces(seen, networks.faces)[0]


def printed(portrait: tuple[Picture, Face], degrees: Iterable[float] = SWEEP) -> list[Picture]:
    """The portrait as if its head turned, in a hand that is never still: one picture, however it is warped."""
    seen, face = portrait
    frames = [turned(seen, face, angle) for angle in degrees]
    shifts = [np.array([[1, 0, 3 * np.sin(n / 4)], [0, 1, 2 * np.cos(n / 3)]]) for n in range(len(frames))]
    size = seen.shape[1::-1]
    return [
        cv2.warpAffine(frame, shift, size, borderMode=cv2.BORDER_REPLICATE)
        for frame, shift in zip(frames, shifts, strict=True)
    ]


def alive(frames: list[Picture]) -> list[Picture]:
    """With what a picture does not have: skin that is a little different at any time, in features of some pixels."""
    rng = np.random.default_rng(1)
    patterns = [cv2.GaussianBlur(rng.normal(size=frames[0].shape[:2]), (0, 0), 3) for _ in range(len(frames) // 5 + 2)]
    lively = []
    for number, frame in enumerate(frames):
        at, share = divmod(number / 5, 1)
        pattern = (1 - share) * patterns[int(at)] + share * patterns[int(at) + 1]
        lively.append(np.clip(frame + 90 * pattern[..., None], 0, 255).astype(np.uint8))
    return lively


@pytest.fixture(scope="module")
def live(portrait: tuple[Picture, Face]) -> list[Picture]:
    return alive(printed(portrait))


async def problems(examiner: Examiner, video: bytes, asked: tuple[Action, ...] = ASKED) -> set[ChallengeProblem]:
    answer = await examiner.challenge_video(video, asked)
    assert answer.finding.status is ChallengeStatus.FAILED
    assert answer.finding.problems
    return set(answer.finding.problems)


async def test_a_head_that_does_what_was_asked_passes_and_gives_a_neutral_picture(
    examiner: Examiner, live: list[Picture], networks: NetworkSet
) -> None:
    answer = await examiner.challenge_video(filmed(live), ASKED)
    assert (answer.finding.status, answer.finding.problems) == (ChallengeStatus.PASSED, ())
    assert answer.finding.version
    assert answer.neutral is not None
    (face, *_) = find_faces(decode(answer.neutral), networks.faces)
    assert abs(pose_of(face).yaw) < 12


async def test_in_a_mirror_it_is_another_answer_unless_the_app_is_known_to_mirror(
    examiner: Examiner, live: list[Picture]
) -> None:
    mirrored = filmed([np.ascontiguousarray(frame[:, ::-1]) for frame in live])
    assert await problems(examiner, mirrored) == {ChallengeProblem.MIRRORED}
    answer = await examiner.challenge_video(mirrored, ASKED, mirrored=True)
    assert answer.finding.status is ChallengeStatus.PASSED


async def test_another_draw_is_not_answered(examiner: Examiner, live: list[Picture]) -> None:
    video = filmed(live)
    assert await problems(examiner, video, (Action.LOOK_LEFT, Action.OPEN_MOUTH)) == {ChallengeProblem.WRONG_ACTION}
    still = filmed([*live[:8], *live[-10:], *live[:8]])
    assert ChallengeProblem.NOT_DONE in await problems(examiner, still)


async def test_a_picture_is_flat_however_well_it_is_warped(examiner: Examiner, portrait: tuple[Picture, Face]) -> None:
    assert ChallengeProblem.FLAT in await problems(examiner, filmed(printed(portrait)))


async def test_pieces_put_together_are_cut_and_what_stands_still_is_frozen(
    examiner: Examiner, live: list[Picture]
) -> None:
    assert ChallengeProblem.CUT in await problems(examiner, filmed([*live, *live[20:50]]))
    assert ChallengeProblem.FROZEN in await problems(examiner, filmed([*live[:40], *[live[40]] * 20, *live[40:]]))


async def test_somebody_else_in_the_middle_is_another_person(
    examiner: Examiner, live: list[Picture], astronaut: Picture, networks: NetworkSet
) -> None:
    face = find_faces(astronaut, networks.faces)[0]
    other = square(astronaut, middle=face.box.centre, side=2.6 * face.box.width)
    found = await problems(examiner, filmed([*live, *alive([other] * 25)]))
    assert ChallengeProblem.OTHER_PERSON in found


async def test_who_leaves_the_picture_or_is_not_alone_is_told_so(examiner: Examiner, live: list[Picture]) -> None:
    wall = [np.full_like(live[0], 120)] * 25
    assert await problems(examiner, filmed([*live[:30], *wall, *live[30:]])) == {ChallengeProblem.FACE_LOST}
    assert await problems(examiner, filmed([*live, *wall])) == {ChallengeProblem.FACE_LOST}
    assert await problems(examiner, filmed(wall * 2)) == {ChallengeProblem.NO_FACE}
    assert await problems(examiner, filmed([np.hstack([frame, frame]) for frame in live])) == {
        ChallengeProblem.SEVERAL_FACES
    }


async def test_a_minute_and_a_moment_and_one_frame_a_second_are_named(examiner: Examiner, live: list[Picture]) -> None:
    small = [cv2.resize(frame, (128, 128)) for frame in live]
    assert await problems(examiner, filmed(small * 15)) == {ChallengeProblem.TOO_LONG}
    assert await problems(examiner, filmed(live[:15])) == {ChallengeProblem.TOO_SHORT}
    assert await problems(examiner, filmed(live[::10], fps=1)) == {ChallengeProblem.TOO_FEW_FRAMES}


async def test_hevc_and_a_turned_phone_are_seen_like_any_other(examiner: Examiner, live: list[Picture]) -> None:
    for video in (filmed(live, codec="libx265"), turned_file(live)):
        answer = await examiner.challenge_video(video, ASKED)
        assert answer.finding.status is ChallengeStatus.PASSED


def turned_file(frames: list[Picture]) -> bytes:
    """Stored on its side, with the note that says so: a display matrix in the track's header."""
    data = bytearray(filmed([np.ascontiguousarray(np.rot90(frame, -1)) for frame in frames]))
    at = data.index(b"tkhd") + 4 + 40
    matrix = (0, -(1 << 16), 0, 1 << 16, 0, 0, 0, 0, 1 << 30)
    data[at : at + 36] = b"".join(value.to_bytes(4, "big", signed=True) for value in matrix)
    return bytes(data)


def sound() -> bytes:
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 44100), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44100
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


async def test_what_is_no_video_is_unreadable(examiner: Examiner, live: list[Picture]) -> None:
    cut_off = filmed(live)
    for data in (b"", b"no video", sound(), cut_off[: len(cut_off) // 2], cv2.imencode(".jpg", live[0])[1].tobytes()):
        assert await problems(examiner, data) == {ChallengeProblem.UNREADABLE}


async def test_without_dlib_nothing_is_assessed_and_nobody_passes(
    model_cache: Path, live: list[Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(*_: object) -> None:
        raise EngineUnavailable("no dlib")

    monkeypatch.setattr(DlibProcess, "landmarks", dead)
    async with Examiner(models=None, cache=model_cache, threads=1) as examiner:
        answer = await examiner.challenge_video(filmed(live), ASKED)
    assert answer.finding.status is ChallengeStatus.NOT_ASSESSED
    assert answer == VideoChallenge(answer.finding, None)

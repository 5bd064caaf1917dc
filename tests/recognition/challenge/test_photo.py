"""Level 1: a neutral picture and a posed one, of one person in one place."""

from collections.abc import AsyncIterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import pytest_asyncio

from recognition.challenge.actions import Action
from recognition.challenge.finding import ChallengeProblem, ChallengeStatus
from recognition.examination import Examiner
from recognition.faces import Face, find_faces
from recognition.images import Picture
from recognition.networks import NetworkSet
from tests.recognition.conftest import sample_bytes
from tests.recognition.filming import square, turned

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def examiner(model_cache: Path) -> AsyncIterator[Examiner]:
    async with Examiner(models=None, cache=model_cache, threads=1) as examiner:
        yield examiner


@pytest.fixture(scope="module")
def portrait(hopper: Picture, networks: NetworkSet) -> tuple[Picture, Face]:
    face = find_faces(hopper, networks.faces)[0]
    seen = square(hopper, middle=face.box.centre, side=2.6 * face.box.width, out=512)
    return seen, find_faces(seen, networks.faces)[0]


def alive(picture: Picture, seed: int) -> Picture:
    """Skin is a little different at any time, in features of some pixels: a picture of a picture is not."""
    pattern = cv2.GaussianBlur(np.random.default_rng(seed).normal(size=picture.shape[:2]), (0, 0), 4)
    return np.clip(picture + 150 * pattern[..., None], 0, 255).astype(np.uint8)


def file(picture: Picture) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


async def problems(examiner: Examiner, neutral: bytes, posed: bytes, action: Action) -> set[ChallengeProblem]:
    finding = await examiner.challenge_photo(neutral, posed, action)
    assert finding.status is ChallengeStatus.FAILED
    return set(finding.problems)


@pytest.mark.parametrize("degrees", [22, -22])
async def test_a_turn_to_either_side_answers_both_sides_and_nothing_else(
    examiner: Examiner, portrait: tuple[Picture, Face], degrees: int
) -> None:
    """Front cameras store mirror images, and say so nowhere."""
    seen, face = portrait
    neutral, posed = file(seen), file(alive(turned(seen, face, degrees), 1))
    for action in (Action.LOOK_LEFT, Action.LOOK_RIGHT):
        finding = await examiner.challenge_photo(neutral, posed, action)
        assert (finding.status, finding.problems) == (ChallengeStatus.PASSED, ())
    for action in (Action.LOOK_UP, Action.OPEN_MOUTH, Action.CLOSE_EYES):
        found = await problems(examiner, neutral, posed, action)
        assert found & {ChallengeProblem.NOT_DONE, ChallengeProblem.WRONG_ACTION}


async def test_the_neutral_picture_warped_is_the_same_picture(
    examiner: Examiner, portrait: tuple[Picture, Face]
) -> None:
    seen, face = portrait
    soft = cv2.GaussianBlur(seen, (0, 0), 1.5)  # as a print before a camera is
    found = await problems(examiner, file(soft), file(turned(soft, face, 18)), Action.LOOK_LEFT)
    assert found == {ChallengeProblem.SAME_PICTURE}


async def test_the_neutral_picture_sent_twice_is_no_pose(examiner: Examiner, portrait: tuple[Picture, Face]) -> None:
    neutral = file(portrait[0])
    for action in Action:
        assert await problems(examiner, neutral, neutral, action) == {ChallengeProblem.NOT_DONE}


async def test_a_picture_that_is_posed_itself_is_not_neutral(
    examiner: Examiner, portrait: tuple[Picture, Face]
) -> None:
    seen, face = portrait
    posed = file(turned(seen, face, 35))
    assert ChallengeProblem.NOT_NEUTRAL in await problems(examiner, posed, file(seen), Action.LOOK_LEFT)


async def test_somebody_else_is_another_person(examiner: Examiner) -> None:
    found = await problems(examiner, sample_bytes("hopper"), sample_bytes("astronaut"), Action.OPEN_MOUTH)
    assert ChallengeProblem.OTHER_PERSON in found


async def test_what_cannot_be_judged_is_named(examiner: Examiner, portrait: tuple[Picture, Face]) -> None:
    neutral, wall = file(portrait[0]), file(np.full((400, 400, 3), 120, np.uint8))
    two = file(np.hstack([portrait[0], portrait[0]]))
    for bad, problem in (
        (b"", ChallengeProblem.UNREADABLE),
        (wall, ChallengeProblem.NO_FACE),
        (two, ChallengeProblem.SEVERAL_FACES),
    ):
        assert await problems(examiner, neutral, bad, Action.LOOK_UP) == {problem}
        assert await problems(examiner, bad, neutral, Action.LOOK_UP) == {problem}

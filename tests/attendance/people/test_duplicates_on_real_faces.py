"""The search on photographs of people, as the service sees them (PRESENSI_EVAL_DATA, see presensi bench duplicates)."""

import os
from pathlib import Path

import numpy as np
import pytest

from attendance.people.faces.known_faces import KnownFaces
from attendance.rules.kinds import DuplicateRule
from demo.portraits import portrait
from recognition.examination import Examiner
from recognition.quality import QualityLimits

SUSPECT_AT = DuplicateRule().suspect_at
OTHERS = 20


async def vectors_of(examiner: Examiner, pictures: list[bytes]) -> np.ndarray:
    found = [await examiner.examine(picture, ["sface"], QualityLimits()) for picture in pictures]
    return np.stack([examination.embeddings[0].vector for examination in found])


def gallery(people: list[np.ndarray]) -> KnownFaces:
    numbers = np.repeat(np.arange(len(people), dtype=np.int64), [len(vectors) for vectors in people])
    return KnownFaces(np.ascontiguousarray(np.concatenate(people).T), numbers, numbers)


@pytest.fixture
def lfw() -> Path:
    data = os.environ.get("PRESENSI_EVAL_DATA")
    if data is None:
        pytest.skip("PRESENSI_EVAL_DATA is not set")
    return Path(data, "lfw")


async def test_a_portrait_is_found_among_others_and_another_is_not(model_cache):
    async with Examiner(models=None, cache=model_cache, engines=("sface",)) as examiner:
        astronaut = await vectors_of(examiner, [portrait("astronaut", number) for number in range(1, 7)])
        hopper = await vectors_of(examiner, [portrait("hopper", number) for number in range(1, 4)])
    known = gallery([astronaut[:3]])
    assert [one.enrolment_id for one in known.alike(astronaut[3:], 99, SUSPECT_AT)[0]] == [0]
    assert known.alike(hopper, 99, SUSPECT_AT)[0] == []


async def test_the_one_man_whom_lfw_has_under_two_names_is_found_and_nobody_else(lfw, model_cache):
    names = ["Joseph_Blatter", "Sepp_Blatter"]
    names += [folder.name for folder in sorted(lfw.iterdir()) if folder.is_dir() and folder.name not in names][:OTHERS]
    async with Examiner(models=None, cache=model_cache, engines=("sface",)) as examiner:
        people = [
            await vectors_of(examiner, [file.read_bytes() for file in sorted((lfw / name).glob("*.jpg"))[:2]])
            for name in names
        ]
    known = gallery(people)
    found = {
        (name, names[one.employee_id])
        for number, name in enumerate(names)
        for one in known.alike(people[number], number, SUSPECT_AT)[0]
    }
    assert found == {("Joseph_Blatter", "Sepp_Blatter"), ("Sepp_Blatter", "Joseph_Blatter")}

"""The examiner from bytes to findings, with its threads and its process."""

import asyncio
import dataclasses
import multiprocessing.spawn
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest
import pytest_asyncio

from recognition.dlib_resnet import EngineUnavailable
from recognition.embedding import EmbeddingMismatchError
from recognition.examination import Examination, Examiner, Look, UnknownEngineError
from recognition.images import ImageReason, Picture
from recognition.liveness import NOT_ASSESSED, PadStatus
from recognition.models.files import ModelDamagedError
from recognition.models.sums import sum_up
from recognition.quality import QualityLimits, QualityProblem
from tests.recognition.conftest import phone, sample_bytes

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIMITS = QualityLimits()
BOTH = ("sface", "dlib")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def examiner(model_cache: Path) -> AsyncIterator[Examiner]:
    """One for the module: loading the networks and dlib takes seconds."""
    async with Examiner(models=None, cache=model_cache) as examiner:
        yield examiner


def png(picture: np.ndarray) -> bytes:
    return cv2.imencode(".png", np.ascontiguousarray(picture))[1].tobytes()


def dlib_processes() -> list[psutil.Process]:
    """Of all descendants of this process; the resource tracker of multiprocessing is one of them."""
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


async def test_a_portrait_gets_everything(examiner: Examiner) -> None:
    examination = await examiner.examine(sample_bytes("hopper"), BOTH, LIMITS)
    assert (examination.width, examination.height) == (512, 600)
    assert (examination.refusal, examination.problems) == (None, ())
    assert len(examination.sha256) == 64
    assert examination.dhash is not None
    assert examination.face is not None
    assert examination.measures is not None
    assert [embedding.engine for embedding in examination.embeddings] == list(BOTH)
    assert examination.pad == NOT_ASSESSED
    assert set(examination.versions) == {"runtime", "faces", "sface", "pad"}


async def test_only_the_engines_asked_for_look(examiner: Examiner) -> None:
    for engines in ((), ("sface",)):
        examination = await examiner.examine(sample_bytes("hopper"), engines, LIMITS)
        assert tuple(embedding.engine for embedding in examination.embeddings) == engines


async def test_the_same_person_is_alike_and_another_is_not(examiner: Examiner) -> None:
    hopper = await examiner.examine(sample_bytes("hopper"), BOTH, LIMITS)
    astronaut = await examiner.examine(sample_bytes("astronaut"), BOTH, LIMITS)
    for engine in BOTH:
        probe, own, other = hopper.embedding(engine), hopper.embedding(engine), astronaut.embedding(engine)
        assert probe is not None
        assert own is not None
        assert other is not None
        assert examiner.similarity(probe, [other, own]) == pytest.approx(1, abs=1e-5)
        assert examiner.similarity(probe, [other]) < 0.45
    with pytest.raises(EmbeddingMismatchError):
        examiner.similarity(hopper.embeddings[0], [hopper.embeddings[1]])


async def test_a_file_that_is_no_picture_is_a_finding(examiner: Examiner) -> None:
    for data, refusal in ((b"", ImageReason.EMPTY), (b"hello", ImageReason.NOT_AN_IMAGE)):
        examination = await examiner.examine(data, BOTH, LIMITS)
        assert examination.refusal is refusal
        assert (examination.face, examination.embeddings, examination.problems) == (None, (), ())
        assert examination.pad.live_score is None


async def test_a_picture_without_a_face_says_so(examiner: Examiner) -> None:
    examination = await examiner.examine(png(np.full((300, 300, 3), 99, np.uint8)), BOTH, LIMITS)
    assert examination.problems == (QualityProblem.NO_FACE,)
    assert (examination.face, examination.embeddings, examination.pad) == (None, (), NOT_ASSESSED)


async def test_the_limits_are_those_of_the_call(examiner: Examiner) -> None:
    strict = dataclasses.replace(LIMITS, eye_distance=1000)
    examination = await examiner.examine(sample_bytes("hopper"), ("sface",), strict)
    assert examination.problems == (QualityProblem.FACE_TOO_SMALL,)
    assert len(examination.embeddings) == 1


async def test_pictures_are_examined_at_the_same_time_with_the_same_findings(examiner: Examiner) -> None:
    """Twelve at once on two threads, which share nothing: what one network writes no other reads."""
    pictures = [sample_bytes(name) for name in ("hopper", "astronaut") * 6]
    found = await asyncio.gather(*(examiner.examine(data, ("sface",), LIMITS) for data in pictures))
    for index, examination in enumerate(found):
        assert examination.face == found[index % 2].face
        assert examiner.similarity(examination.embeddings[0], [found[index % 2].embeddings[0]]) > 0.9999


async def test_a_picture_is_examined_the_same_on_its_side(examiner: Examiner, astronaut: Picture) -> None:
    upright = await examiner.examine(sample_bytes("astronaut"), BOTH, LIMITS)
    turned = await examiner.examine(png(np.rot90(astronaut)), BOTH, LIMITS)
    assert turned.problems == ()
    for engine in BOTH:
        probe, template = turned.embedding(engine), upright.embedding(engine)
        assert probe is not None
        assert template is not None
        assert examiner.similarity(probe, [template]) > 0.95


async def test_a_picture_sent_again_on_its_head_has_the_same_hash(examiner: Examiner, astronaut: Picture) -> None:
    """It is hashed as it was turned upright, so that turning hides no picture that came before."""
    upright = await examiner.examine(sample_bytes("astronaut"), (), LIMITS)
    for quarters in (1, 2, 3):
        turned = await examiner.examine(png(np.rot90(astronaut, quarters)), (), LIMITS)
        assert turned.sha256 != upright.sha256
        assert turned.dhash == upright.dhash


async def test_a_face_seen_twice_is_the_same_person_and_the_same_in_the_mirror(
    examiner: Examiner, astronaut: Picture
) -> None:
    """Only a look at both halves of the symmetry is blind to which one the camera delivered."""
    mirror_image = png(astronaut[:, ::-1])
    alike = {}
    for look in Look:
        one = await examiner.examine(sample_bytes("astronaut"), ("sface",), LIMITS, look)
        other = await examiner.examine(mirror_image, ("sface",), LIMITS, look)
        alike[look] = examiner.similarity(one.embeddings[0], other.embeddings)
    assert alike[Look.ONCE] < alike[Look.TWICE]
    assert alike[Look.TWICE] > 0.95


async def test_what_is_enrolled_is_seen_twice_unless_somebody_is_in_a_hurry(examiner: Examiner) -> None:
    told = [
        (await examiner.examine(sample_bytes("hopper"), ("sface",), LIMITS, *look)).embeddings[0].vector
        for look in ((), (Look.TWICE,), (Look.ONCE,))
    ]
    assert np.array_equal(told[0], told[1])
    assert not np.array_equal(told[0], told[2])
    assert float(told[0] @ told[2]) > 0.9
    assert all(np.linalg.norm(vector) == pytest.approx(1, abs=1e-5) for vector in told)


async def test_an_engine_that_was_not_set_up_is_named(examiner: Examiner, model_cache: Path) -> None:
    with pytest.raises(UnknownEngineError, match="arcface"):
        await examiner.examine(sample_bytes("hopper"), ("arcface",), LIMITS)
    with pytest.raises(UnknownEngineError, match="arcface"):
        Examiner(models=None, cache=model_cache, engines=("arcface",))
    async with Examiner(models=None, cache=model_cache, engines=("sface",)) as without_dlib:
        with pytest.raises(UnknownEngineError, match="dlib"):
            await without_dlib.examine(sample_bytes("hopper"), BOTH, LIMITS)


async def test_an_examination_can_be_stored(examiner: Examiner) -> None:
    examination = await examiner.examine(sample_bytes("hopper"), ("sface",), LIMITS)
    copy = pickle.loads(pickle.dumps(examination))  # noqa: S301 - our own bytes
    assert isinstance(copy, Examination)
    assert (copy.face, copy.measures, copy.sha256) == (examination.face, examination.measures, examination.sha256)


async def test_a_damaged_model_is_named_with_the_remedy(model_cache: Path, tmp_path: Path) -> None:
    for name in ("MiniFASNetV2.onnx", "MiniFASNetV1SE.onnx"):
        (tmp_path / name).write_bytes(b"not a network")
    async with Examiner(models=tmp_path, cache=model_cache) as examiner:
        with pytest.raises(ModelDamagedError, match=r"MiniFASNetV2\.onnx.*presensi models fetch"):
            await examiner.warm()


async def test_a_broken_cache_is_named_with_the_remedy(tmp_path: Path) -> None:
    async with Examiner(models=None, cache=tmp_path) as examiner:
        await examiner.warm()
    (kept,) = tmp_path.glob("sface-*/model.xml")
    kept.write_text("<net")
    # As if it had been made so: damage that came later is made good.
    sum_up(kept.parent, [kept.name])
    async with Examiner(models=None, cache=tmp_path) as examiner:
        with pytest.raises(ModelDamagedError, match=f"delete the folder {tmp_path}"):
            await examiner.warm()


@pytest.mark.models
async def test_with_the_weights_pad_is_assessed(pad_models: Path, model_cache: Path) -> None:
    async with Examiner(models=pad_models, cache=model_cache) as examiner:
        assert "minifasnet" in (await examiner.warm())["pad"]
        examination = await examiner.examine(sample_bytes("hopper"), (), LIMITS)
        assert examination.pad.status is PadStatus.ASSESSED


@pytest.mark.parametrize(
    ("engines", "look", "side"),
    [
        (("sface",), Look.ONCE, 640),
        (("sface",), Look.TWICE, 1280),
        (BOTH, Look.ONCE, 1280),
        (("dlib",), Look.ONCE, 1280),
    ],
)
async def test_a_middling_face_is_looked_at_as_large_as_the_engines_need(
    examiner: Examiner, hopper: Picture, engines: tuple[str, ...], look: Look, side: int
) -> None:
    """It is 105 pixels wide at half the size: enough for SFace, not for dlib, and not for what is kept for years."""
    examination = await examiner.examine(phone(hopper, 600), engines, LIMITS, look)
    assert max(examination.width, examination.height) == side
    assert [embedding.engine for embedding in examination.embeddings] == list(engines)


async def test_dlib_starts_anew_after_its_process_was_killed(examiner: Examiner) -> None:
    first = await examiner.examine(sample_bytes("hopper"), ("dlib",), LIMITS)
    (process,) = dlib_processes()
    process.kill()
    second = await examiner.examine(sample_bytes("hopper"), ("dlib",), LIMITS)
    assert examiner.similarity(first.embeddings[0], [second.embeddings[0]]) == pytest.approx(1, abs=1e-5)
    assert [child.pid for child in dlib_processes()] != [process.pid]


async def test_dlib_survives_the_signals_that_end_the_service(examiner: Examiner) -> None:
    """A service manager signals all processes at once, while a picture is still to be finished."""
    await examiner.examine(sample_bytes("hopper"), ("dlib",), LIMITS)
    (process,) = dlib_processes()
    for number in (signal.SIGINT, signal.SIGTERM):
        process.send_signal(number)
    await examiner.examine(sample_bytes("hopper"), ("dlib",), LIMITS)
    assert dlib_processes() == [process]


async def test_dlib_that_does_not_start_is_our_fault_and_spoils_nothing_else(
    model_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multiprocessing.spawn, "_python_exe", os.fsencode("/bin/false"))
    async with Examiner(models=None, cache=model_cache) as examiner:
        with pytest.raises(EngineUnavailable):
            await examiner.examine(sample_bytes("hopper"), BOTH, LIMITS)
        assert len((await examiner.examine(sample_bytes("hopper"), ("sface",), LIMITS)).embeddings) == 1


async def test_the_process_starts_when_it_is_needed_and_ends_at_closing(model_cache: Path) -> None:
    others = dlib_processes()
    async with Examiner(models=None, cache=model_cache) as examiner:
        await examiner.examine(sample_bytes("hopper"), ("sface",), LIMITS)
        assert dlib_processes() == others
        await examiner.examine(sample_bytes("hopper"), ("dlib",), LIMITS)
        assert len(dlib_processes()) == len(others) + 1
    assert dlib_processes() == others


ORPHAN = """
import asyncio, os, sys
from pathlib import Path
from recognition.examination import Examiner
from recognition.quality import QualityLimits

async def main():
    examiner = Examiner(models=None, cache=Path(sys.argv[1]))
    await examiner.examine(Path(sys.argv[2]).read_bytes(), ("dlib",), QualityLimits())
    print("examined", flush=True)
    await asyncio.Event().wait()

if __name__ == "__main__":
    asyncio.run(main())
"""


async def test_the_process_ends_when_the_service_is_killed(model_cache: Path, tmp_path: Path) -> None:
    """SIGKILL leaves no time to say goodbye, and an orphan would keep its 160 MB for ever."""
    (tmp_path / "service.py").write_text(ORPHAN)
    (tmp_path / "picture").write_bytes(sample_bytes("hopper"))
    command = [sys.executable, "service.py", str(model_cache), "picture"]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == b"examined\n"
        children = psutil.Process(service.pid).children()
        service.kill()
    gone, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []
    assert len(gone) >= 1


FORGETFUL = """
import sys
from pathlib import Path
from recognition.dlib_process import DlibProcess
from recognition.networks import NetworkSource
from recognition.faces import find_faces_upright
from recognition.images import decode

if __name__ == "__main__":
    networks = NetworkSource(None, Path(sys.argv[1])).load()
    picture, faces = find_faces_upright(decode(Path(sys.argv[2]).read_bytes()), networks.faces)
    DlibProcess().embed(picture, faces[0])
"""


async def test_the_process_ends_with_a_program_that_forgets_to_close_it(model_cache: Path, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(FORGETFUL)
    (tmp_path / "picture").write_bytes(sample_bytes("hopper"))
    command = [sys.executable, "program.py", str(model_cache), "picture"]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == ""


async def test_dlib_that_dies_with_a_picture_on_its_way_is_started_anew(examiner: Examiner) -> None:
    """A whole picture does not fit into a pipe: whoever writes it must notice that nobody reads any more."""
    first = await examiner.examine(sample_bytes("hopper"), ("dlib",), LIMITS)
    (process,) = dlib_processes()
    process.suspend()
    async with asyncio.TaskGroup() as tasks:
        asked = tasks.create_task(examiner.examine(sample_bytes("hopper"), ("dlib",), LIMITS))
        await asyncio.sleep(0.3)
        process.kill()
    assert examiner.similarity(first.embeddings[0], asked.result().embeddings[0:1]) == pytest.approx(1, abs=1e-5)


async def test_importing_the_examiner_loads_no_engine() -> None:
    """The command line and the console start without the second that dlib and OpenVINO take."""
    program = (
        "import sys, recognition.examination; print(*{'dlib', 'face_recognition', 'openvino', 'onnx'} & {*sys.modules})"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == ""

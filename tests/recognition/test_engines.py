"""One suite for every engine: what `Engine` promises, on portraits out of wheels and on the evaluation faces."""

import csv
import pickle
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition.dlib_resnet import DlibResNet
from recognition.embedding import Embedding, EmbeddingMismatchError, Engine
from recognition.faces import Face, find_faces, find_faces_upright
from recognition.images import Picture, decode, shrunk
from recognition.matching import LIMITS, Match, verdict
from recognition.networks import NetworkSet


@pytest.fixture(scope="session", params=["sface", "dlib"])
def engine(request: pytest.FixtureRequest, networks: NetworkSet) -> Engine:
    return networks.sface if request.param == "sface" else DlibResNet()


def embedded(engine: Engine, networks: NetworkSet, picture: Picture) -> Embedding:
    return engine.embed(picture, find_faces(picture, networks.faces)[0])


def recompressed(picture: Picture, quality: int) -> Picture:
    return decode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes())


VARIATIONS = {
    "recompressed": lambda picture: recompressed(picture, 40),
    "darker": lambda picture: (picture * 0.5).astype(np.uint8),
    "mirrored": lambda picture: np.ascontiguousarray(picture[:, ::-1]),
    "smaller": lambda picture: shrunk(picture, picture.shape[1] * 2 // 3, picture.shape[0] * 2 // 3),
    "larger": lambda picture: cv2.resize(picture, None, fx=2.5, fy=2.5),
    "cropped": lambda picture: np.ascontiguousarray(picture[20:, 60:-60]),
    "blurred": lambda picture: cv2.GaussianBlur(picture, (0, 0), 1.5),
}


def test_an_embedding_says_whose_it_is_and_is_one_finite_point(
    engine: Engine, networks: NetworkSet, astronaut: Picture
) -> None:
    embedding = embedded(engine, networks, astronaut)
    assert (embedding.engine, embedding.version) == (engine.name, engine.version)
    assert (embedding.vector.shape, embedding.vector.dtype) == ((128,), np.float32)
    assert np.isfinite(embedding.vector).all()


def test_a_picture_is_most_alike_to_itself(engine: Engine, networks: NetworkSet, astronaut: Picture) -> None:
    embedding = embedded(engine, networks, astronaut)
    assert engine.compare(embedding, [embedding]) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("variation", VARIATIONS)
def test_the_same_person_stays_the_same(
    engine: Engine, networks: NetworkSet, astronaut: Picture, hopper: Picture, variation: str
) -> None:
    for picture in (astronaut, hopper):
        template = embedded(engine, networks, picture)
        probe = embedded(engine, networks, VARIATIONS[variation](picture))
        assert verdict(engine.compare(probe, [template]), LIMITS[engine.name]) is Match.SAME


def test_two_people_are_different(engine: Engine, networks: NetworkSet, astronaut: Picture, hopper: Picture) -> None:
    one, other = (embedded(engine, networks, picture) for picture in (astronaut, hopper))
    assert verdict(engine.compare(one, [other]), LIMITS[engine.name]) is Match.DIFFERENT
    assert engine.compare(one, [other]) == pytest.approx(engine.compare(other, [one]), abs=1e-6)


def test_the_best_template_counts_wherever_it_stands(
    engine: Engine, networks: NetworkSet, astronaut: Picture, hopper: Picture
) -> None:
    own, other = (embedded(engine, networks, picture) for picture in (astronaut, hopper))
    probe = embedded(engine, networks, recompressed(astronaut, 60))
    alone = engine.compare(probe, [own])
    for templates in ([own, other], [other, own], [other, own, other]):
        assert engine.compare(probe, templates) == pytest.approx(alone, abs=1e-6)


def test_embeddings_of_another_engine_or_version_are_refused(
    engine: Engine, networks: NetworkSet, astronaut: Picture
) -> None:
    own = embedded(engine, networks, astronaut)
    for stranger in (Embedding("other", own.version, own.vector), Embedding(own.engine, "0", own.vector)):
        for probe, templates in ((stranger, [own]), (own, [stranger]), (own, [own, stranger])):
            with pytest.raises(EmbeddingMismatchError):
                engine.compare(probe, templates)


def test_a_comparison_with_nothing_is_an_error(engine: Engine, networks: NetworkSet, astronaut: Picture) -> None:
    with pytest.raises(ValueError, match="at least one template"):
        engine.compare(embedded(engine, networks, astronaut), [])


def test_a_view_into_another_array_gives_the_same_embedding(
    engine: Engine, networks: NetworkSet, astronaut: Picture
) -> None:
    """dlib reads memory as if it were contiguous and is silently wrong where it is not."""
    face = find_faces(astronaut, networks.faces)[0]
    padded = np.zeros((astronaut.shape[0], astronaut.shape[1] + 7, 3), np.uint8)
    padded[:, :-7] = astronaut
    backwards = np.ascontiguousarray(astronaut[:, :, ::-1])[:, :, ::-1]
    expected = engine.embed(astronaut, face)
    for view in (padded[:, :-7], backwards):
        assert not view.flags.c_contiguous
        assert engine.compare(engine.embed(view, face), [expected]) == pytest.approx(1, abs=1e-5)


def test_the_picture_is_left_as_it_was(engine: Engine, networks: NetworkSet, astronaut: Picture) -> None:
    before = astronaut.copy()
    embedded(engine, networks, astronaut)
    assert np.array_equal(astronaut, before)


def test_an_embedding_survives_the_vault_and_a_process(
    engine: Engine, networks: NetworkSet, astronaut: Picture
) -> None:
    embedding = embedded(engine, networks, astronaut)
    stored = Embedding.from_bytes(embedding.engine, embedding.version, embedding.to_bytes())
    for copy in (stored, pickle.loads(pickle.dumps(embedding))):  # noqa: S301 - our own bytes
        assert engine.compare(copy, [embedding]) == pytest.approx(1, abs=1e-5)
    assert "0." not in repr(embedding)


def faces_of(folder: Path, networks: NetworkSet, files: Sequence[str]) -> dict[str, tuple[Picture, Face]]:
    found = {}
    for file in dict.fromkeys(files):
        picture, faces = find_faces_upright(decode((folder / file).read_bytes()), networks.faces)
        found[file] = (picture, faces[0])
    return found


@pytest.mark.eval_data
def test_of_the_evaluation_faces_the_same_are_alike_and_the_others_are_not(
    engine: Engine, networks: NetworkSet, eval_data: Path
) -> None:
    """Every twentieth pair of faces/pairs.csv; single pictures, while the limits are for three templates."""
    folder = eval_data / "faces"
    with (folder / "pairs.csv").open(newline="") as manifest:
        pairs = [row for row in csv.DictReader(manifest) if "EDGE" not in row["file_a"] + row["file_b"]][::20]
    faces = faces_of(folder, networks, [row[side] for row in pairs for side in ("file_a", "file_b")])
    embeddings = {file: engine.embed(*face) for file, face in faces.items()}
    review = LIMITS[engine.name].review
    wrong = {"0": 0, "1": 0}
    for row in pairs:
        similarity = engine.compare(embeddings[row["file_a"]], [embeddings[row["file_b"]]])
        wrong[row["same"]] += (similarity < review) == (row["same"] == "1")
    count = {same: sum(row["same"] == same for row in pairs) for same in wrong}
    assert min(count.values()) > 10
    assert wrong["1"] / count["1"] < 0.1
    assert wrong["0"] / count["0"] < 0.1

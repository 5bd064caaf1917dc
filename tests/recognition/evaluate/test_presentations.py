"""From a manifest to findings, with portraits of nobody who attacks."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition import fusion
from recognition.evaluate.presentations import FUSION, NO_FACE, look_at, read_presentations, scored
from recognition.evaluate.trials import ListRefused
from recognition.images import Picture
from recognition.networks import NetworkSet, NetworkSource


@pytest.fixture(scope="module")
def with_pad(pad_models: Path, model_cache: Path) -> NetworkSet:
    return NetworkSource(pad_models, model_cache).load()


def manifest(folder: Path, *lines: str) -> Path:
    file = folder / "manifest.csv"
    file.write_text("\n".join(lines))
    return file


def test_without_groups_every_picture_is_one(tmp_path: Path) -> None:
    read = read_presentations(manifest(tmp_path, "file,label", "a.jpg,live", "b.jpg,mask"))
    assert [(one.file, one.label, one.group) for one in read] == [
        ("a.jpg", "live", "a.jpg"),
        ("b.jpg", "mask", "b.jpg"),
    ]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("file,label", "a.jpg,real"), "label is one of live, print, replay, mask, not 'real'"),
        (("file,group", "a.jpg,1"), "no column label"),
        (("file,label", "a.jpg,"), "line 2: the column label is empty"),
        (("file,label",), "no lines"),
    ],
)
def test_a_list_that_cannot_be_evaluated_says_why(tmp_path: Path, lines: tuple[str, ...], told: str) -> None:
    with pytest.raises(ListRefused, match=told):
        read_presentations(manifest(tmp_path, *lines))


@pytest.mark.models
def test_a_face_a_tight_one_a_wall_and_no_picture(tmp_path: Path, with_pad: NetworkSet, astronaut: Picture) -> None:
    """The face that fills the picture beyond its edges shows only with a border around it."""
    tight = cv2.resize(astronaut[96:143, 205:241], (468, 468), interpolation=cv2.INTER_CUBIC)
    pictures = {"face": astronaut, "tight": tight, "wall": np.full((300, 300, 3), 150, np.uint8)}
    for name, picture in pictures.items():
        cv2.imwrite(str(tmp_path / f"{name}.png"), picture)
    (tmp_path / "text.png").write_text("no picture")
    lines = [f"{name}.png,live" for name in (*pictures, "text")]
    heard: list[int] = []
    seen = look_at(tmp_path, read_presentations(manifest(tmp_path, "file,label", *lines)), with_pad, heard.append)
    assert [one.failure for one in seen] == [None, None, NO_FACE, "not_an_image"]
    assert [one.bordered for one in seen[:2]] == [False, True]
    assert heard == [1, 2, 3, 4]
    for name in (FUSION, *fusion.SIGNALS):
        assert scored(seen, name).scores.shape == (2,)
        assert seen[2].score(name) is None

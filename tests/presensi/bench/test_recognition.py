"""The measuring itself: what it prints and on which pictures; its figures are nobody's assertion."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from presensi.bench import recognition as bench
from recognition.faces import find_faces
from recognition.images import decode
from recognition.networks import NetworkSource


@pytest.fixture
def without_eval_data(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PRESENSI_EVAL_DATA", "PRESENSI_MODELS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("without_eval_data")
def test_both_sides_are_measured_on_the_same_selfies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "PICTURES", 1)
    measured = bench.measure()
    assert {"ratio_default", "ratio_tuned", "cpu_ms", "network_ms", "cpu_flags"} <= measured.keys()
    assert measured["pictures_where_face_recognition_found_a_face"] == measured["pictures"] == 1
    assert 0 < measured["network_ms"] < measured["cpu_ms"]
    assert measured["ratio_default"] == pytest.approx(measured["cpu_ms"] / measured["face_recognition_ms"], rel=0.01)
    assert measured["ratio_tuned"] == pytest.approx(
        measured["cpu_ms"] / measured["face_recognition_tuned_ms"], rel=0.01
    )
    assert measured["pad_ms"] is None


@pytest.mark.usefixtures("without_eval_data")
def test_the_selfies_out_of_wheels_are_as_telegram_sends_them_and_show_a_face(tmp_path: Path) -> None:
    networks = NetworkSource(None, tmp_path).load()
    selfies = bench._selfies()
    assert len(selfies) == 12
    assert len(set(selfies)) == 12
    for selfie in selfies:
        picture = decode(selfie)
        assert picture.shape == (960, 1280, 3)
        assert len(find_faces(picture, networks.faces)) == 1


@pytest.mark.parametrize("size", [(400, 3000), (3000, 400), (700, 700), (960, 1280)])
def test_a_picture_of_any_shape_fills_the_frame_as_far_as_it_goes(size: tuple[int, int]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (*size, 3), dtype=np.uint8)
    whole = cv2.imdecode(np.frombuffer(bench._jpeg(picture), np.uint8), cv2.IMREAD_COLOR)
    assert whole.shape == (960, 1280, 3)

"""`presensi evaluate liveness`, from files to the last line of stdout and to the page."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from attendance.rules.kinds import PadRule
from demo.portraits import portrait
from presensi.main import main
from recognition import fusion
from recognition.evaluate.presentations import ALONE

EACH = 3


@pytest.fixture(scope="module")
def pad_models() -> None:
    """The command finds them by the same variable."""
    if not os.environ.get("PRESENSI_MODELS"):
        pytest.skip("PRESENSI_MODELS names no folder with the MiniFASNet weights")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """pad, nuaa and lfw of made-up pictures: portraits as they are, and blue, with a grid, as if from a screen."""
    root = tmp_path_factory.mktemp("data")
    for name, kind in (("pad", "replay"), ("nuaa", "print")):
        rows = ["file,label,group,source_repo"]
        for number in range(EACH):
            for sitter in ("astronaut", "hopper"):
                alive, shown = f"{sitter}{number}.jpg", f"{sitter}{number}_{kind}.jpg"
                write(root / name / alive, portrait(sitter, number))
                write(root / name / shown, on_screen(portrait(sitter, number)))
                rows += [f"{alive},live,{sitter},{sitter}", f"{shown},{kind},{sitter} {kind},{sitter}"]
        (root / name / "manifest.csv").write_text("\n".join(rows))
    write(root / "lfw" / "one.jpg", portrait("hopper", 0))
    (root / "lfw" / "manifest.csv").write_text("file,identity,group,gender\none.jpg,one,,")
    wall = cv2.imencode(".jpg", np.full((400, 400, 3), 150, np.uint8))[1].tobytes()
    write(root / "pad" / "wall.jpg", wall)
    (root / "pad" / "all.csv").write_text((root / "pad" / "manifest.csv").read_text() + "\nwall.jpg,mask,wall,wall")
    return root


def write(file: Path, picture: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(picture)


def on_screen(jpeg: bytes) -> bytes:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR).astype(np.float64)
    down, across = np.indices(picture.shape[:2])
    grid = 12 * np.cos(1.6 * across + 0.5 * down)[:, :, None]
    screen = np.clip(picture * (1.7, 1.0, 0.6) + grid, 0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", screen, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "liveness", *map(str, arguments)])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.fixture
def told(data: Path, pad_models: None, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    status, out, _ = run(capsys, "--root", data / "pad", "--manifest", "all.csv", "--json")
    assert status == 0
    figures: dict[str, Any] = json.loads(out.splitlines()[-1])
    return figures


@pytest.mark.models
def test_fusion_and_every_signal_have_the_rates_of_the_standard(told: dict[str, Any]) -> None:
    assert tuple(told["signals"]) == fusion.SIGNALS
    for name, rates in {"fusion": told["fusion"], **told["signals"]}.items():
        assert rates["n"] == {"live": 6, "print": 0, "replay": 6, "mask": 0, "groups": 4}
        assert {"eer", "bpcer_at_apcer_5", "apcer", "bpcer", "acer"} <= rates.keys()
        assert rates["threshold"] == (PadRule().live_at if name == "fusion" else ALONE[name])
        low, high = rates["eer_bounds"]
        assert 0 <= low <= rates["eer"] <= high <= 1
        assert rates["acer"] == pytest.approx((rates["apcer"]["replay"] + rates["bpcer"]) / 2, abs=1e-4)


@pytest.mark.models
def test_what_the_sample_cannot_support_is_null(told: dict[str, Any]) -> None:
    assert told["fusion"]["apcer"]["mask"] is None
    assert told["fusion"]["apcer"]["print"] is None
    assert told["fusion"]["bpcer_at_apcer_5"] is None


@pytest.mark.models
def test_a_picture_without_a_face_is_counted_apart(told: dict[str, Any]) -> None:
    assert told["presentations"] == 13
    missed = told["not_acquired"]
    assert (missed["mask"], missed["live"]) == (1, 0)
    assert missed["files"] == [{"file": "wall.jpg", "label": "mask", "reason": "no_face"}]


@pytest.mark.models
def test_the_screen_is_told_from_the_living(told: dict[str, Any]) -> None:
    assert told["signals"][fusion.MOIRE]["eer"] == 0
    assert told["signals"][fusion.SKIN]["eer"] == 0
    assert told["fusion"]["apcer"]["replay"] == 0, told["fusion"]


@pytest.mark.models
def test_scores_of_every_picture_can_be_had(
    data: Path, tmp_path: Path, pad_models: None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "scores.csv"
    run(capsys, "--root", data / "pad", "--manifest", "all.csv", "--scores", file)
    with file.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 13
    assert rows[-1]["failure"] == "no_face"
    assert rows[-1]["fusion"] == ""
    assert all(0 <= float(row[name]) <= 1 for row in rows[:-1] for name in ("fusion", *fusion.SIGNALS))


@pytest.mark.models
def test_the_page_holds_what_the_named_commands_print(
    data: Path, tmp_path: Path, pad_models: None, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "docs" / "liveness.md"
    assert run(capsys, "--root", data, "--document", page)[1] == f"written: {page}\n"
    text = page.read_text()
    for name in ("pad", "nuaa"):
        assert run(capsys, "--root", data / name)[1].strip() in text
    assert "weights of recognition.fusion" in text


@pytest.mark.models
def test_wrong_lists_are_refused_with_a_remedy(
    data: Path, tmp_path: Path, pad_models: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gone.csv").write_text("file,label\ngone.jpg,live")
    (tmp_path / "wall.csv").write_text("file,label\nwall.jpg,live")
    for manifest, reason in (
        ("none.csv", "cannot be read"),
        (tmp_path / "gone.csv", "set --root right"),
        (tmp_path / "wall.csv", "shows a face"),
    ):
        status, _, err = run(capsys, "--root", data / "pad", "--manifest", manifest)
        assert status == 2
        assert reason in err


def test_without_weights_nothing_is_measured(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRESENSI_MODELS", str(tmp_path))
    status, _, err = run(capsys, "--root", data / "pad")
    assert status == 2
    assert "presensi models fetch" in err

"""`presensi evaluate liveness --sequences`, from files to the last line of stdout."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from presensi.main import main
from recognition.evaluate.sequences import encoded


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "liveness", *map(str, arguments)])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_clips_and_folders_of_frames_are_asked_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wall = np.full((160, 160, 3), 120, np.uint8)
    (tmp_path / "wall.mp4").write_bytes(encoded([wall] * 40, 15.0))
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "frames").mkdir()
    for number in range(30):
        cv2.imwrite(str(tmp_path / "frames" / f"{number:02}.jpg"), wall)
    (tmp_path / "manifest.csv").write_text(
        "file,label,actions,order\n"
        "wall.mp4,print,look-left open-mouth,2 1\nempty.mp4,replay,look-up look-down,\nframes,live,look-up,\n"
    )
    code, out, err = run(capsys, "--sequences", tmp_path, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out.splitlines()[-1])
    assert (found["attacks_accepted"], found["attacks"], found["live_passed"], found["live"]) == (0, 2, 0, 1)
    assert {clip["file"]: (clip["asked"], clip["problems"]) for clip in found["clips"]} == {
        "wall.mp4": ("open-mouth look-left", ["no-face"]),
        "empty.mp4": ("look-up look-down", ["unreadable"]),
        "frames": ("look-up", ["no-face"]),
    }
    assert "attacks: 0 of 2 accepted" in out


@pytest.mark.parametrize(
    ("manifest", "named"),
    [
        (None, "holds no manifest.csv"),
        ("file,label\nnowhere.mp4,live\n", "has no nowhere.mp4"),
        ("file,label,actions\nmanifest.csv,live,nod\n", "nod"),
        ("clip,label\na,live\n", "file"),
    ],
)
def test_a_folder_that_cannot_be_measured_is_named_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], manifest: str | None, named: str
) -> None:
    if manifest is not None:
        (tmp_path / "manifest.csv").write_text(manifest)
    code, _, err = run(capsys, "--sequences", tmp_path)
    assert code == 2
    assert named in err


def test_attacks_need_pictures_to_be_made_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--sequences", tmp_path, "--attacks", "2")
    assert code == 2
    assert "--stills" in err

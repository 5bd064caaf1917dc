"""`presensi evaluate quality`, from files to the last line of stdout."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from demo.portraits import portrait
from presensi.main import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "quality", *map(str, arguments)])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def last(out: str) -> dict[str, Any]:
    return dict(json.loads(out.splitlines()[-1]))


def test_rates_by_group_and_expectations_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cap.jpg").write_bytes(portrait("hopper", 1))
    wall = cv2.imencode(".jpg", np.full((400, 400, 3), 150, np.uint8))[1].tobytes()
    (tmp_path / "wall.jpg").write_bytes(wall)
    (tmp_path / "manifest.csv").write_text("file,expected,group\ncap.jpg,headwear,women\nwall.jpg,no_face,\n")
    code, out, err = run(capsys, "--root", tmp_path, "--json")
    assert (code, err) == (0, "")
    found = last(out)
    assert [(one["picture"], one["enrolment"], one["as expected"]) for one in found["pictures"]] == [
        ("cap.jpg", "pass", True),
        ("wall.jpg", "no_face", True),
    ]
    rates = {one["group"]: one["refused at enrolment"] for one in found["groups"]}
    assert rates == {"all": 0.5, "headwear": 0, "no_face": 1, "women": 0}


def test_a_folder_without_a_list_is_named_with_the_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--root", tmp_path)
    assert code == 2
    assert "manifest.csv" in err

"""`presensi evaluate verification`, from files to the last line of stdout."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from attendance.rules.kinds import FaceRule
from demo.portraits import portrait
from presensi.bench import recognition as bench
from presensi.evaluate.configuration import shipped
from presensi.evaluate.measuring import read, see
from presensi.main import main
from recognition import sface
from recognition.embedding import Embedding
from recognition.examination import Examiner
from recognition.images import Picture
from recognition.matching import LIMITS

SITTERS = ("astronaut", "hopper")
EACH = 3


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pictures of each of two people, one without a face, one that is no picture, and lists of them."""
    folder = tmp_path_factory.mktemp("pictures")
    rows = ["file,identity,group"]
    for sitter in SITTERS:
        (folder / sitter).mkdir()
        for number in range(EACH):
            (folder / sitter / f"{number}.jpg").write_bytes(portrait(sitter, number))
            rows.append(f"{sitter}/{number}.jpg,{sitter},everybody")
    (folder / "good.csv").write_text("\n".join(rows))
    wall = cv2.imencode(".jpg", np.full((400, 400, 3), 150, np.uint8))[1].tobytes()
    (folder / "astronaut" / "wall.jpg").write_bytes(wall)
    (folder / "hopper" / "text.jpg").write_text("no picture")
    rows += ["astronaut/wall.jpg,astronaut,everybody", "hopper/text.jpg,hopper,everybody"]
    (folder / "all.csv").write_text("\n".join(rows))
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "verification", *map(str, arguments)])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def figures(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    """The one JSON object on the last line."""
    status, out, _ = run(capsys, *arguments, "--engine", "sface", "--json")
    assert status == 0
    told: dict[str, Any] = json.loads(out.splitlines()[-1])
    return told


def test_every_two_pictures_of_a_manifest_are_compared(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = figures(capsys, "--root", pictures, "--identities", pictures / "good.csv")
    engine = told["engines"]["sface"]
    assert (told["pictures"], told["people"], told["templates"]) == (6, 2, None)
    assert (engine["genuine"], engine["impostors"]) == (2 * 3, 3 * 3)
    assert engine["eer"] == 0
    assert engine["tar_at_far"] == dict.fromkeys(("1e-2", "1e-3", "1e-4", "1e-5"))
    assert engine["groups"]["everybody"]["impostors"] == 9
    assert engine["deployed"]["accepted"] == {
        "far": None,
        "far_bounds": [None, None],
        "false_accepts": 0,
        "frr": 0,
        "tar": 1,
        "tar_bounds": [1, 1],
        "false_rejections": 0,
    }
    assert told["failure_to_acquire"]["failed"] == []
    assert told["one_to_n"] is None


def test_a_list_is_looked_for_beside_its_pictures_too(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert figures(capsys, "--root", pictures, "--identities", "good.csv")["list"] == "good.csv"


def test_pictures_that_show_no_face_are_named_and_count(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--root", pictures, "--identities", "all.csv", "--engine", "sface", "--json")
    told = json.loads(out.splitlines()[-1])
    engine = told["engines"]["sface"]
    assert status == 0
    assert told["failure_to_acquire"]["failed"] == [
        {"file": "astronaut/wall.jpg", "reason": "no_face"},
        {"file": "hopper/text.jpg", "reason": "not_an_image"},
    ]
    assert told["failure_to_acquire"]["genuine_counted_as_false_rejections"] == 6
    assert engine["genuine"] == 12
    assert engine["at_deployed_threshold"]["tar"] == 0.5
    assert engine["impostors"] == 9
    assert "failure to acquire: 2 pictures; 6 genuine comparisons count as false rejections" in out
    assert "  astronaut/wall.jpg: no_face" in out.splitlines()


def test_templates_and_a_search(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = figures(capsys, "--root", pictures, "--identities", "all.csv", "--templates", "2", "--one-to-n")
    engine = told["engines"]["sface"]
    assert told["templates"] == 2
    assert engine["genuine"] == 2 * (1 + 1)
    assert engine["impostors"] == 2 * 3
    assert told["one_to_n"]["sface"] | {"threshold_at_fpir": None} == {
        "enrolled": 2,
        "templates": 2,
        "mated_searches": 4,
        "unmated_searches": 6,
        "fnir_at_fpir": {"1e-2": None, "1e-3": None},
        "threshold_at_fpir": None,
        "unmated_above_accept": 0,
    }


def test_pairs_of_a_list(pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text(
        "file_a,file_b,same\nastronaut/0.jpg,astronaut/1.jpg,1\nhopper/0.jpg,hopper/2.jpg,1\n"
        "astronaut/0.jpg,hopper/1.jpg,0\n"
    )
    told = figures(capsys, "--root", pictures, "--pairs", file)
    assert (told["engines"]["sface"]["genuine"], told["engines"]["sface"]["impostors"]) == (2, 1)


def test_without_a_choice_both_engines_are_measured(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "--root", pictures, "--identities", "good.csv", "--json")
    told = json.loads(out.splitlines()[-1])
    assert (status, err) == (0, "")
    assert list(told["engines"]) == ["sface", "dlib"]
    assert told["engines"]["dlib"]["eer"] == 0
    assert any(line.startswith("dlib resnet") for line in out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--identities", "none.csv"], "none.csv cannot be read"),
        ([], "name one list: --pairs pairs.csv, or --identities manifest.csv"),
        (["--identities", "good.csv", "--pairs", "good.csv"], "name one list"),
        (["--pairs", "good.csv"], "has no column file_a and no column file_b and no column same"),
        (["--identities", "one.csv"], "all pictures are of one identity; error rates need at least two"),
        (["--identities", "absent.csv"], "lists 1 of 3 files that are not in"),
        (["--identities", "blind.csv"], "shows a face; is --root right?"),
        (["--identities", "good.csv", "--templates", "3"], "nobody has 3 usable pictures to enrol and one more"),
        (["--pairs", "pairs.csv", "--templates", "3"], "use --identities"),
        (["--identities", "good.csv", "--templates", "0"], ""),
    ],
)
def test_what_cannot_be_evaluated_is_one_sentence_and_status_2(
    pictures: Path, capsys: pytest.CaptureFixture[str], arguments: Sequence[str], sentence: str
) -> None:
    (pictures / "one.csv").write_text("file,identity\nastronaut/0.jpg,a\nastronaut/1.jpg,a\n")
    (pictures / "absent.csv").write_text("file,identity\nastronaut/0.jpg,a\nastronaut/9.jpg,a\nhopper/0.jpg,b\n")
    (pictures / "blind.csv").write_text("file,identity\nastronaut/wall.jpg,a\nhopper/text.jpg,a\ngood.csv,b\n")
    (pictures / "pairs.csv").write_text(
        "file_a,file_b,same\nastronaut/0.jpg,astronaut/1.jpg,1\nhopper/0.jpg,astronaut/1.jpg,0\n"
    )
    status, out, err = run(capsys, "--root", pictures, *arguments)
    assert status == 2
    assert out == ""
    (line,) = err.splitlines()
    assert line.startswith("presensi: ")
    assert sentence in line


def test_a_root_that_is_no_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "--root", tmp_path / "none", "--identities", "x.csv")
    assert status == 2
    assert "none is no folder; --root is where the files of the list lie" in err


async def test_evaluate_bench_and_service_run_the_same_configuration(
    pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same networks in the same arithmetic, and of one file the same embedding to the last bit."""
    seen = await see(pictures, read(pictures, None, Path("good.csv")), ["sface"])
    monkeypatch.setattr(bench, "PICTURES", 1)
    for name in ("PRESENSI_EVAL_DATA", "PRESENSI_MODELS"):
        monkeypatch.delenv(name, raising=False)
    async with Examiner(models=None, cache=tmp_path) as service:
        assert await service.warm() == seen.acquired.versions == bench.measure()["versions"]

    embedded: list[Embedding] = []
    original = sface.SFace.embed_chip

    def watched(network: sface.SFace, chip: Picture) -> Embedding:
        embedded.append(original(network, chip))
        return embedded[-1]

    monkeypatch.setattr(sface.SFace, "embed_chip", watched)
    clocked = bench._Clocked(bench.NetworkSource(None, tmp_path).load())
    for file, picture in zip(seen.listed.pictures.files, seen.acquired.pictures, strict=True):
        assert clocked.decide((pictures / file).read_bytes())
        assert np.array_equal(embedded[-1].vector, picture.quick[sface.NAME].vector)


def test_the_printed_thresholds_are_those_of_a_rule_that_says_nothing(
    pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = figures(capsys, "--root", pictures, "--identities", "good.csv")["configuration"]
    rule = FaceRule()
    assert printed["engines"] == {
        rule.engine: {
            "accept": rule.accept,
            "review": rule.review,
            "second_opinion": {"engine": rule.second_opinion, "accept": LIMITS["dlib"].accept},
        }
    }
    assert shipped(["dlib"])[0].limits == LIMITS["dlib"]
    assert shipped(["dlib"])[0].second is None
    assert set(printed["versions"]) == {"runtime", "faces", "sface"}
    assert printed["quality"] == "not applied"

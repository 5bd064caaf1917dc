"""The page of `presensi evaluate accuracy`: what the command prints, and pictures of nobody."""

import logging
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from demo.portraits import portrait
from presensi.main import main

SITTERS = ("astronaut", "hopper")
EACH = 4


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    rows = ["file,identity,group"]
    for sitter in SITTERS:
        for number in range(EACH):
            (folder / f"{sitter}{number}.jpg").write_bytes(portrait(sitter, number))
            rows.append(f"{sitter}{number}.jpg,{sitter},all")
    (folder / "manifest.csv").write_text("\n".join(rows))
    return folder


def evaluate(command: str, *arguments: str | Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", command, *map(str, arguments)])
    assert not ended.value.code


def test_the_page_holds_what_the_named_commands_print(
    pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    # What it logs about every font on the machine looks like coordinates.
    caplog.set_level(logging.WARNING, logger="matplotlib")
    page = tmp_path / "docs" / "accuracy.md"
    evaluate("accuracy", "--root", pictures, "--document", page)
    assert capsys.readouterr().out == f"written: {page}\n"
    text = page.read_text()
    blocks = [block.split("```")[0] for block in text.split("```text\n")[1:]]
    commands = [line for line in text.splitlines() if line.startswith("`presensi evaluate verification")]
    assert len(commands) == len(blocks) == 2
    for command, block in zip(commands, blocks, strict=True):
        options = command.strip("`").split("manifest.csv")[1].split()
        evaluate("verification", "--root", pictures, "--identities", "manifest.csv", *options)
        assert capsys.readouterr().out == block

    for name in ("accuracy-roc.svg", "accuracy-scores.svg"):
        assert f"({name})" in text
        drawn = ET.fromstring((page.parent / name).read_bytes())  # noqa: S314 - we have just written it
        assert drawn.tag.endswith("svg")
        assert not [part for part in drawn.iter() if part.tag.endswith("image")]

"""What the commands of `presensi bench` leave behind."""

from pathlib import Path

import pytest

from presensi.bench.commands import app

MEASURED = Path(__file__).parents[3] / "docs" / "measured.md"


@pytest.mark.parametrize("command", [name for name in app if not name.startswith("-")])
def test_every_command_has_its_place_among_what_was_measured(command: str) -> None:
    assert f"presensi bench {command}" in " ".join(MEASURED.read_text().split())

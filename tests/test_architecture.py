"""The direction of imports is really watched: no folder is invisible to import-linter, and every contract bites."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]

# By contract: a file that must not be, and what stands in it.
PLANTED = {
    "imports go one way": ("geofence/planted.py", "from attendance.people import nip\n"),
    "aiogram in the telegram channel only": ("admin/planted.py", "from aiogram import Bot\n"),
    "engines in recognition only": ("bot/planted.py", "def start() -> None:\n    import openvino\n"),
    "no database in the leaves, the channels and the dialogues": (
        "bot/dialogues/planted.py",
        "from sqlalchemy.ext.asyncio import AsyncSession\n",
    ),
}


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]


def packages() -> list[str]:
    """Every folder of the project with modules in it, tests aside."""
    return sorted(
        folder.name
        for folder in ROOT.iterdir()
        if folder.is_dir() and folder.name != "tests" and not folder.name.startswith(".") and any(folder.glob("*.py"))
    )


def linted(folder: Path) -> dict[str, bool]:
    """What import-linter says of a copy of the packages there, by contract: kept or not."""
    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
    ).stdout
    return {found[1]: found[2] == "KEPT" for found in re.finditer(r"^(\S.*) (KEPT|BROKEN)\b", told, re.MULTILINE)}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The packages without their data."""
    for package in packages():
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=lambda _, names: [name for name in names if _is_data(name)]
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _is_data(name: str) -> bool:
    return "." in name and not name.endswith(".py")


def test_every_package_is_built_typed_and_linted() -> None:
    tool = settings()
    built = set(tool["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert sorted(built - {"sample"}) == packages()
    assert sorted(tool["mypy"]["packages"]) == packages()
    assert sorted(tool["importlinter"]["root_packages"]) == [name for name in packages() if name != "migrations"]


def test_every_folder_with_modules_is_a_package() -> None:
    """Without __init__.py import-linter does not see the folder, and whatever it imports passes."""
    folders = {file.parent for package in packages() for file in (ROOT / package).rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_a_planted_import_breaks_each_contract(copied: Path) -> None:
    assert linted(copied) == dict.fromkeys(PLANTED, True)
    for name, text in PLANTED.values():
        (copied / name).write_text(text)
    assert linted(copied) == dict.fromkeys(PLANTED, False)

"""The wheel is the whole program: what runs from a clone runs from an installation."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = [
    Path(name).name
    for name in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"][
        "packages"
    ]
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without network from what uv has fetched before."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".tools" / "bin"))
    if uv is None:
        pytest.skip("uv is neither on PATH nor in .tools/bin")
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [uv, "build", "--wheel", "--offline", "--out-dir", folder, ROOT], capture_output=True, text=True, check=False
    )
    if "hatchling" in built.stderr and built.returncode:
        pytest.skip("hatchling is not in uv's cache, and nothing is fetched here")
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("presensi-*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its content in a folder that goes before the project on the path."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, work: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A command of the installed program in an empty folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PRESENSI_")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=work,
        env=environment | {"PYTHONPATH": str(installed)} | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_console_script_leads_to_the_program() -> None:
    script = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]["presensi"]
    module, _, function = script.partition(":")
    assert callable(getattr(import_module(module), function))


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    """Templates, style sheets, catalogues and migrations are no modules, and easily left behind."""
    if not (ROOT / ".git").exists():
        pytest.skip("only a git checkout tells which files belong to the packages")
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *PACKAGES, "sample"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    names = {name for name in tracked if (ROOT / name).is_file()}
    assert carried == {f"demo/{name}" if name.startswith("sample/") else name for name in names}


def test_the_installed_program_migrates_a_database_and_answers(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import presensi; print(presensi.__file__)")
    assert where.stdout.startswith(str(installed))
    migrated = run(installed, tmp_path, "-m", "presensi", "migrate", DATABASE_URL=f"sqlite:///{tmp_path / 'records'}")
    assert (migrated.returncode, migrated.stderr) == (0, "")
    told = run(installed, tmp_path, "-c", "import texts.render as t; print(t.render('en', 'general-language-changed'))")
    assert (told.returncode, told.stderr) == (0, "")


def test_the_installed_program_holds_the_sample_regency_of_the_demonstration(installed: Path, tmp_path: Path) -> None:
    found = run(installed, tmp_path, "-c", "from demo.regency import SAMPLE; print(sorted(SAMPLE.glob('*')))")
    assert "roster.csv" in found.stdout

"""The command line itself: quick help, one plain line for what the operator can set right."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from migrations.schema import SchemaOld
from presensi.errors import explain
from presensi.main import app, main

ROOT = Path(__file__).parents[2]


def one_line(text: str) -> str:
    (line,) = text.splitlines()
    assert line.startswith("presensi: ")
    return line


def presensi(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in the working folder of the test."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "presensi", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.usefixtures("installation")
def test_help_lists_every_command_without_importing_one() -> None:
    code = (
        "import sys; from presensi.main import app; app('--help', result_action='return_value'); "
        "print([m for m in ('sqlalchemy', 'aiogram', 'openvino', 'alembic', 'fastapi') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
    commands = ("bench", "check", "demo", "import", "invite", "keys", "migrate", "models", "run")
    assert all(f"│ {name} " in done.stdout for name in commands)


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize(
    ("arguments", "environment", "line"),
    [
        (["migrate"], {"DATABASE_URL": "mysql://x:hunter2@y/z"}, "DATABASE_URL: only sqlite and postgresql are known"),
        (["import", "x.csv"], {}, "x.csv cannot be read"),
        (["invite", "1"], {}, "the database is at schema none, this program needs"),
        (["keys", "new", "--id", "A B"], {}, "a key id is 1 to 32 characters"),
        (["migrate", "--hepl"], {}, "--hepl"),
    ],
)
def test_what_the_operator_can_set_right_is_one_line_and_status_2(
    arguments: list[str],
    environment: dict[str, str],
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert one_line(err).find(line) > 0
    assert "hunter2" not in err


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({"PRESENSI_TELEGRAM_TOKENS": ""}, "PRESENSI_TELEGRAM_TOKENS is not set"),
        ({"PRESENSI_KEYS": ""}, "PRESENSI_KEYS is not set; `presensi keys new`"),
        ({}, "run: presensi migrate"),
    ],
)
def test_the_service_does_not_start_on_half_an_installation(environment: dict[str, str], line: str) -> None:
    done = presensi("run", **environment)
    assert done.returncode == 2
    assert line in one_line(done.stderr)


@pytest.mark.usefixtures("installation")
def test_a_failed_check_is_status_1_and_a_passed_command_0() -> None:
    assert presensi("check").returncode == 1
    made = presensi("keys", "new", "--id", "k2026")
    assert made.returncode == 0
    assert presensi("migrate", PRESENSI_KEYS=made.stdout.strip()).returncode == 0


def test_a_programming_error_keeps_its_traceback() -> None:
    assert explain(ZeroDivisionError("x")) is None


def test_several_lines_become_one_and_end_with_the_remedy() -> None:
    assert explain(SchemaOld("the database\n  is old")) == "the database is old; run: presensi migrate"


def test_what_failed_side_by_side_is_told_when_all_of_it_was_foreseen() -> None:
    old, mixed = SchemaOld("the database is old"), ExceptionGroup("together", [SchemaOld("it is old"), ValueError("x")])
    assert explain(ExceptionGroup("together", [old, old])) == "the database is old; run: presensi migrate"
    assert explain(mixed) is None


def test_every_command_is_there() -> None:
    assert all(command.default_command or command.resolved_commands() for command in app.resolved_commands().values())

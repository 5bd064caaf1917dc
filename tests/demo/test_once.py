"""`presensi demo --once` as a process of its own: any hour, any day, with and without the liveness models."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from demo import once
from demo.folder import belongings
from demo.moments import parse_moment
from demo.stage import opened

ROOT = Path(__file__).parent.parent.parent
RIGHT = [
    ("enrolment", "enrolled"),
    ("check-in", "accepted"),
    ("impostor", "rejected"),
    ("outside", "rejected"),
]

SHARES = "review_share 0% (0 of 1) of honest check-ins, attacks accepted 0% (0 of 2).\n"


def presensi(*arguments: str, models: str | None = None) -> subprocess.CompletedProcess[str]:
    """The command as somebody types it, without settings of this machine."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PRESENSI_", "DATABASE_URL"))}
    environment = ours | ({"PRESENSI_MODELS": models} if models else {})
    command = [sys.executable, "-m", "presensi", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)


def steps_of(answer: subprocess.CompletedProcess[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in answer.stdout.splitlines()]


@pytest.fixture
def models() -> str:
    """The folder of the liveness weights, or a skip."""
    folder = os.environ.get("PRESENSI_MODELS")
    if not folder:
        pytest.skip("PRESENSI_MODELS is not set")
    return folder


def test_late_on_a_saturday_without_liveness_models_all_four_come_out_right() -> None:
    answer = presensi("demo", "--once", "--at", "2026-11-28T23:30")
    assert (answer.returncode, answer.stderr) == (0, SHARES)
    steps = steps_of(answer)
    assert [(step["step"], step["decision"]) for step in steps] == RIGHT
    assert [set(step) for step in steps] == [{"step", "decision", "reason"}] * 4
    assert [step["reason"] for step in steps[1:]] == ["liveness-not-assessed", "face-different", "outside"]


@pytest.mark.models
def test_on_the_29th_of_february_with_liveness_models_all_four_come_out_right(models: str) -> None:
    answer = presensi("demo", "--once", "--at", "2028-02-29T07:20", models=models)
    assert (answer.returncode, answer.stderr) == (0, SHARES)
    steps = steps_of(answer)
    assert [(step["step"], step["decision"]) for step in steps] == RIGHT
    # That liveness was assessed is why it is not among the notes any more.
    assert "liveness-not-assessed" not in steps[1]["reason"]


async def test_it_does_not_call_it_right_when_the_impostor_is_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed comes from the database: without an impostor there is no rejection to be found."""
    alike = once.portrait
    monkeypatch.setattr(once, "portrait", lambda _, variation: alike("astronaut", variation))
    with belongings(None) as things:
        async with opened(parse_moment("2027-01-04T12:34"), things, port=0) as stage:
            steps = {step.step: step async for step in once.play_once(stage)}
    assert steps["check-in"].is_right
    assert not steps["impostor"].is_right
    assert steps["impostor"].decision == once.NOTHING


def test_the_shares_are_counted_over_the_attempts_that_were_decided() -> None:
    played = [
        once.Step("enrolment", "enrolled", "", is_right=True),
        once.Step("check-in", "needs_review", "face-unsure", is_right=False),
        once.Step("impostor", "accepted", "", is_right=False),
        once.Step("outside", "rejected", "outside", is_right=True),
    ]
    assert once.shares_of(played) == ("review_share 100% (1 of 1) of honest check-ins, attacks accepted 50% (1 of 2).")


def test_whatsapp_is_refused_in_a_sentence() -> None:
    answer = presensi("demo", "--channel", "whatsapp")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        "presensi: the demo of WhatsApp comes with a later version; leave --channel out to play with Telegram\n"
    )


@pytest.mark.parametrize("at", ["soon", "2026-02-30T07:20", "1999-01-01T07:20"])
def test_a_start_that_cannot_be_is_refused_in_a_sentence(at: str) -> None:
    answer = presensi("demo", "--once", "--at", at)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("presensi: ")
    assert answer.stderr.count("\n") == 1

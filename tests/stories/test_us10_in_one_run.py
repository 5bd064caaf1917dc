"""US-10: one enrolment takes at most five actions of the operator and five seconds of our time, and none is lost.

Hundreds in a row are `presensi bench enrolment`, 300 unless told otherwise; a handful here shows that it counts what
the story asks for.
"""

import json
import os
from inspect import signature

import pytest

from presensi.bench.enrolment import enrolment
from presensi.main import main

pytestmark = pytest.mark.skipif(
    "PRESENSI_EVAL_DATA" not in os.environ, reason="PRESENSI_EVAL_DATA is not set: no faces"
)

HANDFUL = 4


def test_a_scripted_drive_counts_actions_and_waits_and_finds_everybody_in_the_records(
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["bench", "enrolment", "--people", HANDFUL, "--operators", 2, "--pace", 4, "--json"]
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in command])
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["enrolled"], told["lost"], told["doubled"], told["incomplete"]) == (HANDFUL, 0, 0, 0)
    assert 3 <= told["operator_actions_max"] <= 5
    # The slowest of a busy machine is the bench's to judge; one in two is ours on any.
    assert 0 < told["our_seconds_p50"] <= 5
    assert (told["as_wanted"], ended.value.code) == (told["our_seconds_max"] <= 5, int(told["our_seconds_max"] > 5))


def test_it_is_300_people_when_nothing_else_is_said() -> None:
    assert signature(enrolment).parameters["people"].default == 300

"""Which signs the reasons of a decision are, told by a table."""

import pytest

from attendance.checkin.evidence import Reason
from attendance.review.clusters import Sign
from attendance.review.traces import signs_of

SPOOF, FAILED, REUSED = Reason.SPOOF_SUSPECTED, Reason.CHALLENGE_FAILED, Reason.PICTURE_REUSED

SIGNS = {
    "a live face": ((), None, set()),
    "a print, on record only": ((SPOOF,), None, {Sign.SPOOF}),
    "a print that failed the challenge": ((SPOOF, FAILED), "failed", {Sign.SPOOF, Sign.UNPASSED}),
    "a print that never answered": ((SPOOF, Reason.CHALLENGE_DUE), None, {Sign.SPOOF}),
    "our engine that could not look": ((SPOOF,), "not-assessed", {Sign.SPOOF}),
    "a living person who was taken for a print and passed": ((SPOOF,), "passed", set()),
    "one who failed once and then passed": ((FAILED, SPOOF), "passed", set()),
    "a print that passed less than was due": ((SPOOF, Reason.CHALLENGE_DUE), "passed", {Sign.SPOOF}),
    "one who passed with somebody's old picture": ((SPOOF, REUSED), "passed", {Sign.REUSED}),
    "a challenge that was due and not asked": ((Reason.CHALLENGE_DUE,), None, set()),
    "a face in doubt": ((Reason.FACE_UNSURE,), "passed", set()),
}


@pytest.mark.parametrize("case", SIGNS)
def test_what_of_the_reasons_is_a_sign(case: str) -> None:
    reasons, challenge, signs = SIGNS[case]
    assert signs_of(reasons, challenge) == signs

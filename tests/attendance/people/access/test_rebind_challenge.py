"""What a video means for a change of accounts: only the living face beyond doubt moves anything."""

from dataclasses import replace

import pytest

from attendance.checkin.evidence import SelfieFindings
from attendance.checkin.selfie import PictureRefused
from attendance.people.access.rebind_challenge import UNSURE, Weighed, weigh, why_not
from attendance.rules.kinds import PadRule, ReuseRule
from recognition.challenge.finding import ChallengeFinding, ChallengeProblem, ChallengeStatus
from recognition.matching import Match
from tests.attendance.checkin.findings import RULES, reuse, selfie

P = ChallengeProblem
SHOWN, FAILED, UNJUDGED, FACELESS = Weighed

PASSED = ChallengeFinding(ChallengeStatus.PASSED, (), {}, "1")
NOT_ASSESSED = ChallengeFinding(ChallengeStatus.NOT_ASSESSED, (), {}, "1")
POOR = PictureRefused(("quality-too-dark",), face_seen=True)


def failed(*problems: P) -> ChallengeFinding:
    return ChallengeFinding(ChallengeStatus.FAILED, problems, {}, "1")


def like_an_earlier_one(likeness: float | None) -> SelfieFindings:
    copied = reuse("perceptual").model_copy(update={"likeness": likeness})
    return selfie().model_copy(update={"reuse": copied})


@pytest.mark.parametrize(
    ("finding", "seen", "weighed"),
    [
        (PASSED, selfie(), SHOWN),
        (PASSED, selfie(Match.DIFFERENT), FAILED),
        (PASSED, selfie(Match.UNSURE), FAILED),
        (PASSED, selfie(Match.UNSURE, second=Match.SAME), SHOWN),
        (PASSED, selfie(Match.UNSURE, second=Match.DIFFERENT), FAILED),
        (PASSED, selfie(beside=(0.5, 0.49)), FAILED),
        (PASSED, selfie(reused=True), FAILED),
        (PASSED, like_an_earlier_one(likeness=0.995), FAILED),
        (PASSED, like_an_earlier_one(likeness=None), SHOWN),  # whose picture is not kept any more
        (PASSED, selfie(live_score=0.1), FAILED),
        (PASSED, selfie(live_score=None), UNJUDGED),
        (PASSED, selfie(None), FACELESS),
        (PASSED, POOR, FAILED),
        (PASSED, None, FAILED),
        *((failed(problem), selfie(), FAILED) for problem in P),
        (failed(P.NO_FACE), None, FAILED),
        (NOT_ASSESSED, selfie(), UNJUDGED),
        (NOT_ASSESSED, selfie(Match.DIFFERENT), UNJUDGED),
        (NOT_ASSESSED, None, UNJUDGED),
    ],
)
def test_what_a_video_means(
    finding: ChallengeFinding, seen: SelfieFindings | PictureRefused | None, weighed: Weighed
) -> None:
    assert weigh(finding, seen, RULES) is weighed


@pytest.mark.parametrize("level", ["off", "record_only"])
def test_passive_liveness_speaks_only_where_it_is_enforced_and_a_reused_picture_always_does(level: str) -> None:
    lax = replace(RULES, pad=PadRule.model_validate({"level": level}), reuse=ReuseRule.model_validate({"level": level}))
    assert weigh(PASSED, selfie(live_score=None), lax) is SHOWN
    assert weigh(PASSED, selfie(live_score=0.1), lax) is SHOWN
    assert weigh(PASSED, selfie(reused=True), lax) is FAILED


@pytest.mark.parametrize(
    ("finding", "seen", "why"),
    [
        (failed(P.TOO_SHORT), None, "challenge-problem-too-short"),
        (failed(P.NO_FACE), POOR, "challenge-problem-no-face"),
        (failed(P.MIRRORED), selfie(), "challenge-why-mirrored"),
        (PASSED, POOR, "quality-too-dark"),
        # Whatever may be an attack, and another face, is told in the same words.
        (failed(P.FLAT), selfie(), UNSURE),
        (failed(P.WRONG_ACTION, P.NOT_DONE), POOR, UNSURE),
        (PASSED, selfie(Match.DIFFERENT), UNSURE),
        (PASSED, selfie(reused=True), UNSURE),
        (PASSED, None, UNSURE),
    ],
)
def test_what_is_told_of_a_failure(
    finding: ChallengeFinding, seen: SelfieFindings | PictureRefused | None, why: str
) -> None:
    assert why_not(finding, seen) == why

"""Which selfies may refresh an enrolment: only what is beyond doubt."""

import pytest

from attendance.checkin.template_refresh import is_fit
from attendance.rules.kinds import FaceRule, PadRule, TemplateRefreshRule
from recognition.matching import Match
from tests.attendance.checkin.findings import selfie

RULE, FACE, PAD = TemplateRefreshRule(level="enforce"), FaceRule(), PadRule()
SURE = FACE.accept + RULE.margin


def seen(similarity: float | None = SURE, match: Match | None = Match.SAME, **how):
    found = selfie(match, **how)
    return found.model_copy(update={"face": found.face.model_copy(update={"similarity": similarity})})


def test_what_the_machine_is_sure_of_may():
    assert is_fit(seen(), RULE, FACE, PAD)
    assert is_fit(seen(live_score=None), RULE, FACE, PAD)


@pytest.mark.parametrize(
    "doubtful",
    [
        seen(SURE - 0.001),
        seen(None),
        seen(SURE, Match.UNSURE),
        seen(SURE, Match.UNSURE, second=Match.SAME),
        seen(SURE, Match.DIFFERENT),
        seen(live_score=0.49),
        seen(reused=True),
        seen(beside=(0.9, None)),
    ],
    ids=["too near", "no likeness", "unsure", "second opinion", "different", "not live", "sent before", "twin"],
)
def test_whatever_is_in_doubt_may_not(doubtful):
    if doubtful.face.look_alike:
        doubtful = doubtful.model_copy(update={"face": doubtful.face.model_copy(update={"similarity": 0.99})})
    assert not is_fit(doubtful, RULE, FACE, PAD)

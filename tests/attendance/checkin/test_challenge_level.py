"""Which level is asked for: a table of rules, risks and exemptions."""

import pytest

from attendance.checkin.challenge_level import Required, required_level
from attendance.rules.kinds import ChallengeExemptionRule, ChallengeRule, Risk
from recognition.challenge.actions import Action

NOBODY = ChallengeExemptionRule()
WITNESS = ChallengeExemptionRule(reason="disability", instead="witness")
NIQAB = ChallengeExemptionRule(reason="niqab", never=(Action.OPEN_MOUTH,))
PASSIVE = ChallengeRule(level="enforce")
PHOTO = ChallengeRule(level="enforce", liveness_level=1)
VIDEO_FOR_RISKS = ChallengeRule(level="enforce", liveness_level=1, raised_level=2)

CASES: dict[str, tuple[ChallengeRule, set[Risk], ChallengeExemptionRule, Required]] = {
    "nobody is asked": (PASSIVE, set(), NOBODY, Required(0)),
    "everybody is asked": (PHOTO, set(), NOBODY, Required(1)),
    "a risk raises": (PASSIVE, {Risk.RANDOM}, NOBODY, Required(1, (Risk.RANDOM,))),
    "a risk that raises no further is no reason": (PHOTO, {Risk.RANDOM}, NOBODY, Required(1)),
    "several risks are all named": (
        VIDEO_FOR_RISKS,
        {Risk.PAD, Risk.NEW_ACCOUNT},
        NOBODY,
        Required(2, (Risk.NEW_ACCOUNT, Risk.PAD)),
    ),
    "a risk that the rule does not count": (
        ChallengeRule(level="enforce", raised_by=(Risk.PAD,)),
        {Risk.RANDOM},
        NOBODY,
        Required(0),
    ),
    "a report asks for the highest level": (PASSIVE, {Risk.REPORTED}, NOBODY, Required(2, (Risk.REPORTED,))),
    "so do draws that were not passed": (PHOTO, {Risk.UNPASSED}, NOBODY, Required(2, (Risk.UNPASSED,))),
    "so does what looks like a print": (PHOTO, {Risk.PAD, Risk.SPOOF}, NOBODY, Required(2, (Risk.PAD, Risk.SPOOF))),
    "but not where nothing raises": (
        ChallengeRule(level="enforce", raised_level=0),
        {Risk.SPOOF},
        NOBODY,
        Required(0),
    ),
    "no risk raises where the rule says so": (
        ChallengeRule(level="enforce", raised_level=0),
        {Risk.PAD},
        NOBODY,
        Required(0),
    ),
    "recorded only it is told what would be due": (ChallengeRule(liveness_level=2), set(), NOBODY, Required(2)),
    "off is off": (ChallengeRule(level="off", liveness_level=2), {Risk.REPORTED}, NOBODY, Required(0)),
    "something stands instead of a challenge": (PHOTO, set(), WITNESS, Required(1, (), "witness")),
    "and of nothing where none is due": (PASSIVE, set(), WITNESS, Required(0)),
    "leaving out an action changes no level": (PHOTO, set(), NIQAB, Required(1)),
}


@pytest.mark.parametrize("name", CASES)
def test_the_level_when(name: str) -> None:
    rule, risks, exemption, required = CASES[name]
    assert required_level(rule, risks, exemption) == required

"""A selfie that answers another question than a check-in: is it the employee, now?"""

from attendance.checkin.decide import CheckRules, match_of
from attendance.checkin.evidence import SelfieFindings
from recognition.matching import Match


def is_beyond_doubt(findings: SelfieFindings, rules: CheckRules) -> bool:
    """The face matches, the picture is new, and it is live as far as the rules demand that.

    What is only like a picture that nobody can compare any more is new.
    """
    score = findings.pad.live_score
    live = rules.pad.level != "enforce" or (score is not None and score >= rules.pad.live_at)
    reused = findings.reuse is not None and findings.reuse.is_sure
    return live and not reused and match_of(findings.face, rules) is Match.SAME

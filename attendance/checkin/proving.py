"""A selfie that answers another question than a check-in: is it the employee, now?"""

from attendance.checkin.decide import CheckRules, match_of
from attendance.checkin.evidence import SelfieFindings
from recognition.matching import Match


def is_beyond_doubt(findings: SelfieFindings, rules: CheckRules) -> bool:
    """The face matches, the picture is new, and it is live as far as the rules demand that."""
    score = findings.pad.live_score
    live = rules.pad.level != "enforce" or (score is not None and score >= rules.pad.live_at)
    return live and findings.reuse is None and match_of(findings.face, rules) is Match.SAME

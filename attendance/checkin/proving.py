"""A selfie that answers another question than a check-in: is it the employee, now?"""

from attendance.checkin.decide import match_of
from attendance.checkin.desk import Desk
from attendance.checkin.evidence import SelfieFindings
from attendance.checkin.workday import rules_of
from recognition.matching import Match


def is_beyond_doubt(findings: SelfieFindings, desk: Desk) -> bool:
    """The face matches, the picture is new, and it is live as far as the rules demand that."""
    rules = rules_of(desk.book, desk.attendee.scope, desk.today)
    score = findings.pad.live_score
    live = rules.pad.level != "enforce" or (score is not None and score >= rules.pad.live_at)
    return live and findings.reuse is None and match_of(findings.face, rules) is Match.SAME

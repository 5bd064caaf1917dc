"""Which problems a person mends by trying again, and which may be an attack."""

from recognition.challenge.finding import ChallengeFinding, ChallengeProblem, ChallengeStatus

MENDABLE = {
    ChallengeProblem.UNREADABLE,
    ChallengeProblem.TOO_SHORT,
    ChallengeProblem.TOO_LONG,
    ChallengeProblem.TOO_FEW_FRAMES,
    ChallengeProblem.NO_FACE,
    ChallengeProblem.FACE_LOST,
    ChallengeProblem.SEVERAL_FACES,
    ChallengeProblem.NOT_NEUTRAL,
    ChallengeProblem.NOT_DONE,
    ChallengeProblem.MIRRORED,
}


def test_what_a_person_can_mend_is_not_suspicious() -> None:
    assert {problem for problem in ChallengeProblem if not problem.suspicious} == MENDABLE


def test_one_suspicious_problem_makes_a_finding_suspicious() -> None:
    problems = (ChallengeProblem.NOT_DONE, ChallengeProblem.FLAT)
    assert ChallengeFinding(ChallengeStatus.FAILED, problems, {}, "1").suspicious
    assert not ChallengeFinding(ChallengeStatus.FAILED, problems[:1], {}, "1").suspicious

"""Evidence as it is stored: what was written before a field existed must still be read."""

import json

from attendance.checkin.decide import Accepted, decide
from attendance.checkin.evidence import EvidenceValue, PadEvidence, SelfieFindings
from attendance.checkin.selfie import _pad
from recognition.liveness import NOT_ASSESSED, PadFinding, PadStatus
from tests.attendance.checkin.findings import challenge, context, evidence, selfie


def test_a_finding_is_kept_with_every_signal_and_its_version() -> None:
    finding = PadFinding(PadStatus.ASSESSED, 0.8, "networks 1, fusion 1", {"minifasnet": 0.9, "skin": None})
    kept = _pad(finding)
    assert PadEvidence.model_validate_json(kept.model_dump_json()) == kept
    assert (kept.live_score, kept.version) == (0.8, "networks 1, fusion 1")
    assert kept.signals == {"minifasnet": 0.9, "skin": None}


def test_what_was_not_assessed_is_kept_as_such() -> None:
    assert _pad(NOT_ASSESSED) == PadEvidence(live_score=None, version=None, signals={})


def test_evidence_from_before_there_were_signals_is_read() -> None:
    stored = json.loads(selfie().model_dump_json())
    del stored["pad"]["signals"]
    assert SelfieFindings.model_validate(stored) == selfie()


def test_evidence_from_before_there_were_challenges_is_still_read() -> None:
    old = evidence().model_dump(mode="json")
    for name in ("challenges", "risks", "suspected"):
        del old[name]
    read = EvidenceValue.model_validate(old)
    assert (read.challenges, read.risks, read.suspected, read.challenge) == ((), (), (), None)
    assert decide(read, context()) == Accepted()


def test_evidence_says_what_was_asked_and_what_came_of_it() -> None:
    found = evidence(challenges=(challenge("failed", 1, "flat"), challenge("passed", 2)), risks=("reported",))
    assert EvidenceValue.model_validate(found.model_dump(mode="json")) == found
    assert found.challenge.level == 2

"""Evidence and rules as values, good in everything unless a test says otherwise."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from attendance.checkin.decide import AskKind, CheckRules, Context
from attendance.checkin.evidence import (
    ChallengeEvidence,
    EvidenceValue,
    FaceFinding,
    PadEvidence,
    PlaceEvidence,
    PositionFindings,
    Reuse,
    SelfieFindings,
    WitnessFinding,
)
from attendance.rules.kinds import ChallengeRule, DuplicateRule, FaceRule, PadRule, PlaceRule, ReuseRule, WitnessRule
from attendance.time.schedule import Direction
from recognition.matching import Match

AT = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)  # Monday 07:20 WITA

RULES = CheckRules(
    face=FaceRule(),
    duplicate=DuplicateRule(),
    pad=PadRule(level="enforce"),
    challenge=ChallengeRule(level="enforce", raised_level=0),
    reuse=ReuseRule(level="enforce"),
    place=PlaceRule(),
    witness=WitnessRule(),
)


def face(match: Match | None = Match.SAME, second: Match | None = None) -> FaceFinding:
    return FaceFinding(engine="sface", version="1", templates=3, similarity=0.5, match=match, second=second)


def face_beside(match: Match | None, second: Match | None, own: float, rival: float | None) -> FaceFinding:
    update = {"similarity": own, "look_alike": True, "rival_similarity": rival}
    return face(match, second).model_copy(update=update)


def reuse(kind: Literal["bytes", "file", "perceptual"] = "bytes") -> Reuse:
    """A perceptual one is that of a picture that is not kept any more."""
    return Reuse(kind=kind, media_id=1, first_at=AT - timedelta(days=1), same_person=True)


def selfie(
    match: Match | None = Match.SAME,
    *,
    second: Match | None = None,
    live_score: float | None = 0.9,
    reused: bool = False,
    enrolment_id: int | None = 1,
    beside: tuple[float, float | None] | None = None,
) -> SelfieFindings:
    """`beside`: of somebody with a look-alike, the similarity to himself and to the other."""
    return SelfieFindings(
        media_id=2,
        sha256="00",
        dhash="00",
        enrolment_id=enrolment_id,
        face=face(match, second) if beside is None else face_beside(match, second, *beside),
        pad=PadEvidence(live_score=live_score, version="1"),
        reuse=reuse() if reused else None,
        versions={},
    )


def place(containment: str = "inside") -> PlaceEvidence:
    return PlaceEvidence(
        site_id=1,
        site="Kantor",
        containment=containment,
        probability_inside=0.9,
        distance_m=20.0,
        beyond_m=0.0,
        bearing_deg=0.0,
        radius_m=100.0,
        accuracy_m=None,
    )


def position(containment: str | None = "inside", origin: str = "static") -> PositionFindings:
    return PositionFindings(
        origin=origin,
        latitude=-4.3392,
        longitude=122.2987,
        accuracy_m=None,
        taken_at=AT,
        place=None if containment is None else place(containment),
    )


def challenge(status: str = "passed", level: int = 1, *problems: str) -> ChallengeEvidence:
    actions = ("look-left", "open-mouth")[:level]
    return ChallengeEvidence(level=level, actions=actions, status=status, problems=problems, version="1")


def evidence(
    findings: SelfieFindings | None = None,
    where: PositionFindings | None = None,
    *,
    challenges: tuple[ChallengeEvidence, ...] = (),
    risks: tuple[str, ...] = (),
    suspected: tuple[str, ...] = (),
) -> EvidenceValue:
    return EvidenceValue(
        selfie=findings or selfie(),
        position=where or position(),
        rules="v1",
        prompted=bool(challenges),
        liveness_level=challenges[-1].level if challenges else 0,
        challenges=challenges,
        risks=risks,
        suspected=suspected,
    )


def without_face(where: PositionFindings | None = None, *, yes: bool | None = None) -> EvidenceValue:
    """The PIN was right; `yes`: what the witness said, None before anybody has."""
    witness = None if yes is None else WitnessFinding(testimony_id=1, official=False, yes=yes)
    return evidence(where=where).model_copy(update={"selfie": None, "witness": witness})


def context(
    rules: CheckRules = RULES,
    direction: Direction = Direction.IN,
    *,
    already_in: bool = False,
    early_by: timedelta | None = None,
    face_failures: int = 0,
    held_already: bool = False,
    held_for_face: bool = False,
    asked: frozenset[AskKind] = frozenset(),
    confirmed: frozenset[AskKind] = frozenset(),
) -> Context:
    return Context(
        rules,
        direction,
        already_in,
        early_by,
        face_failures,
        held_already,
        asked,
        confirmed,
        held_for_face=held_for_face,
    )

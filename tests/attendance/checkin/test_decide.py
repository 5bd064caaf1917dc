"""From findings to a decision: every way through it by name, and what holds on all of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.checkin.decide import (
    Accepted,
    Ask,
    AskKind,
    CheckRules,
    Context,
    NeedsReview,
    Rejected,
    Verdict,
    decide,
)
from attendance.checkin.evidence import EvidenceValue, Reason, WitnessFinding
from attendance.rules.kinds import (
    LEVELS,
    STATIC_POSITIONS,
    ChallengeExemptionRule,
    ChallengeRule,
    DuplicateRule,
    FaceRule,
    PadRule,
    PlaceRule,
    ReuseRule,
    Risk,
    WitnessRule,
)
from attendance.time.schedule import Direction
from recognition.matching import Match
from tests.attendance.checkin.findings import RULES, challenge, context, evidence, position, reuse, selfie, without_face

EARLY = timedelta(minutes=59)
WITNESS = AskKind.WITNESS
LIVE, EARLY_OUT, CHALLENGE = AskKind.LIVE_POSITION, AskKind.EARLY_OUT, AskKind.CHALLENGE
RECORDED = CheckRules(
    FaceRule(),
    PadRule(level="record_only"),
    ChallengeRule(level="record_only"),
    ReuseRule(),
    PlaceRule(static="risk"),
    DuplicateRule(),
    WitnessRule(level="record_only"),
)
OFF = CheckRules(
    FaceRule(),
    PadRule(level="off"),
    ChallengeRule(level="off"),
    ReuseRule(level="off"),
    PlaceRule(),
    DuplicateRule(),
    WitnessRule(level="off"),
)


def rules(**changes: object) -> CheckRules:
    return replace(RULES, **changes)


LEVEL_1 = rules(challenge=ChallengeRule(level="enforce", liveness_level=1))
RAISED = rules(challenge=ChallengeRule(level="enforce", liveness_level=0, raised_level=1))
EXEMPT_BY_WITNESS = replace(LEVEL_1, exemption=ChallengeExemptionRule(reason="disability", instead="witness"))

CASES: dict[str, tuple[EvidenceValue, Context, Verdict]] = {
    "all good": (evidence(), context(), Accepted()),
    # without a face
    "a witness is asked for last": (without_face(), context(), Ask(WITNESS, Reason.WITNESS_DUE)),
    "early out is asked before": (
        without_face(),
        context(direction=Direction.OUT, early_by=EARLY),
        Ask(AskKind.EARLY_OUT, Reason.EARLY_OUT),
    ),
    "place speaks before the witness": (without_face(position("outside")), context(), Rejected(Reason.OUTSIDE)),
    "somebody saw them": (without_face(yes=True), context(asked=frozenset({WITNESS})), Accepted()),
    "nobody came": (without_face(), context(asked=frozenset({WITNESS})), NeedsReview((Reason.NOT_WITNESSED,))),
    "somebody did not": (
        without_face(yes=False),
        context(asked=frozenset({WITNESS})),
        NeedsReview((Reason.WITNESS_DENIED,)),
    ),
    "nobody came a second time": (
        without_face(),
        context(asked=frozenset({WITNESS}), held_already=True),
        Rejected(Reason.NOT_WITNESSED),
    ),
    "no witness is needed but noted": (
        without_face(),
        context(RECORDED),
        Accepted((Reason.NOT_WITNESSED, Reason.STATIC_POSITION)),
    ),
    "no witness is needed at all": (without_face(), context(OFF), Accepted()),
    "a second check-in of the day without a face": (
        without_face(yes=True),
        context(already_in=True),
        Rejected(Reason.ALREADY_IN),
    ),
    # the slot
    "a second check-in of the day": (evidence(), context(already_in=True), Rejected(Reason.ALREADY_IN)),
    "a check-out after the check-in": (evidence(), context(direction=Direction.OUT, already_in=True), Accepted()),
    "a check-out without one": (evidence(), context(direction=Direction.OUT), Accepted()),
    # enrolment
    "nobody enrolled": (evidence(selfie(None)), context(), Rejected(Reason.NOT_ENROLLED)),
    # place
    "no site": (evidence(where=position(None)), context(), NeedsReview((Reason.NO_SITE,))),
    "outside": (evidence(where=position("outside")), context(), Rejected(Reason.OUTSIDE)),
    "outside with a foreign face": (
        evidence(selfie(Match.DIFFERENT), position("outside")),
        context(face_failures=4),
        Rejected(Reason.OUTSIDE),
    ),
    "uncertain": (evidence(where=position("uncertain")), context(), Ask(LIVE, Reason.PLACE_UNCERTAIN)),
    "uncertain again": (
        evidence(where=position("uncertain", "live")),
        context(asked=frozenset({LIVE})),
        NeedsReview((Reason.PLACE_UNCERTAIN,)),
    ),
    "uncertain after another question": (
        evidence(where=position("uncertain")),
        context(asked=frozenset({EARLY_OUT})),
        Ask(LIVE, Reason.PLACE_UNCERTAIN),
    ),
    "a point where a live position is due": (
        evidence(),
        context(rules(place=PlaceRule(static="refuse"))),
        Ask(LIVE, Reason.LIVE_POSITION_DUE),
    ),
    "a point again where a live position is due": (
        evidence(),
        context(rules(place=PlaceRule(static="refuse")), asked=frozenset({LIVE})),
        NeedsReview((Reason.LIVE_POSITION_DUE,)),
    ),
    "a live position where one is due": (
        evidence(where=position(origin="live")),
        context(rules(place=PlaceRule(static="refuse"))),
        Accepted(),
    ),
    "a point where that is a risk": (
        evidence(),
        context(rules(place=PlaceRule(static="risk"))),
        Accepted((Reason.STATIC_POSITION,)),
    ),
    # face
    "a foreign face": (evidence(selfie(Match.DIFFERENT)), context(), Rejected(Reason.FACE_DIFFERENT)),
    "a foreign face for the fourth time": (
        evidence(selfie(Match.DIFFERENT)),
        context(face_failures=3),
        Rejected(Reason.FACE_DIFFERENT),
    ),
    "a foreign face for the fifth time": (
        evidence(selfie(Match.DIFFERENT)),
        context(face_failures=4),
        NeedsReview((Reason.TRIES_EXHAUSTED,)),
    ),
    "the own face after four failures": (evidence(), context(face_failures=4), Accepted()),
    "the own face after five failures": (
        evidence(),
        context(face_failures=5),
        NeedsReview((Reason.TRIES_EXHAUSTED,)),
    ),
    "the own face after five failures and a hold": (
        evidence(),
        context(face_failures=5, held_already=True),
        Rejected(Reason.TRIES_EXHAUSTED),
    ),
    "a stricter rule about failures": (
        evidence(selfie(Match.DIFFERENT)),
        context(rules(face=FaceRule(max_failures=1))),
        NeedsReview((Reason.TRIES_EXHAUSTED,)),
    ),
    "an unsure face": (evidence(selfie(Match.UNSURE)), context(), NeedsReview((Reason.FACE_UNSURE,))),
    "an unsure face after four failures": (
        evidence(selfie(Match.UNSURE)),
        context(face_failures=4),
        NeedsReview((Reason.TRIES_EXHAUSTED,)),
    ),
    "the own face while a human looks at another of this slot": (
        evidence(),
        context(face_failures=1, held_already=True, held_for_face=True),
        Rejected(Reason.FACE_HELD),
    ),
    "an unsure face while a human looks at another of this slot": (
        evidence(selfie(Match.UNSURE)),
        context(face_failures=1, held_already=True, held_for_face=True),
        Rejected(Reason.FACE_HELD),
    ),
    "the own face while a human looks at the place of this slot": (
        evidence(),
        context(held_already=True),
        Accepted(),
    ),
    "an unsure face that a second engine knows": (
        evidence(selfie(Match.UNSURE, second=Match.SAME)),
        context(),
        Accepted(),
    ),
    "an unsure face that a second engine does not know": (
        evidence(selfie(Match.UNSURE, second=Match.DIFFERENT)),
        context(),
        NeedsReview((Reason.FACE_UNSURE,)),
    ),
    "an unsure face to both engines": (
        evidence(selfie(Match.UNSURE, second=Match.UNSURE)),
        context(),
        NeedsReview((Reason.FACE_UNSURE,)),
    ),
    "a foreign face that a second engine knows": (
        evidence(selfie(Match.DIFFERENT, second=Match.SAME)),
        context(),
        Rejected(Reason.FACE_DIFFERENT),
    ),
    "an unsure face with every rule off": (
        evidence(selfie(Match.UNSURE)),
        context(OFF),
        NeedsReview((Reason.FACE_UNSURE,)),
    ),
    # doubts of the machine
    "liveness not assessed": (
        evidence(selfie(live_score=None)),
        context(),
        NeedsReview((Reason.LIVENESS_NOT_ASSESSED,)),
    ),
    "liveness not assessed, on record": (
        evidence(selfie(live_score=None)),
        context(RECORDED),
        Accepted((Reason.LIVENESS_NOT_ASSESSED, Reason.STATIC_POSITION)),
    ),
    "liveness not assessed, off": (evidence(selfie(live_score=None)), context(OFF), Accepted()),
    "a score just below the limit": (
        evidence(selfie(live_score=0.499)),
        context(),
        NeedsReview((Reason.SPOOF_SUSPECTED,)),
    ),
    "a score at the limit": (evidence(selfie(live_score=0.5)), context(), Accepted()),
    "a picture that came before": (evidence(selfie(reused=True)), context(), NeedsReview((Reason.PICTURE_REUSED,))),
    "a picture like one that is not kept any more": (
        evidence(selfie().model_copy(update={"reuse": reuse("perceptual")})),
        context(),
        Accepted((Reason.PICTURE_REUSED,)),
    ),
    # the challenge
    "a challenge that is due": (
        evidence(),
        context(LEVEL_1),
        Ask(CHALLENGE, Reason.CHALLENGE_DUE, 1, (Reason.CHALLENGE_DUE,)),
    ),
    "a challenge that was met": (evidence(challenges=(challenge(),)), context(LEVEL_1), Accepted()),
    "a challenge of a lower level than is due": (
        evidence(challenges=(challenge(),), risks=("reported",)),
        context(LEVEL_1),
        Ask(CHALLENGE, Reason.CHALLENGE_DUE, 2, (Reason.CHALLENGE_DUE,)),
    ),
    "a challenge that is due and was asked for before": (
        evidence(challenges=(challenge("unanswered"),)),
        context(LEVEL_1, asked=frozenset({CHALLENGE})),
        NeedsReview((Reason.CHALLENGE_DUE,)),
    ),
    "a challenge that is due, on record": (
        evidence(),
        context(rules(challenge=ChallengeRule(liveness_level=1))),
        Accepted((Reason.CHALLENGE_DUE,)),
    ),
    "a challenge where none is due": (evidence(challenges=(challenge(),)), context(OFF), Accepted()),
    "a challenge that failed": (
        evidence(challenges=(challenge("failed", 1, "flat"),)),
        context(LEVEL_1),
        Ask(CHALLENGE, Reason.CHALLENGE_FAILED, 1, (Reason.CHALLENGE_FAILED,)),
    ),
    "a challenge that failed where risks raise it": (
        evidence(challenges=(challenge("failed"),)),
        context(rules(challenge=ChallengeRule(level="enforce", liveness_level=1, raised_level=2))),
        Ask(CHALLENGE, Reason.CHALLENGE_FAILED, 2, (Reason.CHALLENGE_FAILED,)),
    ),
    "a challenge that failed for the second time": (
        evidence(challenges=(challenge("failed"), challenge("failed")), suspected=(Reason.CHALLENGE_FAILED,)),
        context(LEVEL_1, asked=frozenset({CHALLENGE})),
        NeedsReview((Reason.CHALLENGE_FAILED,)),
    ),
    "a challenge that failed and then was met": (
        evidence(challenges=(challenge("failed"), challenge()), suspected=(Reason.CHALLENGE_FAILED,)),
        context(LEVEL_1, asked=frozenset({CHALLENGE})),
        Accepted((Reason.CHALLENGE_FAILED,)),
    ),
    "a challenge that we could not judge": (
        evidence(challenges=(challenge("not-assessed"),)),
        context(LEVEL_1),
        NeedsReview((Reason.CHALLENGE_NOT_ASSESSED,)),
    ),
    "place speaks before the challenge": (
        evidence(where=position("outside")),
        context(LEVEL_1),
        Rejected(Reason.OUTSIDE),
    ),
    "the challenge speaks before leaving early": (
        evidence(),
        context(LEVEL_1, Direction.OUT, early_by=EARLY),
        Ask(CHALLENGE, Reason.CHALLENGE_DUE, 1, (Reason.CHALLENGE_DUE,)),
    ),
    # what findings alone tell, where everybody is at level 0 and risks raise to 1
    "a suspected print earns a challenge": (
        evidence(selfie(live_score=0.1)),
        context(RAISED),
        Ask(CHALLENGE, Reason.SPOOF_SUSPECTED, 2, (Reason.SPOOF_SUSPECTED, Reason.CHALLENGE_DUE)),
    ),
    "a suspected print whose two pictures passed": (
        evidence(selfie(live_score=0.1), challenges=(challenge(),)),
        context(LEVEL_1),
        Ask(CHALLENGE, Reason.SPOOF_SUSPECTED, 2, (Reason.SPOOF_SUSPECTED, Reason.CHALLENGE_DUE)),
    ),
    "a suspected print that passed less than was due": (
        evidence(selfie(live_score=0.1), challenges=(challenge(),), suspected=(Reason.SPOOF_SUSPECTED,)),
        context(RAISED, asked=frozenset({CHALLENGE})),
        NeedsReview((Reason.SPOOF_SUSPECTED, Reason.CHALLENGE_DUE)),
    ),
    "somebody alive who was taken for a print, and passed the video": (
        evidence(selfie(live_score=0.1), challenges=(challenge(level=2),), suspected=(Reason.SPOOF_SUSPECTED,)),
        context(RAISED, asked=frozenset({CHALLENGE})),
        Accepted((Reason.SPOOF_SUSPECTED,)),
    ),
    "a suspected print that gave no answer": (
        evidence(selfie(live_score=0.1), challenges=(challenge("unanswered"),), suspected=(Reason.SPOOF_SUSPECTED,)),
        context(RAISED, asked=frozenset({CHALLENGE})),
        NeedsReview((Reason.SPOOF_SUSPECTED, Reason.CHALLENGE_DUE)),
    ),
    "a score that is nearly suspect": (
        evidence(selfie(live_score=0.55)),
        context(RAISED),
        Ask(CHALLENGE, Reason.CHALLENGE_DUE, 1, (Reason.CHALLENGE_DUE,)),
    ),
    "not assessed is never live by absence": (
        evidence(selfie(live_score=None)),
        context(RAISED),
        Ask(CHALLENGE, Reason.LIVENESS_NOT_ASSESSED, 1, (Reason.LIVENESS_NOT_ASSESSED, Reason.CHALLENGE_DUE)),
    ),
    "not assessed and the challenge met": (
        evidence(selfie(live_score=None), challenges=(challenge(),)),
        context(LEVEL_1),
        Accepted((Reason.LIVENESS_NOT_ASSESSED,)),
    ),
    "an unsure face earns a challenge with a new picture": (
        evidence(selfie(Match.UNSURE)),
        context(RAISED),
        Ask(CHALLENGE, Reason.FACE_UNSURE, 1, (Reason.FACE_UNSURE, Reason.CHALLENGE_DUE)),
    ),
    "an unsure face stays unsure however lively it is": (
        evidence(selfie(Match.UNSURE), challenges=(challenge(),), suspected=(Reason.FACE_UNSURE,)),
        context(RAISED, asked=frozenset({CHALLENGE})),
        NeedsReview((Reason.FACE_UNSURE,)),
    ),
    "an unsure face and then a good picture": (
        evidence(challenges=(challenge(),), suspected=(Reason.FACE_UNSURE,)),
        context(RAISED, asked=frozenset({CHALLENGE})),
        Accepted((Reason.FACE_UNSURE,)),
    ),
    "a picture that came before is for a human, also after the challenge": (
        evidence(challenges=(challenge(),), suspected=(Reason.PICTURE_REUSED,)),
        context(RAISED, asked=frozenset({CHALLENGE})),
        NeedsReview((Reason.PICTURE_REUSED,)),
    ),
    "a risk that the rule does not count": (
        evidence(selfie(live_score=0.1)),
        context(rules(challenge=ChallengeRule(level="enforce", raised_by=("reported",)))),
        NeedsReview((Reason.SPOOF_SUSPECTED,)),
    ),
    "a point where that is a risk and risks raise": (
        evidence(),
        context(replace(RAISED, place=PlaceRule(static="risk"))),
        Ask(CHALLENGE, Reason.CHALLENGE_DUE, 1, (Reason.CHALLENGE_DUE,)),
    ),
    # exemptions
    "somebody who may be asked for nothing is seen by a witness": (
        evidence(),
        context(EXEMPT_BY_WITNESS),
        Ask(WITNESS, Reason.WITNESS_DUE),
    ),
    "and a witness saw them": (
        evidence().model_copy(update={"witness": WitnessFinding(testimony_id=1, official=False, yes=True)}),
        context(EXEMPT_BY_WITNESS, asked=frozenset({WITNESS})),
        Accepted(),
    ),
    "and a witness did not": (
        evidence().model_copy(update={"witness": WitnessFinding(testimony_id=1, official=False, yes=False)}),
        context(EXEMPT_BY_WITNESS, asked=frozenset({WITNESS})),
        NeedsReview((Reason.WITNESS_DENIED,)),
    ),
    "and no witness came": (
        evidence(),
        context(EXEMPT_BY_WITNESS, asked=frozenset({WITNESS})),
        NeedsReview((Reason.CHALLENGE_EXEMPT,)),
    ),
    "somebody who may be asked for nothing is seen by a reviewer": (
        evidence(),
        context(replace(LEVEL_1, exemption=ChallengeExemptionRule(reason="injury", instead="review"))),
        NeedsReview((Reason.CHALLENGE_EXEMPT,)),
    ),
    "an exemption costs nothing where no challenge is due": (
        evidence(),
        context(rules(exemption=ChallengeExemptionRule(reason="injury", instead="review"))),
        Accepted(),
    ),
    "several doubts, one of them on record only": (
        evidence(selfie(Match.UNSURE, live_score=0.1, reused=True)),
        context(rules(reuse=ReuseRule(level="record_only"))),
        NeedsReview((Reason.FACE_UNSURE, Reason.SPOOF_SUSPECTED), (Reason.PICTURE_REUSED,)),
    ),
    # leaving early
    "an early check-out": (
        evidence(),
        context(direction=Direction.OUT, early_by=EARLY),
        Ask(EARLY_OUT, Reason.EARLY_OUT),
    ),
    "an early check-out after a yes": (
        evidence(),
        context(
            direction=Direction.OUT, early_by=EARLY, asked=frozenset({EARLY_OUT}), confirmed=frozenset({EARLY_OUT})
        ),
        Accepted(),
    ),
    "an early check-out without an answer": (
        evidence(),
        context(direction=Direction.OUT, early_by=EARLY, asked=frozenset({EARLY_OUT})),
        Rejected(Reason.EARLY_OUT),
    ),
    "an early check-out with doubts is not asked about": (
        evidence(selfie(Match.UNSURE)),
        context(direction=Direction.OUT, early_by=EARLY),
        NeedsReview((Reason.FACE_UNSURE,)),
    ),
    "an early check-out of a foreign face is not asked about": (
        evidence(selfie(Match.DIFFERENT)),
        context(direction=Direction.OUT, early_by=EARLY),
        Rejected(Reason.FACE_DIFFERENT),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_decision_about(name: str) -> None:
    found, around, verdict = CASES[name]
    assert decide(found, around) == verdict


levels = st.sampled_from(LEVELS)
shares = st.floats(0, 1)
every_rule = st.builds(
    CheckRules,
    face=st.builds(FaceRule, max_failures=st.integers(1, 5)),
    pad=st.builds(PadRule, level=levels, live_at=shares),
    challenge=st.builds(
        ChallengeRule,
        level=levels,
        liveness_level=st.integers(0, 2),
        raised_level=st.integers(0, 2),
        raised_by=st.sets(st.sampled_from(Risk)).map(tuple),
        pad_margin=shares,
    ),
    reuse=st.builds(ReuseRule, level=levels),
    place=st.builds(PlaceRule, static=st.sampled_from(STATIC_POSITIONS)),
    duplicate=st.builds(DuplicateRule, look_alike_accept=shares, look_alike_margin=shares),
)
matches = st.sampled_from([None, *Match])
asks = st.frozensets(st.sampled_from(AskKind))
every_evidence = st.builds(
    evidence,
    st.builds(
        selfie,
        matches,
        second=matches,
        live_score=st.none() | shares,
        reused=st.booleans(),
        beside=st.none() | st.tuples(shares, st.none() | shares),
    ),
    st.builds(position, st.sampled_from([None, "inside", "outside", "uncertain"]), st.sampled_from(["live", "static"])),
    challenges=st.lists(
        st.builds(challenge, st.sampled_from(["passed", "failed", "not-assessed", "unanswered"]), st.integers(1, 2)),
        max_size=2,
    ).map(tuple),
    risks=st.sets(st.sampled_from(Risk)).map(tuple),
    suspected=st.sets(st.sampled_from([Reason.PICTURE_REUSED, Reason.SPOOF_SUSPECTED])).map(tuple),
)
every_context = st.builds(
    context,
    every_rule,
    st.sampled_from(Direction),
    already_in=st.booleans(),
    early_by=st.none() | st.just(EARLY),
    face_failures=st.integers(0, 7),
    held_already=st.booleans(),
    held_for_face=st.booleans(),
    asked=asks,
    confirmed=asks,
)


@given(every_evidence, every_context)
def test_nothing_is_accepted_but_the_right_face_in_the_right_place_without_an_enforced_doubt(
    found: EvidenceValue, around: Context
) -> None:
    if not isinstance(decide(found, around), Accepted):
        return
    rules = around.rules
    assert found.position.place is not None
    assert found.position.place.containment == "inside"
    assert found.selfie.face.look_alike or found.selfie.face.joined is Match.SAME
    assert found.selfie.face.match not in (None, Match.DIFFERENT)
    assert around.face_failures < rules.face.max_failures
    assert not around.held_for_face
    passed = found.challenge.level if found.challenge and found.challenge.status == "passed" else 0
    assert rules.pad.level != "enforce" or (found.selfie.pad.live_score or 0) >= rules.pad.live_at or passed
    assert rules.challenge.level != "enforce" or passed >= rules.challenge.liveness_level
    assert rules.challenge.level != "enforce" or found.challenge is None or passed
    assert rules.reuse.level != "enforce" or found.selfie.reuse is None
    assert rules.reuse.level != "enforce" or Reason.PICTURE_REUSED not in found.suspected
    assert rules.place.static != "refuse" or found.position.origin == "live"
    assert not (around.direction is Direction.IN and around.already_in)
    assert around.early_by is None or AskKind.EARLY_OUT in around.confirmed


@given(every_evidence, every_context, every_rule)
def test_a_stricter_rule_never_makes_an_acceptance_of_a_refusal(
    found: EvidenceValue, around: Context, stricter: CheckRules
) -> None:
    tightened = CheckRules(
        face=around.rules.face.tightened(stricter.face),
        pad=around.rules.pad.tightened(stricter.pad),
        challenge=around.rules.challenge.tightened(stricter.challenge),
        reuse=around.rules.reuse.tightened(stricter.reuse),
        place=around.rules.place.tightened(stricter.place),
        duplicate=around.rules.duplicate.tightened(stricter.duplicate),
        witness=RULES.witness,
    )
    if isinstance(decide(found, replace(around, rules=tightened)), Accepted):
        assert isinstance(decide(found, around), Accepted)


@given(every_evidence, every_context)
def test_nothing_is_asked_twice(found: EvidenceValue, around: Context) -> None:
    verdict = decide(found, around)
    assert not isinstance(verdict, Ask) or verdict.kind not in around.asked


@given(every_evidence, every_context)
def test_what_is_told_of_a_place_outside_does_not_depend_on_the_face(found: EvidenceValue, around: Context) -> None:
    if found.position.place is None or found.position.place.containment != "outside":
        return
    told = {repr(decide(found.model_copy(update={"selfie": selfie(match)}), around)) for match in Match}
    assert len(told) == 1


TWINS = rules(
    face=FaceRule(accept=0.45, review=0.36), duplicate=DuplicateRule(look_alike_accept=0.5, look_alike_margin=0.05)
)


@pytest.mark.parametrize(
    ("own", "rival", "match", "second", "verdict"),
    [
        (0.70, 0.60, Match.SAME, None, Accepted()),
        (0.70, 0.66, Match.SAME, None, NeedsReview((Reason.FACE_UNSURE,))),
        (0.70, 0.71, Match.SAME, None, Rejected(Reason.FACE_DIFFERENT)),
        (0.48, 0.20, Match.SAME, None, NeedsReview((Reason.FACE_UNSURE,))),
        (0.50, 0.44, Match.SAME, None, Accepted()),
        (0.40, 0.20, Match.UNSURE, Match.SAME, NeedsReview((Reason.FACE_UNSURE,))),
        (0.40, 0.60, Match.UNSURE, Match.SAME, Rejected(Reason.FACE_DIFFERENT)),
        (0.30, 0.10, Match.DIFFERENT, None, Rejected(Reason.FACE_DIFFERENT)),
        (0.70, None, Match.SAME, None, Accepted()),
        (0.48, None, Match.SAME, None, NeedsReview((Reason.FACE_UNSURE,))),
    ],
)
def test_a_registered_look_alike_passes_only_when_clearly_nearer_to_himself(own, rival, match, second, verdict):
    found = evidence(selfie(match, second=second, beside=(own, rival)))
    assert decide(found, context(TWINS)) == verdict


def test_the_stricter_threshold_is_never_below_that_of_the_face_rule():
    strict = replace(TWINS, face=FaceRule(accept=0.6, review=0.4))
    found = evidence(selfie(beside=(0.58, 0.1)))
    assert decide(found, context(strict)) == NeedsReview((Reason.FACE_UNSURE,))

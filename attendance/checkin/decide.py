"""The one place where findings become a decision: pure, told by tables in its test."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from attendance.checkin.challenge_level import Required, required_level
from attendance.checkin.evidence import EvidenceValue, FaceFinding, Reason, Reuse, SelfieFindings
from attendance.rules.kinds import (
    ChallengeExemptionRule,
    ChallengeRule,
    DuplicateRule,
    FaceRule,
    Level,
    PadRule,
    PlaceRule,
    ReuseRule,
    Risk,
    WitnessRule,
    stricter_level,
)
from attendance.time.schedule import Direction
from recognition.matching import Match


class AskKind(StrEnum):
    """What the machine may ask for; each at most once per attempt."""

    LIVE_POSITION = "live-position"
    CHALLENGE = "challenge"
    EARLY_OUT = "early-out"
    WITNESS = "witness"


@dataclass(frozen=True)
class Accepted:
    """The punch counts. `notes` are findings of checks that are on record only."""

    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class NeedsReview:
    """A human decides; nothing counts against the employee until then."""

    reasons: tuple[Reason, ...]
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """It cannot count as it is; the text of the reason names the remedy."""

    reason: Reason


@dataclass(frozen=True)
class Ask:
    """No outcome: the attempt waits for what is asked.

    `level`: of a challenge. `suspected`: every doubt that one is asked for.
    """

    kind: AskKind
    reason: Reason
    level: int = 0
    suspected: tuple[Reason, ...] = ()


Decided = Accepted | NeedsReview | Rejected
Verdict = Decided | Ask


NOT_EXEMPT = ChallengeExemptionRule()


@dataclass(frozen=True)
class CheckRules:
    """The rules a decision applies, each as it stands for this person on this day."""

    face: FaceRule
    pad: PadRule
    challenge: ChallengeRule
    reuse: ReuseRule
    place: PlaceRule
    duplicate: DuplicateRule
    witness: WitnessRule
    exemption: ChallengeExemptionRule = NOT_EXEMPT


@dataclass(frozen=True)
class Context:
    """What a decision must know beside the evidence."""

    rules: CheckRules
    direction: Direction
    already_in: bool  # the day has an IN punch
    early_by: timedelta | None  # an OUT this long before the end of work; None when it is not early
    face_failures: int  # of this person for this slot, before this evidence
    held_already: bool  # an attempt of this slot waits for a reviewer
    asked: frozenset[AskKind] = frozenset()
    confirmed: frozenset[AskKind] = frozenset()
    verified: bool = True  # a face has matched from this account before
    held_for_face: bool = False  # and it is the face that the reviewer of this slot is to look at


def decide(evidence: EvidenceValue, context: Context) -> Verdict:
    """Place speaks before face: whoever is elsewhere learns nothing about the match.

    An account from which no face has matched yet may be a stranger's: there the face speaks first, since the day and
    the place of work are the employee's. A witness is asked last, but from such an account first.
    """
    return (
        (None if context.verified else _stranger(evidence, context))
        or _slot(context)
        or _enrolled(evidence)
        or _place(evidence, context)
        or _face(evidence, context)
        or _machine_doubts(evidence, context)
        or _early_out(context)
        or _witness(evidence, context)
        or Accepted(_notes(evidence, context))
    )


def proves(evidence: EvidenceValue, context: Context) -> bool:
    """Whether the selfie is the employee's beyond the doubts of the rules in force, wherever it was taken.

    Without a selfie it is the witness who has seen the employee.
    """
    if evidence.selfie is None:
        return evidence.witness is not None and evidence.witness.yes
    return _stranger(evidence, context) is None


def _stranger(evidence: EvidenceValue, context: Context) -> Verdict | None:
    if evidence.selfie is None:
        return _unseen(evidence, context)
    return _enrolled(evidence) or _face(evidence, context) or _machine_doubts(evidence, context)


def _unseen(evidence: EvidenceValue, context: Context) -> Verdict | None:
    """Nobody has seen yet whose account this is: where the work is is not told, a witness there says who it is."""
    place = evidence.position.place
    if place is None or place.containment != "inside":
        return _not_vouched_for(context, Reason.NOT_WITNESSED)
    return _witness(evidence, context)


def _slot(context: Context) -> Verdict | None:
    if context.direction is Direction.IN and context.already_in:
        return Rejected(Reason.ALREADY_IN)
    return None


def _enrolled(evidence: EvidenceValue) -> Verdict | None:
    """Whoever goes without a face has shown the right PIN to get here."""
    unknown = evidence.selfie is not None and evidence.selfie.face.match is None
    return Rejected(Reason.NOT_ENROLLED) if unknown else None


def _place(evidence: EvidenceValue, context: Context) -> Verdict | None:
    place = evidence.position.place
    if place is None:
        return NeedsReview((Reason.NO_SITE,))
    if place.containment == "outside":
        return Rejected(Reason.OUTSIDE)
    if place.containment == "uncertain":
        return _once(context, Reason.PLACE_UNCERTAIN)
    if evidence.position.origin == "static" and context.rules.place.static == "refuse":
        return _once(context, Reason.LIVE_POSITION_DUE)
    return None


def _once(context: Context, reason: Reason) -> Verdict:
    """Ask for a live location; whoever could not give one meets a human, not a refusal."""
    if AskKind.LIVE_POSITION in context.asked:
        return NeedsReview((reason,))
    return Ask(AskKind.LIVE_POSITION, reason)


def _face(evidence: EvidenceValue, context: Context) -> Verdict | None:
    """Five failures, then the human way: unlimited tries are an attack, and after the hold they lead nowhere.

    A face in doubt is a failure too. It ends the tries at once, since it goes to a reviewer, and what comes after it is
    not judged: whoever looks nearly like the employee would else find the picture that passes.
    """
    if evidence.selfie is None:
        return None
    if context.held_for_face:
        return Rejected(Reason.FACE_HELD)
    match = match_of(evidence.selfie.face, context.rules)
    failed = match in FAILURES
    if context.face_failures + failed >= context.rules.face.max_failures:
        return Rejected(Reason.TRIES_EXHAUSTED) if context.held_already else NeedsReview((Reason.TRIES_EXHAUSTED,))
    return Rejected(Reason.FACE_DIFFERENT) if match is Match.DIFFERENT else None


FAILURES = (Match.DIFFERENT, Match.UNSURE)


def match_of(face: FaceFinding, rules: CheckRules) -> Match | None:
    """Of twins neither passes as the other: a higher threshold, no second opinion, and clearly nearer to oneself."""
    if not face.look_alike or face.similarity is None or face.match is Match.DIFFERENT:
        return face.joined
    lead = math.inf if face.rival_similarity is None else face.similarity - face.rival_similarity
    if lead < 0:
        return Match.DIFFERENT
    near = face.similarity >= max(rules.face.accept, rules.duplicate.look_alike_accept)
    return Match.SAME if near and lead >= rules.duplicate.look_alike_margin else Match.UNSURE


def _machine_doubts(evidence: EvidenceValue, context: Context) -> Verdict | None:
    """What the rules in force make of every check: one more challenge where that can answer it, else a human."""
    enforced = tuple(reason for reason, level in _doubts(evidence, context.rules).items() if level == "enforce")
    if not enforced:
        return None
    return _step_up(enforced, evidence, context) or NeedsReview(enforced, _notes(evidence, context))


def _notes(evidence: EvidenceValue, context: Context) -> tuple[Reason, ...]:
    return tuple(reason for reason, level in _doubts(evidence, context.rules).items() if level == "record_only")


def _doubts(evidence: EvidenceValue, rules: CheckRules) -> Mapping[Reason, Level]:
    """Every check that found something, with the level its rule gives it: of two the stricter."""
    found: dict[Reason, Level] = {}
    for reason, level in _each_doubt(evidence, rules):
        found[reason] = stricter_level(found.get(reason, "off"), level)
    return found


def _each_doubt(evidence: EvidenceValue, rules: CheckRules) -> Iterator[tuple[Reason, Level]]:
    if evidence.selfie is not None:
        yield from _doubts_of_face(evidence.selfie, evidence, rules)
    elif evidence.witness is None:
        # Enforced it is asked for, and never gets here.
        yield Reason.NOT_WITNESSED, "record_only" if rules.witness.level == "record_only" else "off"
    if evidence.position.origin == "static" and rules.place.static == "risk":
        yield Reason.STATIC_POSITION, "record_only"


def _doubts_of_face(
    selfie: SelfieFindings, evidence: EvidenceValue, rules: CheckRules
) -> Iterator[tuple[Reason, Level]]:
    if match_of(selfie.face, rules) is Match.UNSURE:
        yield Reason.FACE_UNSURE, "enforce"
    # The challenge answers what the passive look could not: whoever has passed it is alive.
    answered = _is_answered(evidence, rules)
    pad: Level = "record_only" if answered and rules.pad.level == "enforce" else rules.pad.level
    if selfie.pad.live_score is None:
        yield Reason.LIVENESS_NOT_ASSESSED, pad
    elif selfie.pad.live_score < rules.pad.live_at:
        yield Reason.SPOOF_SUSPECTED, pad
    if not answered:
        yield from _doubts_of_challenge(evidence, rules)
    if selfie.reuse is not None:
        yield Reason.PICTURE_REUSED, _level_of(selfie.reuse, rules)
    yield from _doubts_before(evidence, rules)


def _doubts_of_challenge(evidence: EvidenceValue, rules: CheckRules) -> Iterator[tuple[Reason, Level]]:
    newest = evidence.challenge
    required = _required(evidence, rules)
    if newest is not None and newest.status == "failed":
        yield Reason.CHALLENGE_FAILED, rules.challenge.level
    elif newest is not None and newest.status == "not-assessed":
        yield Reason.CHALLENGE_NOT_ASSESSED, rules.challenge.level
    elif required.instead == "witness" and evidence.witness is not None:
        yield Reason.WITNESS_DENIED, rules.challenge.level
    elif required.instead is not None:
        yield Reason.CHALLENGE_EXEMPT, rules.challenge.level
    elif required.level > 0:
        yield Reason.CHALLENGE_DUE, rules.challenge.level


def _doubts_before(evidence: EvidenceValue, rules: CheckRules) -> Iterator[tuple[Reason, Level]]:
    """What was found before the challenge: the one who passes it may still have been sent somebody's old picture."""
    if Reason.PICTURE_REUSED in evidence.suspected:
        yield Reason.PICTURE_REUSED, rules.reuse.level
    for reason in (Reason.SPOOF_SUSPECTED, Reason.FACE_UNSURE, Reason.CHALLENGE_FAILED):
        if reason in evidence.suspected:
            yield reason, "record_only"


def _is_answered(evidence: EvidenceValue, rules: CheckRules) -> bool:
    """Whether a challenge of the level required was passed; somebody who was there stands for it where a rule says so.

    False where nothing is required and nothing was asked: no question has no answer.
    """
    required, newest = _required(evidence, rules), evidence.challenge
    if required.instead == "witness" and evidence.witness is not None:
        return evidence.witness.yes
    return newest is not None and newest.status == "passed" and newest.level >= required.level


def _required(evidence: EvidenceValue, rules: CheckRules) -> Required:
    risks = {*map(Risk, evidence.risks), *_risks_found(evidence, rules)}
    return required_level(rules.challenge, risks, rules.exemption)


def _risks_found(evidence: EvidenceValue, rules: CheckRules) -> Iterator[Risk]:
    """Those that only the findings tell; checks that do not take effect raise nothing."""
    selfie = evidence.selfie
    if selfie is None or rules.challenge.level != "enforce":
        return
    if match_of(selfie.face, rules) is Match.UNSURE:
        yield Risk.FACE
    live_from, score = rules.pad.live_at + rules.challenge.pad_margin, selfie.pad.live_score
    if rules.pad.level == "enforce" and (score is None or score < live_from):
        yield Risk.PAD
    spoofed = (score is not None and score < rules.pad.live_at) or Reason.SPOOF_SUSPECTED in evidence.suspected
    if rules.pad.level == "enforce" and spoofed:
        yield Risk.SPOOF
    reused = selfie.reuse is not None or Reason.PICTURE_REUSED in evidence.suspected
    if rules.reuse.level == "enforce" and reused:
        yield Risk.REUSE
    if evidence.position.origin == "static" and rules.place.static != "accept":
        yield Risk.STATIC_POSITION


def _step_up(doubts: tuple[Reason, ...], evidence: EvidenceValue, context: Context) -> Ask | None:
    """One challenge beyond the prompt, or whom the exemption names in its place; None when it is a human's turn."""
    rules, newest = context.rules, evidence.challenge
    if rules.challenge.level != "enforce" or _is_answered(evidence, rules):
        return None
    required = _required(evidence, rules)
    if required.instead is not None:
        wanted = required.instead == "witness" and AskKind.WITNESS not in context.asked
        return Ask(AskKind.WITNESS, Reason.WITNESS_DUE) if wanted else None
    if AskKind.CHALLENGE in context.asked or (newest is not None and newest.status == "not-assessed"):
        return None
    failed = max(newest.level, rules.challenge.raised_level) if newest and newest.status == "failed" else 0
    level = max(required.level, failed)
    return Ask(AskKind.CHALLENGE, doubts[0], level, doubts) if level else None


def _level_of(reuse: Reuse, rules: CheckRules) -> Level:
    """What nobody can compare any more is for the record: a fingerprint alone holds nobody up."""
    return rules.reuse.level if reuse.is_sure or rules.reuse.level == "off" else "record_only"


def _early_out(context: Context) -> Verdict | None:
    if context.early_by is None or AskKind.EARLY_OUT in context.confirmed:
        return None
    if AskKind.EARLY_OUT in context.asked:
        return Rejected(Reason.EARLY_OUT)
    return Ask(AskKind.EARLY_OUT, Reason.EARLY_OUT)


def _witness(evidence: EvidenceValue, context: Context) -> Verdict | None:
    """Somebody who is there says so. Nobody found, or a no, leads to a human once, and then to another witness."""
    if evidence.selfie is not None or context.rules.witness.level != "enforce":
        return None
    if evidence.witness is None and AskKind.WITNESS not in context.asked:
        return Ask(AskKind.WITNESS, Reason.WITNESS_DUE)
    if evidence.witness is not None and evidence.witness.yes:
        return None
    return _not_vouched_for(context, Reason.NOT_WITNESSED if evidence.witness is None else Reason.WITNESS_DENIED)


def _not_vouched_for(context: Context, reason: Reason) -> Verdict:
    return Rejected(Reason.NOT_WITNESSED) if context.held_already else NeedsReview((reason,))

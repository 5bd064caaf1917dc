"""What the machine found in one attempt: immutable values with the versions they were made by."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from recognition.matching import Match


class _Finding(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FaceFinding(_Finding):
    """The probe against the employee's templates. `match` is None when nobody is enrolled.

    `similarity` is the best over the templates, on the engine's own scale; `second` is what another engine
    said when the first was unsure, None when it was not asked or could not answer. `look_alike`: somebody is on record
    who looks like the employee; `rival_similarity` is the best over the templates of such people, None without any.
    """

    engine: str
    version: str
    templates: int
    similarity: float | None
    match: Match | None
    second_engine: str | None = None
    second_similarity: float | None = None
    second: Match | None = None
    look_alike: bool = False
    rival_similarity: float | None = None

    @property
    def joined(self) -> Match | None:
        """The first engine's word; where it is unsure, the second's agreement settles it."""
        if self.match is Match.UNSURE and self.second is Match.SAME:
            return Match.SAME
        return self.match


class PadEvidence(_Finding):
    """Passive presentation attack detection: `live_score` from 0 (attack) to 1 (live), None when not assessed.

    `signals` has by name what was joined to it, on the same scale; None for one that could say nothing. Evidence from
    before there were several has none.
    """

    live_score: float | None
    version: str | None
    signals: dict[str, float | None] = {}


class Reuse(_Finding):
    """The picture came in before: who has sent it then, and when, is in the row of that media.

    `kind`: the same bytes, the same file of the platform, or the same picture although recompressed, scaled, cropped or
    brightened: then `distance` says in how many of the 256 bits of the fingerprint it differs, and `likeness` how well
    the two fit over each other, None where the first one is not kept any more.
    """

    media_id: int
    first_at: datetime
    same_person: bool
    kind: Literal["bytes", "file", "perceptual"] = "bytes"
    distance: int | None = None
    likeness: float | None = None

    @property
    def is_sure(self) -> bool:
        """Whether more than the fingerprint says so."""
        return self.kind != "perceptual" or self.likeness is not None


class SelfieFindings(_Finding):
    """All that one selfie showed; stored on the attempt when the selfie arrives, so that deciding costs no CPU."""

    media_id: int
    sha256: str
    dhash: str
    enrolment_id: int | None  # the templates it was compared with
    face: FaceFinding
    pad: PadEvidence
    reuse: Reuse | None
    versions: dict[str, str]
    fingerprint: bytes | None = Field(default=None, exclude=True)  # goes on record in a row of its own


class PlaceEvidence(_Finding):
    """The position against the best site. Distances in metres, bearing in degrees from the person to the centre."""

    site_id: int
    site: str
    containment: Literal["inside", "outside", "uncertain"]
    probability_inside: float
    distance_m: float
    beyond_m: float
    bearing_deg: float
    radius_m: float
    accuracy_m: float | None  # as the platform told it; None is unknown


class PositionFindings(_Finding):
    """One position: where it came from, and the site it is nearest to. No site at all is None."""

    origin: Literal["live", "static"]
    latitude: float
    longitude: float
    accuracy_m: float | None
    taken_at: datetime
    place: PlaceEvidence | None


class WitnessFinding(_Finding):
    """What somebody who is there said; `official`: by a role over the person, not as a colleague."""

    testimony_id: int
    official: bool
    yes: bool


class ChallengeEvidence(_Finding):
    """One challenge: what was drawn, and what came of it. `unanswered` also while an answer can still come.

    `problems` and `scores` are those of `recognition.challenge`; `tries` counts the answers that could be mended.
    """

    level: int
    actions: tuple[str, ...]
    status: Literal["passed", "failed", "not-assessed", "unanswered"] = "unanswered"
    problems: tuple[str, ...] = ()
    scores: dict[str, float] = {}
    version: str | None = None
    tries: int = 0


class EvidenceValue(_Finding):
    """Everything a decision rests on. Without a selfie the right PIN came, and a witness may have spoken.

    `challenges`: in the order they were drawn, the newest counts. `risks`: what was known before anything was sent.
    `suspected`: the doubts that led to a challenge beyond the prompt; they stay with the attempt, whatever the next
    selfie looks like.
    """

    selfie: SelfieFindings | None
    position: PositionFindings
    witness: WitnessFinding | None = None
    rules: str  # version of the rule book
    prompted: bool
    liveness_level: int  # that was asked for
    challenges: tuple[ChallengeEvidence, ...] = ()
    risks: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()

    @property
    def challenge(self) -> ChallengeEvidence | None:
        """The one that counts."""
        return self.challenges[-1] if self.challenges else None


class Reason(StrEnum):
    """Why a decision is what it is; each has a text in the catalogues under `reason-…`."""

    FACE_DIFFERENT = "face-different"
    FACE_UNSURE = "face-unsure"
    FACE_HELD = "face-held"
    NOT_ENROLLED = "not-enrolled"
    TRIES_EXHAUSTED = "tries-exhausted"
    OUTSIDE = "outside"
    PLACE_UNCERTAIN = "place-uncertain"
    NO_SITE = "no-site"
    STATIC_POSITION = "static-position"
    LIVE_POSITION_DUE = "live-position-due"
    SPOOF_SUSPECTED = "spoof-suspected"
    LIVENESS_NOT_ASSESSED = "liveness-not-assessed"
    CHALLENGE_DUE = "challenge-due"
    CHALLENGE_FAILED = "challenge-failed"
    CHALLENGE_NOT_ASSESSED = "challenge-not-assessed"
    CHALLENGE_EXEMPT = "challenge-exempt"
    PICTURE_REUSED = "picture-reused"
    ALREADY_IN = "already-in"
    EARLY_OUT = "early-out"
    FACE_WITHDRAWN = "face-withdrawn"
    PIN_MISSING = "pin-missing"
    PIN_LOCKED = "pin-locked"
    WITNESS_DUE = "witness-due"
    NOT_WITNESSED = "not-witnessed"
    WITNESS_DENIED = "witness-denied"
    OUR_FAULT = "our-fault"

"""What the examination of an answer to a challenge says; every outcome is one of these values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ChallengeStatus(StrEnum):
    """NOT_ASSESSED is our own fault, never "live"."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ASSESSED = "not-assessed"


class ChallengeProblem(StrEnum):
    """Why an answer does not count, in the order in which they are told."""

    UNREADABLE = "unreadable"
    """No file of the kind asked for, damaged, or without moving pictures."""
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    TOO_FEW_FRAMES = "too-few-frames"
    """Below the rate at which an action can be seen to happen."""
    NO_FACE = "no-face"
    FACE_LOST = "face-lost"
    """It left the frame, or was covered, on the way."""
    SEVERAL_FACES = "several-faces"
    NOT_NEUTRAL = "not-neutral"
    """The picture that should show the face straight, with open eyes and closed mouth, does not."""
    NOT_DONE = "not-done"
    """Something that was asked for is not to be seen, and nothing else either."""
    WRONG_ACTION = "wrong-action"
    """Something else than what was asked for was done."""
    WRONG_ORDER = "wrong-order"
    """All that was asked for was done, in another order."""
    MIRRORED = "mirrored"
    """Everything was done in its order, but left for right: the camera's app stores mirror images, or the person takes
    one side for the other. Draw again, without sides."""
    OTHER_PERSON = "other-person"
    OTHER_SCENE = "other-scene"
    SAME_PICTURE = "same-picture"
    """The posed picture is the neutral one, warped or retouched."""
    CUT = "cut"
    FLAT = "flat"
    """The motion is that of a sheet or a screen."""
    FROZEN = "frozen"

    @property
    def suspicious(self) -> bool:
        """Whether it may be an attack; after the others the person simply tries again."""
        return self in _SUSPICIOUS


_SUSPICIOUS = frozenset(
    {
        ChallengeProblem.WRONG_ACTION,
        ChallengeProblem.WRONG_ORDER,
        ChallengeProblem.OTHER_PERSON,
        ChallengeProblem.OTHER_SCENE,
        ChallengeProblem.SAME_PICTURE,
        ChallengeProblem.CUT,
        ChallengeProblem.FLAT,
        ChallengeProblem.FROZEN,
    }
)


@dataclass(frozen=True)
class ChallengeFinding:
    """`problems` is empty exactly when PASSED, except that NOT_ASSESSED has none either.

    `scores` holds each sub-signal by its name, with the unit in it; a signal that could not be measured is absent.
    """

    status: ChallengeStatus
    problems: tuple[ChallengeProblem, ...]
    scores: Mapping[str, float]
    version: str

    @property
    def suspicious(self) -> bool:
        """Whether any problem may be an attack."""
        return any(problem.suspicious for problem in self.problems)


@dataclass(frozen=True)
class VideoChallenge:
    """`neutral`: the most frontal neutral frame as a JPEG, to be the probe of the face match; None where none is."""

    finding: ChallengeFinding
    neutral: bytes | None

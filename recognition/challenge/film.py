"""Level 2: a video in which two or three actions were to be done in an order drawn for this attempt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.alignment import face_chip
from recognition.challenge.actions import Action, swapped
from recognition.challenge.continuity import Continuity, continuity_of
from recognition.challenge.finding import ChallengeFinding, ChallengeProblem, ChallengeStatus
from recognition.challenge.limits import VERSION, ChallengeLimits
from recognition.challenge.novelty import gray_face, novelty, variation
from recognition.challenge.performed import Performed, order_problem, performed, rest_of, strengths
from recognition.challenge.posture import Posture, posture_of
from recognition.challenge.watching import Film, Sighting, Watched
from recognition.images import Picture
from recognition.landmarks import Points
from recognition.video import VideoReason

Embed = Callable[[Picture], NDArray[np.float32]]
"""An aligned chip to a vector of length 1: SFace."""

REFUSED = {
    VideoReason.TOO_SHORT: ChallengeProblem.TOO_SHORT,
    VideoReason.TOO_LONG: ChallengeProblem.TOO_LONG,
    VideoReason.TOO_LARGE_FILE: ChallengeProblem.TOO_LONG,
    VideoReason.NO_FACE: ChallengeProblem.NO_FACE,
}
"""Every other reason is UNREADABLE."""

AT_REST = 6
"""Frames of a face at rest that are compared with each other."""
REST_BELOW = 0.5
"""Strength of any action up to which a face is at rest."""
RESTING_SHARE = 30
"""Percent of the frames, the calmest, that are taken for rest where nothing is below."""
APART_S = 0.5


@dataclass(frozen=True)
class Judged:
    """What came of a video that could be watched."""

    finding: ChallengeFinding
    neutral_at_s: float | None
    """Time of the best neutral frame."""
    performed: tuple[Performed, ...]


def refused(reason: VideoReason) -> ChallengeFinding:
    """Of a file that cannot be watched."""
    return failed(REFUSED.get(reason, ChallengeProblem.UNREADABLE))


def failed(*problems: ChallengeProblem) -> ChallengeFinding:
    """Before anything was measured."""
    return ChallengeFinding(ChallengeStatus.FAILED, problems, {}, VERSION)


def judge(
    watched: Watched,
    points: Sequence[Points],
    asked: Sequence[Action],
    embed: Embed,
    limits: ChallengeLimits = ChallengeLimits(),  # noqa: B008 - a frozen value
) -> Judged:
    """`points` are dlib's 68 of every sighting's view. `asked` are different actions, in order."""
    if problem := unwatchable(watched, limits):
        return Judged(failed(problem), None, ())
    seen = _Seen.of(watched, points)
    found = performed(seen.times, seen.postures)
    done = _done(found, asked)
    continuity = continuity_of(watched.thumb_times, watched.thumbs)
    scores = _scores(watched, continuity, found, asked) | _face_scores(seen, done, embed)
    problems = (
        *_order(found, asked),
        *_person(scores, limits),
        *_cuts(continuity, limits),
        # Who did nothing may have kept still; what a picture pretends to do is flat.
        *(_flatness(scores, limits) if done else ()),
    )
    status = ChallengeStatus.FAILED if problems else ChallengeStatus.PASSED
    return Judged(ChallengeFinding(status, problems, scores, VERSION), seen.neutral.at_s, found)


def unwatchable(watched: Watched, limits: ChallengeLimits) -> ChallengeProblem | None:
    """Why nothing can be said about what was done."""
    count = len(watched.looked_at)
    if count < limits.frames_per_s * watched.duration_s:
        return ChallengeProblem.TOO_FEW_FRAMES
    if not watched.sightings:
        return ChallengeProblem.NO_FACE
    if watched.crowded > limits.crowded * count:
        return ChallengeProblem.SEVERAL_FACES
    if _lost_s(watched) > limits.lost_s or len(watched.sightings) < limits.faces:
        return ChallengeProblem.FACE_LOST
    return None


def _lost_s(watched: Watched) -> float:
    """The longest time, in seconds, in which no frame that was looked at shows the face."""
    seen = {one.at_s for one in watched.sightings}
    longest, since = 0.0, None
    for at_s in watched.looked_at.tolist():
        since = None if at_s in seen else at_s if since is None else since
        longest = max(longest, 0.0 if since is None else at_s - since)
    return longest


@dataclass(frozen=True, eq=False)
class _Seen:
    """All sightings with their postures, and those of them at rest."""

    sightings: Sequence[Sighting]
    times: list[float]
    postures: list[Posture]
    resting: list[int]
    neutral: Sighting

    @classmethod
    def of(cls, watched: Watched, points: Sequence[Points]) -> "_Seen":
        sightings = watched.sightings
        postures = [posture_of(one.view[1], of) for one, of in zip(sightings, points, strict=True)]
        rest = rest_of(postures)
        acting = np.array([max(strengths(rest, posture).values()) for posture in postures])
        calm = np.flatnonzero(acting <= max(REST_BELOW, float(np.percentile(acting, RESTING_SHARE))))
        resting = sorted({int(calm[at]) for at in np.linspace(0, len(calm) - 1, AT_REST).round().astype(int)})
        neutral = max((sightings[at] for at in resting if acting[at] <= REST_BELOW), key=_sharpness, default=None)
        return cls(
            sightings,
            [one.at_s for one in sightings],
            postures,
            resting,
            neutral or sightings[int(acting.argmin())],
        )

    def nearest(self, at_s: float) -> Sighting:
        return min(self.sightings, key=lambda one: abs(one.at_s - at_s))


def _sharpness(one: Sighting) -> float:
    return float(cv2.Laplacian(gray_face(*one.view), cv2.CV_32F).var())


def _done(found: Sequence[Performed], asked: Sequence[Action]) -> list[Performed]:
    """Of each action that was asked for and done, the clearest."""
    of_kind = ([one for one in found if one.action is action] for action in asked)
    return [max(ones, key=lambda one: one.strength) for ones in of_kind if ones]


def _scores(
    watched: Watched, continuity: Continuity, found: Sequence[Performed], asked: Sequence[Action]
) -> dict[str, float]:
    strongest = {action: max((one.strength for one in found if one.action is action), default=0.0) for action in asked}
    return {
        "duration_s": watched.duration_s,
        "faces_per_s": len(watched.sightings) / watched.duration_s,
        "jump": continuity.jump,
        "lurch": continuity.lurch,
        "still_s": continuity.still_s,
        "again": continuity.again,
        **{f"strength_{action}": strength for action, strength in strongest.items()},
    }


def _face_scores(seen: _Seen, done: Sequence[Performed], embed: Embed) -> dict[str, float]:
    resting = [seen.sightings[at] for at in seen.resting]
    posed = [seen.nearest((one.from_s + one.until_s) / 2) for one in done]
    neutral, rest = gray_face(*seen.neutral.view), embed(face_chip(*seen.neutral.view))
    shown = variation([one.at_s for one in resting], [gray_face(*one.view) for one in resting], APART_S)
    alike = [float(rest @ embed(face_chip(*one.view))) for one in resting]
    posed_alike = [float(rest @ embed(face_chip(*one.view))) for one in posed]
    anew = [novelty(neutral, gray_face(*one.view)) for one in posed]
    return {
        **({} if shown is None else {"variation": shown}),
        "person_at_rest": min(alike),
        **({"person_posed": min(posed_alike), "action_novelty": min(anew)} if posed else {}),
    }


def _order(found: Sequence[Performed], asked: Sequence[Action]) -> tuple[ChallengeProblem, ...]:
    problem = order_problem(found, asked)
    if problem is None:
        return ()
    other_side = swapped(asked)
    if other_side != tuple(asked) and order_problem(found, other_side) is None:
        return (ChallengeProblem.MIRRORED,)
    return (problem,)


def _person(scores: dict[str, float], limits: ChallengeLimits) -> tuple[ChallengeProblem, ...]:
    other = scores["person_at_rest"] < limits.person_at_rest or scores.get("person_posed", 1.0) < limits.person_posed
    return (ChallengeProblem.OTHER_PERSON,) if other else ()


def _cuts(continuity: Continuity, limits: ChallengeLimits) -> tuple[ChallengeProblem, ...]:
    stands_out = continuity.jump >= limits.jump or continuity.lurch >= limits.lurch
    cut = stands_out or continuity.again < limits.again
    frozen = continuity.still_s >= limits.still_s
    return (ChallengeProblem.CUT,) * cut + (ChallengeProblem.FROZEN,) * frozen


def _flatness(scores: dict[str, float], limits: ChallengeLimits) -> tuple[ChallengeProblem, ...]:
    """A video too short to have a pair of calm frames shows nothing that a picture could not."""
    flat = scores.get("variation", 0.0) < limits.variation or scores["action_novelty"] < limits.action_novelty
    return (ChallengeProblem.FLAT,) if flat else ()


def neutral_jpeg(film: Film, at_s: float, quality: int) -> bytes | None:
    """The frame of that time as a JPEG: decoded anew, for all frames of a video would not fit into memory."""
    frame = next((frame for frame in film.frames(0.0) if frame.at_s >= at_s - 1e-6), None)
    if frame is None:
        return None
    _, jpeg = cv2.imencode(".jpg", frame.picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return jpeg.tobytes()

"""Where a signal becomes a problem. All of it is measured by `python -m recognition.evaluate.sequences DATA`."""

from dataclasses import dataclass

from recognition.video import VideoLimits

VERSION = "challenge-1"
"""Of signals and limits together; recorded with every finding."""

FILM = VideoLimits(max_duration_s=45.0, max_work=500_000_000)
"""Two or three actions take 4 to 15 s; a minute of video would only cost us. No frame may be left out of one that is
short enough, so that no cut is: 45 s of a round video of 640 px have 550 million pixels at 30 frames a second."""


@dataclass(frozen=True)
class ChallengeLimits:
    """Chosen on the clips of videos/ and 500 attacks made from them and faces/, run as above (December 2026)."""

    frames_per_s: float = 4.0
    """Of frames that are looked at: with fewer, closed eyes cannot be told from a blink."""
    crowded: float = 0.25
    """Share of frames with a second face: somebody who walks by is in fewer."""
    lost_s: float = 1.0
    """Without the face at a time, beginning and end included; a hand before it is quicker."""
    faces: int = 8
    """Frames with a face, at least."""
    jump: float = 3.8
    """Continuity.jump from which it is a cut. Live clips have at most 3.2, hard cuts 3 to 27."""
    lurch: float = 3.2
    """Continuity.lurch from which it is one. Live clips have at most 2.2, one that is edited (KwaiVGI__d6.mp4)
    2.6; genuine pieces put together in another order 4.8 and more."""
    again: float = 0.13
    """Continuity.again below which a piece is shown twice. Live clips have 0.18 and more, loops at most 0.09."""
    still_s: float = 0.4
    """Continuity.still_s from which it is frozen. Live clips have at most 0.07, frozen ones 1.0 and more."""
    variation: float = 0.07
    """Of the face at rest, below which it is one picture. Live clips with an action have 0.085 and more, those with two
    0.19; of a hundred warped stills 99 have 0.066 and less, half of them 0.034."""
    action_novelty: float = 0.15
    """What each action shows anew, at least. Live clips 0.21 and more; half of the warped stills 0.09, one in
    twelve 0.19 to 0.33, where a warp tears."""
    person_at_rest: float = 0.3
    """SFace's cosine between frontal frames of one video. Live clips 0.44 and more (a hand before the face), else 0.7;
    99 % of two people less, by `python -m recognition.evaluate.posed DATA`."""
    person_posed: float = 0.2
    """The same with a posed frame: live clips 0.44 and more, 90 % of two people less."""


@dataclass(frozen=True)
class PhotoLimits:
    """Of two pictures, taken one after the other; chosen by `python -m recognition.evaluate.posed DATA`."""

    person: float = 0.3
    """SFace's cosine of both faces, one of them posed. Live pairs 0.41 and more; 99 % of two people less."""
    novelty: float = 0.12
    """As ChallengeLimits.action_novelty: below, the posed picture is the neutral one, warped. Live pairs 0.146 and
    more; half of the warped and moved stills 0.07."""
    scene: float = 0.4
    """Agreement of colours around the face, 0..1. Live pairs 0.85 and more, but a phone in the hand moves further than
    the cameras of these clips; half of the pictures of one person in two scenes have 0.49. A weak signal."""

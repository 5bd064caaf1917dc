"""Is a living person in front of the camera? What one picture says of it; never the verdict.

Presentation attack detection in the words of ISO/IEC 30107: several signals, each recorded with its score, and their
fusion (recognition.fusion). `presensi evaluate liveness` measures them; docs/liveness.md has the figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from recognition import fusion
from recognition.alignment import face_chip
from recognition.faces import Face
from recognition.images import Picture
from recognition.signals import minifasnet
from recognition.signals.minifasnet import PadNetworks
from recognition.signals.moire import moire
from recognition.signals.skin import skin

PROMINENT = 0.5
"""Widths of the main face from which another one is judged too: somebody beside the screen that he holds up. Portraits
on the wall of an office are smaller."""

NOBODY_BESIDE = 1.0


class PadStatus(StrEnum):
    """Whether there is a score at all; absence is never "live"."""

    ASSESSED = "assessed"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True)
class PadFinding:
    """`live_score` is the fusion's, in 0..1, higher is more alive; None exactly when it was not assessed.

    `signals` has by name what was joined, in 0..1 as well; None for one that could say nothing, empty without a score.
    """

    status: PadStatus
    live_score: float | None
    version: str | None
    signals: Mapping[str, float | None] = field(default_factory=dict)


NOT_ASSESSED = PadFinding(PadStatus.NOT_ASSESSED, None, None)


def assess(picture: Picture, faces: tuple[Face, ...], networks: PadNetworks, chip: Picture | None = None) -> PadFinding:
    """All signals of the main face, which is the first of at least one. `chip`: its, where it is made already."""
    main = faces[0]
    v2, v1se = minifasnet.of_face(picture, main.box, networks)
    signals = {
        fusion.MINIFASNET: (v2 + v1se) / 2,
        fusion.BESIDE: _beside(picture, faces, networks),
        fusion.MOIRE: moire(picture, main.box),
        fusion.SKIN: skin(face_chip(picture, main) if chip is None else chip),
    }
    return PadFinding(PadStatus.ASSESSED, fusion.fused(signals), networks.version, signals)


def _beside(picture: Picture, faces: tuple[Face, ...], networks: PadNetworks) -> float:
    """The widest other face, which is what somebody would hold into the picture; one more run is all that a check-in
    can afford."""
    main, *others = faces
    widest = max(others, key=lambda face: face.box.width, default=None)
    if widest is None or widest.box.width < PROMINENT * main.box.width:
        return NOBODY_BESIDE
    return minifasnet.of_surroundings(picture, widest.box, networks)

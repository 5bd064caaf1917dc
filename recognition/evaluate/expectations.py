"""What is expected of the annotated pictures of quality/ at an enrolment, by annotation; a check-in asks for less."""

from collections.abc import Mapping

from recognition.images import ImageReason
from recognition.quality import QualityProblem

PASS = "pass"  # noqa: S105 - no password

_PASSES = frozenset({PASS})

EXPECTED: Mapping[str, frozenset[str]] = {
    # What people look like and wear is no fault of a picture.
    **dict.fromkeys(("ok", "ok_pose", "expression", "headwear", "ok_or_headwear", "glasses", "red_eyes"), _PASSES),
    **dict.fromkeys(("eyes_closed", "eyes_squint", "one_face_two_bodies", "roll_left", "roll_right"), _PASSES),
    **dict.fromkeys(("looking_up", "looking_down"), _PASSES),
    **dict.fromkeys(("reaction_open_eyes", "reaction_close_eyes", "reaction_close_open_eyes"), _PASSES),
    # How a file is stored is ours to mend; a small face is seen as long as SFace sees it.
    **dict.fromkeys(("rotated", "palette_png", "large_file", "small", "tiny_face"), _PASSES),
    "multi_face": frozenset({QualityProblem.SEVERAL_FACES}),
    "blur": frozenset({QualityProblem.BLURRED}),
    "turned_head": frozenset({QualityProblem.TURNED_AWAY}),
    "turned_left": frozenset({QualityProblem.TURNED_AWAY}),
    "turned_right": frozenset({QualityProblem.TURNED_AWAY}),
    "distorted": frozenset({QualityProblem.FACE_CUT_OFF}),
    # One of the five is a profile of 21 px that is refused before its mask is looked for.
    "mask": frozenset({QualityProblem.MASK, QualityProblem.FACE_TOO_SMALL}),
    # The mask hangs below the mouth of a head that is turned away.
    "mask_partial": frozenset({QualityProblem.TURNED_AWAY}),
    "sunglasses": frozenset({QualityProblem.SUNGLASSES}),
    "cartoon": frozenset({QualityProblem.DRAWN}),
    # A mask below the mouth covers nothing; old cameras and their filters make grey pictures.
    **dict.fromkeys(("grayscale", "mask_on_chin"), _PASSES),
    "no_face": frozenset({QualityProblem.NO_FACE}),
    "no_face?": frozenset({QualityProblem.NO_FACE}),
    "corrupt_file": frozenset({ImageReason.TOO_SMALL}),
    # Not told apart from open faces and living people: a hand, a balaclava, stone. People and PAD see them.
    **dict.fromkeys(("occluded", "statue"), _PASSES),
}

"""From the bytes of a file to upright faces, decoded no larger than the main one needs."""

from dataclasses import replace

from recognition.faces import Face, FaceNetworks, find_faces_upright
from recognition.images import ImageLimits, Picture, decode

QUICK_SIDE = 640
ENOUGH = 112.0
"""Pixels of width of a face that the chips of the engines (about 75 and 110 px of face) sample without loss.

900 pictures of LFW as Telegram delivers them (960x1280, faces of 280 to 330 px) at half and at full size: TAR at FAR
1e-3 98.9 and 98.7 %, at 1e-5 95.3 and 95.6 %, for three quarters of the CPU time outside of the networks.
"""


ENOUGH_FOR_SFACE = 80.0
"""The same for SFace alone, on whose chip a face is about 75 px wide."""


def see(
    data: bytes, networks: FaceNetworks, limits: ImageLimits, enough: float = ENOUGH
) -> tuple[Picture, tuple[Face, ...]]:
    """The picture as of `decode`, turned and searched as of `find_faces_upright`. Raises ImageRefused.

    The first look, at 256 px, is the same at any size: only a face that it shows to be narrower than `enough` is worth
    the whole.
    """
    quick = decode(data, replace(limits, working_side=QUICK_SIDE))
    picture, faces = find_faces_upright(quick, networks)
    if not faces or faces[0].box.width >= enough:
        return picture, faces
    whole = decode(data, limits)
    return (picture, faces) if whole.shape == quick.shape else find_faces_upright(whole, networks)

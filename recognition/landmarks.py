"""dlib's 68 landmarks: trained on iBUG 300-W, whose data are for research."""

import numpy as np
from numpy.typing import NDArray

from recognition.dlib_resnet import dlib_box, library
from recognition.faces import Face
from recognition.images import Picture

Points = NDArray[np.float64]
"""(n, 2), pixels. Of a face the 68 of iBUG 300-W: 0..16 jaw, 17..26 brows, 27..35 nose, 36..47 eyes, 48..67 mouth."""


def landmarks(picture: Picture, face: Face) -> Points:
    """dlib's 68. Raises EngineUnavailable. Holds the interpreter lock for 2 ms: the service asks DlibProcess."""
    library()
    import dlib
    from face_recognition import api

    top, right, bottom, left = dlib_box(face)
    rgb = np.ascontiguousarray(picture[:, :, ::-1])
    found = api.pose_predictor_68_point(rgb, dlib.rectangle(left, top, right, bottom))
    return np.array([(point.x, point.y) for point in found.parts()], np.float64)

"""A picture is decoded as large as its face needs, and what is seen of it is the same."""

import cv2
import numpy as np
import pytest

from recognition.images import ImageLimits, Picture
from recognition.networks import NetworkSet
from recognition.sight import ENOUGH, see
from tests.recognition.conftest import phone


@pytest.mark.parametrize(("width", "side"), [(900, 640), (200, 1280)])
def test_a_near_face_is_seen_at_half_the_size_and_a_far_one_at_the_whole(
    networks: NetworkSet, hopper: Picture, width: int, side: int
) -> None:
    picture, faces = see(phone(hopper, width), networks.faces, ImageLimits())
    assert max(picture.shape) == side
    assert (faces[0].box.width >= ENOUGH) == (side == 640)


def test_both_sizes_show_the_same_person(networks: NetworkSet, hopper: Picture) -> None:
    near, far = (see(phone(hopper, width), networks.faces, ImageLimits()) for width in (900, 250))
    assert near[0].shape != far[0].shape
    one, other = (networks.sface.embed(picture, faces[0]) for picture, faces in (near, far))
    assert networks.sface.compare(one, [other]) > 0.9


def test_without_a_face_the_quick_look_is_enough(networks: NetworkSet) -> None:
    empty = cv2.imencode(".jpg", np.full((1280, 960, 3), 120, np.uint8))[1].tobytes()
    picture, faces = see(empty, networks.faces, ImageLimits())
    assert (picture.shape, faces) == ((640, 480, 3), ())


def test_a_far_face_that_lies_on_its_side_is_turned(networks: NetworkSet, hopper: Picture) -> None:
    upright = cv2.imdecode(np.frombuffer(phone(hopper, 250), np.uint8), cv2.IMREAD_COLOR)
    lying = cv2.imencode(".jpg", np.ascontiguousarray(np.rot90(upright)))[1].tobytes()
    picture, faces = see(lying, networks.faces, ImageLimits())
    assert picture.shape == (1280, 960, 3)
    assert len(faces) == 1

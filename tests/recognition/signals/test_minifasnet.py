"""What the two networks are shown, and how their answers are read."""

import numpy as np
import pytest

from recognition.faces import Box
from recognition.signals.minifasnet import CROP_SIDE, PadNetworks, of_face, of_surroundings


class Seen:
    """A network that keeps its input and is sure of one class."""

    def __init__(self, *logits: float) -> None:
        self.logits = logits or (0.0, 0.0, 0.0)
        self.tensor = np.zeros(0, np.float32)

    def run(self, tensor: np.ndarray) -> list[np.ndarray]:
        self.tensor = tensor
        return [np.array([self.logits], np.float32)]


WHITE = np.full((1000, 1000, 3), 255, np.uint8)


@pytest.mark.parametrize(
    ("v2", "v1se", "told"),
    [
        ((0, 50, 0), (0, 50, 0), (1, 1)),
        ((50, 0, 0), (0, 0, 50), (0, 0)),
        ((0, 50, 0), (0, 0, 50), (1, 0)),
        ((7, 7, 7), (-7, -7, -7), (1 / 3, 1 / 3)),
    ],
)
def test_class_one_is_the_living(v2: tuple[float, ...], v1se: tuple[float, ...], told: tuple[float, float]) -> None:
    networks = PadNetworks(Seen(*v2), Seen(*v1se), "1")
    assert of_face(WHITE, Box(100, 100, 50, 60), networks) == pytest.approx(told)
    assert of_surroundings(WHITE, Box(100, 100, 50, 60), networks) == pytest.approx(told[1])


def test_each_network_sees_its_own_surroundings_of_the_face_in_bgr_from_0_to_255() -> None:
    """Blue grows to the right, green downwards, red is full: means and ranges show crop, order and scale."""
    picture = WHITE.copy()
    picture[:, :, 0] = np.linspace(0, 250, 1000)[None, :]
    picture[:, :, 1] = np.linspace(0, 250, 1000)[:, None]
    networks = PadNetworks(Seen(), Seen(), "1")
    of_face(picture, Box(450, 540, 100, 120), networks)
    for seen, scale in ((networks.v2, 2.7), (networks.v1se, 4.0)):
        assert seen.tensor.shape == (1, 3, CROP_SIDE, CROP_SIDE)
        blue, green, red = seen.tensor[0]
        assert blue.mean() == pytest.approx(125, abs=1)
        assert green.mean() == pytest.approx(150, abs=1)
        assert np.ptp(blue) == pytest.approx(100 * scale / 4, abs=2)
        assert np.ptp(green) == pytest.approx(120 * scale / 4, abs=2)
        assert red.min() == 255


@pytest.mark.parametrize("box", [(0, 0, 100, 120), (900, 880, 100, 120), (-20, 900, 100, 150), (10, 10, 980, 990)])
def test_a_crop_at_the_edge_is_shifted_inside(box: tuple[float, float, float, float]) -> None:
    networks = PadNetworks(Seen(), Seen(), "1")
    of_face(WHITE, Box(*box), networks)
    assert min(networks.v2.tensor.min(), networks.v1se.tensor.min()) == 255

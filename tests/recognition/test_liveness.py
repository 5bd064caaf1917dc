"""Passive PAD on the MiniFASNet weights, where there are any."""

import csv
from pathlib import Path

import numpy as np
import pytest

from recognition.faces import Box, Face, find_faces_upright
from recognition.images import Picture, decode
from recognition.liveness import CROP_SIDE, PadNetworks, PadStatus, assess
from recognition.networks import NetworkSet, NetworkSource


@pytest.fixture(scope="session")
def pad(pad_models: Path, model_cache: Path) -> PadNetworks:
    networks = NetworkSource(pad_models, model_cache).load().pad
    assert networks is not None
    return networks


class Seen:
    """A network that keeps its input and is sure of one class."""

    def __init__(self, logits: tuple[float, float, float]) -> None:
        self.logits = logits
        self.tensor = np.zeros(0, np.float32)

    def run(self, tensor: np.ndarray) -> list[np.ndarray]:
        self.tensor = tensor
        return [np.array([self.logits], np.float32)]


def face(x: float, y: float, width: float, height: float) -> Face:
    return Face(Box(x, y, width, height), ((0, 0),) * 5, 1.0)


@pytest.mark.parametrize(
    ("v2", "v1se", "score"),
    [
        ((0, 50, 0), (0, 50, 0), 1.0),
        ((50, 0, 0), (0, 0, 50), 0.0),
        ((0, 50, 0), (0, 0, 50), 0.5),
        ((7, 7, 7),) * 2 + (1 / 3,),
    ],
)
def test_the_score_is_the_mean_probability_of_a_live_face(
    v2: tuple[float, float, float], v1se: tuple[float, float, float], score: float
) -> None:
    finding = assess(np.zeros((300, 300, 3), np.uint8), face(100, 100, 50, 60), PadNetworks(Seen(v2), Seen(v1se), "1"))
    assert finding.status is PadStatus.ASSESSED
    assert finding.live_score == pytest.approx(score)


def test_each_network_sees_its_own_surroundings_of_the_face_in_bgr_from_0_to_255() -> None:
    """Blue grows to the right, green downwards, red is full: means and ranges show crop, order and scale."""
    picture = np.full((1000, 1000, 3), 255, np.uint8)
    picture[:, :, 0] = np.linspace(0, 250, 1000)[None, :]
    picture[:, :, 1] = np.linspace(0, 250, 1000)[:, None]
    networks = PadNetworks(Seen((0, 0, 0)), Seen((0, 0, 0)), "1")
    assess(picture, face(450, 540, 100, 120), networks)
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
    picture = np.full((1000, 1000, 3), 255, np.uint8)
    networks = PadNetworks(Seen((0, 0, 0)), Seen((0, 0, 0)), "1")
    assess(picture, face(*box), networks)
    assert min(networks.v2.tensor.min(), networks.v1se.tensor.min()) == 255


def test_without_weights_nothing_is_assessed(tmp_path: Path, model_cache: Path) -> None:
    """Neither without a folder nor with one that lacks one of the two."""
    assert NetworkSource(None, model_cache).load().pad is None
    assert NetworkSource(tmp_path, model_cache).load().pad is None


@pytest.mark.models
@pytest.mark.eval_data
def test_live_faces_score_higher_than_prints_and_replays(
    networks: NetworkSet, pad: PadNetworks, eval_data: Path
) -> None:
    scores: dict[str, list[float]] = {"live": [], "attack": []}
    for name in ("nuaa", "pad"):
        with (eval_data / name / "manifest.csv").open(newline="") as manifest:
            rows = list(csv.DictReader(manifest))
        for row in rows[:: 6 if name == "nuaa" else 2]:
            picture, faces = find_faces_upright(decode((eval_data / name / row["file"]).read_bytes()), networks.faces)
            if faces:
                score = assess(picture, faces[0], pad).live_score
                scores["live" if row["label"] == "live" else "attack"].append(score or 0.0)
    live, attack = np.array(scores["live"]), np.array(scores["attack"])
    above = (live[:, None] > attack[None]).mean()
    assert min(len(live), len(attack)) > 30
    assert above > 0.95


@pytest.mark.models
def test_a_portrait_gets_a_score(pad: PadNetworks, networks: NetworkSet, hopper: Picture) -> None:
    picture, faces = find_faces_upright(hopper, networks.faces)
    finding = assess(picture, faces[0], pad)
    assert finding.live_score is not None
    assert 0 <= finding.live_score <= 1
    assert finding.version is not None

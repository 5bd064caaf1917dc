"""Passive PAD: what is joined to a finding, and that nothing is live by absence."""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from recognition import fusion
from recognition.faces import Box, Face, find_faces_upright
from recognition.images import Picture, decode
from recognition.liveness import NOBODY_BESIDE, NOT_ASSESSED, PadFinding, PadStatus, assess
from recognition.networks import NetworkSet, NetworkSource
from recognition.signals.minifasnet import PadNetworks


@pytest.fixture(scope="session")
def pad(pad_models: Path, model_cache: Path) -> PadNetworks:
    networks = NetworkSource(pad_models, model_cache).load().pad
    assert networks is not None
    return networks


class Says:
    """A network that gives the next of its probabilities of "live" at each run."""

    def __init__(self, *live: float) -> None:
        self.live: Iterator[float] = iter(live)

    def run(self, tensor: np.ndarray) -> list[np.ndarray]:
        live = next(self.live)
        return [np.log(np.array([[(1 - live) / 2, live, (1 - live) / 2]]))]


def face(x: float, y: float, width: float, height: float) -> Face:
    eyes_nose_mouth = ((0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8))
    return Face(
        Box(x, y, width, height),
        tuple((x + across * width, y + down * height) for across, down in eyes_nose_mouth),
        1.0,
    )


MAIN = face(100, 100, 100, 120)
ROOM = np.full((400, 600, 3), (90, 120, 170), np.uint8)


def found(v2: tuple[float, ...], v1se: tuple[float, ...], *beside: Face) -> PadFinding:
    return assess(ROOM, (MAIN, *beside), PadNetworks(Says(*v2), Says(*v1se), "both 1"))


def test_the_finding_has_every_signal_its_version_and_the_fusion() -> None:
    finding = found((0.9,), (0.7,))
    assert (finding.status, finding.version) == (PadStatus.ASSESSED, "both 1")
    assert tuple(finding.signals) == fusion.SIGNALS
    assert finding.signals[fusion.MINIFASNET] == pytest.approx(0.8)
    assert finding.signals[fusion.BESIDE] == NOBODY_BESIDE
    assert finding.live_score == fusion.fused(finding.signals)


def test_of_the_faces_beside_the_widest_is_looked_at_once() -> None:
    wide, narrow = face(350, 100, 70, 90), face(250, 100, 60, 70)
    finding = found((0.9,), (0.7, 0.1), narrow, wide)
    assert finding.signals[fusion.BESIDE] == pytest.approx(0.1)
    assert finding.live_score < found((0.9,), (0.7,)).live_score


def test_a_portrait_on_the_wall_is_not_looked_at() -> None:
    assert found((0.9,), (0.7,), face(350, 100, 49, 60)).signals[fusion.BESIDE] == NOBODY_BESIDE


def test_a_grey_picture_is_judged_without_its_colour() -> None:
    finding = assess(np.full_like(ROOM, 128), (MAIN,), PadNetworks(Says(0.9), Says(0.9), "1"))
    assert finding.signals[fusion.SKIN] is None
    assert finding.live_score is not None


def test_what_was_not_assessed_has_no_score_no_signal_and_no_version() -> None:
    assert (NOT_ASSESSED.live_score, NOT_ASSESSED.version, dict(NOT_ASSESSED.signals)) == (None, None, {})


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
                score = assess(picture, faces, pad).live_score
                scores["live" if row["label"] == "live" else "attack"].append(score or 0.0)
    live, attack = np.array(scores["live"]), np.array(scores["attack"])
    above = (live[:, None] > attack[None]).mean()
    assert min(len(live), len(attack)) > 30
    assert above > 0.97


@pytest.mark.models
def test_portraits_get_a_score_and_its_version_names_networks_and_fusion(
    pad: PadNetworks, networks: NetworkSet, hopper: Picture
) -> None:
    picture, faces = find_faces_upright(hopper, networks.faces)
    finding = assess(picture, faces, pad)
    assert finding.live_score is not None
    assert 0 <= finding.live_score <= 1
    assert finding.version is not None
    assert finding.version.startswith("minifasnet")
    assert finding.version.endswith(fusion.VERSION)


@pytest.mark.models
def test_the_chip_at_hand_changes_nothing(pad: PadNetworks, networks: NetworkSet, hopper: Picture) -> None:
    from recognition.alignment import face_chip

    picture, faces = find_faces_upright(hopper, networks.faces)
    assert assess(picture, faces, pad, face_chip(picture, faces[0])) == assess(picture, faces, pad)

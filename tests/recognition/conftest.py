"""Sample faces out of wheels, the evaluation pictures where there are any, and one set of compiled networks."""

from importlib import metadata
from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition.images import Picture, decode
from recognition.networks import NetworkSet, NetworkSource

SAMPLES = {
    "astronaut": ("scikit-image", "skimage/data/astronaut.png"),
    "hopper": ("matplotlib", "matplotlib/mpl-data/sample_data/grace_hopper.jpg"),
}


def sample_bytes(name: str) -> bytes:
    """A public-domain portrait out of a wheel, found without importing it."""
    package, path = SAMPLES[name]
    return Path(str(metadata.distribution(package).locate_file(path))).read_bytes()


def phone(portrait: Picture, width: int) -> bytes:
    """A selfie of 960 x 1280 in which the portrait is so wide."""
    frame = np.full((1280, 960, 3), 120, np.uint8)
    height = round(portrait.shape[0] * width / portrait.shape[1])
    part = cv2.resize(portrait, (width, height), interpolation=cv2.INTER_AREA)[:1280]
    frame[: part.shape[0], :width] = part
    return cv2.imencode(".jpg", frame)[1].tobytes()


@pytest.fixture(scope="session")
def astronaut() -> Picture:
    return decode(sample_bytes("astronaut"))


@pytest.fixture(scope="session")
def hopper() -> Picture:
    return decode(sample_bytes("hopper"))


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiled-models")


@pytest.fixture(scope="session")
def networks(model_cache: Path) -> NetworkSet:
    """Without PAD, as on a site that fetched no weights."""
    return NetworkSource(None, model_cache).load()

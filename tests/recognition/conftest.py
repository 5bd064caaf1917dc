"""Sample faces out of wheels, the evaluation pictures where there are any, and one set of compiled networks."""

from importlib import metadata
from pathlib import Path

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

"""The demonstration's own cache of compiled models, kept out of the home of whoever runs the tests."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What XDG_CACHE_HOME names while demonstrations are tested."""
    return tmp_path_factory.mktemp("cache-home")


@pytest.fixture(autouse=True)
def _cache_home(cache_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))

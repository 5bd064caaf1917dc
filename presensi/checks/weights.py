"""The neural networks: there, and the very files that were tested."""

from pathlib import Path

from bot.recognising import examiner
from bot.settings import Settings
from presensi.checks.finding import Finding
from recognition.models.files import ModelError, ModelMissingError, carried_folder, read_model
from recognition.models.manifest import CARRIED, FETCHED, Model

_FETCH = "run: presensi models fetch"


async def check_models(settings: Settings) -> list[Finding]:
    """Those of the installation must be there; without the fetched ones liveness is not judged."""
    try:
        carried = carried_folder()
    except ModelError as error:
        return [Finding("fail", "models", str(error))]
    found = [_carried(model, carried) for model in CARRIED] + [_fetched(model, settings.models) for model in FETCHED]
    return found if any(one.level == "fail" for one in found) else [*found, await _loaded(settings)]


async def _loaded(settings: Settings) -> Finding:
    """As `run` loads them: what is kept of them in compiled form must be usable too."""
    try:
        async with examiner(settings) as examining:
            await examining.warm()
    except ModelError as error:
        return Finding("fail", "model cache", str(error))
    return Finding("ok", "model cache", "all networks can be loaded")


def _carried(model: Model, folder: Path) -> Finding:
    try:
        read_model(model, folder, "run: make setup")
    except ModelError as error:
        return Finding("fail", f"model {model.name}", str(error))
    return Finding("ok", f"model {model.name}", model.version)


def _fetched(model: Model, folder: Path) -> Finding:
    try:
        read_model(model, folder, _FETCH)
    except ModelMissingError:
        return Finding("warn", f"model {model.name}", "it is missing, so liveness is not judged", _FETCH)
    except ModelError as error:
        return Finding("fail", f"model {model.name}", str(error))
    return Finding("ok", f"model {model.name}", model.version)

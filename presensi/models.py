"""`presensi models`."""

import httpx
from cyclopts import App

from bot.settings import Settings
from presensi.output import print_json
from recognition.models.fetch import fetch
from recognition.models.manifest import FETCHED

app = App(name="models", help="Weights of the liveness models.")

_TIMEOUT_S = 30.0


@app.command(name="fetch")
def fetch_models(*, json: bool = False) -> None:
    """Download the weights that the project does not contain into PRESENSI_MODELS, and verify their SHA-256.

    Parameters
    ----------
    json
        Print one JSON object as the last line.
    """
    folder = Settings.load().models
    files: dict[str, object] = {}
    with httpx.Client(timeout=_TIMEOUT_S, follow_redirects=True) as client:
        for model in FETCHED:
            file = fetch(model, folder, client)
            files[model.name] = str(file)
            print(f"{model.name} {model.version} ({model.licence}): {file}")
    if json:
        print_json(files)

"""Download of the weights that the project does not contain: resumed, verified, and in place only when whole."""

import hashlib
import os
from pathlib import Path

import httpx

from recognition.models.files import ModelError, present_file, read_model
from recognition.models.manifest import Model, ModelFile

LARGEST = 32_000_000
"""Bytes; no model of the manifest comes near."""


class FetchError(ModelError):
    """No source gave the right file; the message says what each answered."""


def fetch(model: Model, folder: Path, client: httpx.Client) -> Path:
    """Where the verified file of `model` lies in `folder`, after a download if it was not there.

    A download that broke off goes on where it stopped, in this or a later call. The client must follow redirects, as
    GitHub's releases answer with one. Raises FetchError, and ModelDamagedError for a wrong file that is already
    there: it is not ours to overwrite.
    """
    file = model.files[0]
    target = folder / file.name
    if present := present_file(model, folder):
        read_model(model, folder, "delete it and fetch again")
        return folder / present.name
    folder.mkdir(parents=True, exist_ok=True)
    failures = []
    for source in file.sources:
        try:
            return _from_source(source, file, target, client)
        except (FetchError, httpx.HTTPError) as error:
            failures.append(f"{source}: {error}")
    raise FetchError(f"{file.name} could not be fetched ({'; '.join(failures) or 'no source is known'})")


def _from_source(source: str, file: ModelFile, target: Path, client: httpx.Client) -> Path:
    partial = target.with_name(target.name + ".part")
    _download(source, partial, client)
    found = hashlib.sha256(partial.read_bytes()).hexdigest()
    if found != file.sha256:
        partial.unlink()
        raise FetchError(f"SHA-256 {found} instead of {file.sha256}")
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    return partial.replace(target)


def _download(source: str, partial: Path, client: httpx.Client) -> None:
    """Append what is missing; start anew when the server does not know ranges or the kept part."""
    kept = partial.stat().st_size if partial.exists() else 0
    headers = {"Range": f"bytes={kept}-"} if kept else {}
    with client.stream("GET", source, headers=headers) as response:
        if kept and response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            return
        response.raise_for_status()
        resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
        with partial.open("ab" if resumed else "wb") as out:
            for chunk in response.iter_bytes():
                out.write(chunk)
                if out.tell() > LARGEST:
                    raise FetchError(f"more than {LARGEST} bytes")

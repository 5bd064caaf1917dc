"""`presensi models fetch`, from a web server on this machine."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from demo.serving import serve
from presensi import models
from presensi.errors import explain
from recognition.models.files import ModelError
from recognition.models.manifest import Model, ModelFile

WEIGHTS = b"weights " * 1000


@pytest.fixture
async def release() -> AsyncIterator[str]:
    """The address of a file that is answered with a redirect, as GitHub does."""

    async def moved(_: object) -> Response:
        return RedirectResponse("/real")

    async def real(_: object) -> Response:
        return Response(WEIGHTS)

    async with serve(Starlette(routes=[Route("/weights", moved), Route("/real", real)])) as address:
        yield f"{address}/weights"


def published(source: str, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ModelFile("tiny.onnx", hashlib.sha256(content).hexdigest(), None, (source,))
    monkeypatch.setattr(models, "FETCHED", (Model("tiny", "1", "MIT", "here", (file,)),))


async def test_what_was_fetched_lies_in_the_models_folder_and_is_named(
    installation: Path, release: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    published(release, WEIGHTS, monkeypatch)
    await asyncio.to_thread(models.fetch_models, json=True)
    line, told = capsys.readouterr().out.splitlines()
    assert line == "tiny 1 (MIT): var/models/tiny.onnx"
    assert json.loads(told) == {"tiny": "var/models/tiny.onnx"}
    assert (installation / "var" / "models" / "tiny.onnx").read_bytes() == WEIGHTS


async def test_another_file_than_the_published_one_is_refused_in_one_line(
    installation: Path, release: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(release, b"other weights", monkeypatch)
    with pytest.raises(ModelError) as refused:
        await asyncio.to_thread(models.fetch_models)
    assert "SHA-256" in (explain(refused.value) or "")
    assert list((installation / "var" / "models").iterdir()) == []

"""One drive for all chapters of a file; its people are found once for all files."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from attendance.vault.keyring import new_key
from recognition.examination import Examiner
from tests.fixtures.town import _settings_in
from tests.stories.drive import Drive, Sitter, opened, sitters

PEOPLE = 9


@pytest.fixture(scope="session")
def faces(model_cache: Path) -> Sequence[Sitter]:
    """Real people, of the evaluation pictures."""

    async def found() -> Sequence[Sitter]:
        async with Examiner(models=None, cache=model_cache) as examiner:
            return await sitters(Path(os.environ["PRESENSI_EVAL_DATA"], "lfw"), examiner, PEOPLE)

    with asyncio.Runner() as runner:
        return runner.run(found())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def drive(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, model_cache: Path, faces: Sequence[Sitter]
) -> AsyncIterator[Drive]:
    folder = tmp_path_factory.mktemp("drive")
    shutil.copy(sqlite_template, folder / "presensi.sqlite3")
    url = f"sqlite:///{folder / 'presensi.sqlite3'}"
    async with opened(_settings_in(folder, new_key("k1"), model_cache), url, faces) as first_morning:
        yield first_morning

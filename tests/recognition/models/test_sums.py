"""What is kept of the networks is what was made: damage is noticed, and made good without anybody."""

from pathlib import Path

import numpy as np
import pytest

from recognition.models.files import ModelError
from recognition.models.sums import SUMS, CompiledModels, is_whole, read_sums, sum_up
from recognition.networks import NetworkSource


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.xml").write_bytes(b"graph")
    (tmp_path / "model.bin").write_bytes(bytes(1000))
    sum_up(tmp_path, ["model.xml", "model.bin"])
    return tmp_path


def test_what_was_summed_up_is_whole(folder: Path) -> None:
    assert is_whole(folder)


def test_one_wrong_byte_is_damage(folder: Path) -> None:
    (folder / "model.bin").write_bytes(bytes(999) + b"\1")
    assert not is_whole(folder)


def test_a_missing_file_is_damage(folder: Path) -> None:
    (folder / "model.xml").unlink()
    assert not is_whole(folder)


@pytest.mark.parametrize("kept", [b"", b"\xff\xfe", b"no sums at all"])
def test_without_readable_sums_nothing_is_whole(folder: Path, kept: bytes) -> None:
    (folder / SUMS).write_bytes(kept)
    assert not is_whole(folder)


def test_a_compiled_model_that_was_changed_or_that_nobody_summed_up_is_dropped(tmp_path: Path) -> None:
    for name in ("good", "damaged"):
        (tmp_path / f"{name}.blob").write_bytes(name.encode())
    sum_up(tmp_path, ["good.blob", "damaged.blob"])
    (tmp_path / "damaged.blob").write_bytes(b"demagad")
    (tmp_path / "stranger.blob").write_bytes(b"?")
    CompiledModels(tmp_path)
    assert [file.name for file in tmp_path.glob("*.blob")] == ["good.blob"]
    assert set(read_sums(tmp_path)) == {"good.blob"}


def test_what_is_compiled_later_is_there_at_the_next_start(tmp_path: Path) -> None:
    compiled = CompiledModels(tmp_path)
    (tmp_path / "new.blob").write_bytes(b"new")
    compiled.remember()
    CompiledModels(tmp_path)
    assert (tmp_path / "new.blob").is_file()


def test_damage_anywhere_in_the_cache_changes_no_embedding(tmp_path: Path) -> None:
    """As disks do it: a run of bytes in every file that is kept."""
    before = NetworkSource(None, tmp_path).load()
    files = [file for file in tmp_path.rglob("*") if file.suffix in {".bin", ".blob"}]
    assert {file.suffix for file in files} == {".bin", ".blob"}
    for file in files:
        data = bytearray(file.read_bytes())
        middle = len(data) * 7 // 10
        data[middle : middle + 512] = b"\x7f" * 512
        file.unlink()
        file.write_bytes(data)
    after = NetworkSource(None, tmp_path).load()
    chip = np.random.default_rng(1).integers(0, 256, (112, 112, 3), np.uint8)
    assert after.sface.compare(before.sface.embed_chip(chip), [after.sface.embed_chip(chip)]) > 0.9999


def test_a_cache_that_cannot_be_written_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ModelError, match=r"file/cache cannot be written .*PRESENSI_MODEL_CACHE"):
        NetworkSource(None, tmp_path / "file" / "cache").load()

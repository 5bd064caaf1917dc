"""Sealed media files."""

import stat
from pathlib import Path

import pytest

from attendance.vault.files import MediaFiles, MediaMissing, MediaNameRefused
from attendance.vault.keyring import Keyring, SealBroken, new_key

PICTURE = b"\xff\xd8\xff\xe0 a face" * 100


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_picture_comes_back(media_files: MediaFiles) -> None:
    await media_files.write("17.jpg", PICTURE, "employee 3")
    assert await media_files.read("17.jpg", "employee 3") == PICTURE


async def test_on_disk_it_is_sealed_complete_and_for_the_owner_only(media_files: MediaFiles, tmp_path: Path) -> None:
    await media_files.write("17.jpg", PICTURE, "employee 3")
    (file,) = stored(tmp_path)
    assert file.name == "17.jpg"
    assert b"a face" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (file.parent, tmp_path / "media")} == {0o700}


async def test_a_file_of_another_owner_or_name_does_not_open(media_files: MediaFiles, tmp_path: Path) -> None:
    await media_files.write("17.jpg", PICTURE, "employee 3")
    await media_files.write("18.jpg", b"another", "employee 3")
    with pytest.raises(SealBroken):
        await media_files.read("17.jpg", "employee 4")
    first, second = sorted(stored(tmp_path), key=lambda file: file.name)
    second.write_bytes(first.read_bytes())
    with pytest.raises(SealBroken):
        await media_files.read("18.jpg", "employee 3")


async def test_writing_again_replaces(media_files: MediaFiles, tmp_path: Path) -> None:
    await media_files.write("17.jpg", b"first", "employee 3")
    await media_files.write("17.jpg", PICTURE, "employee 3")
    assert await media_files.read("17.jpg", "employee 3") == PICTURE
    assert len(stored(tmp_path)) == 1


async def test_a_write_that_fails_leaves_the_old_file_and_no_rest(
    media_files: MediaFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await media_files.write("17.jpg", PICTURE, "employee 3")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        await media_files.write("17.jpg", b"second", "employee 3")
    assert await media_files.read("17.jpg", "employee 3") == PICTURE
    assert len(stored(tmp_path)) == 1


async def test_what_is_removed_is_missing(media_files: MediaFiles) -> None:
    await media_files.write("17.jpg", PICTURE, "employee 3")
    await media_files.remove("17.jpg")
    await media_files.remove("17.jpg")
    with pytest.raises(MediaMissing):
        await media_files.read("17.jpg", "employee 3")


async def test_the_sweep_takes_what_it_is_told_unfinished_files_too(media_files: MediaFiles, tmp_path: Path) -> None:
    assert await media_files.names() == set()
    for name in ("kept.jpg", "orphan.jpg"):
        await media_files.write(name, PICTURE, "employee 3")
    (kept,) = (file for file in stored(tmp_path) if file.name == "kept.jpg")
    kept.with_name("kept.jpg.0a1b2c3d.tmp").write_bytes(b"cut")
    names = await media_files.names()
    assert names == {"kept.jpg", "orphan.jpg", "kept.jpg.0a1b2c3d.tmp"}
    assert await media_files.sweep(names - {"kept.jpg"}) == 2
    assert stored(tmp_path) == [kept]


@pytest.mark.parametrize("name", ["", "../secret", "a/b", ".hidden", "x.tmp", "a" * 101, "nul\0"])
async def test_a_name_that_leads_elsewhere_is_refused(media_files: MediaFiles, name: str) -> None:
    with pytest.raises(MediaNameRefused):
        await media_files.write(name, PICTURE, "employee 3")


async def test_a_rotated_ring_reads_old_files(tmp_path: Path) -> None:
    old = new_key("k1")
    await MediaFiles(tmp_path, Keyring.parse(old)).write("17.jpg", PICTURE, "employee 3")
    rotated = MediaFiles(tmp_path, Keyring.parse(f"{new_key('k2')},{old}"))
    assert await rotated.read("17.jpg", "employee 3") == PICTURE


async def test_a_file_is_brought_under_the_new_key_at_its_place(tmp_path: Path) -> None:
    old, new = new_key("k1"), new_key("k2")
    await MediaFiles(tmp_path, Keyring.parse(old)).write("17.jpg", PICTURE, "employee 3")
    rotated = MediaFiles(tmp_path, Keyring.parse(f"{new},{old}"))
    assert await rotated.key_ids(["17.jpg", "18.jpg"]) == {"17.jpg": "k1"}
    await rotated.reseal("17.jpg", "employee 3")
    assert await rotated.key_ids(["17.jpg"]) == {"17.jpg": "k2"}
    assert await MediaFiles(tmp_path, Keyring.parse(new)).read("17.jpg", "employee 3") == PICTURE
    assert [stat.S_IMODE(file.stat().st_mode) for file in stored(tmp_path)] == [0o600]


async def test_a_file_that_does_not_open_stays_as_it_is(media_files: MediaFiles, tmp_path: Path) -> None:
    await media_files.write("17.jpg", PICTURE, "employee 3")
    (file,) = stored(tmp_path)
    before = file.read_bytes()
    with pytest.raises(SealBroken):
        await media_files.reseal("17.jpg", "employee 4")
    with pytest.raises(MediaMissing):
        await media_files.reseal("18.jpg", "employee 3")
    assert [one.read_bytes() for one in stored(tmp_path)] == [before]


async def test_a_sealing_that_is_cut_short_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = new_key("k1")
    await MediaFiles(tmp_path, Keyring.parse(old)).write("17.jpg", PICTURE, "employee 3")
    rotated = MediaFiles(tmp_path, Keyring.parse(f"{new_key('k2')},{old}"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("attendance.vault.files._write_synced", full)
        with pytest.raises(OSError, match="No space"):
            await rotated.reseal("17.jpg", "employee 3")
    assert await rotated.key_ids(["17.jpg"]) == {"17.jpg": "k1"}
    assert await rotated.read("17.jpg", "employee 3") == PICTURE


async def test_what_was_never_sealed_has_no_key(media_files: MediaFiles, tmp_path: Path) -> None:
    await media_files.write("17.jpg", PICTURE, "employee 3")
    (file,) = stored(tmp_path)
    file.write_bytes(PICTURE)
    assert await media_files.key_ids(["17.jpg"]) == {"17.jpg": None}

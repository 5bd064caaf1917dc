"""Pictures and videos as sealed files in one folder."""

import asyncio
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import suppress
from pathlib import Path

from attendance.vault.keyring import HEAD_BYTES, Keyring, key_of

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_UNFINISHED = ".tmp"


class MediaMissing(Exception):
    """There is no such file. The text names it, which is a number without meaning."""


class MediaNameRefused(ValueError):
    """A file name that could lead out of the folder, or that this class uses itself."""


class MediaFiles:
    """Files are written and synced before the row that names them; what no row names is swept.

    A seal binds content, name and owner: swapped files do not open. Files lie in 256 subfolders, as one folder
    with years of them would be slow to list.
    """

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring

    async def write(self, name: str, data: bytes, owner: str) -> None:
        """Seal and store durably; an older file of that name is replaced. Raises MediaNameRefused or OSError."""
        await asyncio.to_thread(self._write, self._path(name), data, _bound(name, owner))

    async def read(self, name: str, owner: str) -> bytes:
        """Raises MediaMissing, SealBroken or KeyUnknown."""
        return await asyncio.to_thread(self._read, self._path(name), _bound(name, owner))

    async def key_ids(self, names: Iterable[str]) -> Mapping[str, str | None]:
        """Under which key each of these files is sealed, by its first bytes; None where it is no sealed value.

        Names without a file are left out.
        """
        return await asyncio.to_thread(self._key_ids, tuple(names))

    async def reseal(self, name: str, owner: str) -> None:
        """Bring a file under the current key. Raises MediaMissing, SealBroken, KeyUnknown or OSError.

        Whoever reads it meanwhile sees the old file or the new one, both whole. One that is removed in this very
        moment may come back: no row names it any more, and it is swept.
        """
        await asyncio.to_thread(self._reseal, self._path(name), _bound(name, owner))

    async def remove(self, name: str) -> None:
        """Delete; a file that is already gone is no error."""
        await asyncio.to_thread(self._path(name).unlink, missing_ok=True)

    async def names(self) -> Set[str]:
        """Every file there is, the unfinished ones of a write that was cut short included."""
        return await asyncio.to_thread(lambda: {path.name for path in self._all()})

    async def sweep(self, orphans: Set[str]) -> int:
        """Remove the files of these names, as `names` gave them, and return how many there were."""
        return await asyncio.to_thread(self._sweep, orphans)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name) or name.endswith(_UNFINISHED):
            raise MediaNameRefused("a media file name is 1 to 100 characters of A-Z, a-z, 0-9, '.', '_' and '-'")
        return self._folder / hashlib.sha256(name.encode()).hexdigest()[:2] / name

    def _write(self, path: Path, data: bytes, bound: tuple[str, ...]) -> None:
        sealed = self._keyring.seal(data, *bound)
        _make_folder(path.parent)
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_UNFINISHED}")
        try:
            _write_synced(unfinished, sealed)
            unfinished.replace(path)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink()
            raise
        _sync_folder(path.parent)

    def _read(self, path: Path, bound: tuple[str, ...]) -> bytes:
        return self._keyring.unseal(_bytes_of(path), *bound)

    def _reseal(self, path: Path, bound: tuple[str, ...]) -> None:
        self._write(path, self._read(path, bound), bound)

    def _key_ids(self, names: Iterable[str]) -> dict[str, str | None]:
        found = dict[str, str | None]()
        for name in names:
            with suppress(MediaMissing):
                found[name] = key_of(_bytes_of(self._path(name), HEAD_BYTES))
        return found

    def _sweep(self, orphans: Set[str]) -> int:
        found = [path for path in self._all() if path.name in orphans]
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)

    def _all(self) -> Iterator[Path]:
        for shard in self._folder.glob("[0-9a-f][0-9a-f]"):
            yield from (path for path in shard.iterdir() if path.is_file())


def _bound(name: str, owner: str) -> tuple[str, ...]:
    return ("media", name, owner)


def _bytes_of(path: Path, most: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        raise MediaMissing(path.name) from None


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(folder.parent)


def _write_synced(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename durable. Windows cannot open a folder and needs no sync."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

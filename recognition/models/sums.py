"""What this machine has made of the verified weights, and whether it still is what was made.

Networks compiled from damaged weights answer without a word: 512 wrong bytes in SFace and two strangers have a cosine
of 0.66. So a SHA-256 of every file is kept beside it, in the format of `sha256sum --check`.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

SUMS = "sha256sums"


def is_whole(folder: Path) -> bool:
    """Whether every file that was summed up is there and unchanged; False where none was."""
    sums = read_sums(folder)
    return bool(sums) and all(
        (folder / name).is_file() and sum_of(folder / name) == kept for name, kept in sums.items()
    )


def sum_up(folder: Path, names: Iterable[str]) -> None:
    """Keep the sums of these files, and of no others."""
    _write(folder, {name: sum_of(folder / name) for name in names})


def _write(folder: Path, sums: Mapping[str, str]) -> None:
    """As a whole or not at all."""
    fresh = folder / f"{SUMS}.{os.getpid()}"
    fresh.write_text("".join(f"{kept}  {name}\n" for name, kept in sorted(sums.items())))
    fresh.replace(folder / SUMS)


def read_sums(folder: Path) -> Mapping[str, str]:
    """By file name; empty where nothing that can be read was kept."""
    try:
        lines = (folder / SUMS).read_text().splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    return {name: kept for kept, _, name in (line.partition("  ") for line in lines)}


def sum_of(file: Path) -> str:
    """64 hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


class CompiledModels:
    """The folder in which OpenVINO keeps compiled models; one that is not what was written there is compiled again."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError when the folder cannot be made or written."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._sums = folder, dict[str, str]()
        kept = read_sums(folder)
        for file in folder.glob("*.blob"):
            if kept.get(file.name) == (found := sum_of(file)):
                self._sums[file.name] = found
            else:
                file.unlink(missing_ok=True)
        _write(folder, self._sums)

    def remember(self) -> None:
        """Sum up what was compiled since."""
        fresh = [file for file in self._folder.glob("*.blob") if file.name not in self._sums]
        if fresh:
            self._sums.update((file.name, sum_of(file)) for file in fresh)
            _write(self._folder, self._sums)

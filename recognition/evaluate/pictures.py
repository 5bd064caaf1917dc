"""A folder of evaluation pictures with its manifest.csv."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from recognition.images import ImageRefused, Picture, decode

CACHE = Path(gettempdir()) / "presensi-compiled-models"
"""Of compiled networks, between runs."""


@dataclass(frozen=True)
class Sample:
    """One line of the manifest; empty where it has no such column."""

    path: Path
    identity: str
    group: str
    gender: str
    label: str


def samples(folder: Path) -> Iterator[Sample]:
    """Without the odd pictures of faces/ that are of nobody in particular (EDGE)."""
    with (folder / "manifest.csv").open(newline="") as manifest:
        for row in csv.DictReader(manifest):
            if "EDGE" not in row.get("identity", ""):
                label = row.get("label") or row.get("expected") or ""
                path = folder / row["file"]
                yield Sample(path, row.get("identity", ""), row.get("group", ""), row.get("gender", ""), label)


def picture(sample: Sample) -> Picture | None:
    """None for a file that the service would refuse."""
    try:
        return decode(sample.path.read_bytes())
    except ImageRefused:
        return None

"""Pictures of living people and of attacks, seen as the service sees them: a manifest in, findings out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from recognition import fusion
from recognition.evaluate.trials import ListRefused, read_rows
from recognition.faces import Face, find_faces_upright, moved
from recognition.images import ImageLimits, ImageRefused, Picture
from recognition.liveness import PadFinding, assess
from recognition.metrics import Indices
from recognition.networks import NetworkSet
from recognition.pad_metrics import LABELS, Presentations
from recognition.sight import see

NO_FACE = "no_face"

FUSION = "fusion"

BORDER = 0.5
"""Of the longer side, drawn black around a picture in which no face is found: of one that fills the picture beyond its
edges YuNet finds only a part of those that it finds then. A check-in would send such a picture back."""


@dataclass(frozen=True)
class Presentation:
    """One line of the manifest. `group`: what fails together; `chain`: the camera and the people, which are unseen when
    they are held out together."""

    file: str
    label: str
    group: str
    chain: str


@dataclass(frozen=True)
class Seen:
    """A presentation and what was found; after a `failure`, the reason in one word, there is no finding.

    `bordered`: the face was found with a border around the picture only.
    """

    presentation: Presentation
    finding: PadFinding | None
    failure: str | None
    bordered: bool = False

    def score(self, name: str) -> float | None:
        """Of the fusion or of a signal; None where it says nothing."""
        if self.finding is None:
            return None
        return self.finding.live_score if name == FUSION else self.finding.signals[name]


def read_presentations(file: Path) -> tuple[Presentation, ...]:
    """The columns file, label (live, print, replay or mask) and, where there is one, group: without it every picture is
    a group of its own. A column source_repo tells capture chains apart. Raises ListRefused.
    """
    rows = list(read_rows(file, ("file", "label")))
    for row in rows:
        if row["label"] not in LABELS:
            raise ListRefused(f"{file}: the column label is one of {', '.join(LABELS)}, not {row['label']!r}")
    return tuple(
        Presentation(row["file"], row["label"], row.get("group") or row["file"], row.get("source_repo", ""))
        for row in rows
    )


def look_at(
    root: Path,
    presentations: Sequence[Presentation],
    networks: NetworkSet,
    told: Callable[[int], None] = lambda _: None,
) -> tuple[Seen, ...]:
    """Every picture once, in order; `told` hears after each how many are done. `networks` with PAD."""
    return tuple(_each(root, presentations, networks, told))


def scored(seen: Sequence[Seen], name: str) -> Presentations:
    """Those of which the fusion or that signal says something."""
    found = [(one.presentation, score) for one in seen if (score := one.score(name)) is not None]
    return Presentations(
        np.array([score for _, score in found], np.float64),
        [presentation.label for presentation, _ in found],
        numbered([presentation.group for presentation, _ in found]),
    )


def numbered(names: Sequence[str]) -> Indices:
    """(n,) the number of each name, in the order in which they come first."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def _each(
    root: Path, presentations: Sequence[Presentation], networks: NetworkSet, told: Callable[[int], None]
) -> Iterator[Seen]:
    for done, presentation in enumerate(presentations, 1):
        yield _look(root / presentation.file, presentation, networks)
        told(done)


def _look(file: Path, presentation: Presentation, networks: NetworkSet) -> Seen:
    try:
        picture, faces = see(file.read_bytes(), networks.faces, ImageLimits())
    except ImageRefused as refused:
        return Seen(presentation, None, refused.reason.value)
    bordered = not faces
    faces = faces or _with_border(picture, networks)
    if not faces or networks.pad is None:
        return Seen(presentation, None, NO_FACE)
    return Seen(presentation, assess(picture, faces, networks.pad), None, bordered)


def _with_border(picture: Picture, networks: NetworkSet) -> tuple[Face, ...]:
    """Faces in the pixels of the picture itself; one that shows only when the picture is turned counts as not found."""
    border = round(max(picture.shape[:2]) * BORDER)
    framed = np.asarray(cv2.copyMakeBorder(picture, *(border,) * 4, cv2.BORDER_CONSTANT), np.uint8)
    upright, faces = find_faces_upright(framed, networks.faces)
    return tuple(moved(face, border, border, 1.0) for face in faces) if upright is framed else ()


ALONE: Mapping[str, float] = {fusion.MINIFASNET: 0.184, fusion.BESIDE: 0.553, fusion.MOIRE: 0.432, fusion.SKIN: 0.509}
"""From where on a signal alone would say "live": its equal-error threshold on pad/ and nuaa/ together, as
`python -m recognition.evaluate.fit_liveness DATA --models MODELS` prints it. No check-in is decided by one."""

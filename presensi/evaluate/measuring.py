"""One evaluation from the list of pictures to the figures."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from presensi.errors import CommandRefused
from presensi.evaluate.configuration import configuration, shipped
from recognition.dlib_resnet import EngineUnavailable
from recognition.evaluate.acquisition import Acquired, acquire
from recognition.evaluate.scoring import Decider
from recognition.evaluate.trials import ListRefused, Pictures, Trials, best_of, every_two, read_identities, read_pairs
from recognition.evaluate.verification import acquisition, one_to_n, verification
from recognition.examination import Examiner
from recognition.metrics import CONFIDENCE, REPLICATES, TooFewComparisons

ENGINES = ("sface", "dlib")

TOLD_EVERY = 100
"""Pictures between two lines about how far it is."""


@dataclass(frozen=True)
class Listed:
    """The list as read: `pairs` are its trials; a list of identities has none yet."""

    file: Path
    pictures: Pictures
    pairs: Trials | None


@dataclass(frozen=True)
class Seen:
    """The list after every picture has been looked at."""

    listed: Listed
    acquired: Acquired
    deciders: Sequence[Decider]


def read(root: Path, pairs: Path | None, identities: Path | None) -> Listed:
    """Raises CommandRefused for a list that cannot be evaluated, or that names files which are not there."""
    if (pairs is None) == (identities is None):
        raise CommandRefused("name one list: --pairs pairs.csv, or --identities manifest.csv")
    if not root.is_dir():
        raise CommandRefused(f"{root} is no folder; --root is where the files of the list lie")
    try:
        listed = _pairs(_found(root, pairs)) if pairs else _identities(_found(root, identities or Path()))
    except ListRefused as refused:
        raise CommandRefused(str(refused)) from refused
    absent = [file for file in listed.pictures.files if not (root / file).is_file()]
    if absent:
        raise CommandRefused(
            f"{listed.file} lists {len(absent)} of {len(listed.pictures.files)} files that are not in {root}, "
            f"first {absent[0]}; set --root right"
        )
    return listed


async def see(root: Path, listed: Listed, engines: Sequence[str]) -> Seen:
    """Look at every picture. Raises CommandRefused when none can be used, or an engine cannot be loaded."""
    deciders = shipped(engines)
    needed = {decider.engine for decider in deciders} | {one.second.engine for one in deciders if one.second}
    with TemporaryDirectory() as cache:
        async with Examiner(models=None, cache=Path(cache), threads=1, engines=sorted(needed)) as examiner:
            try:
                acquired = await acquire(examiner, root, listed.pictures.files, sorted(needed), _progress(listed))
            except EngineUnavailable as unavailable:
                raise CommandRefused(str(unavailable)) from unavailable
    if not acquired.usable.any():
        raise CommandRefused(f"none of the pictures of {listed.file} shows a face; is --root right?")
    return Seen(listed, acquired, deciders)


def measured(seen: Seen, templates: int | None, *, search: bool) -> dict[str, object]:
    """The figures as `--json` prints them. Raises CommandRefused when there is nothing to compare."""
    pictures, acquired, deciders = seen.listed.pictures, seen.acquired, seen.deciders
    try:
        trials = trials_of(seen, templates)
        engines = verification(pictures, acquired, trials, deciders)
        searched = one_to_n(pictures, acquired, templates or 1, deciders) if search else None
    except (ListRefused, TooFewComparisons) as refused:
        raise CommandRefused(str(refused)) from refused
    return {
        "list": seen.listed.file.name,
        "pictures": len(pictures.files),
        "people": int(pictures.people.max()) + 1,
        "templates": templates,
        "configuration": configuration(deciders, acquired.versions),
        "bounds": {"confidence": CONFIDENCE, "bootstrap_over": "people", "replicates": REPLICATES},
        "failure_to_acquire": acquisition(pictures, acquired, trials),
        "engines": engines,
        "one_to_n": searched,
    }


def trials_of(seen: Seen, templates: int | None) -> Trials:
    """The pairs of the list, every two pictures, or the best of so many templates. Raises ListRefused."""
    pictures, pairs = seen.listed.pictures, seen.listed.pairs
    if pairs is not None:
        return pairs
    return every_two(pictures) if templates is None else best_of(pictures, templates, seen.acquired.usable)


def _pairs(file: Path) -> Listed:
    pictures, trials = read_pairs(file)
    return Listed(file, pictures, trials)


def _identities(file: Path) -> Listed:
    return Listed(file, read_identities(file), None)


def _found(root: Path, file: Path) -> Path:
    """Lists often lie beside their pictures."""
    return file if file.is_file() or not (root / file).is_file() else root / file


def _progress(listed: Listed) -> Callable[[int], None]:
    """Says on stderr how far it is: a thousand pictures take two minutes."""

    def tell(done: int) -> None:
        if done % TOLD_EVERY == 0:
            print(f"{done} of {len(listed.pictures.files)} pictures", file=sys.stderr)

    return tell

"""What the quality limits refuse, and what they ought to: `python -m recognition.evaluate.quality DATA`.

For every picture of quality/ what is expected and what happened; for lfw/, faces/ and quality/ the share refused by
annotated group, at an enrolment and at a check-in; for LFW pictures made worse on purpose the share refused beside the
share of genuine pairs (the other picture undamaged) that SFace would fail, which is what the limits are for.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from recognition import matching, sface
from recognition.evaluate.expectations import EXPECTED, PASS
from recognition.evaluate.pictures import CACHE, Sample, picture, samples
from recognition.evaluate.worsening import WORSENINGS, Worsening
from recognition.faces import find_faces_upright
from recognition.images import ImageLimits, ImageRefused, Picture
from recognition.networks import NetworkSet, NetworkSource
from recognition.quality import SELFIE_LIMITS, QualityLimits, measure, problems
from recognition.sight import see

EVERY_NTH_PERSON = 4

SETS = ("lfw", "faces", "quality")


@dataclass(frozen=True)
class Judged:
    """The first problem at an enrolment and at a check-in, or the reason why the file is no picture; PASS without."""

    sample: Sample
    enrolment: str
    selfie: str


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--cache", type=Path, default=CACHE)
    given = arguments.parse_args()
    networks = NetworkSource(None, given.cache).load()
    for line in measured(given.data, networks):
        sys.stdout.write(as_line(line))
        sys.stdout.flush()


def measured(data: Path, networks: NetworkSet) -> Iterator[dict[str, object]]:
    """All lines, one after the other as they are found."""
    for folder in folders(data):
        yield from refusals(folder, networks)
    pairs = _pairs(data / "lfw")
    for name, worsen in WORSENINGS.items():
        yield {"of": name, **_worsened(pairs, worsen, networks)}


def folders(root: Path) -> list[Path]:
    """The folder itself, or those in it, as far as they have a manifest.csv with pictures of faces."""
    if (root / "manifest.csv").exists():
        return [root]
    return [root / name for name in SETS if (root / name / "manifest.csv").exists()]


def refusals(folder: Path, networks: NetworkSet) -> Iterator[dict[str, object]]:
    """For each picture with an annotation that says what to expect a line, and one for each group."""
    found = [judged(sample, networks) for sample in samples(folder)]
    yield from (_expectation(one) for one in found if one.sample.label in EXPECTED)
    for group, members in sorted(_by_group(found).items()):
        yield {"of": folder.name, "group": group, **_refused(members)}


def judged(sample: Sample, networks: NetworkSet) -> Judged:
    """As the service judges the file."""
    try:
        upright, faces = see(sample.path.read_bytes(), networks.faces, ImageLimits())
    except ImageRefused as refused:
        return Judged(sample, refused.reason.value, refused.reason.value)
    found = measure(upright, faces)
    first, second = (next(iter(problems(found, limits)), PASS) for limits in (QualityLimits(), SELFIE_LIMITS))
    return Judged(sample, first, second)


def _expectation(one: Judged) -> dict[str, object]:
    expected = EXPECTED[one.sample.label]
    return {
        "picture": one.sample.path.name,
        "annotated": one.sample.label,
        "expected": sorted(expected),
        "enrolment": one.enrolment,
        "check-in": one.selfie,
        "as expected": one.enrolment in expected,
    }


def _by_group(found: Iterable[Judged]) -> Mapping[str, list[Judged]]:
    """By annotation, group, group with gender, and all."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in found:
        sample = one.sample
        for group in {"all", sample.label, sample.group, f"{sample.group} {sample.gender}".strip()} - {""}:
            groups[group].append(one)
    return groups


def _refused(members: list[Judged]) -> dict[str, object]:
    enrolment = Counter(one.enrolment for one in members if one.enrolment != PASS)
    selfie = Counter(one.selfie for one in members if one.selfie != PASS)
    return {
        "pictures": len(members),
        "refused at enrolment": round(enrolment.total() / len(members), 4),
        "refused at check-in": round(selfie.total() / len(members), 4),
        "reasons at enrolment": dict(enrolment),
        "reasons at check-in": dict(selfie),
    }


def _pairs(folder: Path) -> list[tuple[Picture, Picture]]:
    people: dict[str, list[Sample]] = {}
    for sample in samples(folder):
        people.setdefault(sample.identity, []).append(sample)
    several = [pictures for pictures in people.values() if len(pictures) > 1]
    decoded = [(picture(pictures[0]), picture(pictures[1])) for pictures in several[::EVERY_NTH_PERSON]]
    return [(first, second) for first, second in decoded if first is not None and second is not None]


def _worsened(pairs: list[tuple[Picture, Picture]], worsen: Worsening, networks: NetworkSet) -> dict[str, object]:
    failed, refused = 0, 0
    review = matching.LIMITS[sface.NAME].review
    for good, other in pairs:
        bad = worsen(other)
        _, good_faces = find_faces_upright(good, networks.faces)
        upright, faces = find_faces_upright(bad, networks.faces)
        refused += bool(problems(measure(upright, faces), SELFIE_LIMITS))
        if faces:
            template = networks.sface.embed(good, good_faces[0])
            failed += networks.sface.compare(networks.sface.embed(upright, faces[0]), [template]) < review
    return {"pairs": len(pairs), "failed": round(failed / len(pairs), 4), "refused": round(refused / len(pairs), 4)}


def as_line(row: Mapping[str, object]) -> str:
    """JSON, and the end of the line."""
    return json.dumps(row) + "\n"


if __name__ == "__main__":
    main()

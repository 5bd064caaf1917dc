"""What the quality limits refuse, and what they ought to: `python -m recognition.evaluate.quality DATA`.

For lfw/, faces/ and quality/ the share refused; for LFW pictures made worse on purpose the share refused beside the
share of genuine pairs (the other picture undamaged) that SFace would fail, which is what the limits are for.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir

import cv2
import numpy as np

from recognition import matching, sface
from recognition.evaluate.pictures import Sample, picture, samples
from recognition.faces import find_faces_upright
from recognition.images import Picture, shrunk
from recognition.networks import NetworkSet, NetworkSource
from recognition.quality import QualityLimits, measure, problems

Worsening = Callable[[Picture], Picture]

EVERY_NTH_PERSON = 4


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--cache", type=Path, default=Path(gettempdir()) / "presensi-compiled-models")
    given = arguments.parse_args()
    networks = NetworkSource(None, given.cache).load()
    for name in ("lfw", "faces", "quality"):
        _print(name, _refused(given.data / name, networks))
    pairs = _pairs(given.data / "lfw")
    for name, worsen in WORSENINGS.items():
        _print(name, _worsened(pairs, worsen, networks))


def _refused(folder: Path, networks: NetworkSet) -> dict[str, object]:
    seen, refused = 0, 0
    reasons: Counter[str] = Counter()
    for sample in samples(folder):
        if (decoded := picture(sample)) is None:
            continue
        upright, faces = find_faces_upright(decoded, networks.faces)
        found = problems(measure(upright, faces), QualityLimits())
        seen, refused = seen + 1, refused + bool(found)
        reasons.update(found)
    return {"pictures": seen, "refused": round(refused / seen, 4), "reasons": dict(reasons)}


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
        refused += bool(problems(measure(upright, faces), QualityLimits()))
        if faces:
            template = networks.sface.embed(good, good_faces[0])
            failed += networks.sface.compare(networks.sface.embed(upright, faces[0]), [template]) < review
    return {"pairs": len(pairs), "failed": round(failed / len(pairs), 4), "refused": round(refused / len(pairs), 4)}


def _blurred(sigma: float) -> Worsening:
    return lambda picture: np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def _moved(length: int) -> Worsening:
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    return lambda picture: np.asarray(cv2.filter2D(picture, -1, kernel), np.uint8)


def _lit(factor: float) -> Worsening:
    """With the noise of a sensor, which is what makes darkness hard."""
    noise = np.random.default_rng(1)
    return lambda picture: np.clip(picture * factor + noise.normal(0, 4, picture.shape), 0, 255).astype(np.uint8)


def _scaled(factor: float) -> Worsening:
    return lambda picture: shrunk(picture, round(picture.shape[1] * factor), round(picture.shape[0] * factor))


def _cut(top: float = 0.0, bottom: float = 1.0, left: float = 0.0) -> Worsening:
    def cut(picture: Picture) -> Picture:
        height, width = picture.shape[:2]
        return np.ascontiguousarray(picture[round(top * height) : round(bottom * height), round(left * width) :])

    return cut


WORSENINGS: dict[str, Worsening] = {
    "as it is": lambda picture: picture,
    **{f"blur of {sigma} px": _blurred(sigma) for sigma in (1, 2, 3, 4)},
    **{f"motion over {length} px": _moved(length) for length in (5, 9, 13, 17)},
    **{f"light times {factor}": _lit(factor) for factor in (0.3, 0.2, 0.12, 1.5, 2.0, 2.5)},
    **{f"scaled by {factor}": _scaled(factor) for factor in (0.6, 0.45, 0.28)},
    **{f"left {part} gone": _cut(left=part) for part in (0.3, 0.4, 0.45, 0.5)},
    **{f"below {part} gone": _cut(bottom=part) for part in (0.55, 0.65)},
    **{f"above {part} gone": _cut(top=part) for part in (0.4, 0.45, 0.5)},
}


def _print(name: str, row: dict[str, object]) -> None:
    sys.stdout.write(json.dumps({"of": name, **row}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""How surely masks and dark glasses are told from what may stay on: `python -m recognition.evaluate.covering DATA`.

On the people of lfw/ that the weights were not fitted on, as they are and with drawn things (evaluate/occluders.py).
`--fit` fits the weights on the other people and prints them. Photographs of both: recognition.evaluate.quality.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from recognition.alignment import face_chip
from recognition.covering import Skin, covering, mask_features, sunglasses_features
from recognition.evaluate.occluders import COVERED, WORN, another_camera, hand
from recognition.evaluate.pictures import CACHE, Sample, picture, samples
from recognition.evaluate.quality import as_line
from recognition.faces import find_faces
from recognition.images import Picture
from recognition.landmarks import landmarks
from recognition.networks import NetworkSet, NetworkSource
from recognition.quality import COLOURFUL, SELFIE_LIMITS, QualityLimits

MISLABELLED = 0.005
"""Share of honest pictures left out of the second fit, the surest first: 14 in LFW do wear dark glasses."""


@dataclass(frozen=True, eq=False)
class Shown:
    """An aligned face and what is before it: "plain", or a name of COVERED, WORN or "hand"."""

    thing: str
    group: str
    chip: Picture


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--cache", type=Path, default=CACHE)
    arguments.add_argument("--fit", action="store_true")
    arguments.add_argument("--every", type=int, default=1, help="every so manyth picture only")
    given = arguments.parse_args()
    networks = NetworkSource(None, given.cache).load()
    half = [sample for sample in samples(given.data / "lfw") if is_for_fitting(sample) is given.fit][:: given.every]
    lines = fitted(list(shown(half, networks))) if given.fit else measured(shown(half, networks))
    for line in lines:
        sys.stdout.write(as_line(line))


def is_for_fitting(sample: Sample) -> bool:
    return crc32(sample.identity.encode()) % 2 == 1


def shown(people: Iterable[Sample], networks: NetworkSet) -> Iterator[Shown]:
    """Each picture as it is, and with everything that can be drawn."""
    chance = np.random.default_rng(5)
    for sample in people:
        decoded = picture(sample)
        faces = () if decoded is None else find_faces(decoded, networks.faces)
        if decoded is None or not faces:
            continue
        group = f"{sample.group} {sample.gender}".strip()
        yield Shown("plain", group, face_chip(decoded, faces[0]))
        points = landmarks(decoded, faces[0])
        for thing, draw in {**COVERED, **WORN, "hand": hand}.items():
            drawn = another_camera(draw(decoded, points, chance), chance)
            if again := find_faces(drawn, networks.faces):
                yield Shown(thing, group, face_chip(drawn, again[0]))


def measured(faces: Iterable[Shown]) -> Iterator[dict[str, object]]:
    """By what is shown, and for plain faces by group: how many, and the shares refused at both limits."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for face in faces:
        seen = covering(face.chip)
        for name in {face.thing, f"{face.thing}: {face.group}"} if face.thing == "plain" else {face.thing}:
            found[name].append((seen.mask, seen.sunglasses))
    for name in sorted(found):
        yield {"of": name, "pictures": len(found[name]), **_shares(np.array(found[name]))}


def _shares(scores: NDArray[np.float64]) -> dict[str, object]:
    enrolment = QualityLimits()
    return {
        f"{what} {when}": round(float((scores[:, column] > limit).mean()), 4)
        for when, limits in (("enrolment", enrolment), ("selfie", SELFIE_LIMITS))
        for column, (what, limit) in enumerate((("mask", limits.mask), ("sunglasses", limits.sunglasses)))
    }


def fitted(faces: Sequence[Shown]) -> Iterator[dict[str, object]]:
    """The weights of both. A hand, which looks like a mask of skin, is in neither rule, a mask not in the second."""
    skins = [(face.thing, Skin.of(face.chip)) for face in faces]
    for wanted, features, others in (("mask", mask_features, ()), ("sunglasses", sunglasses_features, ("mask",))):
        used = [(thing, skin) for thing, skin in skins if thing not in {"hand", *others} and skin.colour >= COLOURFUL]
        yield {"weights of": wanted, **_weights(used, wanted, features)}


def _weights(
    used: Sequence[tuple[str, Skin]], wanted: str, features: Callable[[Skin], tuple[float, ...]]
) -> dict[str, object]:
    inputs = np.array([features(skin) for _, skin in used])
    covered = np.array([thing == wanted for thing, _ in used])
    first = logistic(inputs, covered)
    scores = inputs @ first[:-1] + first[-1]
    kept = covered | (scores < np.quantile(scores[~covered], 1 - MISLABELLED))
    weights = logistic(inputs[kept], covered[kept])
    return {"faces": len(used), "covered": int(covered.sum()), "weights": [round(float(one), 4) for one in weights]}


def logistic(inputs: NDArray[np.float64], truth: NDArray[np.bool_], ridge: float = 1e-3) -> NDArray[np.float64]:
    """Slopes and constant of a logistic regression by Newton's method, both classes weighing the same."""
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-9
    rows = np.hstack([(inputs - mean) / spread, np.ones((len(inputs), 1))])
    share = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean())) / len(truth)
    penalty = np.append(np.full(inputs.shape[1], ridge), 1e-9)
    found = np.zeros(rows.shape[1])
    for _ in range(12):
        likely = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (share * (likely - truth)) + penalty * found
        curve = (rows * (share * likely * (1 - likely))[:, None]).T @ rows + np.diag(penalty)
        found -= np.linalg.solve(curve, slope)
    slopes = found[:-1] / spread
    return np.append(slopes, found[-1] - mean @ slopes)


if __name__ == "__main__":
    main()

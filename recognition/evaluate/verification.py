"""How often people are told apart: `python -m recognition.evaluate.verification DATA/lfw --engine sface`.

FAR is the share of impostor comparisons at or above a threshold, FRR of genuine ones below it. "One template" compares
each picture with each. "Three templates" enrols the first three pictures of everyone who has so many and compares with
the best of them. "Asian" impostors are of the same region and sex as the enrolled person: most of Indonesia's are.
"""

import argparse
import json
import sys
from pathlib import Path
from tempfile import gettempdir

import numpy as np
from numpy.typing import NDArray

from recognition import dlib_resnet, sface
from recognition.dlib_resnet import DlibResNet
from recognition.embedding import Engine
from recognition.evaluate.pictures import Sample, picture, samples
from recognition.faces import find_faces_upright
from recognition.networks import NetworkSet, NetworkSource

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]

TEMPLATES = 3
FALSE_ACCEPT_RATES = (1e-2, 1e-3, 1e-4, 1e-5)
THRESHOLDS = tuple(round(0.30 + step * 0.01, 2) for step in range(0, 37, 3))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--engine", choices=[sface.NAME, dlib_resnet.NAME], default=sface.NAME)
    arguments.add_argument("--cache", type=Path, default=Path(gettempdir()) / "presensi-compiled-models")
    given = arguments.parse_args()
    networks = NetworkSource(None, given.cache).load()
    engine = networks.sface if given.engine == sface.NAME else DlibResNet()
    sys.stdout.write(json.dumps(evaluate(given.folder, engine, networks), indent=1) + "\n")


def evaluate(folder: Path, engine: Engine, networks: NetworkSet) -> dict[str, object]:
    """Thresholds by FAR for one template; FAR and FRR by threshold for one and three."""
    found, vectors = _embedded(folder, engine, networks)
    scores = _similarities(vectors, engine.name)
    same = _equal([sample.identity for sample in found])
    return {
        "engine": f"{engine.name} {engine.version}",
        "pictures": len(found),
        "one_template": _one_template(scores, same),
        "by_threshold": {f"{count}": _templates(scores, found, same, count) for count in (1, TEMPLATES)},
    }


def _embedded(folder: Path, engine: Engine, networks: NetworkSet) -> tuple[list[Sample], Scores]:
    found, vectors = [], []
    for sample in samples(folder):
        if (decoded := picture(sample)) is None:
            continue
        upright, faces = find_faces_upright(decoded, networks.faces)
        if faces:
            found.append(sample)
            vectors.append(engine.embed(upright, faces[0]).vector)
    return found, np.stack(vectors)


def _similarities(vectors: Scores, engine: str) -> Scores:
    """All pairs at once; the same measures as the engines' `compare`, which the tests hold together."""
    products = vectors @ vectors.T
    if engine == sface.NAME:
        return products
    squares = np.diag(products)
    distances = np.sqrt(np.maximum(squares[:, None] + squares[None] - 2 * products, 0))
    return np.asarray(1 - distances, np.float32)


def _equal(names: list[str]) -> Mask:
    column = np.array(names)
    return np.asarray(column[:, None] == column[None])


def _one_template(scores: Scores, same: Mask) -> dict[str, object]:
    pairs = np.triu(np.ones_like(same), 1)
    impostors = np.sort(scores[pairs & ~same])[::-1]
    genuine = scores[pairs & same]
    rows = {}
    for rate in FALSE_ACCEPT_RATES:
        threshold = impostors[int(len(impostors) * rate)]
        rows[f"far_{rate:g}"] = {"threshold": round(float(threshold), 3), "tar": _share(genuine > threshold)}
    return {"genuine": len(genuine), "impostors": len(impostors), **rows}


def _templates(scores: Scores, found: list[Sample], same: Mask, count: int) -> dict[str, object]:
    """Best of the first `count` pictures of each person, against the pictures that are not enrolled."""
    enrolled = _enrolled(found, count)
    best = scores[:, np.array(enrolled)].max(axis=2)
    firsts = [templates[0] for templates in enrolled]
    honest = same[:, firsts].copy()
    honest[np.array(enrolled).ravel()] = False
    impostor = ~same[:, firsts]
    asian = impostor & _asian_alike(found)[:, firsts]
    rows = {
        f"{threshold:.2f}": {
            "frr": _share(best[honest] < threshold),
            "far": _share(best[impostor] >= threshold),
            "far_asian": _share(best[asian] >= threshold),
        }
        for threshold in THRESHOLDS
    }
    return {"honest": int(honest.sum()), "impostors": int(impostor.sum()), "asian": int(asian.sum()), **rows}


def _enrolled(found: list[Sample], count: int) -> list[list[int]]:
    """The first `count` pictures of everybody who has as many."""
    pictures: dict[str, list[int]] = {}
    for index, sample in enumerate(found):
        pictures.setdefault(sample.identity, []).append(index)
    return [indices[:count] for indices in pictures.values() if len(indices) >= count]


def _asian_alike(found: list[Sample]) -> Mask:
    alike = _equal([sample.group + "/" + sample.gender for sample in found])
    return np.asarray(alike & np.array([sample.group.startswith("asia") for sample in found]))


def _share(hits: Mask) -> float | None:
    return round(float(hits.mean()), 6) if hits.size else None


if __name__ == "__main__":
    main()

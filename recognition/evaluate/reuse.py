"""How surely a copy of a picture is known again: `python -m recognition.evaluate.reuse DATA`.

Of lfw/, faces/ and nuaa/: the share of copies known again, by what was done to them; how near different people and
different photographs of one person come; of nuaa/, whose frames of one session show one person before one wall, how
many are taken for copies of each other; and what a search among 3,000,000 fingerprints costs.
"""

import argparse
import itertools
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from recognition.evaluate.pictures import CACHE, Sample, samples
from recognition.evaluate.quality import as_line
from recognition.faces import Face
from recognition.fingerprint import NEAR, WORDS, Words, distances, hypotheses
from recognition.fingerprint_index import FingerprintIndex
from recognition.images import ImageLimits, ImageRefused, Picture, decode
from recognition.networks import NetworkSet, NetworkSource
from recognition.same_picture import Fit, fit
from recognition.sight import see

SETS = ("lfw", "faces", "nuaa")
ALL_TOGETHER = "all together"
KEPT = 3_000_000
QUALITY = 92

Change = Callable[[Picture], Picture]


@dataclass(frozen=True, eq=False)
class Seen:
    """A picture as the service sees it."""

    sample: Sample
    picture: Picture
    face: Face
    ours: Words

    @property
    def session(self) -> str:
        """Of NUAA the name without the number of the frame, and whether it is a print."""
        return self.sample.label + re.sub(r"_\d+$", "", self.sample.path.stem)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--cache", type=Path, default=CACHE)
    arguments.add_argument("--every", type=int, default=1, help="copies of every so manyth picture only")
    given = arguments.parse_args()
    cv2.setNumThreads(1)
    networks = NetworkSource(None, given.cache).load()
    for line in measured(given.data, networks, given.every):
        sys.stdout.write(as_line(line))
        sys.stdout.flush()


def measured(data: Path, networks: NetworkSet, every: int) -> Iterator[dict[str, object]]:
    """All lines, one after the other as they are found."""
    for name in SETS:
        seen = [one for sample in samples(data / name) if (one := _seen(sample, networks)) is not None]
        yield from ({"set": name, **line} for line in copies(seen[::every], networks))
        yield {"set": name, **strangers(seen)}
        if name == "nuaa":
            yield {"set": name, **sessions(seen)}
        if name == "lfw":
            yield search(np.stack([one.ours[0] for one in seen]), [one.ours for one in seen[:20]])


def changes(number: int) -> dict[str, tuple[Change, int]]:
    """What somebody does to a picture, and the quality of the JPEG that comes of it; crops are drawn by the number."""
    dice = np.random.default_rng(number)
    lit, scale = dice.choice([0.8, 1.2]), float(dice.choice([0.5, 2.0]))
    sides = tuple(dice.uniform(0, 0.05, 4))
    return {
        "JPEG q50": (lambda picture: picture, 50),
        "half the size": (_scaled(0.5), QUALITY),
        "twice the size": (_scaled(2.0), QUALITY),
        "5 % off each side": (_cropped((0.05,) * 4), QUALITY),
        "up to 5 % off each side": (_cropped(sides), QUALITY),
        "20 % brighter": (_lit(1.2), QUALITY),
        "20 % darker": (_lit(0.8), QUALITY),
        ALL_TOGETHER: (lambda picture: _lit(lit)(_scaled(scale)(_cropped(sides)(picture))), 50),
    }


def copies(seen: Sequence[Seen], networks: NetworkSet) -> Iterator[dict[str, object]]:
    """By what was done: the share known by the fingerprint, and by it and by being laid over the whole picture."""
    near, laid = defaultdict[str, list[int]](list), defaultdict[str, list[Fit]](list)
    for number, one in enumerate(seen):
        original = decode(one.sample.path.read_bytes())
        for name, (change, quality) in changes(number).items():
            _, jpeg = cv2.imencode(".jpg", change(original), [cv2.IMWRITE_JPEG_QUALITY, quality])
            found = _looked_at(jpeg.tobytes(), networks)
            if found is None:
                continue
            picture, face, ours = found
            near[name].append(int(distances(ours, one.ours[:1])[0]))
            # What shows no face any more is no selfie either.
            laid[name].append(fit((picture, face), (one.picture, one.face)))
    for name, bits in near.items():
        known = np.array(bits) <= NEAR
        sure = known & (np.array([one.is_copy for one in laid[name]]))
        yield {
            "copies": name,
            "n": len(bits),
            "known by fingerprint": round(float(known.mean()), 4),
            "and by the whole picture": round(float(sure.mean()), 4),
            "bits, 99 %": int(np.quantile(bits, 0.99)),
            "likeness, 1 %": round(float(np.quantile([one.correlation for one in laid[name]], 0.01)), 4),
        }


def strangers(seen: Sequence[Seen]) -> dict[str, object]:
    """Pictures of different people, and other pictures of one: by the fingerprint alone."""
    kept = np.stack([one.ours[0] for one in seen])
    people = np.array([one.sample.identity or one.sample.group for one in seen])
    apart = np.array([one.session if one.sample.path.parts[-3] == "nuaa" else one.sample.path.stem for one in seen])
    others, same = list[np.ndarray](), list[np.ndarray]()
    for number, one in enumerate(seen):
        bits = distances(one.ours, kept)
        others.append(bits[people != people[number]])
        same.append(bits[(people == people[number]) & (apart != apart[number])])
    different, other = np.concatenate(others), np.concatenate(same)
    return {
        "comparisons of different people": different.size,
        "taken for copies": int((different <= NEAR).sum()),
        "nearest": int(different.min()),
        "other photographs of one person": other.size,
        "of these taken for copies": int((other <= NEAR).sum()),
        "nearest of these": int(other.min()) if other.size else None,
    }


def sessions(seen: Sequence[Seen]) -> dict[str, object]:
    """Frames of one session, each with each."""
    pairs = [(one, other) for one, other in itertools.combinations(seen, 2) if one.session == other.session]
    near = [(one, other) for one, other in pairs if distances(one.ours, other.ours[:1])[0] <= NEAR]
    fits = [fit((one.picture, one.face), (other.picture, other.face)) for one, other in near]
    laid = np.array([one.correlation for one in fits])
    return {
        "pairs of one session": len(pairs),
        "near by fingerprint": len(near),
        "taken for copies": sum(one.is_copy for one in fits),
        "likeness of the most alike": [round(float(one), 4) for one in np.sort(laid)[::-1][:8]],
    }


def search(kept: Words, asked: Sequence[Words]) -> dict[str, object]:
    """Milliseconds of one core among fingerprints as spread as real ones: a quarter of whose bits were drawn anew."""
    dice = np.random.default_rng(1)
    flips = dice.integers(0, 2**64, (2, KEPT, WORDS), np.uint64)
    index = FingerprintIndex()
    index.add(range(KEPT), kept[dice.integers(0, len(kept), KEPT)] ^ (flips[0] & flips[1]))
    took = []
    for ours in asked:
        begun = time.process_time()
        index.search(ours)
        took.append((time.process_time() - begun) * 1000)
    return {"search among": KEPT, "median ms": round(float(np.median(took)), 1), "longest ms": round(max(took), 1)}


def _seen(sample: Sample, networks: NetworkSet) -> Seen | None:
    found = _looked_at(sample.path.read_bytes(), networks)
    return None if found is None else Seen(sample, *found)


def _looked_at(data: bytes, networks: NetworkSet) -> tuple[Picture, Face, Words] | None:
    try:
        picture, faces = see(data, networks.faces, ImageLimits())
    except ImageRefused:
        return None
    return (picture, faces[0], hypotheses(picture)) if faces else None


def _scaled(factor: float) -> Change:
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return lambda picture: np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=way), np.uint8)


def _cropped(sides: tuple[float, ...]) -> Change:
    left, right, top, bottom = sides

    def cropped(picture: Picture) -> Picture:
        height, width = picture.shape[:2]
        rows = slice(round(top * height), height - round(bottom * height))
        return np.ascontiguousarray(picture[rows, round(left * width) : width - round(right * width)])

    return cropped


def _lit(factor: float) -> Change:
    return lambda picture: np.clip(picture.astype(np.float32) * factor, 0, 255).astype(np.uint8)


if __name__ == "__main__":
    main()

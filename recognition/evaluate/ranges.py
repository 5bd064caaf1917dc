"""The numbers of recognition/models/sface_ranges.json: `python -m recognition.evaluate.ranges DATA/lfw`.

Prints one JSON object: for every rounded layer of SFace and every channel of its input the step of its rounding, the
whole number that stands for 0 and the mean. They come from the faces of every second person, so that the others can say
what the rounding costs; `--cosine` prints that, over them: cosines of the network as rounded to that in float32.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from recognition.alignment import face_chip
from recognition.evaluate.pictures import picture, samples
from recognition.faces import FaceNetworks, find_faces
from recognition.images import Picture
from recognition.models import runtime
from recognition.models.files import carried_folder, read_model
from recognition.models.manifest import SFACE
from recognition.models.sface_rounding import (
    LARGEST_INPUT,
    LARGEST_WEIGHT,
    ROUNDED,
    Channels,
    Reals,
    inputs_of,
    known_ranges,
    rounded,
)
from recognition.models.sface_weights import dequantised
from recognition.networks import NetworkSource
from recognition.sface import SFace, tensor_of

FACES = 2000
"""More than half of LFW has."""

STEPS, PACE, SHARPNESS = 300, 0.03, 24
"""Of the descent in `balanced_steps`; the exponent of the norm that stands for the largest weight."""


@dataclass(frozen=True, eq=False)
class Seen:
    """Of one input, by channel."""

    low: Reals
    high: Reals
    mean: Reals
    variance: Reals


def main() -> None:
    """Read the faces of the folder named on the command line."""
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    with TemporaryDirectory() as cache:
        folder, kept = Path(arguments[0]), Path(cache)
        if "--cosine" in sys.argv:
            print(json.dumps(cosines(folder, kept)))  # noqa: T201 - what this program is for
        else:
            print(_written(ranges(folder, kept)))  # noqa: T201 - what this program is for


def ranges(folder: Path, cache: Path, faces: int = FACES) -> dict[str, Channels]:
    """By layer, over so many faces of the folder."""
    model, weights = inputs_of(_float_model(), ROUNDED)
    network = runtime.compile_network(model, (1, 3, 112, 112), "f32", cache)
    tensors = (tensor_of(chip) for chip in islice(chips(folder, cache, others=False), faces))
    seen = _seen(network.run(tensor)[1:] for tensor in tensors)
    return {name: _channels(one, weights[name]) for name, one in zip(ROUNDED, seen, strict=True)}


def cosines(folder: Path, cache: Path, faces: int = FACES) -> dict[str, float]:
    """Mean, least hundredth and least, over faces of people from whom the ranges did not come."""
    plain = _float_model()
    exact, whole = (
        SFace(runtime.compile_network(model, (1, 3, 112, 112), "f32", cache))
        for model in (plain, rounded(plain, known_ranges()))
    )
    compared = [
        float(exact.embed_chip(chip).vector @ whole.embed_chip(chip).vector)
        for chip in islice(chips(folder, cache, others=True), faces)
    ]
    return {"mean": float(np.mean(compared)), "q01": float(np.quantile(compared, 0.01)), "least": min(compared)}


def chips(folder: Path, cache: Path, *, others: bool) -> Iterator[Picture]:
    """Aligned faces of every second person of the folder, in the order of their names, or of the others."""
    networks = NetworkSource(None, cache).load().faces
    people = sorted({sample.identity for sample in samples(folder)})
    chosen = set(people[int(others) :: 2])
    shown = (picture(sample) for sample in samples(folder) if sample.identity in chosen)
    return (chip for seen in shown if seen is not None for chip in _chip(seen, networks))


def balanced_steps(least: Reals, variance: Reals, weights: Reals) -> Reals:
    """Steps not below `least` with which rounding the inputs and rounding the weights (out, in) together lose least.

    A longer step rounds its input more coarsely but makes the input count less beside the rounding of its weights. The
    sum of both errors, as a share of the variance of each output, by Adam on the logarithms of the steps.
    """
    share = 1 / (12 * (weights**2 @ variance))
    growth = np.zeros(len(least))
    momentum, power = np.zeros(len(least)), np.zeros(len(least))
    for count in range(1, STEPS + 1):
        slope = _slope(least * np.exp(growth), variance, weights, share)
        momentum, power = 0.9 * momentum + 0.1 * slope, 0.99 * power + 0.01 * slope**2
        change = (momentum / (1 - 0.9**count)) / (np.sqrt(power / (1 - 0.99**count)) + 1e-12)
        growth = np.maximum(growth - PACE * change, 0)
    return least * np.exp(growth)


def _slope(step: Reals, variance: Reals, weights: Reals, share: Reals) -> Reals:
    """Of the error by the logarithms of the steps. A weight's own step is the largest of its row, by a smooth norm."""
    counted = np.abs(weights) * step
    largest = counted.max(axis=1, keepdims=True)
    norm = largest * ((counted / largest) ** SHARPNESS).sum(axis=1, keepdims=True) ** (1 / SHARPNESS)
    of_weights = share * (norm[:, 0] / LARGEST_WEIGHT) ** 2
    spread = variance / step**2
    through_norm = 2 * spread.sum() * (of_weights @ (counted / norm) ** SHARPNESS)
    return np.asarray(through_norm - 2 * of_weights.sum() * spread + 2 * (share @ counted**2))


def _channels(seen: Seen, weights: Reals) -> Channels:
    """`weights` (out, in) may see many places of a channel: its largest counts for each."""
    by_channel = np.abs(weights).reshape(len(weights), len(seen.mean), -1).max(axis=2)
    step = balanced_steps((seen.high - seen.low) / LARGEST_INPUT, seen.variance, by_channel)
    zero = np.clip(np.rint(-seen.low / step), 0, LARGEST_INPUT).astype(np.int64)
    return Channels(zero, step, seen.mean)


def _seen(faces: Iterable[list[NDArray[np.float32]]]) -> list[Seen]:
    """Of what each layer was given for each face. The range holds 0, which the whole number for it needs."""
    by_layer = zip(*([_summary(given) for given in face] for face in faces), strict=True)
    return [
        Seen(np.minimum(low.min(0), 0), np.maximum(high.max(0), 0), mean.mean(0), square.mean(0) - mean.mean(0) ** 2)
        for low, high, mean, square in (map(np.array, zip(*layer, strict=True)) for layer in by_layer)
    ]


def _summary(given: NDArray[np.float32]) -> tuple[Reals, Reals, Reals, Reals]:
    """The flattened input of the last layer is that of 1024 channels in 7 x 7 places."""
    channels = given.shape[1] if given.ndim == 4 else given.shape[1] // 49
    places = given.reshape(channels, -1).astype(np.float64)
    return places.min(axis=1), places.max(axis=1), places.mean(axis=1), (places**2).mean(axis=1)


def _float_model() -> bytes:
    return dequantised(read_model(SFACE, carried_folder(), "run `make setup` again"))


def _chip(seen: Picture, networks: FaceNetworks) -> list[Picture]:
    return [face_chip(seen, face) for face in find_faces(seen, networks)[:1]]


def _written(found: Mapping[str, Channels]) -> str:
    """Four digits, an array in a line."""
    layers = (f'"{name}": {{\n{_lines(channels)}\n}}' for name, channels in found.items())
    return "{\n" + ",\n".join(layers) + "\n}"


def _lines(channels: Channels) -> str:
    parts = {"zero": channels.zero, "step": channels.step, "mean": channels.mean}
    return ",\n".join(f'"{key}": [{", ".join(f"{number:.4g}" for number in part)}]' for key, part in parts.items())


if __name__ == "__main__":
    main()

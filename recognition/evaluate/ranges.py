"""The numbers of `recognition.models.sface_rounding.RANGES`: `python -m recognition.evaluate.ranges DATA/lfw`.

Prints one JSON object: for every rounded layer the mean over the faces of the largest absolute input.
"""

import json
import random
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from recognition.alignment import face_chip
from recognition.evaluate.pictures import picture, samples
from recognition.faces import find_faces
from recognition.images import Picture
from recognition.models import runtime
from recognition.models.files import carried_folder, read_model
from recognition.models.manifest import SFACE
from recognition.models.sface_rounding import inputs_of_rounded
from recognition.models.sface_weights import dequantised
from recognition.networks import NetworkSource
from recognition.sface import tensor_of

FACES = 600


def main() -> None:
    """Read the faces of the folder named on the command line."""
    with TemporaryDirectory() as cache:
        print(json.dumps(ranges(Path(sys.argv[1]), Path(cache))))  # noqa: T201 - what this program is for


def ranges(folder: Path, cache: Path, faces: int = FACES) -> dict[str, float]:
    """By layer, over so many faces of the folder in an order that is always the same."""
    model, layers = inputs_of_rounded(dequantised(read_model(SFACE, carried_folder(), "run `make setup` again")))
    network = runtime.compile_network(model, (1, 3, 112, 112), "f32", cache)
    largest = [_largest(network.run(tensor_of(chip))[1:]) for chip in islice(_chips(folder, cache), faces)]
    return dict(zip(layers, np.mean(largest, axis=0).round(2).tolist(), strict=True))


def _largest(inputs: list[NDArray[np.float32]]) -> list[float]:
    return [float(np.abs(values).max()) for values in inputs]


def _chips(folder: Path, cache: Path) -> Iterator[Picture]:
    networks = NetworkSource(None, cache).load()
    shuffled = list(samples(folder))
    random.Random(1).shuffle(shuffled)  # noqa: S311 - the same choice every time
    for sample in shuffled:
        seen = picture(sample)
        faces = find_faces(seen, networks.faces) if seen is not None else ()
        if seen is not None and faces:
            yield face_chip(seen, faces[0])


if __name__ == "__main__":
    main()

"""The networks of one worker thread, and the lending of such sets to threads."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from queue import LifoQueue

from recognition.alignment import CHIP_SIDE
from recognition.faces import FIND_SIDE, REFINE_SIDE, FaceNetworks
from recognition.liveness import CROP_SIDE, PadNetworks
from recognition.models import runtime
from recognition.models.files import ModelMissingError, carried_folder, read_model
from recognition.models.manifest import MINIFASNET_V1SE, MINIFASNET_V2, SFACE, YUNET
from recognition.models.sface_weights import plain_sface
from recognition.sface import SFace

PAD_VERSION = f"minifasnet v2 {MINIFASNET_V2.version} + v1se {MINIFASNET_V1SE.version} f32"

REINSTALL = "run `make setup` again"
FETCH = "run `presensi models fetch`"


@dataclass(frozen=True)
class NetworkSet:
    """What one thread needs to examine a picture; `pad` is None without the MiniFASNet weights."""

    faces: FaceNetworks
    sface: SFace
    pad: PadNetworks | None
    versions: dict[str, str]


@dataclass(frozen=True)
class _Compiled:
    """What the sets share; `pad` holds the two MiniFASNets, v2 first, or is None."""

    find: runtime.Compiled
    refine: runtime.Compiled
    sface: runtime.Compiled
    pad: tuple[runtime.Compiled, runtime.Compiled] | None
    versions: dict[str, str]

    def pad_networks(self) -> PadNetworks | None:
        if self.pad is None:
            return None
        v2, v1se = self.pad
        return PadNetworks(v2.for_a_thread(), v1se.for_a_thread(), PAD_VERSION)


class NetworkSource:
    """Reads, verifies and compiles the models once, and gives a set to each of as many threads as it was made for.

    `models` is the folder of fetched weights or None, `cache` the folder for compiled models. For one caller at a time.
    """

    def __init__(self, models: Path | None, cache: Path, threads: int = 1) -> None:
        self._models = models
        self._cache = cache
        self._threads = threads

    def load(self) -> NetworkSet:
        """One more set. Raises ModelError."""
        compiled = self._compiled
        faces = FaceNetworks(compiled.find.for_a_thread(), compiled.refine.for_a_thread())
        return NetworkSet(faces, SFace(compiled.sface.for_a_thread()), compiled.pad_networks(), compiled.versions)

    @cached_property
    def _compiled(self) -> _Compiled:
        precision = runtime.fast_precision()
        pad = self._pad()
        versions = {
            "runtime": runtime.runtime_version(),
            "faces": f"{YUNET.name} {YUNET.version} {precision}",
            "sface": f"{SFACE.name} {SFACE.version} {precision}",
            "pad": PAD_VERSION if pad else "not assessed",
        }
        find, refine = (self._compile(self._yunet, side, precision) for side in (FIND_SIDE, REFINE_SIDE))
        return _Compiled(find, refine, self._compile(self._sface, CHIP_SIDE, precision), pad, versions)

    def _compile(self, model: bytes | Path, side: int, precision: runtime.Precision) -> runtime.Compiled:
        return runtime.compile_network(model, (1, 3, side, side), precision, self._threads, self._cache)

    @cached_property
    def _yunet(self) -> bytes:
        return read_model(YUNET, carried_folder(), REINSTALL)

    @cached_property
    def _sface(self) -> Path:
        return plain_sface(read_model(SFACE, carried_folder(), REINSTALL), self._cache, SFACE.files[0].sha256)

    def _pad(self) -> tuple[runtime.Compiled, runtime.Compiled] | None:
        """Both or none: one alone is another detector with another threshold."""
        if self._models is None:
            return None
        try:
            v2, v1se = (read_model(model, self._models, FETCH) for model in (MINIFASNET_V2, MINIFASNET_V1SE))
        except ModelMissingError:
            return None
        return self._compile(v2, CROP_SIDE, "f32"), self._compile(v1se, CROP_SIDE, "f32")


class NetworkPool:
    """Lends each borrower a set that nobody else uses; made when first needed, the last returned goes out first.

    `size` is at most the threads of the source.
    """

    def __init__(self, source: NetworkSource, size: int) -> None:
        self._source = source
        self._loading = threading.Lock()
        self._free: LifoQueue[NetworkSet | None] = LifoQueue()
        for _ in range(size):
            self._free.put(None)

    @contextmanager
    def lent(self) -> Iterator[NetworkSet]:
        """Waits while all sets are out."""
        networks = self._free.get()
        try:
            if networks is None:
                with self._loading:
                    networks = self._source.load()
            yield networks
        finally:
            self._free.put(networks)

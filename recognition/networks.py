"""All compiled networks of one worker thread, and the lending of such sets to threads."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from queue import LifoQueue

from recognition import fusion
from recognition.alignment import CHIP_SIDE
from recognition.faces import FaceNetworks, Sight
from recognition.models import runtime
from recognition.models.files import ModelError, ModelMissingError, carried_folder, read_model
from recognition.models.manifest import MINIFASNET_V1SE, MINIFASNET_V2, SFACE, YUNET
from recognition.models.sface_weights import plain_sface, rounded_sface
from recognition.models.sums import CompiledModels
from recognition.sface import SFace
from recognition.signals.minifasnet import CROP_SIDE, PadNetworks

REINSTALL = "run `make setup` again"
FETCH = "run `presensi models fetch`"


@dataclass(frozen=True)
class NetworkSet:
    """What one thread needs to examine a picture; `pad` is None without the MiniFASNet weights."""

    faces: FaceNetworks
    sface: SFace
    pad: PadNetworks | None
    versions: dict[str, str]


USUAL_SIGHTS = (Sight.TALL, Sight.NEAR)
"""Of a selfie as phones take it. A sight costs 85 ms of the start and 10 MB in every thread; others wait for a need."""


EXACT: runtime.Precision = "f32"
"""YuNet on every processor: in bfloat16 its landmarks move by parts of a pixel, and two of seven living people then
failed the challenge of their own clip (`presensi evaluate liveness --sequences`, December 2026, avx512_bf16)."""


class _SightsWhenNeeded(dict[Sight, runtime.Network]):
    """YuNet for one thread, compiled for a sight when a picture first needs it."""

    def __init__(self, compiled: Callable[[Sight], runtime.Network]) -> None:
        super().__init__({sight: compiled(sight) for sight in USUAL_SIGHTS})
        self._compiled = compiled

    def __missing__(self, sight: Sight) -> runtime.Network:
        return self.setdefault(sight, self._compiled(sight))


class NetworkSource:
    """Reads and verifies the model files once, compiles them as often as there are threads.

    `models` is the folder of fetched weights or None, `cache` the folder for compiled models.
    """

    def __init__(self, models: Path | None, cache: Path) -> None:
        self._models = models
        self._cache = cache
        self._compiling = threading.Lock()

    def load(self) -> NetworkSet:
        """Compile one more set. Raises ModelError."""
        with self._compiling:
            # Looked through before anything is written there.
            _ = self._compiled_models
        precision = runtime.fast_precision()
        pad = self._pad(precision)
        versions = {
            "runtime": runtime.runtime_version(),
            "faces": f"{YUNET.name} {YUNET.version} {EXACT}",
            "sface": f"{SFACE.name} {SFACE.version} {'int8 ' if runtime.adds_bytes_exactly() else ''}{precision}",
            "pad": pad.version if pad else "not assessed",
        }
        sface = SFace(self._compiled(self._sface, (CHIP_SIDE, CHIP_SIDE), precision))
        return NetworkSet(self._faces(), sface, pad, versions)

    def _faces(self) -> FaceNetworks:
        return FaceNetworks(_SightsWhenNeeded(lambda sight: self._compiled(self._yunet, sight.value, EXACT)))

    def _pad(self, precision: runtime.Precision) -> PadNetworks | None:
        if not self._minifasnets:
            return None
        v2, v1se = (self._compiled(model, (CROP_SIDE, CROP_SIDE), precision) for model in self._minifasnets)
        version = (
            f"minifasnet v2 {MINIFASNET_V2.version} + v1se {MINIFASNET_V1SE.version} {precision}, {fusion.VERSION}"
        )
        return PadNetworks(v2, v1se, version)

    def _compiled(self, model: bytes | Path, size: tuple[int, int], precision: runtime.Precision) -> runtime.Network:
        """`size` is height and width of the input."""
        with self._compiling:
            kept = self._compiled_models
            network = runtime.compile_network(model, (1, 3, *size), precision, self._cache)
            kept.remember()
            return network

    @cached_property
    def _compiled_models(self) -> CompiledModels:
        try:
            return CompiledModels(self._cache)
        except OSError as error:
            raise ModelError(
                f"the model cache {self._cache} cannot be written ({error.strerror}): "
                "let this user write there, or name another folder in PRESENSI_MODEL_CACHE"
            ) from error

    @cached_property
    def _yunet(self) -> bytes:
        return read_model(YUNET, carried_folder(), REINSTALL)

    @cached_property
    def _sface(self) -> Path:
        usable = rounded_sface if runtime.adds_bytes_exactly() else plain_sface
        return usable(read_model(SFACE, carried_folder(), REINSTALL), self._cache, SFACE.files[0].sha256)

    @cached_property
    def _minifasnets(self) -> tuple[bytes, ...]:
        """Both or none: one alone is another detector with another threshold."""
        if self._models is None:
            return ()
        try:
            return tuple(read_model(model, self._models, FETCH) for model in (MINIFASNET_V2, MINIFASNET_V1SE))
        except ModelMissingError:
            return ()


class NetworkPool:
    """Lends each borrower a set that nobody else uses; made when first needed, the last returned goes out first."""

    def __init__(self, source: NetworkSource, size: int) -> None:
        self._source = source
        self._size = size
        self._free: LifoQueue[NetworkSet | None] = LifoQueue()
        for _ in range(size):
            self._free.put(None)

    def fill(self) -> Mapping[str, str]:
        """Make all sets, and give the versions of one. Waits while any is out; for one caller at a time."""
        with ExitStack() as returned:
            sets = [returned.enter_context(self.lent()) for _ in range(self._size)]
        return sets[0].versions

    @contextmanager
    def lent(self) -> Iterator[NetworkSet]:
        """Waits while all sets are out."""
        networks = self._free.get()
        try:
            if networks is None:
                networks = self._source.load()
            yield networks
        finally:
            self._free.put(networks)

"""CPU time from the JPEG bytes of a selfie to the verdict, here and in face_recognition as its README uses it.

Both see the same pictures in the same process, one after the other, so that noise of the machine hits both; the time is
the process's own CPU time, all threads together.
"""

import csv
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import metadata
from io import BytesIO
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from presensi.evaluate.configuration import configuration, shipped
from recognition import sface
from recognition.dlib_resnet import library
from recognition.examination import Look, examined
from recognition.faces import FaceNetworks, Sight
from recognition.images import ImageLimits, Picture, decode
from recognition.liveness import assess
from recognition.matching import LIMITS, Match, verdict
from recognition.models.runtime import Floats, Network
from recognition.networks import NetworkSet, NetworkSource
from recognition.quality import SELFIE_LIMITS
from recognition.sface import SFace
from recognition.sight import see

WIDTH, HEIGHT = 1280, 960
"""As Telegram sends photographs."""

PICTURES = 12
SMALLEST_SIDE = 400
"""Of a picture that may be enlarged to a selfie."""

FLAGS = ("avx", "avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8", "asimd", "bf16")
"""Of a processor, as far as they change the speed of networks; the last two are Arm's."""

PORTRAITS = (
    ("scikit-image", "skimage/data/astronaut.png"),
    ("matplotlib", "matplotlib/mpl-data/sample_data/grace_hopper.jpg"),
)


def measure() -> dict[str, object]:
    """Means over the pictures, in milliseconds of CPU; the ratios are of the means.

    `cpu_ms` is the whole face path of a selfie: decoding, detection, alignment, quality, fingerprint, embedding,
    comparison and verdict; `network_ms` the part of it inside the networks; PAD is reported beside it where
    PRESENSI_MODELS has the weights. Pictures come from PRESENSI_EVAL_DATA, else from wheels.
    """
    selfies = _selfies()
    with TemporaryDirectory() as cache:
        networks = _Clocked(NetworkSource(_folder("PRESENSI_MODELS"), Path(cache)).load())
        _timing(selfies[0], networks)  # the first of everything loads libraries and warms up
        timings = [_timing(selfie, networks) for selfie in selfies]
        versions = networks.networks.versions
    found = [timing for timing in timings if timing.theirs_found]
    ours = fmean(t.ours for t in found)
    return {
        "ratio_default": round(ours / fmean(t.default for t in found), 4),
        "ratio_tuned": round(ours / fmean(t.tuned for t in found), 4),
        "cpu_ms": round(fmean(t.ours for t in timings), 2),
        "network_ms": round(fmean(t.network for t in timings), 2),
        "cpu_flags": _cpu_flags(),
        "decode_ms": round(fmean(t.decoding for t in timings), 2),
        "pad_ms": round(fmean(t.pad for t in timings), 2) if networks.networks.pad else None,
        "face_recognition_ms": round(fmean(t.default for t in found), 2),
        "face_recognition_tuned_ms": round(fmean(t.tuned for t in found), 2),
        "pictures": len(timings),
        "pictures_where_face_recognition_found_a_face": len(found),
        "versions": versions,
        "configuration": configuration(shipped([sface.NAME]), versions),
    }


@dataclass(frozen=True)
class _Timing:
    """Of one picture, in milliseconds of CPU."""

    ours: float
    decoding: float
    network: float
    pad: float
    default: float
    tuned: float
    theirs_found: bool


def _timing(selfie: bytes, networks: "_Clocked") -> _Timing:
    """Theirs first, so that ours finds caches as cold as in the service."""
    default, found = _cpu_ms(lambda: _theirs(selfie))
    networks.spent_ms = 0.0
    ours, decided = _cpu_ms(lambda: networks.decide(selfie))
    if not decided:
        raise RuntimeError("no face in a bench picture: the pictures are not what they should be")
    spent = networks.spent_ms
    tuned, _ = _cpu_ms(lambda: _theirs_tuned(selfie))
    return _Timing(ours, _cpu_ms(lambda: decode(selfie))[0], spent, networks.pad_ms(selfie), default, tuned, found)


def _cpu_ms(work: Callable[[], bool | Picture]) -> tuple[float, bool]:
    start = time.process_time_ns()
    result = work()
    return (time.process_time_ns() - start) / 1e6, result is True


def _theirs(selfie: bytes) -> bool:
    """The README of face_recognition, word for word."""
    face_recognition = library()
    image = face_recognition.load_image_file(BytesIO(selfie))
    return len(face_recognition.face_encodings(image)) > 0


def _theirs_tuned(selfie: bytes) -> bool:
    """As fast as face_recognition gets: decoded at half size, not enlarged again, five landmarks."""
    face_recognition = library()
    half = cv2.imdecode(np.frombuffer(selfie, np.uint8), cv2.IMREAD_REDUCED_COLOR_2)
    if half is None:
        raise RuntimeError("OpenCV cannot decode a bench picture: the pictures are not what they should be")
    image = np.ascontiguousarray(cv2.cvtColor(half, cv2.COLOR_BGR2RGB))
    places = face_recognition.face_locations(image, number_of_times_to_upsample=0)
    return len(face_recognition.face_encodings(image, places, model="small")) > 0


class _Clocked:
    """Our networks, with the CPU time spent inside them."""

    def __init__(self, networks: NetworkSet) -> None:
        self.networks = networks
        self.spent_ms = 0.0
        self._faces = FaceNetworks({sight: self._clocked(networks.faces.of[sight]) for sight in Sight})
        self._clocks = replace(
            networks, faces=self._faces, sface=SFace(self._clocked(networks.sface.network)), pad=None
        )
        self._limits = LIMITS[sface.NAME]

    def decide(self, selfie: bytes) -> bool:
        """What the service does with every selfie but PAD, up to the verdict; whether there was a face to judge."""
        picture, faces = see(selfie, self._faces, ImageLimits())
        found = examined(selfie, picture, faces, [sface.NAME], SELFIE_LIMITS, Look.ONCE, self._clocks)
        if not found.embeddings:
            return False
        (probe,) = found.embeddings
        # Of the same picture: what is measured is the time, and three templates are what an enrolment has.
        return verdict(sface.cosine(probe, [probe] * 3), self._limits) is Match.SAME

    def pad_ms(self, selfie: bytes) -> float:
        """CPU of passive PAD on the main face; 0 without its weights."""
        pad = self.networks.pad
        picture, faces = see(selfie, self.networks.faces, ImageLimits())
        if pad is None:
            return 0.0
        return _cpu_ms(lambda: assess(picture, faces, pad).live_score is not None)[0]

    def _clocked(self, network: Network) -> Network:
        return _ClockedNetwork(network.request, network.precision, self._spend)

    def _spend(self, ms: float) -> None:
        self.spent_ms += ms


@dataclass(frozen=True)
class _ClockedNetwork(Network):
    spend: Callable[[float], None]

    def run(self, tensor: Floats) -> list[Floats]:
        start = time.process_time_ns()
        outputs = super().run(tensor)
        self.spend((time.process_time_ns() - start) / 1e6)
        return outputs


def _folder(variable: str) -> Path | None:
    name = os.environ.get(variable)
    return Path(name) if name else None


def _selfies() -> list[bytes]:
    data = _folder("PRESENSI_EVAL_DATA")
    pictures = _photographs(data / "faces") if data else _portraits()
    return [_jpeg(picture) for picture in pictures[:PICTURES]]


def _photographs(folder: Path) -> list[Picture]:
    """Those of one person and of a size that is not blown up beyond recognition."""
    with (folder / "manifest.csv").open(newline="") as manifest:
        files = [row["file"] for row in csv.DictReader(manifest) if "EDGE" not in row["identity"]]
    pictures = [decode((folder / file).read_bytes()) for file in files]
    return [picture for picture in pictures if min(picture.shape[:2]) >= SMALLEST_SIDE]


def _portraits() -> list[Picture]:
    """Two people in three lights, as they are and mirrored."""
    originals = [
        decode(Path(str(metadata.distribution(name).locate_file(path))).read_bytes()) for name, path in PORTRAITS
    ]
    lights = [np.clip(picture * light, 0, 255).astype(np.uint8) for picture in originals for light in (0.7, 1.0, 1.2)]
    return [np.ascontiguousarray(picture[:, ::step]) for picture in lights for step in (1, -1)]


def _jpeg(picture: Picture) -> bytes:
    """1280x960 at quality 87, which is Telegram's, with the picture as large as it fits and its edges drawn out."""
    scale = min(WIDTH / picture.shape[1], HEIGHT / picture.shape[0])
    fitted = cv2.resize(
        picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    )
    across, down = WIDTH - fitted.shape[1], HEIGHT - fitted.shape[0]
    whole = cv2.copyMakeBorder(
        fitted, down // 2, down - down // 2, across // 2, across - across // 2, cv2.BORDER_REPLICATE
    )
    return cv2.imencode(".jpg", whole, [cv2.IMWRITE_JPEG_QUALITY, 87])[1].tobytes()


def _cpu_flags() -> list[str]:
    """Empty where the system does not say (not Linux)."""
    try:
        described = Path("/proc/cpuinfo").read_text()
    except FileNotFoundError:
        return []
    named = set(described.split())
    return [flag for flag in FLAGS if flag in named]

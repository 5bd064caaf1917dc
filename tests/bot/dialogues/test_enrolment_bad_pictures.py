"""Real pictures sent instead of an employee's face: each is named in one message, and the next one is enough."""

import os
from pathlib import Path

import cv2
import pytest

from demo.portraits import portrait
from tests.fixtures.town import ADMIN, ANDI, NIPS, Town

DATA = os.environ.get("PRESENSI_EVAL_DATA")

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.eval_data,
    pytest.mark.skipif(DATA is None, reason="PRESENSI_EVAL_DATA is not set: there are no evaluation pictures"),
]

BAD = {
    "lunasdk__2_men.jpg": "lebih dari satu wajah",
    "lunasdk__crowd1.jpg": "lebih dari satu wajah",
    "lunasdk__medical_mask_face.jpg": "Buka masker sebentar",
    "lunasdk__warp_face_with_sunglasses.jpg": "Lepaskan kacamata hitam",
    "insightface__kun_cartoon_crop.jpg": "lukisan atau kartun",
    "insightface__no_face.png": "Wajah tidak terlihat",
    "insightface__blur.jpg": "kurang tajam",
}


def softened(file: str) -> bytes:
    """As it is its sharpness is within a tenth of the limit, on one side or the other by the processor's precision."""
    picture = cv2.imread(str(Path(DATA or "", "quality", file)))
    return cv2.imencode(".jpg", cv2.GaussianBlur(picture, (0, 0), 2.0))[1].tobytes()


@pytest.mark.parametrize("file", BAD)
async def test_is_named_with_one_line_of_advice(morning: Town, file: str) -> None:
    admin = morning.talk(ADMIN)
    await admin.says(f"/rekam {NIPS[ANDI]} ulang")
    await admin.hears("Rekam wajah Andi Saputra")
    await admin.sends_selfie(softened(file) if "blur" in file else Path(DATA or "", "quality", file).read_bytes())
    answer = await admin.hears_only("Foto 1 belum dapat dipakai", BAD[file], "Kirim foto pengganti")
    assert "hijab" not in answer.text.casefold() or "Hijab tetap dipakai" in answer.text
    async with admin.costing(1):
        await admin.sends_album([portrait("hopper", number) for number in (1, 2, 3)])
        await admin.hears("selesai dengan 3 foto")


async def test_an_upside_down_picture_is_turned_and_counts(morning: Town) -> None:
    admin = morning.talk(ADMIN)
    await admin.says(f"/rekam {NIPS[ANDI]} ulang")
    await admin.hears("Rekam wajah Andi Saputra")
    await admin.sends_selfie(Path(DATA or "", "quality", "insightface__r180.jpg").read_bytes())
    await admin.hears_only("Foto 1 dari 3 baik")
    await admin.sends_selfie(portrait("hopper", 1))
    await admin.hears_only("Foto 2 tampaknya menunjukkan orang lain")
    await admin.says("/batal")
    await admin.hears("dibatalkan")

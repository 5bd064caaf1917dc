"""Pictures that cannot be used: each is answered with what to do better, and the next one is enough."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from demo.telegram.errors import bad_request
from tests.bot.dialogues import snapshots
from tests.bot.dialogues.snapshots import FACE, as_sent, face, saved
from tests.fixtures.town import EILEEN, KOMINFO, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "Foto yang kami terima kosong"),
    "cut off": (lambda: FACE[: len(FACE) // 2], "tidak sampai dengan utuh"),
    "no picture": (lambda: b"GIF or not, this is a text" * 50, "Kiriman itu bukan foto"),
    "40 megapixels": (lambda: saved(Image.new("1", (8000, 5000)), "PNG"), "Ukuran foto terlalu besar"),
    "animated": (
        lambda: saved(face(), "GIF", save_all=True, append_images=[face().rotate(90)]),
        "Gambar bergerak tidak dapat dipakai",
    ),
    "tiny": (lambda: saved(face().resize((60, 60)), "JPEG"), "Ukuran foto terlalu kecil"),
    "without a face": (snapshots.nobody, "Wajah tidak terlihat"),
    "with two faces": (snapshots.two_faces, "lebih dari satu wajah"),
    "dark": (snapshots.dark, "terlalu gelap"),
    "blurred": (snapshots.blurred, "kurang tajam"),
}


@pytest.mark.parametrize("fault", BAD)
async def test_is_answered_with_advice_and_the_next_one_is_enough(morning: Town, fault: str) -> None:
    eileen = morning.talk(EILEEN)
    make, words = BAD[fault]
    async with eileen.costing(2):
        await eileen.sends_selfie(as_sent(make()))
        await eileen.hears(words, "kirim satu swafoto baru")
        await eileen.is_at(KOMINFO)
        await eileen.sends_selfie(FACE)
        await eileen.hears("Masuk tercatat")


GOOD: dict[str, Callable[[], bytes]] = {
    "in CMYK": lambda: saved(face().convert("CMYK"), "JPEG"),
    "turned by its EXIF": lambda: saved(face().rotate(-90, expand=True), "JPEG", exif=_turned()),
    "in 16 bits": lambda: saved(Image.fromarray(np.asarray(face().convert("L"), np.uint16) * 256), "PNG"),
    "as a palette": lambda: saved(face().convert("P"), "PNG"),
    "with transparency": lambda: saved(face().convert("RGBA"), "WEBP"),
}


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


@pytest.mark.parametrize("form", GOOD)
async def test_odd_forms_of_a_good_picture_are_good(morning: Town, form: str) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await eileen.sends_selfie(as_sent(GOOD[form]()))
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat")


async def test_a_bad_picture_with_a_face_keeps_its_time_for_the_next(morning: Town) -> None:
    """We ask for the retry, so it does not make the person late."""
    eileen = morning.talk(EILEEN)
    morning.clock.set(morning.at("07:29:30"))
    await eileen.sends_selfie(as_sent(snapshots.dark()))
    await eileen.hears("terlalu gelap")
    morning.clock.set(morning.at("07:31"))
    await eileen.sends_selfie(FACE)
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat 07:29:32", "Tepat waktu")


async def test_a_picture_without_a_face_keeps_no_time(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.clock.set(morning.at("07:29:30"))
    await eileen.sends_selfie(as_sent(snapshots.nobody()))
    await eileen.hears("Wajah tidak terlihat")
    morning.clock.set(morning.at("07:31"))
    await eileen.sends_selfie(FACE)
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat 07:31:02")


async def test_after_advice_nobody_is_nudged_for_the_same_thing(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await eileen.is_at(KOMINFO)
        await eileen.sends_selfie(as_sent(snapshots.dark()))
        await eileen.hears("terlalu gelap")
        await eileen.later(minutes=1)


async def test_a_file_that_the_platform_will_never_give_is_asked_for_again(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.platform.faults.refuse("getFile", bad_request("file is too big"))
    async with eileen.costing(2):
        await eileen.sends_selfie(FACE)
        await eileen.hears("tidak sampai dengan utuh", "kirim satu swafoto baru")
        await eileen.sends_selfie(FACE)
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat")


async def test_a_file_above_20_mb_is_not_even_asked_for(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    huge = {"file_id": "x", "file_unique_id": "y", "width": 9, "height": 9, "file_size": (20 << 20) + 1}
    async with eileen.costing(1):
        await eileen.sends_selfie(FACE, fields={"photo": [huge]})
        await eileen.hears("kirim satu swafoto baru")

"""One round video instead of three pictures, by chat."""

from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from sqlalchemy import select

from attendance.people.tables import Enrolment, FaceTemplate
from attendance.records.tables import Media
from attendance.rules.kinds import EnrolmentRule
from demo.portraits import portrait
from recognition.faces import find_faces
from recognition.images import decode
from recognition.networks import NetworkSource
from tests.fixtures.town import ADMIN, ANDI, KOMINFO, NIPS, Town
from tests.recognition.filming import filmed, square, turned
from tests.talk import Talk, downloads

pytestmark = pytest.mark.asyncio(loop_scope="module")

SWEEP = [*range(0, 30, 3), *range(27, -30, -3), *range(-27, 3, 3)]


@pytest.fixture(scope="module")
def videos(model_cache: Path) -> dict[str, bytes]:
    """A head that turns and one that does not, as the front camera sees them."""
    networks = NetworkSource(None, model_cache).load()
    picture = decode(portrait("hopper", 0))
    face = find_faces(picture, networks.faces)[0]
    seen = square(picture, middle=face.box.centre, side=2.4 * face.box.width)
    face = find_faces(seen, networks.faces)[0]
    return {
        "turning": filmed([turned(seen, face, degrees) for degrees in SWEEP]),
        "still": filmed([seen] * 40),
        "of nobody": filmed([np.full_like(seen, 120)] * 40),
    }


async def about_to_photograph(town: Town) -> Talk:
    admin = town.talk(ADMIN)
    await admin.says("/batal")
    await admin.has_heard_everything()
    await admin.says(f"/rekam {NIPS[ANDI]} ulang")
    await admin.hears("Rekam wajah Andi Saputra", "Satu video bulat")
    return admin


@pytest_asyncio.fixture(loop_scope="module")
async def admin(morning: Town) -> Talk:
    return await about_to_photograph(morning)


async def test_a_round_video_of_a_turning_head_is_a_whole_enrolment(
    morning: Town, admin: Talk, videos: dict[str, bytes]
) -> None:
    async with admin.costing(1):
        await admin._handling().video_note(videos["turning"])
        await admin.hears("Rekam wajah Andi Saputra", "selesai dengan", "dapat langsung dipakai")
    async with morning.database.read() as session:
        newest = await session.scalar(select(Enrolment.id).order_by(Enrolment.id.desc()).limit(1))
        used = select(FaceTemplate.media_id).where(FaceTemplate.enrolment_id == newest)
        frames = (await session.scalars(select(Media).where(Media.id.in_(used)).order_by(Media.frame))).all()
        video = await session.scalar(select(Media).where(Media.inbound_id == frames[0].inbound_id, Media.frame == 0))
    assert 3 <= len(frames) <= 5
    assert video is not None
    assert video.deleted_at is not None
    assert {frame.shows_id for frame in frames} == {video.shows_id}
    andi = morning.talk(ANDI)
    await andi.sends_selfie(portrait("hopper", 9))
    await andi.is_at(KOMINFO)
    await andi.hears_only("Masuk tercatat")


@pytest.mark.parametrize(
    ("which", "words"), [("still", "hampir tidak bergerak"), ("of nobody", "Wajah tidak terlihat pada video")]
)
async def test_a_video_that_will_not_do_is_told_why_and_pictures_go_on(
    morning: Town, admin: Talk, videos: dict[str, bytes], which: str, words: str
) -> None:
    await admin._handling().video_note(videos[which])
    await admin.hears_only("Video itu belum dapat dipakai", words, "Kirim video bulat yang lain, atau foto")
    await admin.sends_album([portrait("hopper", number) for number in (1, 2, 3)])
    await admin.hears_only("selesai dengan 3 foto")


async def test_what_is_no_video_is_told(morning: Town, admin: Talk) -> None:
    await admin._handling().video_note(b"not a video at all")
    await admin.hears_only("Video itu belum dapat dipakai", "bukan video")


async def test_neither_an_ordinary_video_nor_a_forwarded_one_is_fetched(
    morning: Town, admin: Talk, videos: dict[str, bytes]
) -> None:
    before = len(downloads(admin))
    await admin._handling().video(videos["turning"])
    await admin.hears_only("Video biasa dapat berasal dari hari lain", "Rekam video bulat")
    await admin._handling().video_note(videos["turning"], forwarded_from="Andi")
    await admin.hears_only("tidak direkam langsung di percakapan ini", "Rekam video bulat sekarang")
    assert len(downloads(admin)) == before


async def test_a_video_waits_for_the_second_person_as_pictures_do(morning: Town, videos: dict[str, bytes]) -> None:
    await morning.rule_for(ANDI, EnrolmentRule(second_person="enforce"))
    admin = await about_to_photograph(morning)
    await admin._handling().video_note(videos["turning"])
    await admin.hears_only("berlaku setelah orang kedua mengonfirmasinya")


async def test_a_round_video_outside_of_an_enrolment_is_not_fetched(morning: Town, videos: dict[str, bytes]) -> None:
    andi = morning.talk(ANDI)
    before = len(downloads(andi))
    await andi._handling().video_note(videos["turning"])
    await andi.hears_only("Kiriman jenis itu tidak dapat kami terima")
    assert len(downloads(andi)) == before

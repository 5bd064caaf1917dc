"""/curiga: what somebody above sees of check-ins that bear signs of an attack, in a town with the whole service."""

from io import BytesIO

import pytest
from PIL import Image, ImageEnhance
from sqlalchemy import select

from attendance.checkin.tables import OddPart
from attendance.records.tables import Audit, Media, PicturePrint
from attendance.rules.kinds import ReuseRule
from demo.portraits import portrait
from tests.fixtures.town import ADMIN, EILEEN, GRACE, KOMINFO, NIPS, Town
from tests.talk import Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_forwarded_picture_is_refused_by_name_and_stays_on_record(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(portrait("astronaut", 31), forwarded_from="Grace")
    await eileen.hears_only("yang diteruskan tidak dapat dipakai")
    async with morning.database.read() as session:
        noted = (await session.scalars(select(OddPart).order_by(OddPart.id.desc()).limit(1))).one()
    assert (noted.part, noted.kinds) == ("photo", ["forwarded"])
    assert morning.clock.now().timestamp() - noted.sent_at.timestamp() < 60


async def test_a_copy_made_larger_and_brighter_is_known_again(morning: Town) -> None:
    """The same picture a day later, worked on: a human looks at it, and hears from whom and when it came first."""
    await morning.rule_for(EILEEN, ReuseRule(level="enforce"))
    eileen, admin = morning.talk(EILEEN), morning.talk(ADMIN)
    await eileen.sends_selfie(portrait("astronaut", 33))
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat")
    await morning.next_morning()
    await morning.rule_for(EILEEN, ReuseRule(level="enforce"))
    await eileen.sends_selfie(worked_on(portrait("astronaut", 33)))
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Foto yang sama pernah dikirim")
    assert (await morning.decisions(EILEEN))[-1].startswith("needs_review picture-reused")

    await admin.says("/curiga")
    told = await admin.hears("yang perlu dilihat", "Foto yang pernah dikirim: 1")
    assert NIPS[EILEEN] not in told.text
    await admin.presses("Lihat 1")
    await admin.hears("Perlu dilihat", "Eileen Marwah", "foto yang pernah dikirim", "pertama kali dari Eileen Marwah")
    sheet = await admin.hears("Gambar 1 sampai 2")
    assert sheet.kind == "photo"
    assert sheet.body["has_protected_content"]
    async with morning.database.read() as session:
        seen = (await session.scalars(select(Audit).where(Audit.action == "suspicion.seen"))).all()
    assert {"attempt", "media"} <= {row.subject for row in seen}


async def test_who_gives_up_after_an_old_picture_is_shown_too(morning: Town) -> None:
    """No position, no decision: what the picture showed stays on the attempt."""
    grace, admin = morning.talk(GRACE), morning.talk(ADMIN)
    await grace.sends_selfie(portrait("hopper", 33))
    await grace.is_at(KOMINFO)
    await grace.hears_only("Masuk tercatat")
    await morning.next_morning()
    await grace.says("Masuk")
    await grace.hears("kirim satu swafoto")
    await grace.sends_selfie(worked_on(portrait("hopper", 33)))
    await admin.says("/curiga")
    assert "Grace" not in await _all_opened(admin)

    await grace.says("/batal")
    await grace.hears()
    assert await morning.decisions(GRACE) == []
    await admin.says("/curiga")
    told = await _all_opened(admin)
    assert "pertama kali dari Grace Hasan" in told
    assert "dari 256 bit" in told


async def _all_opened(admin: Talk) -> str:
    """Every group of the list that has just been asked for."""
    listed, texts = await admin.hears("yang perlu dilihat"), []
    for label in [button.text for row in listed.buttons for button in row]:
        await admin.presses_again(listed, label)
        await admin.quiet()
        texts += [message.text for message in admin.phone.inbox.unread]
        await admin.has_heard_everything()
    return " ".join(texts)


async def test_whoever_may_not_see_it_finds_no_such_command(morning: Town) -> None:
    grace = morning.talk(GRACE)
    await grace.says("/curiga")
    await grace.hears_only("/status")


async def test_every_picture_that_was_looked_at_has_its_fingerprint(morning: Town) -> None:
    async with morning.database.read() as session:
        without = select(Media.id).outerjoin(PicturePrint, PicturePrint.media_id == Media.id)
        lacking = (await session.scalars(without.where(PicturePrint.id.is_(None)))).all()
    assert lacking == []


def worked_on(jpeg: bytes) -> bytes:
    """Cropped, made larger, brighter and compressed anew."""
    with Image.open(BytesIO(jpeg)) as picture:
        width, height = picture.size
        part = picture.crop((width // 50, height // 40, width - width // 30, height))
        larger = ImageEnhance.Brightness(part.resize((width * 5 // 4, height * 5 // 4))).enhance(1.15)
        buffer = BytesIO()
        larger.save(buffer, "JPEG", quality=60)
    return buffer.getvalue()

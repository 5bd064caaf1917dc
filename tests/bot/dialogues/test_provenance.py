"""How a message came: what was not sent here and now by the person is refused by name, unseen."""

from collections.abc import Awaitable, Callable

import pytest

from attendance.rules.kinds import ReuseRule
from demo.portraits import portrait
from tests.fixtures.town import EILEEN, GRACE, KOMINFO, Town
from tests.talk import Talk, downloads

pytestmark = pytest.mark.asyncio(loop_scope="module")

SELFIE = portrait("astronaut", 7)

Sending = Callable[[Talk], Awaitable[object]]


def photo(**how: object) -> Sending:
    return lambda talk: talk.sends_selfie(SELFIE, **how)


def position(**how: object) -> Sending:
    return lambda talk: talk.is_at(KOMINFO, **how)


LIVE_PHOTO = {"live_photo": {"file_id": "x", "file_unique_id": "y", "width": 9, "height": 9, "duration": 1}}
CHANNEL = {"sender_chat": {"id": -1008, "title": "Dinas", "type": "channel"}}
REPLY_ELSEWHERE = {"external_reply": {"origin": {"type": "hidden_user", "sender_user_name": "G", "date": 1795000000}}}

ODD_WAYS: dict[str, tuple[Sending, str]] = {
    "a forwarded photo": (photo(forwarded_from="Grace"), "yang diteruskan tidak dapat dipakai"),
    "a forwarded position": (position(forwarded_from="Grace"), "yang diteruskan tidak dapat dipakai"),
    "a photo by way of a bot": (photo(via_bot="pic"), "melalui layanan lain"),
    "a live position by way of a bot": (position(via_bot="gps", live_period=900), "melalui layanan lain"),
    "a scheduled photo": (photo(scheduled=True), "terjadwal atau otomatis"),
    "a scheduled position": (position(scheduled=True), "terjadwal atau otomatis"),
    "a photo from a business account": (photo(fields={"business_connection_id": "b"}), "akun bisnis"),
    "a photo in the name of a channel": (photo(fields=CHANNEL), "atas nama saluran atau grup"),
    "a photo in reply to another chat": (photo(fields=REPLY_ELSEWHERE), "menjawab pesan dari percakapan lain"),
    "a live photo": (photo(fields=LIVE_PHOTO), "Foto bergerak tidak dapat dipakai"),
    "a picture as a document": (lambda talk: talk.phone.document(SELFIE, "IMG_0722.jpg"), "Foto sebagai dokumen"),
    "another document": (lambda talk: talk.phone.document(b"%PDF", "surat.pdf"), "Kiriman jenis itu"),
    "a video": (lambda talk: talk.phone.video(b"mp4"), "Kiriman jenis itu"),
    "a round video": (lambda talk: talk.phone.video_note(b"mp4"), "Kiriman jenis itu"),
    "a voice message": (lambda talk: talk.phone.voice(b"ogg"), "Kiriman jenis itu"),
    "a sticker": (lambda talk: talk.phone.sticker(), "Kiriman jenis itu"),
    "the own number": (
        lambda talk: talk.phone.contact("+6281234500001", of_user_id=talk.phone.person.user_id),
        "Kiriman jenis itu",
    ),
}


@pytest.mark.parametrize("way", ODD_WAYS)
async def test_is_answered_once_and_never_looked_at(morning: Town, way: str) -> None:
    eileen = morning.talk(EILEEN)
    before = len(downloads(eileen))
    send, words = ODD_WAYS[way]
    async with eileen.costing(1):
        await send(eileen)
        await eileen.hears(words)
    assert len(downloads(eileen)) == before
    assert await morning.attempts(EILEEN) == []


async def test_a_story_is_answered_by_name(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await morning.receives(eileen, story={"id": 12, "chat": eileen.phone.person.chat()})
    await eileen.hears_only("Cerita atau kiriman berbayar")


async def test_an_album_is_too_much_for_a_check_in_and_answered_once(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    before = len(downloads(eileen))
    for _ in range(2):
        async with eileen.costing(1):
            await eileen.sends_album([SELFIE, SELFIE, SELFIE])
            await eileen.hears("Beberapa foto sekaligus", "Kirim satu swafoto saja")
    assert len(downloads(eileen)) == before


async def test_another_picture_put_in_the_place_of_the_first_is_refused(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    first = await eileen.sends_selfie(portrait("hopper", 4))
    await eileen.quiet()
    async with eileen.costing(1):
        await eileen.phone.edit_photo(first, SELFIE)
        await eileen.hears("Kiriman yang diubah setelah dikirim")
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("belum cocok")


async def test_a_forwarded_selfie_without_its_mark_is_known_by_its_bytes(morning: Town) -> None:
    """The apps can hide where a message came from; the reviewer's evidence still says that the picture came before."""
    eileen, grace = morning.talk(EILEEN), morning.talk(GRACE)
    first = await eileen.sends_selfie(SELFIE)
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat")
    await grace.phone.forward(first, hide_sender=True)
    await grace.is_at(KOMINFO)
    await grace.hears_only("belum cocok")
    assert await morning.decisions(GRACE) == ["rejected face-different"]


async def test_after_a_refused_message_the_right_one_is_enough(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(4):
        await eileen.says("Masuk")
        await eileen.hears("kirim satu swafoto")
        await eileen.phone.document(SELFIE, "IMG_0722.jpg")
        await eileen.hears("Foto sebagai dokumen")
        await eileen.sends_selfie(SELFIE, forwarded_from="Grace")
        await eileen.hears("diteruskan")
        await eileen.sends_selfie(SELFIE)
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat")


async def test_a_forwarded_press_on_masuk_only_prompts(morning: Town) -> None:
    """Nothing is recorded by words, whoever wrote them."""
    eileen = morning.talk(EILEEN)
    await eileen.says("Masuk", forwarded_from="Grace")
    await eileen.hears_only("Presensi masuk")
    assert await morning.punches(EILEEN) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"location": {"latitude": "di", "longitude": "kantor"}},
        {"location": {"latitude": -4.3}},
        {"photo": [{"file_id": 7}]},
        {"text": ["halo"]},
        {"photo": []},
        {},
    ],
    ids=["words as degrees", "half a position", "a photo without sizes", "a list as a text", "no photo", "nothing"],
)
async def test_what_cannot_be_read_is_answered_and_closed(morning: Town, fields: dict[str, object]) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(1):
        await morning.receives(eileen, **fields)
        await eileen.hears("Kiriman jenis itu tidak dapat kami terima")


async def test_what_cannot_be_read_in_a_group_is_not_answered(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(0):
        await morning.receives(eileen, chat={"id": -1007, "type": "supergroup", "title": "Kantor"}, text=["halo"])


async def test_the_same_selfie_twice_in_one_attempt_is_somebody_who_was_not_sure(morning: Town) -> None:
    await morning.rule_for(EILEEN, ReuseRule(level="enforce"))
    eileen = morning.talk(EILEEN)
    for _ in range(2):
        await eileen.sends_selfie(portrait("astronaut", 21))
        await eileen.quiet()
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat")


async def test_the_selfie_of_the_morning_serves_no_second_time(morning: Town) -> None:
    await morning.rule_for(EILEEN, ReuseRule(level="enforce"))
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(portrait("astronaut", 22))
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat")
    morning.clock.set(morning.at("16:30"))
    await eileen.sends_selfie(portrait("astronaut", 22))
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("diperiksa")
    assert (await morning.decisions(EILEEN))[-1].startswith("needs_review picture-reused")


async def test_an_old_text_made_into_a_press_does_not_make_yesterday_of_today(morning: Town) -> None:
    """It would begin an attempt in the past, of which yesterday's selfie would be a part."""
    await morning.rule_for(EILEEN, ReuseRule(level="enforce"))
    eileen = morning.talk(EILEEN)
    old = await eileen.says("halo")
    await eileen.hears()
    await eileen.sends_selfie(portrait("astronaut", 23))
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat")
    await morning.next_morning()
    await morning.rule_for(EILEEN, ReuseRule(level="enforce"))
    await eileen.phone.edit_text(old, "Pulang")
    await eileen.hears()
    await eileen.sends_selfie(portrait("astronaut", 23))
    await eileen.quiet()
    await eileen.says("Masuk")
    await eileen.hears()
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Foto yang sama pernah dikirim")
    assert await morning.punches(EILEEN) == []

"""Every kind of message a person can send, as the bot gets it. The oracles check each payload in `platform`."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from demo.telegram import Phone, Platform
from demo.telegram.accounts import Person
from demo.telegram.chats import Message
from demo.telegram.phone.line import BlockedError
from demo.telegram.pictures import NotAPictureError
from tests.demo.telegram.conftest import Ask, jpeg
from tests.demo.telegram.jumping import MONDAY, JumpingClock

Sending = Callable[[Phone], Awaitable[Message]]

KINDS: dict[str, Sending] = {
    "text": lambda phone: phone.text("Selamat pagi"),
    "photo": lambda phone: phone.photo(jpeg(), "di kantor"),
    "document": lambda phone: phone.document(jpeg(), "selfie.jpg"),
    "video_note": lambda phone: phone.video_note(b"mp4", duration=4, length=240),
    "video": lambda phone: phone.video(b"mp4"),
    "voice": lambda phone: phone.voice(b"ogg"),
    "sticker": lambda phone: phone.sticker("🙂"),
    "location": lambda phone: phone.location(-4.3261, 122.2818, horizontal_accuracy=12.5, live_period=900, heading=90),
    "venue": lambda phone: phone.venue(-4.3261, 122.2818, "Kantor Bupati", "Andoolo"),
    "contact": lambda phone: phone.contact("+6281200000000", of_user_id=7001),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_arrives_with_its_sender_its_chat_and_a_date_in_seconds(
    kind: str, budi: Phone, updates: Any
) -> None:
    await KINDS[kind](budi)
    (update,) = await updates()
    message = update["message"]
    assert kind in message
    assert message["from"]["id"] == message["chat"]["id"] == 7001
    assert message["chat"]["type"] == "private"
    assert message["date"] == int(MONDAY.timestamp())


async def test_a_command_is_marked_as_one(budi: Phone, updates: Any) -> None:
    await budi.command("start", "K7")
    (update,) = await updates()
    assert update["message"]["text"] == "/start K7"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_location_shared_from_a_place_list_sets_venue_and_location(budi: Phone, updates: Any) -> None:
    await budi.venue(-4, 122)
    (update,) = await updates()
    assert (
        update["message"]["location"]
        == update["message"]["venue"]["location"]
        == {"latitude": -4.0, "longitude": 122.0}
    )


async def test_a_static_location_has_neither_accuracy_nor_period(budi: Phone, updates: Any) -> None:
    await budi.location(-4.5, 122.25, horizontal_accuracy=0)
    (update,) = await updates()
    assert update["message"]["location"] == {"latitude": -4.5, "longitude": 122.25}


async def test_a_live_location_moves_by_edits_and_ends_as_an_ordinary_one(budi: Phone, updates: Any) -> None:
    live = await budi.location(-4.5, 122.25, live_period=900)
    await budi.move(live, -4.51, 122.26, horizontal_accuracy=8, heading=270)
    await budi.stop_live(live)
    first, moved, stopped = await updates()
    assert first["message"]["location"] == {"latitude": -4.5, "longitude": 122.25, "live_period": 900}
    assert moved["edited_message"]["location"] == {
        "latitude": -4.51,
        "longitude": 122.26,
        "horizontal_accuracy": 8.0,
        "live_period": 900,
        "heading": 270,
    }
    assert stopped["edited_message"]["location"] == {"latitude": -4.51, "longitude": 122.26, "horizontal_accuracy": 8.0}
    assert moved["edited_message"]["message_id"] == first["message"]["message_id"]
    assert moved["edited_message"]["edit_date"] == int(MONDAY.timestamp())


async def test_a_live_location_cannot_move_after_its_period(budi: Phone, clock: JumpingClock) -> None:
    live = await budi.location(-4.5, 122.25, live_period=60)
    clock.forward(61)
    with pytest.raises(ValueError, match="no longer"):
        await budi.move(live, -4.5, 122.25)


async def test_numbers_json_does_not_have_cannot_be_sent(budi: Phone) -> None:
    with pytest.raises(ValueError, match="JSON"):
        await budi.location(float("nan"), 122.25)


async def test_an_album_is_a_message_each_with_one_group_and_one_caption(budi: Phone, updates: Any) -> None:
    await budi.album([jpeg(), jpeg(), jpeg()], "tiga foto")
    arrived = [update["message"] for update in await updates()]
    assert len({message["media_group_id"] for message in arrived}) == 1
    assert [message.get("caption") for message in arrived] == ["tiga foto", None, None]
    assert len({message["photo"][-1]["file_unique_id"] for message in arrived}) == 3


async def test_a_forwarded_message_names_its_origin(budi: Phone, updates: Any) -> None:
    await budi.photo(jpeg(), forwarded_from=Person(8, "Siti"), forwarded_at=MONDAY - timedelta(days=3))
    await budi.text("dari siapa?", forwarded_from="Tersembunyi")
    known, hidden = [update["message"]["forward_origin"] for update in await updates()]
    assert known["type"] == "user"
    assert known["sender_user"]["id"] == 8
    assert known["date"] == int((MONDAY - timedelta(days=3)).timestamp())
    assert hidden == {"type": "hidden_user", "date": int(MONDAY.timestamp()), "sender_user_name": "Tersembunyi"}


async def test_inline_bots_and_scheduled_messages_leave_their_marks(budi: Phone, updates: Any) -> None:
    await budi.location(-4.5, 122.25, via_bot="fake_gps_bot")
    await budi.text("pagi", scheduled=True)
    via, scheduled = [update["message"] for update in await updates()]
    assert via["via_bot"]["username"] == "fake_gps_bot"
    assert via["via_bot"]["is_bot"]
    assert scheduled["is_from_offline"] is True


async def test_forwarding_keeps_the_unique_id_and_a_fresh_upload_gets_a_new_one(budi: Phone, updates: Any) -> None:
    first = await budi.photo(jpeg())
    await budi.forward(first)
    await budi.forward(first, hide_sender=True)
    await budi.photo(jpeg())
    original, forwarded, copied, again = [update["message"] for update in await updates()]
    ids = [message["photo"][-1]["file_unique_id"] for message in (original, forwarded, copied, again)]
    assert ids[0] == ids[1] == ids[2] != ids[3]
    assert forwarded["forward_origin"]["sender_user"]["id"] == 7001
    assert "forward_origin" not in copied


async def test_a_file_forwarded_to_another_bot_has_other_ids_there_but_the_same_unique_id(
    platform: Platform, budi: Phone, ask: Ask
) -> None:
    other = platform.add_bot("42:other", "other_bot")
    photo = await budi.photo(jpeg())
    there = await platform.phone(7001, bot="other_bot").forward(photo)
    here, copy = photo.body["photo"][-1], there.body["photo"][-1]
    assert here["file_unique_id"] == copy["file_unique_id"]
    assert here["file_id"] != copy["file_id"]
    assert platform.files.find(copy["file_id"], other.user_id)
    assert not (await ask("getFile", file_id=copy["file_id"]))["ok"]


async def test_editing_sends_an_edited_message_under_the_same_id(
    budi: Phone, updates: Any, clock: JumpingClock
) -> None:
    text, photo = await budi.text("satu"), await budi.photo(jpeg(), "lama")
    before = photo.body["photo"][-1]["file_unique_id"]
    clock.forward(5)
    await budi.edit_text(text, "dua")
    await budi.edit_text(photo, "baru")
    await budi.edit_photo(photo, jpeg(300, 300))
    *_, second, caption, picture = [update.get("edited_message") for update in await updates()]
    assert (second["message_id"], second["text"]) == (text.message_id, "dua")
    assert second["edit_date"] == second["date"] + 5
    assert caption["caption"] == "baru"
    assert caption["photo"][-1]["file_unique_id"] == before != picture["photo"][-1]["file_unique_id"]


async def test_a_message_may_carry_an_earlier_date(budi: Phone, updates: Any) -> None:
    """Sent without network, delivered late."""
    await budi.text("pagi", at=MONDAY - timedelta(hours=2))
    (update,) = await updates()
    assert update["message"]["date"] == int((MONDAY - timedelta(hours=2)).timestamp())


async def test_messages_older_than_a_day_never_arrive(budi: Phone, updates: Any) -> None:
    await budi.text("kemarin", at=MONDAY - timedelta(hours=24))
    assert await updates() == []


async def test_a_group_message_carries_the_group_and_opens_no_private_chat(budi: Phone, updates: Any, ask: Ask) -> None:
    await budi.text("halo semua", in_group="Kominfo")
    (update,) = await updates()
    assert update["message"]["chat"]["type"] == "supergroup"
    assert (await ask("sendMessage", chat_id=7001, text="hai"))["description"] == "Bad Request: chat not found"


async def test_blocking_and_unblocking_are_told_and_stop_both_directions(
    started: Phone, updates: Any, ask: Ask
) -> None:
    await started.block()
    refused = await ask("sendMessage", chat_id=7001, text="hai")
    assert refused == {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    with pytest.raises(BlockedError):
        await started.text("hai")
    await started.unblock()
    await started.unblock()
    changes = [update["my_chat_member"]["new_chat_member"]["status"] for update in await updates()]
    assert changes == ["kicked", "member"]
    assert (await ask("sendMessage", chat_id=7001, text="hai"))["ok"]


async def test_what_is_no_picture_cannot_be_sent_as_a_photo(budi: Phone) -> None:
    with pytest.raises(NotAPictureError):
        await budi.photo(b"not a picture")


async def test_people_without_names_or_language_have_no_empty_fields(platform: Platform, updates: Any) -> None:
    await platform.phone(7002, "Siti", language_code=None).text("hai")
    (update,) = await updates()
    assert update["message"]["from"] == {"id": 7002, "is_bot": False, "first_name": "Siti"}

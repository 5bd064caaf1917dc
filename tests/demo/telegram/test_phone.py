"""What a person sees and presses."""

import asyncio
from typing import Any

import pytest

from demo.telegram import Phone, Platform
from demo.telegram.chats import Button
from tests.demo.telegram.conftest import Ask, jpeg

KEYS = {"keyboard": [[{"text": "Masuk"}, {"text": "Pulang"}], [{"text": "Bagikan lokasi", "request_location": True}]]}
NUMBER = {"keyboard": [[{"text": "Kirim nomor", "request_contact": True}]], "one_time_keyboard": True}


async def test_waiting_ends_with_the_message_looked_for(started: Phone, ask: Ask) -> None:
    async with asyncio.TaskGroup() as group:
        by_text = group.create_task(started.wait_for(lambda message: message.text == "dua"))
        by_number = group.create_task(started.wait_for(2))
        await ask("sendMessage", chat_id=7001, text="satu")
        await ask("sendMessage", chat_id=7001, text="dua")
    assert by_text.result() is by_number.result() is started.inbox[1]


async def test_waiting_sees_edits(started: Phone, ask: Ask) -> None:
    message = (await ask("sendMessage", chat_id=7001, text="diperiksa"))["result"]["message_id"]
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(started.wait_for(lambda message: "tercatat" in message.text))
        await ask("editMessageText", chat_id=7001, message_id=message, text="tercatat")
    assert waiting.result().edited


async def test_waiting_in_vain_tells_what_there_is(started: Phone, ask: Ask) -> None:
    await ask("sendMessage", chat_id=7001, text="maaf")
    with pytest.raises(TimeoutError, match=r"that message did not come within 0.01 s; the chat shows \['maaf'\]"):
        await started.wait_for(lambda message: message.text == "tercatat", timeout=0.01)


async def test_next_reads_one_message_after_the_other(started: Phone, ask: Ask) -> None:
    for text in ("satu", "dua"):
        await ask("sendMessage", chat_id=7001, text=text)
    assert (await started.inbox.next()).text == "satu"
    assert [message.text for message in started.inbox.unread] == ["dua"]
    assert (await started.inbox.next()).text == "dua"
    assert started.inbox.unread == []


async def test_a_key_sends_its_text(started: Phone, ask: Ask, updates: Any) -> None:
    await ask("sendMessage", chat_id=7001, text="Pilih", reply_markup=KEYS)
    await started.press_key("Masuk")
    (update,) = await updates()
    assert update["message"]["text"] == "Masuk"
    assert len(started.keyboard) == 2


async def test_a_key_that_asks_for_the_position_answers_the_keyboard_without_accuracy(
    started: Phone, ask: Ask, updates: Any
) -> None:
    """As the Android app does."""
    await ask("sendMessage", chat_id=7001, text="Pilih", reply_markup=KEYS)
    await started.press_key("Bagikan lokasi", position=(-4.5, 122.25))
    (update,) = await updates()
    assert update["message"]["location"] == {"latitude": -4.5, "longitude": 122.25}
    assert update["message"]["reply_to_message"]["message_id"] == started.inbox[0].message_id
    with pytest.raises(ValueError, match="give one"):
        await started.press_key("Bagikan lokasi")


async def test_a_key_that_asks_for_the_number_sends_the_own_one_and_goes_away(
    started: Phone, ask: Ask, updates: Any
) -> None:
    await ask("sendMessage", chat_id=7001, text="Nomor?", reply_markup=NUMBER)
    assert started.keyboard == ((Button("Kirim nomor", asks="contact"),),)
    with pytest.raises(ValueError, match="give one"):
        await started.press_key("Kirim nomor")
    await started.press_key("Kirim nomor", phone_number="+62811")
    (update,) = await updates()
    assert update["message"]["contact"] == {"phone_number": "+62811", "first_name": "Budi", "user_id": 7001}
    assert started.keyboard == ()


async def test_keys_and_buttons_that_do_not_show_cannot_be_pressed(started: Phone, ask: Ask) -> None:
    await ask("sendMessage", chat_id=7001, text="Pilih", reply_markup=KEYS)
    with pytest.raises(LookupError, match=r"no key 'Keluar' on the keyboard; there are \['Masuk', 'Pulang', "):
        await started.press_key("Keluar")
    markup = {"inline_keyboard": [[{"text": "Situs", "url": "https://x.id/"}]]}
    await ask("sendMessage", chat_id=7001, text="Tautan", reply_markup=markup)
    with pytest.raises(LookupError, match=r"no button 'Ya' under the message; there are \['Situs'\]"):
        await started.press(started.inbox[1], "Ya")
    with pytest.raises(LookupError, match="sends nothing"):
        await started.press(started.inbox[1], "Situs")


async def test_a_stale_button_still_sends_its_data_with_the_message_as_it_is(
    started: Phone, ask: Ask, updates: Any
) -> None:
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "ya:1"}]]}
    message = (await ask("sendMessage", chat_id=7001, text="lama", reply_markup=markup))["result"]["message_id"]
    await ask("editMessageText", chat_id=7001, message_id=message, text="baru")
    await started.press(started.inbox[0], "ya:1", stale=True)
    (update,) = await updates()
    assert update["callback_query"]["data"] == "ya:1"
    assert update["callback_query"]["message"]["text"] == "baru"


async def test_all_presses_of_a_chat_name_the_same_chat_instance(started: Phone, ask: Ask, updates: Any) -> None:
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "ya"}]]}
    await ask("sendMessage", chat_id=7001, text="?", reply_markup=markup)
    for _ in range(2):
        await started.press(started.inbox[0], "Ya")
    first, second = [update["callback_query"] for update in await updates()]
    assert first["chat_instance"] == second["chat_instance"]
    assert first["id"] != second["id"]


async def test_only_own_messages_can_be_edited(started: Phone, ask: Ask) -> None:
    await ask("sendMessage", chat_id=7001, text="dari bot")
    with pytest.raises(ValueError, match="own messages"):
        await started.edit_text(started.inbox[0], "diubah")


async def test_the_history_holds_both_sides(started: Phone, ask: Ask) -> None:
    await ask("sendMessage", chat_id=7001, text="Selamat datang")
    await started.text("terima kasih")
    assert [(message.by_bot, message.text) for message in started.history] == [
        (False, "/start"),
        (True, "Selamat datang"),
        (False, "terima kasih"),
    ]


async def test_a_prepared_photo_is_a_fresh_upload_at_every_sending(platform: Platform, started: Phone) -> None:
    picture = await platform.photo(jpeg(2000, 1000))
    first, second = await started.photo(picture), await started.photo(picture)
    assert first.content == second.content == picture.largest.jpeg
    assert first.body["photo"][-1]["file_unique_id"] != second.body["photo"][-1]["file_unique_id"]


async def test_phones_of_one_person_show_one_chat(platform: Platform, started: Phone, ask: Ask) -> None:
    await ask("sendMessage", chat_id=7001, text="hai")
    assert platform.phone(7001).inbox[0] is started.inbox[0]
    assert platform.phone(7001, "Nama lain").person.first_name == "Budi"


def test_the_bot_must_be_named_when_there_are_two(platform: Platform) -> None:
    platform.add_bot("55:second", "second_bot")
    with pytest.raises(LookupError, match="name the bot"):
        platform.phone(7001)
    assert platform.phone(7001, bot="@second_bot").bot.user_id == 55
    with pytest.raises(LookupError, match="no such bot"):
        platform.phone(7001, bot="third_bot")

"""aiogram and python-telegram-bot drive the emulator through all its methods."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import aiogram
import pytest
import telegram
from aiogram import types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter, TelegramUnauthorizedError
from telegram.request import HTTPXRequest

from demo.telegram import Phone, Platform
from demo.telegram.methods import NAMES
from tests.demo.telegram.conftest import TOKEN, jpeg

ALL_METHODS = set(NAMES)


@pytest.fixture
def unlimited(started: Phone) -> Phone:
    """A chat without flood limits: these tests send more at once than Telegram lets through."""
    started.bot.limiter = None
    return started


@pytest.fixture
async def aiogram_bot(url: str) -> AsyncIterator[aiogram.Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with aiogram.Bot(TOKEN, session=session) as bot:
        yield bot


@pytest.fixture
async def ptb_bot(url: str, caplog: pytest.LogCaptureFixture) -> AsyncIterator[telegram.Bot]:
    """At its finest level this library logs the address with the token in it; the service does not use it."""
    caplog.set_level(logging.INFO, "telegram.Bot")
    requests = [HTTPXRequest(httpx_kwargs={"trust_env": False}) for _ in range(2)]
    bot = telegram.Bot(
        TOKEN,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )
    async with bot:
        yield bot


def called(platform: Platform) -> set[str]:
    """The methods that were called, all of them with success."""
    assert [entry.error for entry in platform.journal if entry.error] == []
    return {entry.method for entry in platform.journal}


async def test_aiogram_drives_every_method(aiogram_bot: aiogram.Bot, platform: Platform, unlimited: Phone) -> None:
    bot, chat, started = aiogram_bot, unlimited.person.user_id, unlimited
    assert (await bot.get_me()).username == "presensi_bot"
    markup = types.InlineKeyboardMarkup(inline_keyboard=[[types.InlineKeyboardButton(text="Ya", callback_data="ya:1")]])
    sent = await bot.send_message(chat, "<b>Hai</b> &amp; <i>salam</i>", parse_mode="HTML", reply_markup=markup)
    assert sent.text == "Hai & salam"
    assert [entity.type for entity in sent.entities or []] == ["bold", "italic"]
    photo = await bot.send_photo(
        chat, types.BufferedInputFile(jpeg(), "peta.jpg"), caption="Peta", protect_content=True
    )
    document = await bot.send_document(chat, types.BufferedInputFile(b"a,b", "rekap.csv"))
    assert document.document
    assert document.document.mime_type == "text/csv"
    pictures = [types.InputMediaPhoto(media=types.BufferedInputFile(jpeg(), f"{n}.jpg")) for n in range(2)]
    assert len(await bot.send_media_group(chat, list(pictures))) == 2
    await bot.send_chat_action(chat, "typing")
    await started.press(started.inbox[0], "Ya")
    (update,) = await bot.get_updates(timeout=5, allowed_updates=["message", "callback_query"])
    assert update.callback_query
    assert update.callback_query.data == "ya:1"
    await bot.answer_callback_query(update.callback_query.id, "Tercatat", show_alert=True)
    await bot.edit_message_text("Selesai", chat_id=chat, message_id=sent.message_id)
    await bot.edit_message_caption(chat_id=chat, message_id=photo.message_id, caption="Peta lama")
    replacement = types.InputMediaPhoto(media=types.BufferedInputFile(jpeg(200, 300), "p.jpg"), caption="Peta baru")
    await bot.edit_message_media(replacement, chat_id=chat, message_id=photo.message_id)
    await bot.edit_message_reply_markup(chat_id=chat, message_id=sent.message_id, reply_markup=markup)
    await bot.delete_message(chat, document.message_id)
    await started.photo(jpeg())
    (update,) = await bot.get_updates(offset=update.update_id + 1)
    assert update.message
    assert update.message.photo
    file = await bot.get_file(update.message.photo[-1].file_id)
    assert file.file_path
    downloaded = await bot.download_file(file.file_path)
    assert downloaded
    assert downloaded.read() == started.history[-1].content
    scope = types.BotCommandScopeChat(chat_id=chat)
    await bot.set_my_commands([types.BotCommand(command="rekam", description="Rekam wajah")], scope=scope)
    assert [command.command for command in await bot.get_my_commands(scope=scope)] == ["rekam"]
    assert await bot.get_my_commands() == []
    await bot.delete_my_commands(scope=scope)
    await bot.set_webhook("http://127.0.0.1:9/t", secret_token="rahasia")
    assert (await bot.get_webhook_info()).url == "http://127.0.0.1:9/t"
    await bot.delete_webhook()
    assert called(platform) == ALL_METHODS
    assert [message.text or message.kind for message in started.inbox] == ["Selesai", "Peta baru", "photo", "photo"]
    assert started.notices[0].text == "Tercatat"


async def test_python_telegram_bot_drives_every_method(
    ptb_bot: telegram.Bot, platform: Platform, unlimited: Phone
) -> None:
    bot, chat, started = ptb_bot, unlimited.person.user_id, unlimited
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Ya", callback_data="ya:1")]])
    sent = await bot.send_message(chat, "Hai <u>Budi</u>", parse_mode="HTML", reply_markup=markup)
    assert sent.text_html == "Hai <u>Budi</u>"
    photo = await bot.send_photo(chat, jpeg(), caption="Peta")
    document = await bot.send_document(chat, b"a,b", filename="rekap.csv")
    await bot.send_media_group(chat, [telegram.InputMediaPhoto(jpeg()), telegram.InputMediaPhoto(photo.photo[-1])])
    await bot.send_chat_action(chat, "typing")
    await started.press(started.inbox[0], "ya:1")
    (update,) = await bot.get_updates(timeout=5)
    assert update.callback_query
    assert update.callback_query.message == sent
    await bot.answer_callback_query(update.callback_query.id)
    await bot.edit_message_text("Selesai", chat_id=chat, message_id=sent.message_id)
    await bot.edit_message_caption(chat_id=chat, message_id=photo.message_id)
    await bot.edit_message_media(telegram.InputMediaDocument(b"x", filename="x.txt"), chat, document.message_id)
    await bot.edit_message_reply_markup(chat, sent.message_id, reply_markup=markup)
    await bot.delete_message(chat, sent.message_id)
    await started.document(b"isi", "surat.pdf")
    (update,) = await bot.get_updates(offset=update.update_id + 1)
    assert update.message
    assert update.message.document
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"isi"
    scope = telegram.BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([("status", "Hari ini")], scope=scope, language_code="id")
    (command,) = await bot.get_my_commands(scope=scope, language_code="id")
    assert command.command == "status"
    await bot.delete_my_commands(scope=scope, language_code="id")
    await bot.set_webhook("http://127.0.0.1:9/t", allowed_updates=["message"], max_connections=5)
    assert (await bot.get_webhook_info()).max_connections == 5
    await bot.delete_webhook(drop_pending_updates=True)
    assert called(platform) == ALL_METHODS
    assert [message.kind for message in started.inbox] == ["photo", "document", "photo", "photo"]


async def test_a_reply_keyboard_reaches_the_phone(aiogram_bot: aiogram.Bot, started: Phone) -> None:
    keys = [
        [types.KeyboardButton(text="Masuk"), types.KeyboardButton(text="Pulang")],
        [types.KeyboardButton(text="Bagikan lokasi", request_location=True)],
    ]
    await aiogram_bot.send_message(7001, "Pilih", reply_markup=types.ReplyKeyboardMarkup(keyboard=keys))
    assert [[key.text for key in row] for row in started.keyboard] == [["Masuk", "Pulang"], ["Bagikan lokasi"]]
    await aiogram_bot.send_message(7001, "Selesai", reply_markup=types.ReplyKeyboardRemove())
    assert started.keyboard == ()


async def test_the_refusals_become_the_errors_of_each_library(
    url: str,
    aiogram_bot: aiogram.Bot,
    ptb_bot: telegram.Bot,
    platform: Platform,
    started: Phone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    platform.faults.throttle("sendMessage", retry_after=7, times=2)
    with pytest.raises(TelegramRetryAfter) as throttled:
        await aiogram_bot.send_message(7001, "hai")
    assert throttled.value.retry_after == 7
    with pytest.raises(telegram.error.RetryAfter) as throttled_too:
        await ptb_bot.send_message(7001, "hai")
    assert throttled_too.value.retry_after == timedelta(seconds=7)
    await started.block()
    with pytest.raises(TelegramForbiddenError):
        await aiogram_bot.send_message(7001, "hai")
    with pytest.raises(telegram.error.Forbidden):
        await ptb_bot.send_message(7001, "hai")
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with aiogram.Bot("1:wrong", session=session) as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()


async def test_both_ways_of_sending_a_keyboard_mean_the_same(
    aiogram_bot: aiogram.Bot, platform: Platform, started: Phone
) -> None:
    """aiogram sends it as text in a form, httpx may send it as an object in JSON."""
    markup = types.InlineKeyboardMarkup(inline_keyboard=[[types.InlineKeyboardButton(text="Ya", url="https://x.id/")]])
    await aiogram_bot.send_message(7001, "hai", reply_markup=markup)
    assert json.loads(platform.journal[-1].values["reply_markup"]) == started.inbox[-1].body["reply_markup"]
    assert started.inbox[-1].button("Ya").url == "https://x.id/"

"""Sending, editing, deleting, answering: what is stored, and Telegram's words for what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from demo.telegram import Phone, Platform
from demo.telegram.files import PHOTO_UPLOAD_LIMIT
from tests.demo.telegram.conftest import Ask, jpeg
from tests.demo.telegram.jumping import JumpingClock

YES = {"inline_keyboard": [[{"text": "Ya", "callback_data": "ya"}]]}


async def sent(ask: Ask, text: str = "hai", **values: Any) -> int:
    """Send a text and give its message id."""
    answer = await ask("sendMessage", chat_id=7001, text=text, **values)
    return int(answer["result"]["message_id"])


async def refusal(ask: Ask, method: str, **values: Any) -> str:
    """The description without its prefix."""
    answer = await ask(method, **values)
    assert answer["error_code"] == 400
    return str(answer["description"]).removeprefix("Bad Request: ")


async def test_a_text_is_shown_and_answered_as_a_message(started: Phone, ask: Ask, clock: JumpingClock) -> None:
    result = (await ask("sendMessage", chat_id="7001", text="Selamat pagi", protect_content=True))["result"]
    assert result == {
        "message_id": started.inbox[0].message_id,
        "from": {"id": 123456789, "is_bot": True, "first_name": "Presensi", "username": "presensi_bot"},
        "chat": started.person.chat(),
        "date": int(clock.now().timestamp()),
        "text": "Selamat pagi",
        "has_protected_content": True,
    }


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "hai", "chat_id": ""}, "chat_id is empty"),
        ({"text": "hai", "chat_id": 99}, "chat not found"),
        ({"text": "hai", "chat_id": "@siapa"}, "chat not found"),
        ({"text": "hai", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "hai", "reply_parameters": {"message_id": 1}}, "message to be replied not found"),
    ],
)
async def test_texts_that_are_refused(started: Phone, ask: Ask, values: dict[str, Any], reason: str) -> None:
    assert await refusal(ask, "sendMessage", **({"chat_id": 7001} | values)) == reason
    assert len(started.inbox) == 0


async def test_the_longest_text_and_caption_pass(started: Phone, ask: Ask) -> None:
    assert (await ask("sendMessage", chat_id=7001, text="<b>" + "a" * 4096 + "</b>", parse_mode="HTML"))["ok"]
    assert (await ask("sendPhoto", files={"photo": jpeg()}, chat_id=7001, caption="a" * 1024))["ok"]
    refused = await ask("sendPhoto", files={"photo": jpeg()}, chat_id=7001, caption="a" * 1025)
    assert refused["description"] == "Bad Request: message caption is too long"


async def test_a_bot_cannot_write_first(budi: Phone, ask: Ask) -> None:
    assert await refusal(ask, "sendMessage", chat_id=7001, text="hai") == "chat not found"


async def test_an_answer_shows_what_it_answers_once(started: Phone, ask: Ask) -> None:
    first = await sent(ask, "pertama")
    second = await sent(ask, "kedua", reply_parameters={"message_id": first})
    third = (await ask("sendMessage", chat_id=7001, text="ketiga", reply_parameters={"message_id": second}))["result"]
    assert third["reply_to_message"]["text"] == "kedua"
    assert "reply_to_message" not in third["reply_to_message"]
    assert (
        await ask(
            "sendMessage",
            chat_id=7001,
            text="tanpa",
            reply_parameters={"message_id": 1, "allow_sending_without_reply": True},
        )
    )["ok"]


async def test_a_photo_of_the_bot_is_re_encoded_and_can_be_sent_again_by_its_id(started: Phone, ask: Ask) -> None:
    result = (await ask("sendPhoto", files={"photo": jpeg(2000, 1000)}, chat_id=7001))["result"]
    assert [size["width"] for size in result["photo"]] == [90, 320, 800, 1280]
    again = (await ask("sendPhoto", chat_id=7001, photo=result["photo"][0]["file_id"]))["result"]
    assert again["photo"] == result["photo"]
    assert [message.kind for message in started.inbox] == ["photo", "photo"]


@pytest.mark.parametrize(
    ("method", "files", "values", "reason"),
    [
        ("sendPhoto", None, {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": b""}, {}, "file must be non-empty"),
        ("sendPhoto", {"photo": b"no picture"}, {}, "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", None, {"photo": "AgACunknown"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", None, {}, "there is no document in the request"),
        ("sendDocument", None, {"document": "attach://nowhere"}, "there is no document in the request"),
        ("sendPhoto", {"photo": bytes(PHOTO_UPLOAD_LIMIT + 1)}, {}, "file is too big"),
        ("sendMediaGroup", None, {"media": "[]"}, "there must be at least 2 items"),
        ("sendMediaGroup", None, {"media": "{}"}, "expected an Array of InputMedia"),
        ("sendMediaGroup", None, {"media": "[7]"}, "can't parse InputMedia: expected an Object"),
        ("sendMediaGroup", None, {"media": [{"type": "photo"}] * 11}, "message must include 2-10 items"),
        (
            "sendMediaGroup",
            None,
            {"media": [{"type": "photo"}, {"type": "document"}]},
            "can't use the media of the specified type in the album",
        ),
        (
            "sendMediaGroup",
            None,
            {"media": [{"type": "sticker", "media": "x"}] * 2},
            "can't parse InputMedia: type must be one of photo and document here",
        ),
    ],
)
async def test_files_that_are_refused(
    started: Phone, ask: Ask, method: str, files: Any, values: dict[str, Any], reason: str
) -> None:
    named = {name: ("file.jpg", content) for name, content in (files or {}).items()}
    assert await refusal(ask, method, files=named, chat_id=7001, **values) == reason


async def test_a_document_keeps_its_bytes_name_and_type(started: Phone, ask: Ask) -> None:
    files = {"document": ("rekap maret.xlsx", b"isi")}
    result = (await ask("sendDocument", files=files, chat_id=7001, caption="Rekap"))["result"]
    assert result["document"]["file_name"] == "rekap maret.xlsx"
    assert result["document"]["mime_type"].endswith("spreadsheetml.sheet")
    assert (started.inbox[0].content, started.inbox[0].text) == (b"isi", "Rekap")
    again = (await ask("sendDocument", chat_id=7001, document=result["document"]["file_id"]))["result"]
    assert again["document"] == result["document"]
    reason = await refusal(ask, "sendPhoto", chat_id=7001, photo=result["document"]["file_id"])
    assert reason == "can't use file of type Document as Photo"


async def test_a_document_replaces_the_text_when_media_is_edited(started: Phone, ask: Ask) -> None:
    message = (await ask("sendPhoto", files={"photo": jpeg()}, chat_id=7001, caption="lama"))["result"]["message_id"]
    media = '{"type": "document", "media": "attach://berkas", "caption": "baru"}'
    files = {"berkas": ("a.txt", b"isi")}
    assert (await ask("editMessageMedia", files=files, chat_id=7001, message_id=message, media=media))["ok"]
    shown = started.inbox[0]
    assert (shown.kind, shown.text, shown.content, shown.edited) == ("document", "baru", b"isi", True)


async def test_an_edit_replaces_text_and_buttons_in_place(started: Phone, ask: Ask, clock: JumpingClock) -> None:
    message = await sent(ask, "satu", reply_markup=YES)
    clock.forward(3)
    edited = (await ask("editMessageText", chat_id=7001, message_id=message, text="dua"))["result"]
    assert edited["edit_date"] == edited["date"] + 3
    assert [shown.text for shown in started.inbox] == ["dua"]
    assert started.inbox[0].buttons == ()
    await ask("editMessageReplyMarkup", chat_id=7001, message_id=message, reply_markup=YES)
    assert started.inbox[0].button("ya").text == "Ya"
    assert [version["text"] for version in started.inbox[0].versions] == ["satu", "dua"]


async def test_a_photo_has_no_text_to_edit(started: Phone, ask: Ask) -> None:
    message = (await ask("sendPhoto", files={"photo": jpeg()}, chat_id=7001))["result"]["message_id"]
    reason = await refusal(ask, "editMessageText", chat_id=7001, message_id=message, text="x")
    assert reason == "there is no text in the message to edit"


async def test_an_edit_that_changes_nothing_is_refused(started: Phone, ask: Ask) -> None:
    message = await sent(ask, "<b>satu</b>", parse_mode="HTML", reply_markup=YES)
    for method, values in (
        ("editMessageText", {"text": "<b>satu</b> ", "parse_mode": "HTML"}),
        ("editMessageReplyMarkup", {}),
    ):
        reason = await refusal(ask, method, chat_id=7001, message_id=message, reply_markup=YES, **values)
        assert reason.startswith("message is not modified: specified new message content and reply markup are exactly")
    assert not started.inbox[0].edited


MessageId = Callable[[int, int], int]


@pytest.mark.parametrize(
    ("method", "message_id", "values", "reason"),
    [
        ("editMessageText", lambda bots, _: bots + 999, {"text": "x"}, "message to edit not found"),
        ("editMessageText", lambda _, persons: persons, {"text": "x"}, "message can't be edited"),
        ("editMessageText", lambda bots, _: "", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", lambda bots, _: bots, {"text": ""}, "message text is empty"),
        ("editMessageCaption", lambda bots, _: bots, {"caption": "x"}, "there is no caption in the message to edit"),
        ("editMessageMedia", lambda bots, _: bots, {"media": "x"}, "can't parse media JSON object"),
        ("editMessageMedia", lambda bots, _: bots, {"media": "7"}, "can't parse InputMedia: expected an Object"),
        ("deleteMessage", lambda bots, _: bots + 999, {}, "message to delete not found"),
    ],
)
async def test_edits_that_are_refused(
    started: Phone, ask: Ask, method: str, message_id: MessageId, values: dict[str, Any], reason: str
) -> None:
    bots = await sent(ask)
    given = message_id(bots, started.history[0].message_id)
    assert await refusal(ask, method, chat_id=7001, message_id=given, **values) == reason


async def test_a_deleted_message_is_gone_for_both(started: Phone, ask: Ask) -> None:
    message = await sent(ask)
    assert (await ask("deleteMessage", chat_id=7001, message_id=message))["result"] is True
    assert len(started.inbox) == 0
    assert await refusal(ask, "deleteMessage", chat_id=7001, message_id=message) == "message to delete not found"


async def test_a_press_is_answered_once_and_in_time(started: Phone, ask: Ask, clock: JumpingClock) -> None:
    await sent(ask, reply_markup=YES)
    press = await started.press(started.inbox[0], "Ya")
    assert (await ask("answerCallbackQuery", callback_query_id=press, text="Tercatat"))["ok"]
    assert [(notice.text, notice.alert) for notice in started.notices] == [("Tercatat", False)]
    late = await started.press(started.inbox[0], "Ya")
    assert await refusal(ask, "answerCallbackQuery", callback_query_id=late, text="a" * 201) == "MESSAGE_TOO_LONG"
    clock.forward(150)
    too_old = "query is too old and response timeout expired or query ID is invalid"
    for query_id in (press, late, "1"):
        assert await refusal(ask, "answerCallbackQuery", callback_query_id=query_id) == too_old


async def test_commands_are_kept_by_scope_and_language(ask: Ask, started: Phone) -> None:
    admin = {"type": "chat", "chat_id": 7001}
    await ask("setMyCommands", commands=[{"command": "status", "description": "Hari ini"}])
    await ask("setMyCommands", commands=[{"command": "/rekam", "description": "Rekam"}], scope=admin)
    await ask("setMyCommands", commands=[{"command": "status", "description": "Today"}], language_code="en")
    read = [
        (await ask("getMyCommands", **where))["result"] for where in ({}, {"scope": admin}, {"language_code": "en"})
    ]
    assert [menu[0]["description"] for menu in read] == ["Hari ini", "Rekam", "Today"]
    assert read[1][0]["command"] == "rekam"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"commands": [{"command": "Rekam!", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "rekam", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": {}}, "expected an Array of BotCommand"),
        ({"commands": [{"command": "a", "description": "b"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "scope": {"type": "planet"}}, "can't parse BotCommandScope: Unsupported type specified"),
    ],
)
async def test_commands_that_are_refused(ask: Ask, values: dict[str, Any], reason: str) -> None:
    assert await refusal(ask, "setMyCommands", **values) == reason


async def test_typing_is_shown_and_other_actions_are_checked(started: Phone, ask: Ask) -> None:
    await ask("sendChatAction", chat_id=7001, action="typing")
    assert started.chat.actions == ["typing"]
    assert await refusal(ask, "sendChatAction", chat_id=7001, action="dancing") == "wrong parameter action in request"


async def test_the_journal_holds_calls_refused_and_done(started: Phone, ask: Ask, platform: Platform) -> None:
    await sent(ask, "hai")
    await ask("sendMessage", chat_id=7001)
    done, refused = platform.journal
    assert (done.method, done.values["text"], done.error) == ("sendMessage", "hai", None)
    assert (refused.result, refused.error) == (None, "Bad Request: message text is empty")

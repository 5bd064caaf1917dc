"""What all sending methods check and build."""

import asyncio

from demo.telegram import markup, pictures
from demo.telegram.arguments import Arguments, Upload
from demo.telegram.calls import Call
from demo.telegram.chats import Chat, Message
from demo.telegram.content import Content, add_document, document_content, photo_content
from demo.telegram.errors import bad_request, forbidden
from demo.telegram.files import PHOTO_UPLOAD_LIMIT, UPLOAD_LIMIT, StoredFile
from demo.telegram.keyboards import inline_only, read_markup
from demo.telegram.markup import Formatted
from demo.telegram.wire import Payload, unix, utf16_length, without_none

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
KINDS = {
    "photos": "Photo",
    "documents": "Document",
    "video_notes": "VideoNote",
    "videos": "Video",
    "voice": "VoiceNote",
    "stickers": "Sticker",
}


def chat_of(call: Call) -> Chat:
    """The chat of `chat_id`: it exists once the person has written to the bot."""
    given = call.arguments.text("chat_id")
    if not given:
        raise bad_request("chat_id is empty")
    chat = call.bot.chats.get(call.arguments.integer("chat_id"))
    if chat is None or not chat.started:
        raise bad_request("chat not found")
    return chat


def sendable_chat(call: Call, count: int = 1) -> Chat:
    """The chat, if the person has not blocked the bot and the limits let `count` messages pass."""
    chat = chat_of(call)
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if call.bot.limiter is not None:
        call.bot.limiter.spend(chat.person.user_id, call.platform.clock.monotonic(), count)
    return chat


def read_text(arguments: Arguments) -> Formatted:
    """`text` with its formatting: 1 to 4096 characters after parsing, counted as UTF-16 units."""
    if not arguments.text("text"):
        raise bad_request("message text is empty")
    formatted = stripped(_formatted(arguments, "text", "entities"))
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if utf16_length(formatted.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return formatted


def _formatted(arguments: Arguments, name: str, entities: str) -> Formatted:
    """The text of an argument under its parse_mode, or with the entities given for it."""
    given = arguments.structure(entities, "entities") if not arguments.text("parse_mode") else None
    if isinstance(given, list):
        return Formatted(arguments.text(name), tuple(given))
    return markup.parse(arguments.text(name), arguments.text("parse_mode"))


def read_caption(arguments: Arguments) -> Formatted | None:
    """`caption` with its formatting, at most 1024 characters; None when there is none."""
    if not arguments.text("caption"):
        return None
    formatted = stripped(_formatted(arguments, "caption", "caption_entities"))
    if utf16_length(formatted.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return formatted


def stripped(formatted: Formatted) -> Formatted:
    """Without white space at both ends, as the server stores it; entities move and shrink with the text."""
    text = formatted.text.strip()
    cut = utf16_length(formatted.text) - utf16_length(formatted.text.lstrip())
    moved = (_moved(entity, cut, utf16_length(text)) for entity in formatted.entities)
    return Formatted(text, tuple(entity for entity in moved if entity["length"] > 0))


def _moved(entity: Payload, cut: int, end: int) -> Payload:
    first = min(max(entity["offset"] - cut, 0), end)
    last = min(max(entity["offset"] + entity["length"] - cut, 0), end)
    return entity | {"offset": first, "length": last - first}


def known_file(call: Call, file_id: str, folder: str) -> StoredFile:
    """The file of an id that this bot has seen, if it is of the right kind."""
    stored = call.platform.files.find(file_id, call.bot.user_id)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.folder != folder:
        raise bad_request(f"can't use file of type {KINDS[stored.folder]} as {KINDS[folder]}")
    return stored


def _checked(upload: Upload, limit: int) -> bytes:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > limit:
        raise bad_request("file is too big")
    return upload.content


async def read_photo(call: Call, given: Upload | str | None) -> Content:
    """A photo uploaded by the bot, or one known by its file id."""
    if given is None:
        raise bad_request("there is no photo in the request")
    if isinstance(given, str):
        stored = known_file(call, given, "photos")
    else:
        stored = await _uploaded_photo(call, given)
    return photo_content(call.platform.files, call.bot.user_id, stored)


async def _uploaded_photo(call: Call, upload: Upload) -> StoredFile:
    try:
        picture = await asyncio.to_thread(pictures.encode, _checked(upload, PHOTO_UPLOAD_LIMIT))
    except pictures.NotAPictureError:
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    return call.platform.files.add_photo(picture)


async def read_document(call: Call, given: Upload | str | None) -> Content:
    """A file uploaded by the bot, or one known by its file id."""
    if given is None:
        raise bad_request("there is no document in the request")
    files = call.platform.files
    if isinstance(given, str):
        stored = known_file(call, given, "documents")
    else:
        stored = add_document(files, _checked(given, UPLOAD_LIMIT), given.file_name, mime_type=None)
    return document_content(files, call.bot.user_id, stored)


def post(call: Call, chat: Chat, content: Content, extra: Payload | None = None) -> Payload:
    """Put a message of the bot into the chat; the Message as answered."""
    keyboard = read_markup(call.arguments)
    body = {
        "message_id": call.bot.new_message_id(),
        "from": call.bot.user(),
        "chat": chat.person.chat(),
        "date": unix(call.platform.now()),
    } | content.fields
    body |= without_none(
        reply_to_message=_replied(call, chat),
        has_protected_content=True if call.arguments.flag("protect_content") else None,
        reply_markup=inline_only(keyboard),
    )
    message = chat.add(Message(body | (extra or {}), call.bot.user_id, by_bot=True, contents=content.opened))
    chat.show(keyboard, message)
    return message.body


def _replied(call: Call, chat: Chat) -> Payload | None:
    """The message that is answered, without the one that it answered itself."""
    given = call.arguments.structure("reply_parameters", "reply parameters")
    if not given:
        return None
    message = chat.visible(int(given.get("message_id", 0)))
    if message is None:
        if given.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return {name: value for name, value in message.body.items() if name != "reply_to_message"}

"""Sending: text, photos, documents, albums, and the "typing" line."""

from typing import Any

from demo.telegram.arguments import of_object
from demo.telegram.calls import Call
from demo.telegram.content import Content, captioned, text_content
from demo.telegram.errors import bad_request
from demo.telegram.keyboards import read_markup
from demo.telegram.methods.outgoing import (
    chat_of,
    post,
    read_caption,
    read_document,
    read_photo,
    read_text,
    sendable_chat,
)
from demo.telegram.wire import Payload

ALBUM_SIZES = range(2, 11)
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


async def send_message(call: Call) -> Payload:
    """A text."""
    content = text_content(read_text(call.arguments))
    read_markup(call.arguments)
    return post(call, sendable_chat(call), content)


async def send_photo(call: Call) -> Payload:
    """A photo, which the server re-encodes."""
    caption = read_caption(call.arguments)
    content = captioned(await read_photo(call, call.arguments.file("photo")), caption)
    return post(call, sendable_chat(call), content)


async def send_document(call: Call) -> Payload:
    """A file."""
    caption = read_caption(call.arguments)
    content = captioned(await read_document(call, call.arguments.file("document")), caption)
    return post(call, sendable_chat(call), content)


async def send_media_group(call: Call) -> list[Payload]:
    """An album of 2 to 10 photos or documents, one message each."""
    items = _album(call)
    contents = [await read_media(call, item) for item in items]
    chat = sendable_chat(call, len(contents))
    group = {"media_group_id": str(call.platform.unique("album"))}
    return [post(call, chat, content, group) for content in contents]


def _album(call: Call) -> list[Payload]:
    items: Any = call.arguments.structure("media", "media")
    if not isinstance(items, list):
        raise bad_request("expected an Array of InputMedia")
    if not all(isinstance(item, dict) for item in items):
        raise bad_request("can't parse InputMedia: expected an Object")
    if len(items) not in ALBUM_SIZES:
        raise bad_request("message must include 2-10 items" if len(items) > 1 else "there must be at least 2 items")
    if len({item.get("type") for item in items}) > 1:
        raise bad_request("can't use the media of the specified type in the album")
    return items


async def read_media(call: Call, item: Payload) -> Content:
    """The content of one InputMedia."""
    caption = read_caption(of_object(item))
    given = call.arguments.attached(item.get("media"))
    match item.get("type"):
        case "photo":
            return captioned(await read_photo(call, given), caption)
        case "document":
            return captioned(await read_document(call, given), caption)
        case _:
            raise bad_request("can't parse InputMedia: type must be one of photo and document here")


async def send_chat_action(call: Call) -> bool:
    """Show for a few seconds what the bot is doing; it is no message and has no limit here."""
    chat = chat_of(call)
    action = call.arguments.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(action)
    chat.changed.notify()
    return True

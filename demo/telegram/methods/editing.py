"""Editing and deleting messages of the bot."""

from demo.telegram.calls import Call
from demo.telegram.chats import Chat, Message
from demo.telegram.content import Content, captioned, text_content
from demo.telegram.errors import ApiError, bad_request
from demo.telegram.keyboards import inline_only, read_markup
from demo.telegram.methods.outgoing import chat_of, read_caption, read_text, sendable_chat
from demo.telegram.methods.sending import read_media
from demo.telegram.wire import Payload, unix, without_none

CONTENT_FIELDS = frozenset({"text", "entities", "caption", "caption_entities", "photo", "document"})
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


async def edit_message_text(call: Call) -> Payload:
    """Another text under the same message."""
    content = text_content(read_text(call.arguments))
    message = _editable(call)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _change(call, message, content)


async def edit_message_caption(call: Call) -> Payload:
    """Another caption; none removes it."""
    message = _editable(call)
    if "text" in message.body:
        raise bad_request("there is no caption in the message to edit")
    kept = {name: value for name, value in _content(message).items() if not name.startswith("caption")}
    return _change(call, message, captioned(Content(kept, message.contents), read_caption(call.arguments)))


async def edit_message_media(call: Call) -> Payload:
    """Another photo or document in the place of the present one."""
    message = _editable(call)
    item = call.arguments.structure("media", "media")
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    return _change(call, message, await read_media(call, item))


async def edit_message_reply_markup(call: Call) -> Payload:
    """Other inline buttons; none removes them."""
    message = _editable(call)
    return _change(call, message, Content(_content(message), message.contents))


async def delete_message(call: Call) -> bool:
    """Take a message away on both sides."""
    chat = chat_of(call)
    message = _found(call, chat, bad_request("message to delete not found"))
    message.deleted = True
    chat.changed.notify()
    return True


def _editable(call: Call) -> Message:
    message = _found(call, chat_of(call), bad_request("message to edit not found"))
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return message


def _found(call: Call, chat: Chat, otherwise: ApiError) -> Message:
    if not call.arguments.text("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.visible(call.arguments.integer("message_id"))
    if message is None:
        raise otherwise
    return message


def _content(message: Message) -> Payload:
    return {name: value for name, value in message.body.items() if name in CONTENT_FIELDS}


def _change(call: Call, message: Message, content: Content) -> Payload:
    """Replace content and buttons; the call must change something."""
    markup = inline_only(read_markup(call.arguments))
    if _content(message) == content.fields and message.body.get("reply_markup") == markup:
        raise bad_request(NOT_MODIFIED)
    chat = sendable_chat(call)
    kept = {name: value for name, value in message.body.items() if name not in CONTENT_FIELDS | {"reply_markup"}}
    edited = {"edit_date": unix(call.platform.now())} | without_none(reply_markup=markup)
    message.replace(kept | content.fields | edited, content.opened)
    chat.changed.notify()
    return message.body

"""A raw update becomes one neutral message, with what is known of where it came from."""

import json
from datetime import UTC, datetime
from typing import assert_never

from pydantic import ValidationError

from bot.channels.telegram.envelope import UpdateMalformed, body_of, is_private
from bot.channels.telegram.keyboards import parse_callback
from bot.channels.telegram.library import CallbackQuery, ChatMemberUpdated, Message, Update
from bot.events import (
    Contact,
    Document,
    Elsewhere,
    FileRef,
    Inbound,
    Membership,
    Oddities,
    Oddity,
    Photo,
    Position,
    Text,
    Unsupported,
    Video,
)


def to_inbound(raw: bytes) -> Inbound:
    """Raises UpdateMalformed for what aiogram cannot read as an update."""
    try:
        update = Update.model_validate_json(raw)
    except ValidationError as error:
        # Only the places, never the values: an update holds positions and phone numbers.
        places = {".".join(map(str, fault["loc"][:4])) for fault in error.errors(include_input=False)}
        where = ", ".join(sorted(places)) or "its text"
        private = is_private(body_of(json.loads(raw))[1])
        raise UpdateMalformed(f"an update does not fit the Bot API at {where}", private=private) from None
    body = update.message or update.edited_message or update.callback_query or update.my_chat_member
    match body:
        case Message():
            return _message(body, edited=update.edited_message is not None)
        case CallbackQuery():
            return _pressed(body)
        case ChatMemberUpdated():
            return _membership(body)
        case None:
            # A kind that was not asked for. Nobody knows which chat it is about.
            return Elsewhere()
        case _:
            assert_never(body)


def _pressed(query: CallbackQuery) -> Inbound:
    if query.message is not None and query.message.chat.type != "private":
        return Elsewhere()
    return parse_callback(query.data or "", query.id) or Unsupported("callback")


def _membership(update: ChatMemberUpdated) -> Inbound:
    if update.chat.type != "private":
        return Elsewhere()
    return Membership(blocked=update.new_chat_member.status in ("kicked", "left"))


def _message(message: Message, *, edited: bool) -> Inbound:
    if message.chat.type != "private":
        return Elsewhere()
    oddities = _oddities(message, edited=edited)
    return _position(message, oddities) or _media(message, oddities) or _words(message, oddities)


def _words(message: Message, oddities: Oddities) -> Inbound:
    if message.text is not None:
        # What was written anew is said now: an old text made into "Masuk" would begin an attempt in the past.
        return Text(message.text, _edit_time(message), oddities)
    if message.contact is not None and message.from_user is not None:
        own = message.contact.user_id == message.from_user.id and not oddities
        return Contact(message.contact.phone_number, own, message.date)
    if oddities & {Oddity.STORY, Oddity.PAID_MEDIA}:
        return Unsupported("story", message.date, oddities)
    return Unsupported(message.content_type)


def _position(message: Message, oddities: Oddities) -> Position | None:
    """A venue carries a location as well: it says where a place is, not where the person is."""
    location = message.location
    if location is None:
        return None
    return Position(
        latitude=location.latitude,
        longitude=location.longitude,
        accuracy_m=location.horizontal_accuracy,
        live=location.live_period is not None,
        place=message.venue is not None,
        sent_at=_edit_time(message),
        # A live location moves by edits: there the edit is no oddity.
        oddities=oddities - {Oddity.EDITED} if location.live_period is not None else oddities,
    )


def _edit_time(message: Message) -> datetime:
    return datetime.fromtimestamp(message.edit_date, UTC) if message.edit_date else message.date


def _media(message: Message, oddities: Oddities) -> Photo | Video | Document | None:
    at = message.date
    if message.photo:
        # The largest size: the face needs the pixels.
        largest = max(message.photo, key=lambda size: size.width * size.height)
        file = FileRef(largest.file_id, largest.file_unique_id, largest.file_size)
        return Photo(file, at, message.media_group_id, oddities)
    if video := message.video_note or message.video:
        file = FileRef(video.file_id, video.file_unique_id, video.file_size)
        return Video(file, at, message.video_note is not None, oddities)
    if document := message.document:
        file = FileRef(document.file_id, document.file_unique_id, document.file_size)
        return Document(file, at, document.mime_type, oddities)
    return None


def _oddities(message: Message, *, edited: bool) -> Oddities:
    signs = {
        Oddity.FORWARDED: message.forward_origin,
        Oddity.VIA_BOT: message.via_bot,
        Oddity.SCHEDULED: message.is_from_offline,
        Oddity.BUSINESS: message.business_connection_id or message.sender_business_bot,
        Oddity.ALBUM: message.media_group_id,
        Oddity.STORY: message.story,
        Oddity.PAID_MEDIA: message.paid_media,
        Oddity.LIVE_PHOTO: message.live_photo,
        Oddity.SENDER_CHAT: message.sender_chat,
        Oddity.EXTERNAL_REPLY: message.external_reply,
        Oddity.GUEST: message.guest_query_id or message.guest_bot_caller_user or message.guest_bot_caller_chat,
        Oddity.EDITED: edited,
    }
    return frozenset(oddity for oddity, sign in signs.items() if sign)

"""Where an incoming message came from: by an inline bot, scheduled, forwarded, as an answer."""

from datetime import datetime
from typing import TypeAlias, TypedDict

from demo.telegram.accounts import Person
from demo.telegram.chats import Message
from demo.telegram.wire import Payload, unix

Source: TypeAlias = Person | str  # a name alone: somebody who hides the account in forwarded messages


class How(TypedDict, total=False):
    """Keywords of every sending by a phone."""

    at: datetime  # its date, when it is not now: sent offline, delivered late
    via_bot: str  # the username of an inline bot
    scheduled: bool  # written earlier to be sent at this time
    forwarded_from: Source
    forwarded_at: datetime  # the date of the forwarded message; without it that of this one
    reply_to: Message
    in_group: str  # the title of a group in which it is written instead
    fields: Payload  # further fields of the Message, for what has no keyword here


def provenance(how: How, date: int, bot_id: int) -> Payload:
    """The fields of a Message that tell how it came; `bot_id` is that of the inline bot."""
    fields: Payload = {}
    if "via_bot" in how:
        name = how["via_bot"]
        fields["via_bot"] = {"id": bot_id, "is_bot": True, "first_name": name, "username": name}
    if how.get("scheduled"):
        fields["is_from_offline"] = True
    if "forwarded_from" in how:
        at = unix(how["forwarded_at"]) if "forwarded_at" in how else date
        fields["forward_origin"] = origin(how["forwarded_from"], at)
    if "reply_to" in how:
        answered = how["reply_to"].body
        fields["reply_to_message"] = {name: value for name, value in answered.items() if name != "reply_to_message"}
    return fields


def origin(source: Source, date: int) -> Payload:
    """The MessageOrigin of a person, or of one who hides."""
    if isinstance(source, str):
        return {"type": "hidden_user", "date": date, "sender_user_name": source}
    return {"type": "user", "date": date, "sender_user": source.user()}

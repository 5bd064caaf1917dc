"""A chat as the page draws it."""

import hashlib
import json
from datetime import datetime
from typing import Any

from demo.moments import WITA
from demo.telegram import Phone
from demo.telegram.chats import Button, Message

#: The newest messages only: nobody scrolls further back in a demonstration.
SHOWN = 200


def chat_view(phone: Phone) -> dict[str, Any]:
    """Messages of both sides and the reply keyboard; `mark` changes whenever anything of it does."""
    view = {
        "messages": [_message(message) for message in phone.history[-SHOWN:]],
        "keyboard": [[_button(key) for key in row] for row in phone.keyboard],
    }
    written = json.dumps(view, sort_keys=True).encode()
    return view | {"mark": hashlib.blake2b(written, digest_size=9).hexdigest()}


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": message.message_id,
        "mine": not message.by_bot,
        "kind": message.kind,
        "text": message.text,
        "at": _clock(message.date),
        "edited": message.edited,
        "album": message.body.get("media_group_id"),
        "location": _location(message),
        "file": message.body.get("document", {}).get("file_name"),
        "buttons": [[_button(button) for button in row] for row in message.buttons],
    }


def _location(message: Message) -> dict[str, Any] | None:
    where = message.body.get("location")
    if where is None:
        return None
    return {
        "latitude": where["latitude"],
        "longitude": where["longitude"],
        "accuracy": where.get("horizontal_accuracy"),
        "live": "live_period" in where,
    }


def _button(button: Button) -> dict[str, Any]:
    return {"text": button.text, "data": button.data, "url": button.url, "asks": button.asks}


def _clock(at: datetime) -> str:
    return f"{at.astimezone(WITA):%H.%M}"

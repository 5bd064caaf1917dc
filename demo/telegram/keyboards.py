"""The reply_markup of a call, checked and refused as get_reply_markup of Client.cpp does."""

from collections.abc import Callable
from typing import Any

from demo.telegram.arguments import Arguments
from demo.telegram.errors import bad_request
from demo.telegram.wire import Payload

CALLBACK_DATA_LIMIT = 64  # bytes
OTHER_ACTIONS = frozenset(
    {
        "url",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "pay",
    }
)


def read_markup(arguments: Arguments) -> Payload | None:
    """The checked reply markup; None when there is none, or one without any button."""
    markup = arguments.structure("reply_markup", "reply keyboard markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if keyboard := _rows(markup, "keyboard", "", _key):
        return markup | {"keyboard": keyboard}
    if inline := _rows(markup, "inline_keyboard", " of the InlineKeyboardMarkup", _inline_button):
        return {"inline_keyboard": inline}
    return markup if markup.get("remove_keyboard") or markup.get("force_reply") else None


def inline_only(markup: Payload | None) -> Payload | None:
    """The part of a markup that stays under the message."""
    return markup if markup and "inline_keyboard" in markup else None


def _rows(markup: Payload, name: str, owner: str, read: Callable[[Any], Payload]) -> list[list[Payload]]:
    """The rows of a keyboard, empty ones left out."""
    rows = markup.get(name, [])
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}"{owner} must be an Array of Arrays')
    return [[read(button) for button in row] for row in rows if row]


def _key(key: Any) -> Payload:
    """A key of a reply keyboard; plain text stands for an object with that text."""
    if isinstance(key, str):
        return {"text": key}
    if not isinstance(key, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    return _with_text(key, "keyboard button")


def _inline_button(button: Any) -> Payload:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    data = _with_text(button, "inline keyboard button").get("callback_data")
    if not data and not button.keys() & OTHER_ACTIONS:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if data and len(str(data).encode()) > CALLBACK_DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    return button


def _with_text(button: Payload, what: str) -> Payload:
    if "text" not in button:
        raise bad_request(f"can't parse {what}: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise bad_request(f'can\'t parse {what}: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request(f"{what} text must be non-empty".replace("inline ", ""))
    return button

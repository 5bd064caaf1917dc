"""The reply_markup of a call, checked as the server checks it."""

from collections.abc import Callable
from typing import Any

from demo.telegram.arguments import Arguments
from demo.telegram.errors import ApiError, bad_request
from demo.telegram.wire import Payload

CALLBACK_DATA_LIMIT = 64  # bytes
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
)


def read_markup(arguments: Arguments) -> Payload | None:
    """The checked reply markup, None when there is none."""
    markup = arguments.structure("reply_markup", "reply keyboard markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return {"inline_keyboard": _rows(markup["inline_keyboard"], "inline_keyboard", _inline_button)}
    if "keyboard" in markup:
        return markup | {"keyboard": _rows(markup["keyboard"], "keyboard", _key)}
    return markup if markup.keys() & {"remove_keyboard", "force_reply"} else None


def inline_only(markup: Payload | None) -> Payload | None:
    """The part of a markup that stays under the message."""
    return markup if markup and markup.get("inline_keyboard") else None


def _rows(rows: Any, name: str, read: Callable[[Any], Any]) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    return [[read(button) for button in _row(row)] for row in rows if row]


def _row(row: Any) -> list[Any]:
    if not isinstance(row, list):
        raise bad_request("can't parse reply keyboard markup: Expected an Array of buttons")
    return row


def _key(key: Any) -> Payload:
    """A key of a reply keyboard; plain text stands for an object with that text."""
    read = {"text": key} if isinstance(key, str) else key
    if not isinstance(read, dict) or not isinstance(read.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    return read


def _inline_button(button: Any) -> Payload:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"]:
        raise _bad_inline('Can\'t find field "text"')
    if not any(action in button for action in ACTIONS):
        raise _bad_inline("Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not (isinstance(data, str) and 1 <= len(data.encode()) <= CALLBACK_DATA_LIMIT):
        raise bad_request("BUTTON_DATA_INVALID")
    return button


def _bad_inline(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")

"""Keyboards of ours as Telegram draws them, and the presses on them read back."""

from functools import cache

from bot.channels.telegram.library import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from bot.events import Pressed
from bot.rendering import Rendered, RenderedButton

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

# callback_data holds 1 to 64 bytes (PLATFORMS.md A4): an action, a row and its version fit well below.
CALLBACK_BYTES = 64


def markup(rendered: Rendered) -> Markup | None:
    """Inline buttons win: one message carries one keyboard, and the reply keyboard stays where it is."""
    if rendered.buttons:
        return InlineKeyboardMarkup(inline_keyboard=[[_inline(button)] for button in rendered.buttons])
    if rendered.remove_menu:
        return ReplyKeyboardRemove()
    return _menu(rendered.menu, rendered.location_label, rendered.contact_label) if rendered.menu else None


@cache
def _menu(
    menu: tuple[tuple[str, ...], ...], location_label: str | None, contact_label: str | None
) -> ReplyKeyboardMarkup:
    """One for each menu and language: nearly every message carries one."""
    rows = [
        [_key(label, location=label == location_label, contact=label == contact_label) for label in row] for row in menu
    ]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)


def _inline(button: RenderedButton) -> InlineKeyboardButton:
    data = f"{button.action}:{button.row_id}:{button.version}"
    return InlineKeyboardButton(text=button.label, callback_data=data)


def _key(label: str, *, location: bool, contact: bool) -> KeyboardButton:
    return KeyboardButton(text=label, request_location=location or None, request_contact=contact or None)


def parse_callback(data: str, query_id: str) -> Pressed | None:
    """None for what no keyboard of ours sends."""
    action, _, rest = data.partition(":")
    row_id, _, version = rest.partition(":")
    if not action or not (row_id.isdecimal() and version.isdecimal()) or len(row_id) > 18 or len(version) > 9:
        return None
    return Pressed(action, int(row_id), int(version), query_id)

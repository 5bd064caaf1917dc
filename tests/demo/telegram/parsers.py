"""The two client libraries as parsers of what the emulator says."""

from collections.abc import Iterator
from typing import Any

import telegram
from aiogram import types


def problems(update: dict[str, Any]) -> list[str]:
    """What the two libraries find wrong with an Update: fields they do not know, or values they do not take."""
    types.Update.model_validate(update)
    parsed = telegram.Update.de_json(update, None)
    return [f"{type(part).__name__} has unknown {part.api_kwargs}" for part in parts(parsed) if part.api_kwargs]


def parts(value: object) -> Iterator[telegram.TelegramObject]:
    """A python-telegram-bot object and all objects in it: each keeps its unknown fields for itself."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from parts(item)
    elif isinstance(value, telegram.TelegramObject):
        yield value
        for name in value.__slots__:
            yield from parts(getattr(value, name))
        for name in _inherited(type(value)):
            yield from parts(getattr(value, name))


def _inherited(kind: type) -> Iterator[str]:
    for base in kind.__mro__[1:]:
        if base is not telegram.TelegramObject:
            yield from (name for name in getattr(base, "__slots__", ()) if not name.startswith("_"))

"""aiogram, imported without the schemas of 300 types of the Bot API of which we use a dozen.

`import aiogram.types` has pydantic build every one of them: 2.3 of the 4 seconds of a start (`-X importtime`, November
2026), in which people wait for their answer. Here the building is put off until a type is used.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

_Postponed = dict[type[BaseModel], Mapping[str, Any]]


@contextmanager
def _postponed() -> Iterator[_Postponed]:
    """What was to be built in the block, each with the names that its annotations mean."""
    asked: _Postponed = {}

    def note(model: type[BaseModel], /, **names: Any) -> None:
        asked[model] = names

    rebuild = BaseModel.__dict__["model_rebuild"]
    BaseModel.model_rebuild = classmethod(note)  # type: ignore[assignment]
    try:
        yield asked
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]


with _postponed() as _asked:
    from aiogram import Bot, methods
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.exceptions import (
        AiogramError,
        ClientDecodeError,
        TelegramBadRequest,
        TelegramForbiddenError,
        TelegramNetworkError,
        TelegramNotFound,
        TelegramRetryAfter,
        TelegramServerError,
        TelegramUnauthorizedError,
    )
    from aiogram.methods import Response, SendDocument, SendMessage, SendPhoto
    from aiogram.types import (
        BotCommand,
        BotCommandScopeChat,
        BufferedInputFile,
        CallbackQuery,
        ChatMemberUpdated,
        File,
        InlineKeyboardButton,
        InlineKeyboardMarkup,
        KeyboardButton,
        Message,
        ReplyKeyboardMarkup,
        ReplyKeyboardRemove,
        Update,
        User,
    )

# A model that was put off is built by pydantic when it is first used, with these names for its annotations.
_names = {name: value for names in _asked.values() for name, value in names["_types_namespace"].items()}
for _model in (*_asked, *(getattr(methods, name) for name in methods.__all__)) if _asked else ():
    _model.__pydantic_parent_namespace__ = _names

# At once, so that no message waits for it: what is in every event and every answer.
for _model in (Update, SendMessage, Message, File):
    _model.model_rebuild()

__all__ = [
    "AiogramError",
    "AiohttpSession",
    "Bot",
    "BotCommand",
    "BotCommandScopeChat",
    "BufferedInputFile",
    "CallbackQuery",
    "ChatMemberUpdated",
    "ClientDecodeError",
    "File",
    "InlineKeyboardButton",
    "InlineKeyboardMarkup",
    "KeyboardButton",
    "Message",
    "ReplyKeyboardMarkup",
    "ReplyKeyboardRemove",
    "Response",
    "SendDocument",
    "SendMessage",
    "SendPhoto",
    "TelegramAPIServer",
    "TelegramBadRequest",
    "TelegramForbiddenError",
    "TelegramNetworkError",
    "TelegramNotFound",
    "TelegramRetryAfter",
    "TelegramServerError",
    "TelegramUnauthorizedError",
    "Update",
    "User",
]

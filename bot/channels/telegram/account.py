"""One bot account of ours on Telegram: sending, fetching, and the answer that stops a button's spinner."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from aiohttp import ClientError

from bot.attachments import Enclosed, Shape
from bot.channels.telegram.envelope import ALLOWED_UPDATES
from bot.channels.telegram.errors import ContactStopped, FetchFailed, FileGone, SendError, Throttled, TokenRefused
from bot.channels.telegram.keyboards import markup
from bot.channels.telegram.library import (
    AiogramError,
    AiohttpSession,
    Bot,
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    ClientDecodeError,
    File,
    Message,
    Response,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramAPIServer,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
    User,
)
from bot.events import FileRef
from bot.rendering import Rendered

# Telegram lets bots download files up to this size (PLATFORMS.md A2).
MAX_FILE_BYTES = 20 << 20

# Of the text under a picture (PLATFORMS.md A4); three names of the longest kind would not fit.
CAPTION_LENGTH = 1024

# Seconds until a call to the Bot API counts as lost.
CALL_TIMEOUT_S = 30

# Seconds until an account whose token is refused is tried again.
REFUSED_WAIT_S = 60.0

# aiogram makes these classes anew for every answer, and pydantic forgets them as soon as nobody holds them: that was a
# tenth of the CPU time of a check-in (py-spy, November 2026).
_HELD = (Response[Message], Response[File], Response[bool], Response[User])


# Words and descriptions of commands, in the order in which the app lists them.
Commands = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Sent:
    """What the platform accepted."""

    message_id: str
    at: datetime


class TelegramAccount:
    """`name` is how our records call this account; the token never leaves the Bot object."""

    def __init__(self, name: str, bot: Bot) -> None:
        self.name = name
        self._bot = bot

    async def introduce(self, menus: Mapping[str, Commands]) -> str:
        """Who we are on the platform: the bot's username. Raises TokenRefused or SendError.

        `menus`: what whoever has no menu of their own is shown, by the language of their app; Indonesian for the rest.
        """
        try:
            me = await self._bot.me()
            for language, menu in menus.items():
                await self._bot.set_my_commands(_listed(menu), language_code=None if language == "id" else language)
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            # 404 is the answer to what does not even look like a token.
            raise TokenRefused(f"Telegram refuses the token of account {self.name!r}") from error
        except AiogramError as error:
            raise send_error(error) from error
        return me.username or me.first_name

    async def stop_webhook(self) -> None:
        """Telegram refuses getUpdates while a webhook is set. Raises SendError."""
        try:
            await self._bot.delete_webhook()
        except AiogramError as error:
            raise send_error(error) from error

    async def start_webhook(self, url: str, secret: str) -> None:
        """Have updates sent to `url`. Raises SendError."""
        try:
            await self._bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES))
        except AiogramError as error:
            raise send_error(error) from error

    async def send(self, recipient: str, rendered: Rendered, file: Enclosed | None = None) -> Sent:
        """Raises SendError. `file`: what stands above the text."""
        chat_id = int(recipient)
        method = _send_message(chat_id, rendered) if file is None else _send_file(chat_id, rendered, file)
        try:
            message = await self._bot(method)
        except AiogramError as error:
            raise send_error(error) from error
        return Sent(str(message.message_id), message.date)

    async def show_commands(self, recipient: str, menu: Commands) -> None:
        """The commands that the app lists in this chat; none at all brings back those that strangers see.

        Costs no message. Raises SendError.
        """
        chat = BotCommandScopeChat(chat_id=int(recipient))
        try:
            if menu:
                await self._bot.set_my_commands(_listed(menu), scope=chat)
            else:
                await self._bot.delete_my_commands(scope=chat)
        except AiogramError as error:
            raise send_error(error) from error

    async def fetch(self, file: FileRef) -> bytes:
        """The bytes of a picture. Raises FileGone or FetchFailed."""
        if file.size is not None and file.size > MAX_FILE_BYTES:
            raise FileGone("the file is larger than the platform lets us fetch")
        try:
            found = await self._bot.get_file(file.file_id)
            if found.file_path is None:
                raise FileGone("the platform has no path for the file")
            content = await self._bot.download_file(found.file_path)
        except TelegramBadRequest as error:
            if "too big" in error.message:
                raise FileGone("the platform does not give the file") from error
            # "wrong file_id or the file is temporarily unavailable": an id of the platform's own is not wrong.
            raise FetchFailed("the platform does not give the file now") from error
        except (AiogramError, ClientError, OSError) as error:
            raise FetchFailed(f"a file could not be fetched: {type(error).__name__}") from error
        return content.read() if content is not None else b""

    async def acknowledge(self, query_id: str) -> None:
        """Stop the spinner of a button. Best effort: the answer to the press is a message of its own."""
        try:
            await self._bot.answer_callback_query(query_id)
        except AiogramError:
            return


def send_error(error: AiogramError) -> SendError:
    """Texts of the platform are safe to keep; they hold no token."""
    match error:
        case TelegramRetryAfter():
            return Throttled("throttled", retryable=True, wait_s=float(error.retry_after))
        case TelegramUnauthorizedError() | TelegramNotFound():
            # The letters wait: they are the answers to what people have done, and an account may get its token back.
            return SendError("the token is refused", retryable=True, wait_s=REFUSED_WAIT_S)
        case TelegramForbiddenError():
            return ContactStopped("blocked by the user", retryable=False)
        case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
            # A proxy on the way answers in HTML, which aiogram cannot decode.
            return SendError(f"the platform did not answer: {type(error).__name__}", retryable=True)
        case TelegramBadRequest() if "chat not found" in error.message.lower():
            return ContactStopped("chat not found", retryable=False)
        case _:
            return SendError(f"refused: {getattr(error, 'message', type(error).__name__)}", retryable=False)


@asynccontextmanager
async def telegram_account(name: str, token: str, api: str) -> AsyncIterator[TelegramAccount]:
    """An account whose connections are closed at the end. `api` is the base URL of the Bot API."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api), timeout=CALL_TIMEOUT_S)
    async with Bot(token, session=session) as bot:
        yield TelegramAccount(name, bot)


def _send_file(chat_id: int, rendered: Rendered, file: Enclosed) -> SendPhoto | SendDocument:
    content = BufferedInputFile(file.content, file.name)
    caption, keyboard = rendered.text[:CAPTION_LENGTH], markup(rendered)
    if file.shape is Shape.DOCUMENT:
        return SendDocument(chat_id=chat_id, document=content, caption=caption, reply_markup=keyboard)
    protected = True if file.shape is Shape.SECRET_PICTURE else None
    return SendPhoto(chat_id=chat_id, photo=content, caption=caption, reply_markup=keyboard, protect_content=protected)


def _send_message(chat_id: int, rendered: Rendered) -> SendMessage:
    """Without validation: the values are ours, and trying the union of keyboards took 5 % of a check-in's CPU time."""
    return SendMessage.model_construct(chat_id=chat_id, text=rendered.text, reply_markup=markup(rendered))


def _listed(menu: Commands) -> list[BotCommand]:
    return [BotCommand(command=word, description=description) for word, description in menu]

"""Private chats of a bot: their messages as both sides see them now."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from demo.telegram.accounts import Person
from demo.telegram.signal import Signal
from demo.telegram.wire import Payload


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button, or a key of the reply keyboard."""

    text: str
    data: str | None = None
    url: str | None = None
    asks: str | None = None  # "location" or "contact": what a key of the reply keyboard sends


@dataclass(slots=True)
class Message:
    """One message; `body` is the Bot API's Message with all edits, replaced and never changed in place."""

    body: Payload
    bot_id: int  # of the bot in whose chat it stands
    by_bot: bool
    contents: tuple[bytes, ...] = ()  # of a photo its largest size, of a document the file
    deleted: bool = False
    versions: list[Payload] = field(default_factory=list)  # earlier bodies, oldest first

    @property
    def message_id(self) -> int:
        return int(self.body["message_id"])

    @property
    def date(self) -> datetime:
        return datetime.fromtimestamp(self.body["date"], UTC)

    @property
    def text(self) -> str:
        """The text or the caption, without markup; empty when there is none."""
        return str(self.body.get("text") or self.body.get("caption") or "")

    @property
    def kind(self) -> str:
        """photo, document, location and so on; text for a plain message."""
        return next((kind for kind in CONTENT_KINDS if kind in self.body), "text")

    @property
    def content(self) -> bytes | None:
        """The bytes of its photo or document as one sees them when opening it."""
        return self.contents[0] if self.contents else None

    @property
    def edited(self) -> bool:
        return bool(self.versions)

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        """The inline buttons now under it, by rows."""
        rows = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return tuple(tuple(inline_button(button) for button in row) for row in rows)

    def button(self, name: str) -> Button:
        """The inline button of that text or data; LookupError names those which are there."""
        every = [button for row in self.buttons for button in row]
        for button in every:
            if name in {button.text, button.data}:
                return button
        raise LookupError(f"no button {name!r} under the message; there are {[button.text for button in every]}")

    def replace(self, body: Payload, contents: tuple[bytes, ...] | None = None) -> None:
        """Put an edited body in the place of the present one."""
        self.versions.append(self.body)
        self.body = body
        self.contents = self.contents if contents is None else contents


CONTENT_KINDS = ("photo", "document", "video_note", "video", "voice", "sticker", "venue", "location", "contact")


def inline_button(button: Payload) -> Button:
    return Button(button["text"], data=button.get("callback_data"), url=button.get("url"))


def keyboard_key(key: Payload | str) -> Button:
    """A key of a reply keyboard, which may also be given as plain text."""
    if isinstance(key, str):
        return Button(key)
    wanted = "location" if key.get("request_location") else "contact" if key.get("request_contact") else None
    return Button(key["text"], asks=wanted)


@dataclass(frozen=True, slots=True)
class Notice:
    """What answerCallbackQuery showed: a line at the top, or a window to be closed."""

    callback_query_id: str
    text: str
    alert: bool


@dataclass(slots=True)
class Chat:
    """The chat of a bot with one person."""

    person: Person
    started: bool = False  # the person has written: before, the bot cannot send
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard_from: Message | None = None  # the message that brought the reply keyboard now showing
    keyboard: Payload | None = None
    notices: list[Notice] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    changed: Signal = field(default_factory=Signal)

    def add(self, message: Message) -> Message:
        self.messages[message.message_id] = message
        self.changed.notify()
        return message

    def visible(self, message_id: int) -> Message | None:
        """A message that exists and was not deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def show(self, markup: Payload | None, message: Message) -> None:
        """Apply what a message of the bot says about the reply keyboard."""
        if markup is None:
            return
        if markup.get("remove_keyboard"):
            self.keyboard, self.keyboard_from = None, None
        elif "keyboard" in markup:
            self.keyboard, self.keyboard_from = markup, message

    def hide_one_time_keyboard(self) -> None:
        """A key was pressed: a keyboard meant for one press goes away."""
        if self.keyboard is not None and self.keyboard.get("one_time_keyboard"):
            self.keyboard, self.keyboard_from = None, None

    @property
    def keys(self) -> tuple[tuple[Button, ...], ...]:
        """The reply keyboard now showing, by rows."""
        rows: list[list[Any]] = (self.keyboard or {}).get("keyboard", [])
        return tuple(tuple(keyboard_key(key) for key in row) for row in rows)

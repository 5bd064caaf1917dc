"""The line between one app and the platform: sending and editing messages as updates for the bot."""

from datetime import datetime
from typing import TYPE_CHECKING

from demo.telegram.accounts import Person
from demo.telegram.bots import BotAccount
from demo.telegram.chats import Message
from demo.telegram.content import Content
from demo.telegram.phone.provenance import How, provenance
from demo.telegram.updates import MESSAGE_LIFETIME, Event
from demo.telegram.wire import Payload, unix

if TYPE_CHECKING:
    from demo.telegram.platform import Platform


class BlockedError(RuntimeError):
    """The app does not send to a bot that the person has blocked."""


class Line:
    """One person at the private chat with one bot."""

    def __init__(self, platform: "Platform", person: Person, bot: BotAccount) -> None:
        self.platform = platform
        self.person = person
        self.bot = bot
        self.chat = bot.chat_with(person)

    def send(self, content: Content, how: How) -> Message:
        """Put a message of the person into the chat and queue it for the bot."""
        if self.chat.blocked:
            raise BlockedError("unblock the bot first")
        message = Message(self._body(content, how), self.bot.user_id, by_bot=False, contents=content.opened)
        if "in_group" not in how:
            self.chat.started = True
            self.chat.add(message)
        self._emit("message", message.body, how.get("at"))
        return message

    def _body(self, content: Content, how: How) -> Payload:
        date = unix(how.get("at") or self.platform.now())
        body = {
            "message_id": self.bot.new_message_id(),
            "from": self.person.user(),
            "chat": self._group(how["in_group"]) if "in_group" in how else self.person.chat(),
            "date": date,
        }
        inline_bot = self.platform.chosen(f"inline bot {how.get('via_bot')}", 1 << 40)
        return body | provenance(how, date, inline_bot) | content.fields | how.get("fields", {})

    def _group(self, title: str) -> Payload:
        number = self.platform.chosen(f"group {title}", 1_000_000_000)
        return {"id": -1_000_000_000_000 - number, "type": "supergroup", "title": title}

    def redeliver(self, message: Message) -> None:
        """Let the bot get a message once more as a new update, as after a restart of the numbering."""
        self._emit("message", message.body, message.date)

    def edit(self, message: Message, body: Payload, at: datetime | None, contents: tuple[bytes, ...] = ()) -> None:
        """Replace a message of the person by an edited one and tell the bot."""
        if message.by_bot:
            raise ValueError("only one's own messages can be edited")
        message.replace(body | {"edit_date": unix(at or self.platform.now())}, contents or message.contents)
        self.chat.changed.notify()
        self._emit("edited_message", message.body, at)

    def _emit(self, kind: str, body: Payload, at: datetime | None) -> None:
        """Queue a message for the bot; it waits 24 hours from its date."""
        expires_at = (at or self.platform.now()) + MESSAGE_LIFETIME
        self.emit(Event(kind, body, f"chat {body['chat']['id']}", expires_at))

    def emit(self, event: Event) -> None:
        """Queue any event for the bot."""
        self.platform.emit(self.bot, event)

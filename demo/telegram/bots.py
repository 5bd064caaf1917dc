"""A bot account: its identity, its queue, its chats."""

from dataclasses import dataclass, field
from datetime import datetime

from demo.telegram.accounts import Person
from demo.telegram.chats import Chat
from demo.telegram.limits import Limiter
from demo.telegram.updates import UpdateQueue
from demo.telegram.webhook import Webhook
from demo.telegram.wire import Payload


@dataclass(slots=True)
class Press:
    """A callback query that may still be answered."""

    chat: Chat
    expires_at: datetime
    answered: bool = False


@dataclass(slots=True)
class BotAccount:
    """One token; `next_message_id` runs over all its chats, as it does for a real bot."""

    token: str
    username: str
    first_name: str
    updates: UpdateQueue
    limiter: Limiter | None
    next_message_id: int
    webhook: Webhook = field(default_factory=Webhook)
    chats: dict[int, Chat] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Payload]] = field(default_factory=dict)  # by scope and language
    polls: int = 0  # how many getUpdates have begun to wait: the newest ends the others
    next_conflict_at: float = 0.0  # monotonic: a 409 before it is held back

    @property
    def user_id(self) -> int:
        return int(self.token.partition(":")[0])

    def user(self) -> Payload:
        """The Bot API's User, as other messages show it."""
        return {"id": self.user_id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def chat_with(self, person: Person) -> Chat:
        """The chat with a person; made when there is none, but not yet started."""
        return self.chats.setdefault(person.user_id, Chat(person))

    def new_message_id(self) -> int:
        self.next_message_id += 1
        return self.next_message_id

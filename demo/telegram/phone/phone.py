"""The whole app of one person."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from demo.telegram.accounts import Person
from demo.telegram.bots import BotAccount
from demo.telegram.chats import Message, Notice
from demo.telegram.phone.buttons import Buttons
from demo.telegram.phone.inbox import PATIENCE, Inbox
from demo.telegram.updates import MESSAGE_LIFETIME, Event
from demo.telegram.wire import Payload, unix

if TYPE_CHECKING:
    from demo.telegram.platform import Platform


class Phone(Buttons):
    """One person at the private chat with one bot. Sending methods return the message as the bot gets it."""

    def __init__(self, platform: "Platform", person: Person, bot: BotAccount) -> None:
        super().__init__(platform, person, bot)
        self.inbox = Inbox(self.chat, platform.clock)

    @property
    def history(self) -> list[Message]:
        """All messages of both sides, without deleted ones, oldest first."""
        return [message for message in self.chat.messages.values() if not message.deleted]

    @property
    def notices(self) -> list[Notice]:
        """What answers to presses have shown, oldest first; their text is often empty."""
        return self.chat.notices

    async def wait_for(
        self,
        wanted: Callable[[Message], bool] | int,
        timeout: float = PATIENCE,  # noqa: ASYNC109  # on the platform's clock
    ) -> Message:
        """As `inbox.wait_for`: the first message of which `wanted` is true, or the n-th."""
        return await self.inbox.wait_for(wanted, timeout)

    async def block(self) -> None:
        """Stop the bot: a my_chat_member update, and every sending to this chat fails with 403."""
        self._change_membership(blocked=True)

    async def unblock(self) -> None:
        """Let the bot write again."""
        self._change_membership(blocked=False)

    def _change_membership(self, blocked: bool) -> None:
        if self.chat.blocked == blocked:
            return
        self.chat.blocked = blocked
        body: Payload = {
            "chat": self.person.chat(),
            "from": self.person.user(),
            "date": unix(self.platform.now()),
            "old_chat_member": self._membership(not blocked),
            "new_chat_member": self._membership(blocked),
        }
        self.emit(
            Event("my_chat_member", body, f"member {self.person.user_id}", self.platform.now() + MESSAGE_LIFETIME)
        )

    def _membership(self, blocked: bool) -> Payload:
        if blocked:
            return {"user": self.bot.user(), "status": "kicked", "until_date": 0}
        return {"user": self.bot.user(), "status": "member"}

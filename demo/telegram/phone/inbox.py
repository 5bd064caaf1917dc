"""What a person sees of the bot: its messages as they are now, and waiting for them."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from bot.clock import Clock
from demo.telegram.chats import Chat, Message

Found = TypeVar("Found")
PATIENCE = 10.0  # seconds


class Inbox:
    """The messages of the bot in one chat, oldest first, without deleted ones."""

    def __init__(self, chat: Chat, clock: Clock) -> None:
        self._chat = chat
        self._clock = clock
        self._read = 0  # the id of the newest message handed out by `next`

    @property
    def messages(self) -> list[Message]:
        """All of them as they are now."""
        return [message for message in self._chat.messages.values() if message.by_bot and not message.deleted]

    def __iter__(self) -> Iterator[Message]:
        return iter(self.messages)

    def __len__(self) -> int:
        return len(self.messages)

    def __getitem__(self, index: int) -> Message:
        return self.messages[index]

    @property
    def unread(self) -> list[Message]:
        """Those which `next` has not handed out."""
        return [message for message in self if message.message_id > self._read]

    async def next(self, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109  # on the platform's clock
        """The oldest unread message, which counts as read from now on."""
        found = await self.until(lambda: self.unread, "another message", timeout)
        self._read = found[0].message_id
        return found[0]

    async def wait_for(
        self,
        wanted: Callable[[Message], bool] | int,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Message:
        """The first message of which `wanted` is true, present or yet to come; for a number n, the n-th message."""
        if isinstance(wanted, int):
            return (await self.until(lambda: self.messages[wanted - 1 : wanted], f"message {wanted}", timeout))[0]
        return (await self.until(lambda: [message for message in self if wanted(message)], "that message", timeout))[0]

    async def until(
        self,
        look: Callable[[], Found],
        what: str = "that",
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Found:
        """What `look` returns as soon as it is true; it looks again whenever something changes in the chat.

        TimeoutError, after `timeout` seconds of the platform's clock, tells what there was instead.
        """
        found = look()
        try:
            async with self._clock.timeout(timeout):
                while not found:
                    await self._chat.changed.wait()
                    found = look()
        except TimeoutError:
            there = [message.text or message.kind for message in self]
            raise TimeoutError(f"{what} did not come within {timeout:g} s; the chat shows {there}") from None
        return found

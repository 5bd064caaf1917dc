"""A conversation as a test reads it: a person at a phone, the whole service on the other side, real HTTP between.

await talk.says("Masuk")
await talk.hears("kirim satu swafoto")
await talk.sends_selfie(jpeg)
await talk.is_at(office, metres=20, bearing=90)
await talk.hears("Masuk tercatat", "Kantor Kominfo Contoh")
assert talk.messages_from_us == 2
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from geopy.distance import geodesic

from bot.app import Service
from demo.clock import SettableClock
from demo.telegram import Phone, Platform
from demo.telegram.chats import Message
from geofence.positions import Point


@dataclass
class Talk:
    """One person's chat with one of our bots."""

    phone: Phone
    service: Service
    clock: SettableClock

    async def says(self, text: str, **how: object) -> Message:
        return await self.phone.text(text, **how)

    async def sends_selfie(self, jpeg: bytes, **how: object) -> Message:
        return await self.phone.photo(jpeg, **how)

    async def is_at(self, place: Point, *, metres: float = 0.0, bearing: float = 0.0, **how: object) -> Message:
        """Share a position so many metres from a place, in a direction of degrees clockwise from north."""
        there = geodesic(meters=metres).destination((place.latitude, place.longitude), bearing)
        return await self.phone.location(there.latitude, there.longitude, **how)

    async def presses(self, label: str) -> None:
        """The inline button of that label under the newest message that has one."""
        for message in reversed(self.phone.inbox.messages):
            if any(button.text == label for row in message.buttons for button in row):
                await self.phone.press(message, label)
                return
        raise AssertionError(f"no button {label!r}; the chat shows {self.shown}")

    async def hears(self, *fragments: str) -> Message:
        """The next unread message from us, which holds all of the fragments."""
        message = await self.phone.inbox.next()
        missing = [fragment for fragment in fragments if fragment not in message.text]
        assert not missing, f"expected {missing} in {message.text!r}"
        return message

    async def hears_nothing_more(self) -> None:
        """Everything sent has been dealt with, and nothing unread is there."""
        await self.quiet()
        unread = [message.text for message in self.phone.inbox.unread]
        assert not unread, f"did not expect {unread}"

    async def quiet(self) -> None:
        """Wait until the service has nothing left to do for anybody."""
        async with self.clock.timeout(20):
            while not (self.service.idle and await self._nothing_undone()):
                await self.clock.sleep(0.02)

    async def later(self, **passed: float) -> None:
        """Let time pass; what becomes due in it happens within a second of the real one."""
        self.clock.set(self.clock.now() + timedelta(**passed))
        await self.clock.sleep(1.2)
        await self.quiet()

    @property
    def messages_from_us(self) -> int:
        return len(self.phone.inbox)

    @property
    def shown(self) -> list[str]:
        return [message.text for message in self.phone.inbox]

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def _nothing_undone(self) -> bool:
        """The update may still be on its way from the platform."""
        return len(self.phone.bot.updates) == 0


def platform_of(talk: Talk) -> Platform:
    return talk.phone.platform

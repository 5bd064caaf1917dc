"""A conversation as a test reads it: a person at a phone, the whole service on the other side, real HTTP between.

async with talk.costing(2):
    await talk.says("Masuk")
    await talk.hears("kirim satu swafoto")
    await talk.sends_selfie(jpeg)
    await talk.is_at(office, metres=20, bearing=90)
    await talk.hears("Masuk tercatat", "Kantor Kominfo Contoh")
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geopy.distance import geodesic
from sqlalchemy import func, select

from attendance.records.deadline import is_anything_due
from attendance.records.inbound import InboundStatus
from attendance.records.outbox import OutboxStatus
from attendance.records.tables import Inbound, Outbox
from bot.app import Service
from demo.telegram import Phone, Platform
from demo.telegram.calls import Entry
from demo.telegram.chats import Message
from demo.telegram.pictures import Picture
from geofence.positions import Point
from tests.fixtures.town_clock import TownClock

# How long a person takes for one thing; our messages to one chat keep their pace meanwhile.
HANDLING_S = 2

# Seconds of the real world; a machine with other work takes ten of them to load an engine.
PATIENCE_S = 30


@dataclass
class Talk:
    """One person's chat with one of our bots."""

    phone: Phone
    service: Service
    clock: TownClock

    async def says(self, text: str, **how: object) -> Message:
        return await self._handling().text(text, **how)

    async def sends_selfie(self, picture: bytes | Picture, **how: object) -> Message:
        return await self._handling().photo(picture, **how)

    async def sends_album(self, pictures: Sequence[bytes | Picture], **how: object) -> list[Message]:
        return await self._handling().album(pictures, **how)

    async def films(self, video: bytes, **how: object) -> Message:
        """A round video, recorded in the app."""
        return await self._handling().video_note(video, **how)

    async def forwards(self, message: Message, **how: Any) -> Message:
        """A message of any chat, passed on."""
        return await self._handling().forward(message, **how)

    async def is_at(self, place: Point, *, metres: float = 0.0, bearing: float = 0.0, **how: object) -> Message:
        """Share a position so many metres from a place, in a direction of degrees clockwise from north."""
        return await self._handling().location(*_from(place, metres, bearing), **how)

    async def moves_to(
        self, shared: Message, place: Point, *, metres: float = 0.0, bearing: float = 0.0, **how: object
    ) -> None:
        """A live position that was shared before moves."""
        await self._handling().move(shared, *_from(place, metres, bearing), **how)

    async def presses(self, label: str) -> None:
        """The inline button of that label under the newest message that has one."""
        await self._handling().press(self.message_with_button(label), label)

    async def presses_again(self, message: Message, label: str) -> None:
        """A button of an older message, as an app that still shows it."""
        await self._handling().press(message, label)

    def message_with_button(self, label: str) -> Message:
        for message in reversed(self.phone.inbox.messages):
            if any(button.text == label for row in message.buttons for button in row):
                return message
        raise AssertionError(f"no button {label!r}; the chat shows {self.shown}")

    async def hears(self, *fragments: str) -> Message:
        """The next unread message from us, which holds all of the fragments."""
        message = await self.phone.inbox.next(PATIENCE_S)
        missing = [fragment for fragment in fragments if fragment not in message.text]
        assert not missing, f"expected {missing} in {message.text!r}"
        return message

    async def hears_nothing_more(self) -> None:
        """Everything sent has been dealt with, and nothing unread is there."""
        await self.quiet()
        unread = [message.text for message in self.phone.inbox.unread]
        assert not unread, f"did not expect {unread}"

    async def hears_only(self, *fragments: str) -> Message:
        """One message, and no second one."""
        message = await self.hears(*fragments)
        await self.hears_nothing_more()
        return message

    @asynccontextmanager
    async def costing(self, messages: int) -> AsyncIterator[None]:
        """What happens in the block costs exactly so many messages from us."""
        before = len(self.phone.inbox)
        yield
        await self.quiet()
        said = self.shown[before:]
        assert len(said) == messages, f"{len(said)} messages instead of {messages}: {said}"

    async def quiet(self) -> None:
        """Wait until the service has nothing left to do for anybody."""
        async with self.clock.timeout(PATIENCE_S):
            while len(self.phone.bot.updates) or not self.service.idle or await self._undone():
                await self.clock.sleep(0.01)

    async def later(self, **passed: float) -> None:
        """Let time pass after what was said has been dealt with, and let happen what becomes due in it."""
        await self.quiet()
        self.clock.forward(**passed)
        await self.quiet()

    async def has_heard_everything(self) -> None:
        """Nobody asks any more about what was said so far."""
        await self.quiet()
        while self.phone.inbox.unread:
            await self.phone.inbox.next()

    @property
    def messages_from_us(self) -> int:
        return len(self.phone.inbox)

    @property
    def shown(self) -> list[str]:
        return [message.text for message in self.phone.inbox]

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def keys(self) -> list[str]:
        """What the reply keyboard shows."""
        return [key.text for row in self.phone.keyboard for key in row]

    def _handling(self) -> Phone:
        self.clock.forward(seconds=HANDLING_S)
        return self.phone

    async def _undone(self) -> bool:
        """By the records, since what runs in memory may look idle between two steps."""
        async with self.service.database.read() as session:
            inbound = await session.scalar(
                select(func.count()).select_from(Inbound).where(Inbound.status == InboundStatus.QUEUED)
            )
            outbox = await session.scalar(
                select(func.count()).select_from(Outbox).where(Outbox.status == OutboxStatus.QUEUED)
            )
            return bool(inbound or outbox or await is_anything_due(session, self.clock.now()))


def platform_of(talk: Talk) -> Platform:
    return talk.phone.platform


def downloads(talk: Talk) -> list[Entry]:
    """Every file that the service asked the platform for."""
    return [entry for entry in platform_of(talk).journal if entry.method == "getFile"]


def _from(place: Point, metres: float, bearing: float) -> tuple[float, float]:
    there = geodesic(meters=metres).destination((place.latitude, place.longitude), bearing)
    return there.latitude, there.longitude

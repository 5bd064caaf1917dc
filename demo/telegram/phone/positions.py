"""Sending where one is, or says to be: static, live with movement, a place from a list."""

from datetime import datetime, timedelta
from typing import Unpack

from demo.telegram import content as contents
from demo.telegram.chats import Message
from demo.telegram.content import Content
from demo.telegram.phone.line import Line
from demo.telegram.phone.provenance import How
from demo.telegram.wire import Payload

LIVE_FIELDS = frozenset({"live_period", "heading", "proximity_alert_radius"})


class Positions(Line):
    """Positions are what the sender says: the platform checks nothing."""

    async def location(
        self,
        latitude: float,
        longitude: float,
        horizontal_accuracy: float | None = None,
        live_period: int | None = None,
        heading: int | None = None,
        **how: Unpack[How],
    ) -> Message:
        """A position; with a `live_period` in seconds a live one, to be moved afterwards."""
        where = contents.location(latitude, longitude, horizontal_accuracy, live_period, heading)
        return self.send(Content({"location": where}), how)

    async def move(
        self,
        message: Message,
        latitude: float,
        longitude: float,
        horizontal_accuracy: float | None = None,
        *,
        heading: int | None = None,
        at: datetime | None = None,
    ) -> None:
        """A live position moves: an edited_message."""
        live = self._live(message, at)
        where = contents.location(latitude, longitude, horizontal_accuracy, live["live_period"], heading)
        self.edit(message, message.body | {"location": where}, at)

    async def stop_live(self, message: Message, at: datetime | None = None) -> None:
        """Sharing ends: an edited_message whose location is an ordinary one."""
        live = self._live(message, at)
        still = {name: value for name, value in live.items() if name not in LIVE_FIELDS}
        self.edit(message, message.body | {"location": still}, at)

    def _live(self, message: Message, at: datetime | None) -> Payload:
        live: Payload = message.body.get("location", {})
        ends = message.date + timedelta(seconds=live.get("live_period", 0))
        if "live_period" not in live or (at or self.platform.now()) > ends:
            raise ValueError("the position is not shared live, or no longer")
        return live

    async def venue(
        self, latitude: float, longitude: float, title: str = "Kantor", address: str = "Andoolo", **how: Unpack[How]
    ) -> Message:
        """A place picked from the app's list."""
        return self.send(contents.venue_content(latitude, longitude, title, address), how)

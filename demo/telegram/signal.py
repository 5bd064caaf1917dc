"""Waking those who wait for a change, without polling."""

import asyncio


class Signal:
    """Whoever looked, saw nothing and then waits is woken by the next change; no await may stand between the two."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def notify(self) -> None:
        """Wake all who wait now."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self) -> None:
        """Return at the next change."""
        await self._event.wait()

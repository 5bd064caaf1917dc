"""A clock for these tests: sleeping takes no time but moves it, and remembers how long was asked for."""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 3, 2, 23, 20, tzinfo=UTC)  # 07:20 on Tuesday in WITA


class JumpingClock:
    """Time stands still except for sleeps and `forward`; timeouts are counted by the event loop."""

    def __init__(self, start: datetime = MONDAY) -> None:
        self._now = start
        self._seconds = 1000.0
        self.sleeps: list[float] = []

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._seconds

    def forward(self, seconds: float) -> None:
        """Let so much time pass."""
        self._now += timedelta(seconds=seconds)
        self._seconds += seconds

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.forward(seconds)
        await asyncio.sleep(0)

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        return asyncio.timeout(seconds)

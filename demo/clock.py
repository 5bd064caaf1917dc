"""The clock of the demonstration: it runs like any other and can be set."""

from datetime import UTC, datetime, timedelta

from bot.clock import SystemClock


class SettableClock(SystemClock):
    """The system's clock plus an offset; a day can be played in a minute by setting it."""

    def __init__(self, start: datetime) -> None:
        self._offset = timedelta()
        self.set(start)

    def now(self) -> datetime:
        return super().now() + self._offset

    def set(self, moment: datetime) -> None:
        """Let it be `moment` (aware) from now on."""
        self._offset = moment.astimezone(UTC) - super().now()

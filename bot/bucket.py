"""Rate limits: a token bucket over the clock that everybody shares."""

from bot.clock import Clock


class Bucket:
    """At most `burst` at once and `per_second` in the long run."""

    def __init__(self, clock: Clock, per_second: float, burst: float) -> None:
        self._clock = clock
        self._per_second = per_second
        self._burst = burst
        self._level = burst
        self._at = clock.monotonic()

    def wait_s(self) -> float:
        """Seconds until one token is there; 0 when it is."""
        self._fill()
        return max(0.0, (1 - self._level) / self._per_second)

    def take(self) -> None:
        """Use one token, even one that is not there yet."""
        self._fill()
        self._level -= 1

    def pause(self, seconds: float) -> None:
        """The platform said to wait: nothing until then."""
        self._fill()
        self._level = min(self._level, 1 - seconds * self._per_second)

    @property
    def is_full(self) -> bool:
        """Nobody has used it for a while."""
        self._fill()
        return self._level >= self._burst

    def _fill(self) -> None:
        now = self._clock.monotonic()
        self._level = min(self._burst, self._level + (now - self._at) * self._per_second)
        self._at = now

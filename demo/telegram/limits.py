"""The flood limits of sending: 30 messages a second from one bot, one a second to one chat.

The rates are Telegram's own words (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). It also
says that short bursts over the limit of a chat are tolerated, without a number: five messages at once are let through
here, then one a second. Editing counts like sending; answering a press and chat actions do not.
"""

import math
from dataclasses import dataclass

from demo.telegram.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second, and how many may come at once."""

    bot_rate: float = 30
    bot_burst: int = 30
    chat_rate: float = 1
    chat_burst: int = 5


TELEGRAM_LIMITS = Limits()


class Bucket:
    """A token bucket on a clock of seconds."""

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self._rate = rate
        self._burst = float(burst)
        self._tokens = float(burst)
        self._at = now

    def missing(self, now: float) -> float:
        """Seconds until one message may be sent; 0 when it may be sent now."""
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        return max(0.0, (1 - self._tokens) / self._rate)

    def take(self, count: int) -> None:
        """Spend; an album may go below zero, and the next message then waits for it."""
        self._tokens -= count


class Limiter:
    """The limits of one bot."""

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self._whole = Bucket(limits.bot_rate, limits.bot_burst, now)
        self._chats: dict[int, Bucket] = {}

    def spend(self, chat_id: int, now: float, count: int = 1) -> None:
        """Let `count` messages to a chat pass, or refuse with 429."""
        chat = self._chats.setdefault(chat_id, Bucket(self._limits.chat_rate, self._limits.chat_burst, now))
        wait = max(chat.missing(now), self._whole.missing(now))
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        chat.take(count)
        self._whole.take(count)

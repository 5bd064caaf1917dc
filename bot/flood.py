"""Messages per account are limited: whoever sends more in a minute is told once, and the rest is closed unanswered."""

from collections import deque
from datetime import datetime, timedelta

# A check-in takes three messages and an enrolment five; an album of ten pictures still passes.
MOST, WITHIN = 40, timedelta(minutes=1)

# Accounts remembered before those that have been quiet for long are forgotten.
REMEMBERED = 2000


class Flood:
    """Counts by the platform's time of each message, so that a backlog after an outage is no flood."""

    def __init__(self) -> None:
        self._sent: dict[int, deque[datetime]] = {}

    def excess(self, account_id: int, sent_at: datetime) -> int:
        """By how many messages the account is above the limit with this one; 0 when it is not."""
        times = self._sent.setdefault(account_id, deque())
        times.append(sent_at)
        while sent_at - times[0] >= WITHIN:
            times.popleft()
        if len(self._sent) > REMEMBERED:
            self._forget(sent_at)
        return max(0, len(times) - MOST)

    def _forget(self, now: datetime) -> None:
        self._sent = {account: times for account, times in self._sent.items() if now - times[-1] < WITHIN}

"""The queue of updates of one bot, which a poller or a webhook empties.

After WebhookActor.cpp and Client.cpp of tdlib/telegram-bot-api: messages wait 24 hours from their date, presses 150
seconds; updates of one chat, or the presses of one user, are delivered one after the other.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from demo.telegram.faults import Faults
from demo.telegram.signal import Signal
from demo.telegram.wire import Payload

MESSAGE_LIFETIME = timedelta(hours=24)
PRESS_LIFETIME = timedelta(seconds=150)
KINDS = frozenset({"message", "edited_message", "callback_query", "my_chat_member"})


@dataclass(frozen=True, slots=True)
class Update:
    """One event for a bot; `lane` names those that are delivered one after the other."""

    update_id: int
    kind: str
    body: Payload
    lane: str
    expires_at: datetime
    repeats: int = 0  # how often it comes again after it was confirmed: a fault

    def payload(self) -> Payload:
        """The Bot API's Update."""
        return {"update_id": self.update_id, self.kind: self.body}


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, before the queue gives it an update_id."""

    kind: str
    body: Payload
    lane: str
    expires_at: datetime


class UpdateQueue:
    """Unconfirmed updates in the order of their arrival; `changed` wakes pollers and webhook deliveries."""

    def __init__(self, faults: Faults, first_id: int, changed: Signal) -> None:
        self.allowed: frozenset[str] = frozenset()  # empty: all kinds; sticks until it is given anew
        self.changed = changed
        self._faults = faults
        self._next_id = first_id
        self._waiting: list[Update] = []
        self._held: Event | None = None  # until another event has passed it: a fault

    def __len__(self) -> int:
        return len(self._waiting)

    def restart_ids(self, first_id: int) -> None:
        """Number the following updates anew, as Telegram does after a week without updates."""
        self._next_id = first_id

    def allow(self, kinds: Collection[str] | None) -> None:
        """Restrict the kinds of updates yet to come; None leaves the earlier choice."""
        if kinds is not None:
            self.allowed = frozenset(kinds) & KINDS

    def wants(self, kind: str) -> bool:
        """Whether events of that kind are queued at all."""
        return not self.allowed or kind in self.allowed

    def put(self, event: Event) -> None:
        """Take in an event, unless the bot does not want its kind."""
        if not self.wants(event.kind):
            return
        if self._held is None and self._faults.swaps():
            self._held = event
            return
        self._number(event)
        if self._held is not None:
            self._number(self._held)
            self._held = None
        self.changed.notify()

    def _number(self, event: Event) -> None:
        repeats = int(self._faults.duplicates())
        self._waiting.append(Update(self._next_id, event.kind, event.body, event.lane, event.expires_at, repeats))
        self._next_id += 1

    def waiting(self, now: datetime) -> Sequence[Update]:
        """What is to be delivered, oldest first; what has expired is dropped."""
        self._waiting = [update for update in self._waiting if update.expires_at > now]
        return tuple(self._waiting)

    def confirm_below(self, offset: int) -> tuple[int, ...]:
        """Forget the updates below an offset; their ids. An offset beyond the next id confirms nothing.

        So it is in TQueue.cpp of tdlib ("from_id is in the future"): after a restart of the numbering an old, higher
        offset gets everything that waits.
        """
        if offset > self._next_id:
            return ()
        confirmed = [update for update in self._waiting if update.update_id < offset]
        for update in confirmed:
            self.confirm(update)
        return tuple(update.update_id for update in confirmed)

    def confirm(self, update: Update) -> None:
        """Forget one update, if it is still there; one that is to be repeated comes once more."""
        if update not in self._waiting:
            return
        at = self._waiting.index(update)
        if update.repeats:
            self._waiting[at] = replace(update, repeats=update.repeats - 1)
        else:
            del self._waiting[at]

    def keep_last(self, count: int) -> None:
        """Forget all but the last `count`: a negative offset of getUpdates."""
        self._waiting = self._waiting[-count:] if count else []

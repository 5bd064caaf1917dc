"""The queue of updates of one bot, which a poller or a webhook empties.

After WebhookActor.cpp and Client.cpp of tdlib/telegram-bot-api: messages wait 24 hours from their date, presses 150
seconds; updates of one chat, or the presses of one user, are delivered one after the other.
"""

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.telegram.faults import Faults
from demo.telegram.signal import Signal
from demo.telegram.wire import Payload

MESSAGE_LIFETIME = timedelta(hours=24)
PRESS_LIFETIME = timedelta(seconds=150)
KINDS = frozenset({"message", "edited_message", "callback_query", "my_chat_member"})


@dataclass(frozen=True, slots=True)
class Event:
    """What happened for a bot; events of one `lane` are delivered one after the other."""

    kind: str
    body: Payload
    lane: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Update:
    """An event in the queue; its `place` never returns, but its update_id may after a restart of the numbering."""

    place: int
    update_id: int
    event: Event

    def payload(self) -> Payload:
        """The Bot API's Update."""
        return {"update_id": self.update_id, self.event.kind: self.event.body}


class UpdateQueue:
    """Unconfirmed updates in the order of their arrival; `changed` wakes pollers and webhook deliveries."""

    def __init__(self, faults: Faults, first_id: int, changed: Signal) -> None:
        self.allowed: frozenset[str] = frozenset()  # empty: all kinds; sticks until it is given anew
        self.changed = changed
        self._faults = faults
        self._next_id = first_id
        self._places = itertools.count()
        self._waiting: dict[int, Update] = {}  # by place
        self._repeated: set[int] = set()  # places that stay for one more delivery when they are confirmed: a fault
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

    def put(self, event: Event) -> None:
        """Take in an event, unless the bot does not want its kind."""
        if self.allowed and event.kind not in self.allowed:
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
        place = next(self._places)
        self._waiting[place] = Update(place, self._next_id, event)
        self._next_id += 1
        if self._faults.duplicates():
            self._repeated.add(place)

    def waiting(self, now: datetime) -> Iterator[Update]:
        """What is to be delivered, oldest first; what has expired is dropped on the way."""
        for update in list(self._waiting.values()):
            if self.holds(update, now):
                yield update

    def holds(self, update: Update, now: datetime) -> bool:
        """Whether an update still waits; it is dropped when it has expired."""
        if update.event.expires_at <= now:
            self._waiting.pop(update.place, None)
        return update.place in self._waiting

    def confirm_below(self, offset: int) -> tuple[int, ...]:
        """Forget the updates below an offset; their ids. An offset beyond the next id confirms nothing.

        So it is in TQueue.cpp of tdlib ("from_id is in the future"): after a restart of the numbering an old, higher
        offset gets everything that waits.
        """
        if offset > self._next_id:
            return ()
        confirmed = [update for update in self._waiting.values() if update.update_id < offset]
        for update in confirmed:
            self.confirm(update)
        return tuple(update.update_id for update in confirmed)

    def confirm(self, update: Update) -> None:
        """Forget an update; one that is to be repeated comes once more."""
        if update.place in self._repeated:
            self._repeated.discard(update.place)
        else:
            self._waiting.pop(update.place, None)

    def keep_last(self, count: int) -> None:
        """Forget all but the last `count`: a negative offset of getUpdates."""
        self._waiting = dict(list(self._waiting.items())[-count:]) if count else {}

"""What goes wrong on purpose: refusals, lost answers, twisted updates, broken files, and hooks at exact moments.

A fault armed with `times=n` hits the next n matching events and is then spent. `method` is a name of the Bot API, or
`ANY`. A hook is awaited at its moment on every event until `clear`; a kill test ends the service's process in one:

    before(method, hook)     the request was read, nothing was done
    accepted(method, hook)   it was done and stored, the answer is not yet sent
    served(hook)             a file was sent whole, or a webhook answered 2xx
    confirmed(hook)          getUpdates moved the offset past updates
"""

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from demo.telegram.calls import Call
from demo.telegram.errors import ApiError, too_many_requests

ANY = "*"


class AnswerLostError(Exception):
    """The connection is to be closed without an answer."""


@dataclass(frozen=True, slots=True)
class FileServed:
    """A download that was sent to its end."""

    path: str


@dataclass(frozen=True, slots=True)
class WebhookAnswered:
    """An update that a webhook took with a 2xx status."""

    update_id: int
    status: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Updates that a poller confirmed by its offset."""

    update_ids: tuple[int, ...]


Moment: TypeAlias = FileServed | WebhookAnswered
CallHook: TypeAlias = Callable[[Call], Awaitable[None]]


class Charges:
    """Armed faults by name, each spent once."""

    def __init__(self) -> None:
        self._armed: defaultdict[str, deque[object]] = defaultdict(deque)

    def arm(self, name: str, fault: object, times: int) -> None:
        self._armed[name].extend([fault] * times)

    def spend(self, name: str) -> object | None:
        """The next armed fault of that name."""
        waiting = self._armed[name]
        return waiting.popleft() if waiting else None

    def clear(self) -> None:
        self._armed.clear()


class Faults:
    """The knobs of one platform."""

    def __init__(self) -> None:
        self._refusals = Charges()
        self._losses = Charges()
        self._updates = Charges()
        self._files = Charges()
        self._before: list[tuple[str, CallHook]] = []
        self._accepted: list[tuple[str, CallHook]] = []
        self._served: list[Callable[[Moment], Awaitable[None]]] = []
        self._confirmed: list[Callable[[Confirmed], Awaitable[None]]] = []

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        for charges in (self._refusals, self._losses, self._updates, self._files):
            charges.clear()
        for hooks in (self._before, self._accepted, self._served, self._confirmed):
            hooks.clear()

    # Calls

    def throttle(self, method: str, retry_after: int, times: int = 1) -> None:
        """Answer 429 with that pause in seconds."""
        self._refusals.arm(method, too_many_requests(retry_after), times)

    def fail(self, method: str, times: int = 1) -> None:
        """Answer 500; nothing was done."""
        self._refusals.arm(method, ApiError(500, "Internal Server Error"), times)

    def refuse(self, method: str, error: ApiError, times: int = 1) -> None:
        """Answer any error; nothing was done."""
        self._refusals.arm(method, error, times)

    def lose_answer(self, method: str, times: int = 1) -> None:
        """Do what is asked, store it, and close the connection without an answer."""
        self._losses.arm(method, True, times)

    def before(self, method: str, hook: CallHook) -> None:
        self._before.append((method, hook))

    def accepted(self, method: str, hook: CallHook) -> None:
        self._accepted.append((method, hook))

    # Updates

    def duplicate_updates(self, times: int = 1) -> None:
        """Deliver the next update a second time, under the same update_id, after it was confirmed."""
        self._updates.arm("duplicate", True, times)

    def swap_updates(self, times: int = 1) -> None:
        """Hold the next update back until another one has passed it."""
        self._updates.arm("swap", True, times)

    def delay_updates(self, seconds: float, times: int = 1) -> None:
        """Let the next update reach the queue only so many seconds later."""
        self._updates.arm("delay", seconds, times)

    def confirmed(self, hook: Callable[[Confirmed], Awaitable[None]]) -> None:
        self._confirmed.append(hook)

    # Files

    def expire_files(self, times: int = 1) -> None:
        """Answer the next downloads as if their link had expired."""
        self._files.arm("expired", True, times)

    def truncate_files(self, times: int = 1, keep: float = 0.5) -> None:
        """Serve only that share of the bytes, as a complete answer."""
        self._files.arm("truncated", keep, times)

    def break_downloads(self, times: int = 1, keep: float = 0.5) -> None:
        """Close the connection after that share of the announced bytes."""
        self._files.arm("broken", keep, times)

    def served(self, hook: Callable[[Moment], Awaitable[None]]) -> None:
        self._served.append(hook)

    # Asked by the platform

    async def meet_before(self, call: Call) -> None:
        """Run the hooks, then refuse if a refusal is armed."""
        await _run(self._before, call)
        refusal = self._refusals.spend(call.method) or self._refusals.spend(ANY)
        if isinstance(refusal, ApiError):
            raise refusal

    async def meet_accepted(self, call: Call) -> None:
        """Run the hooks, then lose the answer if that is armed."""
        await _run(self._accepted, call)
        if self._losses.spend(call.method) or self._losses.spend(ANY):
            raise AnswerLostError

    def duplicates(self) -> bool:
        return self._updates.spend("duplicate") is not None

    def swaps(self) -> bool:
        return self._updates.spend("swap") is not None

    def delay(self) -> float:
        """Seconds by which the next update is late; 0 without a fault."""
        seconds = self._updates.spend("delay")
        return seconds if isinstance(seconds, float | int) else 0.0

    def link_expired(self) -> bool:
        return self._files.spend("expired") is not None

    def truncated(self) -> float | None:
        """The share of a file that is served as if it were all."""
        keep = self._files.spend("truncated")
        return keep if isinstance(keep, float) else None

    def broken(self) -> float | None:
        """The share of a file after which the connection closes."""
        keep = self._files.spend("broken")
        return keep if isinstance(keep, float) else None

    async def tell_served(self, moment: Moment) -> None:
        for hook in self._served:
            await hook(moment)

    async def tell_confirmed(self, update_ids: tuple[int, ...]) -> None:
        for hook in self._confirmed:
            await hook(Confirmed(update_ids))


async def _run(hooks: list[tuple[str, CallHook]], call: Call) -> None:
    for method, hook in hooks:
        if method in {ANY, call.method}:
            await hook(call)

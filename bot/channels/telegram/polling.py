"""getUpdates by our own loop: an update is stored before the offset that confirms it moves.

aiogram's polling confirms while handlers still run, and one update that it cannot read fails the whole batch for ever
(TRAPS.md 5).
"""

import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from attendance.records.inbound import Envelope, NotStored
from bot.channels.telegram.batch import NoBatch, Unreadable, parse, read_batch
from bot.channels.telegram.envelope import ALLOWED_UPDATES, UpdateMalformed, envelope_of, update_id_of
from bot.channels.telegram.errors import TokenRefused
from bot.clock import Clock

log = logging.getLogger(__name__)

# Telegram answers after 50 s at the latest (PLATFORMS.md A6).
LONG_POLL_S = 25
_PAUSES_S = (1, 2, 5, 10, 30)

Store = Callable[[Sequence[Envelope]], Awaitable[None]]


class Poller:
    """One poller per account: a second one is answered 409 by the platform."""

    def __init__(self, name: str, token: str, api: str, store: Store, clock: Clock) -> None:
        self._name = name
        self._url = f"{api.rstrip('/')}/bot{token}/getUpdates"
        self._store = store
        self._clock = clock
        self._offset = 0

    async def run(self) -> None:
        """Until cancelled. Raises TokenRefused; every other fault of the network is waited out."""
        faults = 0
        async with ClientSession(timeout=ClientTimeout(total=LONG_POLL_S + 10)) as client:
            while True:
                try:
                    await self.poll(client)
                    faults = 0
                except (ClientError, TimeoutError, PollRefused, NotStored) as error:
                    pause = max(_PAUSES_S[min(faults, len(_PAUSES_S) - 1)], getattr(error, "wait_s", 0))
                    faults += 1
                    log.warning("polling %s: %s; again in %d s", self._name, _safe(error), pause)
                    await self._clock.sleep(pause)

    async def poll(self, client: ClientSession) -> None:
        """One call; whatever it brings is on disk when this returns.

        Raises TokenRefused, PollRefused, ClientError, TimeoutError, NotStored.
        """
        query = {"offset": self._offset, "timeout": LONG_POLL_S, "allowed_updates": list(ALLOWED_UPDATES)}
        # The Bot API redirects nobody; where to would be some proxy's idea.
        async with client.post(self._url, json=query, allow_redirects=False) as response:
            answer = await response.read()
        if response.status in (401, 404) and _refuses_token(answer):
            raise TokenRefused(f"Telegram refuses the token of account {self._name!r}")
        updates = _updates(answer, response.status)
        await self._store([found for update in updates if (found := self._envelope(update))])
        before = self._offset
        for number in map(_number, updates):
            if number is not None:
                # In the order given, not the greatest: update_id may have restarted.
                self._offset = number + 1
        if updates and self._offset == before:
            # They would come again at once.
            raise PollRefused("updates that cannot be confirmed")

    def _envelope(self, update: Any) -> Envelope | None:
        if isinstance(update, Unreadable):
            log.error("polling %s: update %s could not be read", self._name, update.number)
            return None
        try:
            return envelope_of(self._name, update)
        except UpdateMalformed as error:
            log.error("polling %s: %s", self._name, error)
            return None


def side_by_side(pollers: Mapping[str, Poller]) -> list[Callable[[], Coroutine[None, None, None]]]:
    """The loops of our accounts by name: one whose token is revoked falls silent, the last one raises TokenRefused."""
    serving = set(pollers)

    async def run(name: str, poller: Poller) -> None:
        try:
            await poller.run()
        except TokenRefused as refusal:
            serving.discard(name)
            if not serving:
                raise
            log.critical("%s: nobody is heard there until it has a new one and the service is started again", refusal)

    return [partial(run, name, poller) for name, poller in pollers.items()]


class PollRefused(Exception):
    """The platform answered, but not with updates. `wait_s`: how long it told us to wait, 0 when it did not."""

    def __init__(self, what: str, wait_s: int = 0) -> None:
        super().__init__(what)
        self.wait_s = wait_s


def _updates(answer: bytes, status: int) -> list[Any]:
    try:
        return read_batch(answer)
    except NoBatch as error:
        raise PollRefused(f"status {status} without updates", _told_to_wait_s(answer)) from error


def _refuses_token(answer: bytes) -> bool:
    """By Telegram's own words: the same status from a proxy on the way is a fault that passes."""
    try:
        match parse(answer):
            case {"ok": False, "error_code": 401 | 404}:
                return True
    except ValueError:
        pass
    return False


def _told_to_wait_s(answer: bytes) -> int:
    """`retry_after` of a throttled call, within an hour."""
    try:
        match parse(answer):
            case {"parameters": {"retry_after": int(seconds)}}:
                return min(max(seconds, 0), 3600)
    except ValueError:
        pass
    return 0


def _number(update: Any) -> int | None:
    return update.number if isinstance(update, Unreadable) else update_id_of(update)


def _safe(error: Exception) -> str:
    """Some errors of the network hold the URL, and with it the token."""
    return str(error) if isinstance(error, PollRefused) else type(error).__name__

"""Pushing updates to webhooks: one in flight per lane, tried again with doubling pauses until it expires.

After WebhookActor.cpp of tdlib/telegram-bot-api: anything but 2xx within 60 s is a failure; the first repetition
follows at once, then after 2, 4, 8 seconds and so on up to a cap (there random between 60 and 120 s, here 60, so that
tests repeat); Retry-After is honoured up to an hour.
"""

import asyncio
from dataclasses import dataclass

import httpx

from bot.clock import Clock
from demo.telegram.bots import BotAccount
from demo.telegram.faults import Faults, WebhookAnswered
from demo.telegram.signal import Signal
from demo.telegram.updates import Update
from demo.telegram.webhook import LOOPBACK, Webhook

ANSWER_WITHIN = 60.0
LONGEST_PAUSE = 60.0
LONGEST_RETRY_AFTER = 3600.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name of a header


@dataclass(frozen=True, slots=True)
class Failure:
    """A delivery that did not succeed."""

    reason: str
    retry_after: float = 0


class Deliveries:
    """Delivers for all bots of a platform while `run` runs."""

    def __init__(self, bots: dict[str, BotAccount], clock: Clock, faults: Faults, traffic: Signal) -> None:
        self._bots = bots
        self._clock = clock
        self._faults = faults
        self._traffic = traffic

    async def run(self) -> None:
        """Start a delivery for every lane that has an update and none in flight; never ends by itself."""
        async with _client() as client, asyncio.TaskGroup() as group:
            while True:
                for bot in self._bots.values():
                    for update in self._startable(bot):
                        bot.webhook.busy.add(update.event.lane)
                        group.create_task(self._deliver(client, bot, bot.webhook, update))
                await self._traffic.wait()

    def _startable(self, bot: BotAccount) -> list[Update]:
        """The oldest update of each free lane, as many as connections are left."""
        room = bot.webhook.max_connections - len(bot.webhook.busy) if bot.webhook.url else 0
        found: dict[str, Update] = {}
        waiting = bot.updates.waiting(self._clock.now()) if room > 0 else ()
        for update in waiting:
            if update.event.lane not in bot.webhook.busy:
                found.setdefault(update.event.lane, update)
            if len(found) == room:
                break
        return list(found.values())

    async def _deliver(self, client: httpx.AsyncClient, bot: BotAccount, webhook: Webhook, update: Update) -> None:
        pause, failures = 1.0, 0
        try:
            while bot.webhook is webhook and bot.updates.holds(update, self._clock.now()):
                failure = await self._post(client, webhook, update)
                if failure is None:
                    bot.updates.confirm(update)
                    return
                webhook.note_error(self._clock.now(), failure.reason)
                if failures and not failure.retry_after:
                    pause = min(LONGEST_PAUSE, pause * 2)
                await self._clock.sleep(failure.retry_after or (pause if failures else 0))
                failures += 1
        finally:
            webhook.busy.discard(update.event.lane)
            self._traffic.notify()

    async def _post(self, client: httpx.AsyncClient, webhook: Webhook, update: Update) -> Failure | None:
        """Send once; what went wrong, or None. The clock of the platform, not httpx, counts the timeout.

        The emulator talks to this machine only: any other address refuses the connection.
        """
        if httpx.URL(webhook.url).host not in LOOPBACK:
            return Failure("Connection refused")
        headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
        try:
            async with self._clock.timeout(ANSWER_WITHIN):
                response = await client.post(webhook.url, json=update.payload(), headers=headers)
        except TimeoutError:
            return Failure("Read timeout expired")
        except httpx.ConnectError:
            return Failure("Connection refused")
        except httpx.TransportError:
            return Failure("Connection closed")
        if not response.is_success:
            return Failure(
                f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}",
                _retry_after(response),
            )
        await self._faults.tell_served(WebhookAnswered(update.update_id, response.status_code))
        return None


def _client() -> httpx.AsyncClient:
    """Without a timeout, which the platform's clock counts, and without checking certificates on this same machine."""
    return httpx.AsyncClient(timeout=None, verify=False)  # noqa: S113, S501


def _retry_after(response: httpx.Response) -> float:
    given = response.headers.get("Retry-After", "")
    return min(float(given), LONGEST_RETRY_AFTER) if given.isdecimal() else 0

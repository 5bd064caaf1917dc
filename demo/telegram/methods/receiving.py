"""getUpdates, and the webhook that takes its place."""

import itertools
from typing import Any
from urllib.parse import urlsplit

from demo.telegram.arguments import Arguments
from demo.telegram.calls import Call
from demo.telegram.errors import bad_request, conflict
from demo.telegram.updates import Update
from demo.telegram.webhook import LOOPBACK, MAX_CONNECTIONS, Webhook
from demo.telegram.wire import Payload

LONGEST_POLL = 50  # seconds
LARGEST_BATCH = 100
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
CONFLICT_PAUSE = 3.0  # seconds by which a repeated 409 is held back


async def get_updates(call: Call) -> list[Payload]:
    """Updates from the offset on; waits up to `timeout` seconds for the first.

    One that begins to wait ends another that waits with 409, and so does setWebhook.
    """
    if call.bot.webhook.url:
        await _refuse(call, WEBHOOK_ACTIVE)
    call.bot.updates.allow(read_allowed(call.arguments))
    await _confirm(call, call.arguments.integer("offset"))
    updates = _batch(call) or await _wait(call, call.arguments.within("timeout", 0, 0, LONGEST_POLL))
    return [update.payload() for update in updates]


def _batch(call: Call) -> list[Update]:
    limit = call.arguments.within("limit", LARGEST_BATCH, 1, LARGEST_BATCH)
    return list(itertools.islice(call.bot.updates.waiting(call.platform.now()), limit))


async def _confirm(call: Call, offset: int) -> None:
    if offset < 0:
        call.bot.updates.keep_last(-offset)
        return
    confirmed = call.bot.updates.confirm_below(offset)
    if confirmed:
        await call.platform.faults.tell_confirmed(confirmed)


async def _wait(call: Call, seconds: int) -> list[Update]:
    """The first updates to come within that time, if this stays the only waiting call."""
    if not seconds:
        return []
    call.bot.polls += 1
    poll = call.bot.polls
    call.platform.changed()
    try:
        async with call.platform.clock.timeout(seconds):
            while not (found := _batch(call)):
                await call.bot.updates.changed.wait()
                await _refuse_if_replaced(call, poll)
    except TimeoutError:
        return []
    return found


async def _refuse_if_replaced(call: Call, poll: int) -> None:
    if call.bot.webhook.url:
        await _refuse(call, "terminated by setWebhook request")
    if call.bot.polls != poll:
        await _refuse(call, OTHER_POLLER)


async def _refuse(call: Call, reason: str) -> None:
    """409; a second one within three seconds is held back as long, so that clients at odds do not race."""
    now = call.platform.clock.monotonic()
    if now < call.bot.next_conflict_at:
        await call.platform.clock.sleep(CONFLICT_PAUSE)
    else:
        call.bot.next_conflict_at = now + CONFLICT_PAUSE
    raise conflict(reason)


def read_allowed(arguments: Arguments) -> list[str] | None:
    """The kinds of updates asked for; None when the argument is missing, and the earlier choice stays."""
    kinds: Any = arguments.structure("allowed_updates", "allowed updates")
    if kinds is None:
        return None
    if not isinstance(kinds, list):
        raise bad_request("can't parse allowed updates: Expected an Array of strings")
    return [str(kind) for kind in kinds]


async def set_webhook(call: Call) -> bool:
    """Set the webhook; an empty url removes it."""
    url = call.arguments.text("url")
    if not url:
        return await delete_webhook(call)
    _check_url(url)
    webhook = Webhook(
        url=url,
        secret_token=_checked_secret(call.arguments.text("secret_token")),
        max_connections=call.arguments.within("max_connections", MAX_CONNECTIONS, 1, 100),
    )
    call.bot.updates.allow(read_allowed(call.arguments))
    return _put(call, webhook)


def _check_url(url: str) -> None:
    """HTTPS, as Telegram demands; plain HTTP only to this machine, as its server in local mode allows."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


def _checked_secret(secret: str) -> str:
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not all(character.isascii() and (character.isalnum() or character in "_-") for character in secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


async def delete_webhook(call: Call) -> bool:
    """Remove the webhook; what waits stays for getUpdates unless it is to be dropped."""
    return _put(call, Webhook())


def _put(call: Call, webhook: Webhook) -> bool:
    if call.arguments.flag("drop_pending_updates"):
        call.bot.updates.keep_last(0)
    call.bot.webhook = webhook
    call.platform.changed()
    return True


async def get_webhook_info(call: Call) -> Payload:
    """The present setting and the last failure."""
    return call.bot.webhook.info(len(call.bot.updates), call.bot.updates.allowed)

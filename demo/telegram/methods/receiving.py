"""getUpdates, and the webhook that takes its place."""

from typing import Any
from urllib.parse import urlsplit

from demo.telegram.arguments import Arguments
from demo.telegram.calls import Call
from demo.telegram.errors import bad_request, conflict
from demo.telegram.updates import Update
from demo.telegram.webhook import MAX_CONNECTIONS, Webhook
from demo.telegram.wire import Payload

LONGEST_POLL = 50  # seconds
LARGEST_BATCH = 100
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


async def get_updates(call: Call) -> list[Payload]:
    """Updates from the offset on; waits up to `timeout` seconds for the first.

    A newer getUpdates ends a waiting one with 409, and so does setWebhook.
    """
    refuse_beside_webhook(call)
    call.bot.updates.allow(read_allowed(call.arguments))
    await _confirm(call, call.arguments.integer("offset"))
    call.bot.polls += 1
    call.platform.changed()
    updates = await _wait_for_updates(call, call.bot.polls)
    limit = call.arguments.integer("limit", LARGEST_BATCH)
    return [update.payload() for update in updates[: limit if 0 < limit <= LARGEST_BATCH else LARGEST_BATCH]]


def refuse_beside_webhook(call: Call) -> None:
    """409 while a webhook is set."""
    if call.bot.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )


async def _confirm(call: Call, offset: int) -> None:
    if offset < 0:
        call.bot.updates.keep_last(-offset)
        return
    confirmed = call.bot.updates.confirm_below(offset)
    if confirmed:
        await call.platform.faults.tell_confirmed(confirmed)


async def _wait_for_updates(call: Call, poll: int) -> list[Update]:
    seconds = min(max(call.arguments.integer("timeout"), 0), LONGEST_POLL)
    found = list(call.bot.updates.waiting(call.platform.now()))
    if found or not seconds:
        return found
    try:
        async with call.platform.clock.timeout(seconds):
            while not found:
                await call.bot.updates.changed.wait()
                _refuse_if_replaced(call, poll)
                found = list(call.bot.updates.waiting(call.platform.now()))
    except TimeoutError:
        return []
    return found


def _refuse_if_replaced(call: Call, poll: int) -> None:
    if call.bot.webhook.url:
        raise conflict("terminated by setWebhook request")
    if call.bot.polls != poll:
        raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")


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
        max_connections=call.arguments.integer("max_connections", MAX_CONNECTIONS) or MAX_CONNECTIONS,
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

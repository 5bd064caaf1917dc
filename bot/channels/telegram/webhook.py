"""The webhook: the secret is compared before a byte is read as an update, and 200 means stored."""

import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from attendance.records.inbound import Envelope, NotStored
from bot.channels.telegram.envelope import UpdateMalformed, envelope

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
PATH = "/telegram/{account}"

# An update is a few kilobytes; Telegram sends no file through the webhook.
MAX_BODY_BYTES = 1 << 20


def path_of(account: str) -> str:
    """Where the platform is told to send the updates of one account."""
    return PATH.format(account=account)


Store = Callable[[Sequence[Envelope]], Awaitable[None]]


def webhook_route(secrets: Mapping[str, str], store: Store) -> Route:
    """`secrets`: account name -> the secret its webhook was set with."""

    async def receive(request: Request) -> Response:
        account = request.path_params["account"]
        told = request.headers.get(SECRET_HEADER, "")
        expected = secrets.get(account)
        # Compared even when the account is unknown, so that the time of the answer tells nothing.
        if not hmac.compare_digest(told.encode(), (expected or "").encode()) or not expected:
            return Response(status_code=401)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            await store([envelope(account, body)])
        except NotStored as error:
            log.error("webhook of %s: %s; the platform will send it again", account, error)
            return Response(status_code=503)
        except UpdateMalformed as error:
            # It will not get better by being sent again; 200 stops the platform's retries.
            log.error("webhook of %s: %s", account, error)
        return Response(status_code=200)

    return Route(PATH, receive, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """At most MAX_BODY_BYTES, whatever the length header says."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return body

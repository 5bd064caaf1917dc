"""One question to the Bot API, for the commands: which bot is this token's, and what time is it there."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from pydantic import SecretStr

from bot.settings import Settings

_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Bot:
    """The token is right. `offset_s`: our clock minus the platform's in seconds, None when it told no time."""

    username: str
    offset_s: float | None


@dataclass(frozen=True, slots=True)
class WrongToken:
    """The platform does not know the token."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No usable answer; `why` holds no token."""

    why: str


async def ask_for_bot(settings: Settings, token: SecretStr, now: datetime) -> Bot | WrongToken | Unreachable:
    """getMe. The address holds the token, so nothing of httpx's own errors is repeated."""
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT_S) as client:
            answer = await client.get(f"{settings.telegram_api}/bot{token.get_secret_value()}/getMe")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Unreachable(f"{settings.telegram_api} cannot be reached ({type(error).__name__})")
    if answer.status_code in (401, 404):
        return WrongToken()
    try:
        return Bot(str(answer.raise_for_status().json()["result"]["username"]), _offset(answer, now))
    except (httpx.HTTPStatusError, ValueError, KeyError, TypeError):
        return Unreachable(f"{settings.telegram_api} does not answer like the Bot API (status {answer.status_code})")


def _offset(answer: httpx.Response, now: datetime) -> float | None:
    """The Date header counts whole seconds, which passed half a second ago on average."""
    try:
        told = parsedate_to_datetime(answer.headers["Date"])
    except (KeyError, ValueError):
        return None
    return (now - told.replace(tzinfo=told.tzinfo or UTC)).total_seconds() - 0.5

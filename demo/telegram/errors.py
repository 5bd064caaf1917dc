"""Refusals in Telegram's own words: after Client.cpp of tdlib/telegram-bot-api."""


class ApiError(Exception):
    """A call that is answered `{"ok": false, "error_code": code, "description": ...}`."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


def bad_request(reason: str) -> ApiError:
    """400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """409: getUpdates against another poller or a webhook."""
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """429 with the pause in whole seconds, in the text and in `parameters`."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)

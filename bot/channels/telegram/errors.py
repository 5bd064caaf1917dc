"""What went wrong with the platform, mapped once where its answer is read."""

from dataclasses import dataclass


@dataclass
class SendError(Exception):
    """A message did not go out. `retryable`: the same message may be sent again later, after `wait_s` if told."""

    reason: str
    retryable: bool
    wait_s: float | None = None

    def __str__(self) -> str:
        return self.reason


class ContactStopped(SendError):
    """The person blocked our account, or the account is gone."""


class Throttled(SendError):
    """Too many messages; the platform says how long to wait."""


class FetchFailed(Exception):
    """A file could not be fetched now; its event is tried again."""


class FileGone(Exception):
    """The platform no longer has the file, or it is too large to be fetched: trying again leads nowhere."""


class TokenRefused(Exception):
    """The platform does not know the bot token."""

"""What a bot's webhook is set to, and what became of its deliveries."""

from dataclasses import dataclass, field
from datetime import datetime

from demo.telegram.wire import Payload, unix, without_none

MAX_CONNECTIONS = 40
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(slots=True)
class Webhook:
    """The settings of setWebhook; an empty `url` means none. Setting it anew makes a new object."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = MAX_CONNECTIONS
    last_error_at: datetime | None = None
    last_error: str | None = None
    busy: set[str] = field(default_factory=set)  # lanes with an update in flight or waiting for its next try

    def note_error(self, moment: datetime, error: str) -> None:
        self.last_error_at, self.last_error = moment, error

    def info(self, pending: int, allowed: frozenset[str]) -> Payload:
        """The Bot API's WebhookInfo."""
        always = {"url": self.url, "has_custom_certificate": False, "pending_update_count": pending}
        return always | without_none(
            max_connections=self.max_connections if self.url else None,
            last_error_date=None if self.last_error_at is None else unix(self.last_error_at),
            last_error_message=self.last_error,
            allowed_updates=sorted(allowed) or None,
        )

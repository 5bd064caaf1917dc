"""People as Telegram shows them to a bot."""

from dataclasses import dataclass

from demo.telegram.wire import Payload, without_none


@dataclass(frozen=True, slots=True)
class Person:
    """An account of a human being."""

    user_id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "id"

    def user(self) -> Payload:
        """The Bot API's User."""
        return {"id": self.user_id, "is_bot": False} | without_none(
            first_name=self.first_name,
            last_name=self.last_name,
            username=self.username,
            language_code=self.language_code,
        )

    def chat(self) -> Payload:
        """The private Chat with this person: its id is the person's."""
        return {"id": self.user_id, "type": "private"} | without_none(
            first_name=self.first_name, last_name=self.last_name, username=self.username
        )

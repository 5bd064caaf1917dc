"""What goes with a message beside its text: made when it is sent, for whoever holds the account then, kept nowhere."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from attendance.records.say import attachment_in
from attendance.records.tables import Outbox


class Shape(Enum):
    """How the app shows it."""

    PICTURE = "picture"
    SECRET_PICTURE = "secret picture"  # noqa: S105 - a word of ours
    """The app lets nobody save it or pass it on."""
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The bytes with the name under which they are kept on a phone."""

    name: str
    content: bytes
    shape: Shape


class NotMade(Exception):
    """There is nothing to send any more, or nothing for this account; the text names no person."""


#: Makes the file for a chat account (its row's id) of the rows that the attachment names. Raises NotMade, OSError.
Maker = Callable[[int, Sequence[int]], Awaitable[Enclosed]]


class Attachments:
    """The makers, by the names that rows of the outbox hold."""

    def __init__(self, makers: Mapping[str, Maker]) -> None:
        self._makers = makers

    async def of(self, row: Outbox) -> Enclosed | None:
        """The file of a message, None when it is only text. Raises NotMade, OSError."""
        wanted = attachment_in(row.form)
        if wanted is None:
            return None
        maker = self._makers.get(wanted.maker)
        if maker is None:
            raise NotMade(f"nothing makes {wanted.maker!r} here")
        return await maker(row.account_id, wanted.of)

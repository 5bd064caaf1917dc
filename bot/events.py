"""What a person can send, whatever the platform: a closed union of values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Oddity(StrEnum):
    """Where a message came from, when it is not simply typed or taken now (PLATFORMS.md A1, B).

    The values stand in rows (checkin.provenance) and in the keys of texts.
    """

    FORWARDED = "forwarded"  # also WhatsApp's forwarded and frequently_forwarded
    VIA_BOT = "via-bot"
    SCHEDULED = "scheduled"
    BUSINESS = "business"
    EDITED = "edited"
    ALBUM = "album"
    STORY = "story"
    LIVE_PHOTO = "live-photo"
    SENDER_CHAT = "sender-chat"
    EXTERNAL_REPLY = "external-reply"
    GUEST = "guest"  # a bot was called into somebody else's chat
    PAID_MEDIA = "paid-media"
    DOCUMENT = "document"  # a picture as a file: the way of galleries and editors


Oddities = frozenset[Oddity]
NONE: Oddities = frozenset()


@dataclass(frozen=True)
class FileRef:
    """A file that waits at the platform. `unique_id` stays the same when it is forwarded."""

    file_id: str
    unique_id: str | None
    size: int | None


@dataclass(frozen=True)
class Text:
    text: str
    sent_at: datetime
    oddities: Oddities = NONE


@dataclass(frozen=True)
class Photo:
    """`media_id`: the row of the picture once it has been fetched. `gone`: the platform could not give it any more."""

    file: FileRef
    sent_at: datetime
    album: str | None = None
    oddities: Oddities = NONE
    media_id: int | None = None
    gone: bool = False


@dataclass(frozen=True)
class Video:
    """`round`: recorded in the app at this moment. `media_id` and `gone` as of a Photo."""

    file: FileRef
    sent_at: datetime
    round: bool = False
    oddities: Oddities = NONE
    media_id: int | None = None
    gone: bool = False


@dataclass(frozen=True)
class Document:
    file: FileRef
    sent_at: datetime
    mime_type: str | None = None
    oddities: Oddities = NONE


@dataclass(frozen=True)
class Position:
    """Degrees and metres as the sender's app stated them, unchecked. `place`: picked from a list of places."""

    latitude: float
    longitude: float
    accuracy_m: float | None
    live: bool
    place: bool
    sent_at: datetime
    oddities: Oddities = NONE


@dataclass(frozen=True)
class Pressed:
    """An inline button of ours: what it does, to which row, in which version. `answer_to` stops the app's spinner."""

    action: str
    row_id: int
    version: int
    answer_to: str


@dataclass(frozen=True)
class Contact:
    """`own`: the platform says it is the sender's own number."""

    phone: str
    own: bool
    sent_at: datetime


@dataclass(frozen=True)
class Membership:
    """The person blocked or unblocked our account."""

    blocked: bool


@dataclass(frozen=True)
class Unsupported:
    """Something that no dialogue knows what to do with, named for the log; of a story also when and how it came."""

    what: str
    sent_at: datetime | None = None
    oddities: Oddities = NONE


@dataclass(frozen=True)
class Elsewhere:
    """Not from a private chat with a person: groups and channels are not answered."""


Inbound = Text | Photo | Video | Document | Position | Pressed | Contact | Membership | Unsupported | Elsewhere

"""Files the platform keeps: ids that differ per bot, unique ids that do not, links that expire."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from demo.telegram.pictures import Picture
from demo.telegram.wire import Payload

LINK_LIFETIME = timedelta(hours=1)
DOWNLOAD_LIMIT = 20 << 20  # bytes a bot may fetch: Client.h of tdlib/telegram-bot-api
UPLOAD_LIMIT = 50 << 20
PHOTO_UPLOAD_LIMIT = 10 << 20


@dataclass(slots=True)
class StoredFile:
    """A file on the platform; `folder` and `extension` make its download path."""

    number: int
    unique_id: str
    content: bytes
    folder: str
    extension: str
    about: Payload = field(default_factory=dict)  # what the sender said of it: name, type, width and height
    sizes: tuple["StoredFile", ...] = ()  # of a photo: all of them, this one too
    link_until: datetime | None = None

    @property
    def path(self) -> str:
        """The `file_path` of getFile."""
        return f"{self.folder}/file_{self.number}{self.extension}"


class FileStore:
    """All files of one platform."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt
        self._files: list[StoredFile] = []
        self._by_path: dict[str, StoredFile] = {}

    def add(self, content: bytes, folder: str, extension: str, about: Payload | None = None) -> StoredFile:
        """Keep a fresh upload: it gets a new unique id even when the bytes are known."""
        number = len(self._files)
        stored = StoredFile(number, self._digest("unique", number, 9), content, folder, extension, about or {})
        self._files.append(stored)
        self._by_path[stored.path] = stored
        return stored

    def add_photo(self, picture: Picture) -> StoredFile:
        """Keep a freshly uploaded photo, every size as a file of its own; the largest."""
        sizes = tuple(
            self.add(size.jpeg, "photos", ".jpg", {"width": size.width, "height": size.height})
            for size in picture.sizes
        )
        for stored in sizes:
            stored.sizes = sizes
        return sizes[-1]

    def file_id(self, stored: StoredFile, bot_id: int) -> str:
        """The id under which that bot, and no other, may use the file."""
        return f"BQACAgUAAx{stored.number:x}-{self._digest(f'file{bot_id}', stored.number, 24)}"

    def find(self, file_id: str, bot_id: int) -> StoredFile | None:
        """The file of an id, None for a foreign or unknown id."""
        number, _, _ = file_id.removeprefix("BQACAgUAAx").partition("-")
        try:
            stored = self._files[int(number, 16)]
        except (ValueError, IndexError):
            return None
        return stored if self.file_id(stored, bot_id) == file_id else None

    def link(self, stored: StoredFile, now: datetime) -> str:
        """Open the download path for an hour."""
        stored.link_until = now + LINK_LIFETIME
        return stored.path

    def at_path(self, path: str, now: datetime) -> StoredFile | None:
        """The file under an open link."""
        stored = self._by_path.get(path)
        if stored is None or stored.link_until is None or stored.link_until <= now:
            return None
        return stored

    def _digest(self, purpose: str, number: int, size: int) -> str:
        text = f"{purpose}:{number}".encode()
        return base64.urlsafe_b64encode(hashlib.blake2b(text, key=self._salt, digest_size=size).digest()).decode()

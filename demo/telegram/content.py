"""The content fields of a Message: text, photo, document and so on, with their files stored."""

import math
import mimetypes
from dataclasses import dataclass
from typing import Any

from demo.telegram import markup
from demo.telegram.files import FileStore, StoredFile
from demo.telegram.wire import Payload, without_none


@dataclass(frozen=True, slots=True)
class Content:
    """Fields of a Message, and the bytes a person sees when opening it."""

    fields: Payload
    opened: tuple[bytes, ...] = ()


def text_content(formatted: markup.Formatted) -> Content:
    """A text with its entities."""
    return Content({"text": formatted.text} | _entities("entities", formatted))


def captioned(content: Content, caption: markup.Formatted | None) -> Content:
    """The content with a caption under it."""
    if caption is None or not caption.text:
        return content
    fields = content.fields | {"caption": caption.text} | _entities("caption_entities", caption)
    return Content(fields, content.opened)


def _entities(name: str, formatted: markup.Formatted) -> Payload:
    found = [*formatted.entities, *markup.commands(formatted.text)]
    return {name: found} if found else {}


def photo_content(files: FileStore, bot_id: int, stored: StoredFile) -> Content:
    """A photo in all its sizes, of which `stored` is any."""
    sizes = [size.about | file_fields(files, bot_id, size) for size in stored.sizes]
    return Content({"photo": sizes}, (stored.sizes[-1].content,))


def document_content(files: FileStore, bot_id: int, stored: StoredFile) -> Content:
    """A file sent as it is."""
    return Content({"document": stored.about | file_fields(files, bot_id, stored)}, (stored.content,))


def add_document(files: FileStore, content: bytes, file_name: str, mime_type: str | None) -> StoredFile:
    """Keep a file sent as it is; without a type the name tells it."""
    known = mime_type or mimetypes.guess_type(file_name)[0]
    about = without_none(file_name=file_name or None, mime_type=known)
    return files.add(content, "documents", extension_of(file_name), about)


def file_fields(files: FileStore, bot_id: int, stored: StoredFile) -> Payload:
    """The fields that every kind of file has."""
    return {
        "file_id": files.file_id(stored, bot_id),
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
    }


def extension_of(file_name: str) -> str:
    """The extension with its dot, empty without one."""
    _, dot, extension = file_name.rpartition(".")
    return dot + extension if dot and extension.isalnum() else ""


def video_note_content(files: FileStore, bot_id: int, content: bytes, duration: int, length: int) -> Content:
    """A round video; duration in seconds and side in pixels are what the sender says."""
    stored = files.add(content, "video_notes", ".mp4")
    fields = {"duration": duration, "length": length} | file_fields(files, bot_id, stored)
    return Content({"video_note": fields}, (content,))


def video_content(files: FileStore, bot_id: int, content: bytes, duration: int, size: tuple[int, int]) -> Content:
    """A video; `size` is width and height."""
    stored = files.add(content, "videos", ".mp4")
    said = {"width": size[0], "height": size[1], "duration": duration, "mime_type": "video/mp4"}
    return Content({"video": said | file_fields(files, bot_id, stored)}, (content,))


def voice_content(files: FileStore, bot_id: int, content: bytes, duration: int) -> Content:
    """A voice message."""
    stored = files.add(content, "voice", ".oga")
    said = {"duration": duration, "mime_type": "audio/ogg"}
    return Content({"voice": said | file_fields(files, bot_id, stored)}, (content,))


def sticker_content(files: FileStore, bot_id: int, emoji: str) -> Content:
    """A sticker of a set that everybody has."""
    stored = files.add(emoji.encode(), "stickers", ".webp")
    said = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": emoji}
    return Content({"sticker": said | file_fields(files, bot_id, stored)}, (stored.content,))


def location(
    latitude: float,
    longitude: float,
    horizontal_accuracy: float | None = None,
    live_period: int | None = None,
    heading: int | None = None,
) -> Payload:
    """A Location; the accuracy (metres, at most 1500) is left out when it is unknown or not above 0."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise ValueError("JSON has no such numbers, so Telegram never sends them")
    known = horizontal_accuracy if horizontal_accuracy and horizontal_accuracy > 0 else None
    return {"latitude": float(latitude), "longitude": float(longitude)} | without_none(
        horizontal_accuracy=None if known is None else float(known), live_period=live_period, heading=heading
    )


def venue_content(latitude: float, longitude: float, title: str, address: str) -> Content:
    """A place picked from a list: `location` is set as well."""
    where = location(latitude, longitude)
    return Content({"venue": {"location": where, "title": title, "address": address}, "location": where})


def contact_content(phone_number: str, first_name: str, user_id: int | None) -> Content:
    """A telephone number; `user_id` only where the server knows whose it is."""
    known = without_none(user_id=user_id)
    return Content({"contact": {"phone_number": phone_number, "first_name": first_name} | known})


def reissued(value: Any, files: FileStore, from_bot: int, to_bot: int) -> Any:
    """The same content with the file ids of another bot; unique ids stay."""
    if isinstance(value, list):
        return [reissued(item, files, from_bot, to_bot) for item in value]
    if not isinstance(value, dict):
        return value
    read = {name: reissued(item, files, from_bot, to_bot) for name, item in value.items()}
    stored = files.find(value["file_id"], from_bot) if "file_id" in value else None
    return read if stored is None else read | {"file_id": files.file_id(stored, to_bot)}

"""Sending texts, pictures and files, and editing them afterwards."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from demo.telegram import content as contents
from demo.telegram import pictures
from demo.telegram.chats import Message
from demo.telegram.content import Content
from demo.telegram.markup import Formatted
from demo.telegram.phone.line import Line
from demo.telegram.phone.provenance import How
from demo.telegram.pictures import Picture
from demo.telegram.wire import Payload

CONTENT_FIELDS = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "video",
    "video_note",
    "voice",
)
FORWARDED_FIELDS = frozenset({*CONTENT_FIELDS, "sticker", "location", "venue", "contact"})


class Media(Line):
    """Everything that is written, photographed, filmed or taken from the file system."""

    async def text(self, text: str, **how: Unpack[How]) -> Message:
        """A text; a leading slash makes it a command."""
        return self.send(contents.text_content(Formatted(text)), how)

    async def command(self, name: str, argument: str = "", **how: Unpack[How]) -> Message:
        """`/name argument`."""
        return await self.text(f"/{name} {argument}".rstrip(), **how)

    async def photo(self, picture: bytes | Picture, caption: str | None = None, **how: Unpack[How]) -> Message:
        """A photo, re-encoded as the platform does unless `platform.photo` has done it before."""
        return self.send(contents.captioned(await self._uploaded(picture), _plain(caption)), how)

    async def album(
        self, album: Sequence[bytes | Picture], caption: str | None = None, **how: Unpack[How]
    ) -> list[Message]:
        """Photos sent as one album: a message each with one media_group_id, the caption under the first."""
        uploaded = [await self._uploaded(picture) for picture in album]
        uploaded[0] = contents.captioned(uploaded[0], _plain(caption))
        group = {"media_group_id": str(self.platform.unique("album"))}
        return [self.send(Content(item.fields | group, item.opened), how) for item in uploaded]

    async def document(
        self, content: bytes, file_name: str = "berkas.bin", mime_type: str | None = None, **how: Unpack[How]
    ) -> Message:
        """A file, untouched; the type is guessed from the name."""
        files = self.platform.files
        stored = contents.add_document(files, content, file_name, mime_type)
        return self.send(contents.document_content(files, self.bot.user_id, stored), how)

    async def video_note(self, content: bytes, duration: int = 5, length: int = 384, **how: Unpack[How]) -> Message:
        """A round video."""
        files = self.platform.files
        return self.send(contents.video_note_content(files, self.bot.user_id, content, duration, length), how)

    async def video(
        self, content: bytes, duration: int = 5, size: tuple[int, int] = (720, 1280), **how: Unpack[How]
    ) -> Message:
        """A video; `size` is width and height in pixels."""
        return self.send(contents.video_content(self.platform.files, self.bot.user_id, content, duration, size), how)

    async def voice(self, content: bytes, duration: int = 3, **how: Unpack[How]) -> Message:
        """A voice message."""
        return self.send(contents.voice_content(self.platform.files, self.bot.user_id, content, duration), how)

    async def sticker(self, emoji: str = "👍", **how: Unpack[How]) -> Message:
        """A sticker."""
        return self.send(contents.sticker_content(self.platform.files, self.bot.user_id, emoji), how)

    async def forward(self, message: Message, hide_sender: bool = False, **how: Unpack[How]) -> Message:
        """Forward a message of any chat to this one: its files keep their unique ids.

        With `hide_sender`, which the apps offer too, no mark of the forwarding remains.
        """
        copied = {name: value for name, value in message.body.items() if name in FORWARDED_FIELDS}
        fields = contents.reissued(copied, self.platform.files, message.bot_id, self.bot.user_id)
        if not hide_sender:
            fields["forward_origin"] = message.body.get("forward_origin") or _first_origin(message)
        return self.send(Content(fields, message.contents), how)

    async def edit_text(self, message: Message, text: str, at: datetime | None = None) -> None:
        """Another text or, under a photo, another caption."""
        formatted = Formatted(text)
        if "text" in message.body:
            self.edit(message, _without(message, "text", "entities") | contents.text_content(formatted).fields, at)
        else:
            kept = Content(_without(message, "caption", "caption_entities"))
            self.edit(message, contents.captioned(kept, formatted).fields, at)

    async def edit_photo(
        self, message: Message, picture: bytes | Picture, caption: str | None = None, at: datetime | None = None
    ) -> None:
        """Another photo in the place of the first."""
        content = contents.captioned(await self._uploaded(picture), _plain(caption))
        self.edit(message, _without(message, *CONTENT_FIELDS) | content.fields, at, content.opened)

    async def _uploaded(self, picture: bytes | Picture) -> Content:
        encoded = picture if isinstance(picture, Picture) else await asyncio.to_thread(pictures.encode, picture)
        files = self.platform.files
        return contents.photo_content(files, self.bot.user_id, files.add_photo(encoded))


def _plain(caption: str | None) -> Formatted | None:
    return None if caption is None else Formatted(caption)


def _without(message: Message, *names: str) -> Payload:
    return {name: value for name, value in message.body.items() if name not in names}


def _first_origin(message: Message) -> Payload:
    return {"type": "user", "date": message.body["date"], "sender_user": message.body["from"]}

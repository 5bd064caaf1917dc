"""The pictures that go with a message: unsealed when it is sent, one picture for all of them, kept nowhere."""

import asyncio
from collections.abc import Sequence

from sqlalchemy import select

from attendance.records.database import Database
from attendance.records.tables import Media
from attendance.vault.files import MediaFiles, MediaMissing
from attendance.vault.keyring import KeyUnknown, SealBroken
from bot.attachments import Enclosed, NotMade, Shape
from recognition.contact_sheet import contact_sheet, numbered_sheet


class ContactSheets:
    """Of the rows that a message names, those whose pictures are still there."""

    def __init__(self, database: Database, files: MediaFiles) -> None:
        self._database = database
        self._files = files

    async def make(self, _account_id: int, media_ids: Sequence[int]) -> Enclosed:
        """A JPEG that cannot be passed on. Raises NotMade, OSError."""
        async with self._database.read() as session:
            wanted = select(Media).where(Media.id.in_(media_ids), Media.deleted_at.is_(None)).order_by(Media.id)
            rows = (await session.scalars(wanted)).all()
        try:
            pictures = [await self._files.read(row.file, str(row.employee_id)) for row in rows]
        except (MediaMissing, SealBroken, KeyUnknown) as error:
            raise NotMade(type(error).__name__) from error
        sheet = await asyncio.to_thread(contact_sheet, pictures)
        if sheet is None:
            raise NotMade("none can be decoded")
        return Enclosed("foto.jpg", sheet, Shape.SECRET_PICTURE)

    async def numbered(self, _account_id: int, media_ids: Sequence[int]) -> Enclosed:
        """The same with numbers in the order in which they are named; one that is gone is grey.

        Raises NotMade, OSError.
        """
        async with self._database.read() as session:
            rows = {row.id: row for row in await session.scalars(select(Media).where(Media.id.in_(media_ids)))}
        pictures = [await self._read(rows.get(media_id)) for media_id in media_ids]
        sheet = await asyncio.to_thread(numbered_sheet, pictures)
        if sheet is None:
            raise NotMade("none is there any more")
        return Enclosed("foto.jpg", sheet, Shape.SECRET_PICTURE)

    async def _read(self, row: Media | None) -> bytes | None:
        if row is None or row.deleted_at is not None:
            return None
        try:
            return await self._files.read(row.file, str(row.employee_id))
        except (MediaMissing, SealBroken, KeyUnknown):
            return None

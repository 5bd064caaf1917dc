"""Pictures of bound accounts: fetched, sealed to a file, then on record."""

from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from attendance.records.conflict import insert_ignoring_conflicts
from attendance.records.database import Database, Priority
from attendance.records.tables import Media
from attendance.vault.files import MediaFiles
from bot.channels.telegram.account import TelegramAccount
from bot.events import FileRef


class MediaKeeper:
    """Keeps each inbound file once."""

    def __init__(self, database: Database, files: MediaFiles) -> None:
        self._database = database
        self._files = files

    async def keep(
        self,
        account: TelegramAccount,
        file: FileRef,
        *,
        inbound_id: int,
        employee_id: int,
        shows_id: int | None,
        now: datetime,
    ) -> int:
        """The id of the media row. `shows_id`: whose face it is to show, when it is not the sender's.

        Raises FileGone, FetchFailed, OSError.
        """
        data = await account.fetch(file)
        name = uuid4().hex
        await self._files.write(name, data, str(employee_id))
        row = {
            "employee_id": employee_id,
            "shows_id": shows_id,
            "inbound_id": inbound_id,
            "file": name,
            "platform_unique_id": file.unique_id,
            "sha256": sha256(data).hexdigest(),
            "size": len(data),
            "created_at": now,
        }
        async with self._database.write(Priority.STEP) as session:
            ids = await insert_ignoring_conflicts(session, Media, [row])
        return ids[0]

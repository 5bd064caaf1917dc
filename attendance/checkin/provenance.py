"""Parts of a check-in that came in an odd way are refused unseen, and go on record, for many tell what one does not."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attempt import Nothing
from attendance.checkin.desk import Desk
from attendance.checkin.tables import OddPart


class Sent(StrEnum):
    """What it was."""

    PHOTO = "photo"
    VIDEO = "video"
    POSITION = "position"
    DOCUMENT = "document"
    STORY = "story"
    PIN = "pin"


@dataclass(frozen=True)
class NoteOddPart:
    """The step beside a refusal. `kinds` name the ways (bot.events.Oddity), `sent_at` is the platform's time."""

    part: Sent
    kinds: Set[str]
    sent_at: datetime


async def note_odd_part(session: AsyncSession, desk: Desk, step: NoteOddPart) -> Nothing:
    """Add the row. The person hears no more than the refusal."""
    session.add(
        OddPart(
            employee_id=desk.attendee.employee_id,
            account_id=desk.attendee.account_id,
            part=step.part,
            kinds=sorted(step.kinds),
            sent_at=step.sent_at,
            noted_at=desk.now,
        )
    )
    return Nothing()

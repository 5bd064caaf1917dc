"""What became of a load, read from the database afterwards."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.tables import Attempt, Decision, Punch
from attendance.records.database import Database
from attendance.records.tables import Outbox


@dataclass(frozen=True)
class Verdicts:
    """Attempts by what was decided; `doubled`: nonces with more than one punch, or more than one answer."""

    accepted: int
    held: int
    rejected: int
    doubled: int

    @property
    def decided(self) -> int:
        return self.accepted + self.held + self.rejected


async def read_verdicts(database_url: str) -> Verdicts:
    database = await Database.open(database_url)
    try:
        async with database.read() as session:
            counts = {outcome: await _count(session, outcome) for outcome in ("accepted", "needs_review", "rejected")}
            doubled = await _doubled(session)
    finally:
        await database.close()
    return Verdicts(counts["accepted"], counts["needs_review"], counts["rejected"], doubled)


async def _count(session: AsyncSession, outcome: str) -> int:
    """Attempts whose newest decision has that outcome."""
    newest = select(func.max(Decision.id)).group_by(Decision.attempt_id)
    query = select(func.count()).select_from(Decision).where(Decision.id.in_(newest), Decision.outcome == outcome)
    return await session.scalar(query) or 0


async def _doubled(session: AsyncSession) -> int:
    """An attempt is one nonce. Every answer to a pair is a row of the outbox with the account of its attempt."""
    punches = select(Punch.attempt_id).group_by(Punch.attempt_id).having(func.count() > 1)
    answers = (
        select(Attempt.id)
        .join(Outbox, Outbox.account_id == Attempt.account_id)
        # "Received, being examined" is no answer; it is told when the machine is slow.
        .where(Outbox.key != "checkin-progress")
        .group_by(Attempt.id)
        .having(func.count() > 1)
    )
    return await _size(session, punches) + await _size(session, answers)


async def _size(session: AsyncSession, rows: Select[int]) -> int:
    return await session.scalar(select(func.count()).select_from(rows.subquery())) or 0

"""Every event is stored before it is confirmed to its platform."""

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attempt import AttemptStatus
from attendance.checkin.decide import AskKind
from attendance.checkin.tables import Attempt
from attendance.people.tables import ChatAccount
from attendance.records.database import Database, Priority
from attendance.records.inbound import Envelope, NotStored, store
from attendance.vault.keyring import Keyring
from bot.clock import Clock
from bot.group_commit import GroupCommit


class Ingest:
    """Stores envelopes, many in one commit, and wakes whoever works on them."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock, wake: Callable[[], None]) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._wake = wake
        self._group = GroupCommit[Envelope](database, Priority.INGEST, self._store)

    async def __call__(self, envelopes: Sequence[Envelope]) -> None:
        """Returns when all of them are on disk; only then may the platform be told. Raises NotStored."""
        try:
            await self._group.add(await self._wanted(envelopes))
        except (SQLAlchemyError, OSError) as error:
            raise NotStored(type(error).__name__) from error
        self._wake()

    async def _store(self, session: AsyncSession, envelopes: Sequence[Envelope]) -> None:
        await store(session, envelopes, self._keyring, self._clock.now())

    async def _wanted(self, envelopes: Sequence[Envelope]) -> Sequence[Envelope]:
        """A live location moves every few seconds while it lasts: edits count only while an attempt waits for them."""
        moving = {envelope.sender for envelope in envelopes if envelope.live_edit}
        if not moving:
            return envelopes
        waiting = (
            select(ChatAccount.external_id, Attempt.asks)
            .join(Attempt, Attempt.account_id == ChatAccount.id)
            .where(ChatAccount.external_id.in_(moving), Attempt.status == AttemptStatus.WAITING)
        )
        async with self._database.glance() as session:
            asked = (await session.execute(waiting)).all()
        awaited = {sender for sender, asks in asked if asks[-1] == AskKind.LIVE_POSITION}
        return [envelope for envelope in envelopes if not envelope.live_edit or envelope.sender in awaited]

"""The live list of the whole regency, made once for all who look at it."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.database import Database
from attendance.reports.live import LiveList, live_list, live_mark
from attendance.rules.book import RuleBook, RuleWatch
from attendance.rules.kinds import ZoneRule
from attendance.rules.resolve import NOBODY

#: Windows close and rosters change without a message: what is shown is never older than this.
STALE_AFTER = timedelta(seconds=30)


class Board:
    """Keeps the newest list; a look costs one small query while nobody has checked in since."""

    def __init__(self, database: Database, books: RuleWatch) -> None:
        self._database = database
        self._books = books
        self._list: LiveList | None = None
        self._making = asyncio.Lock()

    async def current(self, now: datetime) -> LiveList:
        """The list of the regency's today as it is now, give or take STALE_AFTER where only time has passed."""
        async with self._making, self._database.read() as session:
            book = await self._books.current(session)
            known = self._list
            if known is None or abs(now - known.at) >= STALE_AFTER or known.mark != await live_mark(session, book):
                known = self._list = await _made(session, book, now)
            return known


async def _made(session: AsyncSession, book: RuleBook, now: datetime) -> LiveList:
    local = now.astimezone(ZoneInfo(book.get(ZoneRule, NOBODY, now.date()).value.timezone))
    return await live_list(session, book, None, local.date(), local)

"""The live list of the whole regency, made once for all who look at it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import Employed, employed_on
from attendance.records.database import Database
from attendance.reports.live import LiveList, live_list, live_mark
from attendance.rules.book import RuleBook, RuleWatch
from attendance.rules.kinds import ZoneRule
from attendance.rules.resolve import NOBODY

#: Windows close and rosters change without a message: nothing that is shown is older than this.
STALE_AFTER = timedelta(seconds=30)


class Board:
    """Keeps the newest list: a look costs one small query while nobody has checked in since.

    After a check-in only the records of the day are read again; the headcount, which costs most, when it is stale.
    """

    def __init__(self, database: Database, books: RuleWatch) -> None:
        self._database = database
        self._books = books
        self._list: LiveList | None = None
        self._people: Sequence[Employed] = ()
        self._people_at: datetime | None = None
        self._making = asyncio.Lock()

    async def current(self, now: datetime) -> LiveList:
        """The list of the regency's today; `at` is in the zone of the regency."""
        async with self._making, self._database.read() as session:
            book = await self._books.current(session)
            local = now.astimezone(ZoneInfo(book.get(ZoneRule, NOBODY, now.date()).value.timezone))
            if _stale(self._people_at, local):
                self._people, self._people_at = await employed_on(session, None, local.date()), local
                self._list = None
            if self._list is None or self._list.mark != await live_mark(session, book):
                self._list = await self._made(session, book, local)
            return self._list

    async def _made(self, session: AsyncSession, book: RuleBook, local: datetime) -> LiveList:
        return await live_list(session, book, None, local.date(), local, self._people)


def _stale(at: datetime | None, now: datetime) -> bool:
    """Also on another day, and when a clock of a demonstration was set back."""
    return at is None or at.date() != now.date() or abs(now - at) >= STALE_AFTER

"""Whose pictures are kept how long: the retention rule of each person on a day."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import scope_of
from attendance.places.zones import day_in
from attendance.rules.book import RuleBook
from attendance.rules.kinds import RetentionRule, ZoneRule
from attendance.rules.resolve import NOBODY

Days = Callable[[RetentionRule], int]


class Periods:
    """The rules of one round; each person is looked up once."""

    def __init__(self, book: RuleBook, now: datetime) -> None:
        self._book = book
        self._now = now
        self._on = day_in(book.get(ZoneRule, NOBODY, now.date()).value.timezone, now)
        self._rules = dict[int, RetentionRule]()

    async def is_over(self, session: AsyncSession, employee_id: int, days: Days, since: datetime) -> bool:
        """Whether what began at `since` has lasted as long as that person's rule says."""
        return since <= self.latest(days) and since <= self._ago(days(await self._rule(session, employee_id)))

    def latest(self, days: Days) -> datetime:
        """Whatever began after this moment is over for nobody."""
        rules = [RetentionRule(), *(rule.value for rule in self._book.of(RetentionRule))]
        return self._ago(min(days(rule) for rule in rules if isinstance(rule, RetentionRule)))

    def _ago(self, days: int) -> datetime:
        return self._now - timedelta(days=days)

    async def _rule(self, session: AsyncSession, employee_id: int) -> RetentionRule:
        if employee_id not in self._rules:
            scope = await scope_of(session, employee_id, self._on)
            self._rules[employee_id] = self._book.get(RetentionRule, scope, self._on).value
        return self._rules[employee_id]

"""The file of /data_saya: put together when it is sent, for whoever holds the account then, kept nowhere."""

import json
from collections.abc import Sequence

from attendance.people.person import load_person
from attendance.people.tables import ChatAccount
from attendance.privacy.own_data import own_data
from attendance.records.database import Database
from attendance.rules.book import RuleWatch
from bot.attachments import Enclosed, NotMade, Shape
from bot.clock import Clock


class OwnDataFiles:
    """A person's own data as JSON, for an account that is still that person's."""

    def __init__(self, database: Database, rules: RuleWatch, clock: Clock) -> None:
        self._database = database
        self._rules = rules
        self._clock = clock

    async def make(self, account_id: int, named: Sequence[int]) -> Enclosed:
        """Raises NotMade when the account has been let go, suspended or bound anew meanwhile."""
        now = self._clock.now()
        async with self._database.read() as session:
            book = await self._rules.current(session)
            person = await load_person(session, await session.get_one(ChatAccount, account_id), book, now)
            if [person.employee_id] != list(named) or not person.verified or person.suspended:
                raise NotMade("the account is not that person's any more")
            told = await own_data(session, named[0], book, person.timezone, now)
        content = json.dumps(told, ensure_ascii=False, indent=2).encode()
        return Enclosed("data-saya.json", content, Shape.DOCUMENT)

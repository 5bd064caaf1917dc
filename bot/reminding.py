"""The reminders of the enrolment drive go into the outbox a few at a time, so that none waits there for long."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from attendance.records.database import Database, Priority
from attendance.reports.reminding import drop_reminders, queue_reminders, reminders_due, settled_reminders
from attendance.rules.book import RuleBroken, RuleWatch
from bot.clock import Clock
from bot.sender import Sender

log = logging.getLogger(__name__)

EVERY_S = 20.0

#: What the sender says in ten seconds: who is enrolled meanwhile need not be reminded any more.
BITE = 300


class Reminding:
    """Rows say who has been reminded, so a restart repeats nothing."""

    def __init__(self, database: Database, rules: RuleWatch, sender: Sender, clock: Clock) -> None:
        self._database = database
        self._rules = rules
        self._sender = sender
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.round()
            except (SQLAlchemyError, OSError, RuleBroken) as error:
                log.error("reminders could not be looked at: %s", type(error).__name__)
            await self._clock.sleep(EVERY_S)

    async def round(self) -> None:
        """What is due by now, while the outbox has room for it."""
        now = self._clock.now()
        async with self._database.read() as session:
            settled = await settled_reminders(session, now.date())
            busy = self._sender.backlog >= BITE
            due = [] if busy else await reminders_due(session, await self._rules.current(session), now, BITE)
        if not settled and not due:
            return
        async with self._database.write(Priority.BULK) as session:
            await drop_reminders(session, settled)
            await queue_reminders(session, due, now)
        self._sender.wake()

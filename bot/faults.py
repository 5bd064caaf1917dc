"""Our own faults are never held against the employee: an event that keeps failing leaves its attempt pending."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attempt import AttemptStatus, keep_time, move
from attendance.checkin.attendee import attendee_of
from attendance.checkin.desk import Desk
from attendance.checkin.placing import place_part, watch
from attendance.people.access.rebind_challenge import excuse
from attendance.people.person import Person, load_person
from attendance.people.tables import ChatAccount
from attendance.records.database import Database, Priority
from attendance.records.deadline import DeadlineKind, set_deadlines, was_revived
from attendance.records.inbound import CLOCK, MAX_FAILURES, InboundStatus, pause_after
from attendance.records.outbox import put
from attendance.records.say import Say, local
from attendance.records.tables import Draft, Inbound
from attendance.rules.book import RuleBook, RuleWatch
from bot.clock import Clock
from bot.dialogues.rebinding import unjudged
from bot.dialogues.turn import Enrolling, Replacing, State
from bot.reading import read_draft

log = logging.getLogger(__name__)

# A dead part of a check-in is brought back after these pauses, until a human takes over.
REVIVED_AFTER_MINUTES = (5, 15, 30, 60)


class Faults:
    """Counts what failed, and after five failures lets the person's next message go on."""

    def __init__(self, database: Database, rules: RuleWatch, clock: Clock) -> None:
        self._database = database
        self._rules = rules
        self._clock = clock

    async def note(self, inbound_id: int) -> timedelta | None:
        """One more failure: how long the row rests, or None when it is dead, or done but for something behind it.

        Raises AttemptMoved, RuleBroken and what a database raises; then nothing is noted.
        """
        now = self._clock.now()
        async with self._database.write(Priority.STEP) as session:
            row = await session.get(Inbound, inbound_id)
            if row is None or row.status != InboundStatus.QUEUED:
                return None
            row.failures += 1
            if row.failures < MAX_FAILURES:
                return pause_after(row.failures)
            row.status = InboundStatus.DEAD
            # Its raw bytes, too, are forgotten in time.
            row.done_at = now
            # What the person hears now says more than progress would, also when the row is tried again.
            row.progress_at = now
            log.critical("inbound %d is dead after %d failures: an operator must look", inbound_id, row.failures)
            if not await was_revived(session, inbound_id):
                await self._leave_pending(session, row, now)
        return None

    async def _leave_pending(self, session: AsyncSession, row: Inbound, now: datetime) -> None:
        account = None if row.channel == CLOCK else await _account(session, row)
        if account is None:
            return
        book = await self._rules.current(session)
        person = await load_person(session, account, book, now)
        sent_at = row.sent_at or row.received_at
        state = read_draft(await session.get(Draft, account.id))
        if isinstance(state, Replacing) and (excused := await excuse(session, account.id, state.rebinding_id, now)):
            _tell(session, unjudged(excused), person, row, now)
            return
        if not (row.part and _checks_in(person, state)):
            _tell(session, Say("general-our-fault-no-time"), person, row, now)
            return
        told = await _suspend(session, person, book, row, sent_at, now)
        if not told:
            _tell(session, Say("general-our-fault", {"at": local(sent_at, person.timezone)}), person, row, now)


def _checks_in(person: Person, state: State | None) -> bool:
    """Whether a picture or a position of this person is a check-in: not the pictures of another dialogue."""
    return person.checks_in and person.acknowledged and not isinstance(state, Enrolling | Replacing)


async def _suspend(
    session: AsyncSession, person: Person, book: RuleBook, row: Inbound, sent_at: datetime, now: datetime
) -> bool:
    """Leave the attempt of this part pending; True when it already was, so that the person is told once."""
    attendee = attendee_of(person)
    desk = Desk(attendee, book, now, row.channel)
    placed = await place_part(session, desk, sent_at)
    attempt = placed.attempt
    keep_time(attempt, sent_at, attendee.timezone)
    await watch(session, placed, desk.windows, now, nudge=False)
    for minutes in REVIVED_AFTER_MINUTES:
        due_at = now + timedelta(minutes=minutes)
        await set_deadlines(session, row.id, attendee.account_id, {DeadlineKind.REVIVE: due_at})
    if attempt.status == AttemptStatus.PENDING:
        return True
    await move(session, attempt, AttemptStatus.PENDING)
    limit = now + timedelta(seconds=desk.windows.pending_limit_s)
    await set_deadlines(session, attempt.id, attendee.account_id, {DeadlineKind.PENDING_LIMIT: limit})
    return False


def _tell(session: AsyncSession, say: Say, person: Person, row: Inbound, now: datetime) -> None:
    put(session, say, account_id=person.account_id, employee_id=person.employee_id, inbound_id=row.id, now=now)


async def _account(session: AsyncSession, row: Inbound) -> ChatAccount | None:
    return await session.scalar(
        select(ChatAccount).where(
            ChatAccount.channel == row.channel,
            ChatAccount.our_account == row.our_account,
            ChatAccount.external_id == row.sender,
        )
    )

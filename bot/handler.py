"""The way of one message: from its stored row to its effects, in one transaction."""

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.life import REST, PromptUnderway
from attendance.checkin.attempt import AttemptMoved
from attendance.people.access.pin import PinChanged
from attendance.people.person import load_person
from attendance.people.tables import ChatAccount
from attendance.records.database import Database, Priority
from attendance.records.inbound import AlreadyDone, mark_done, pause_after
from attendance.records.outbox import put
from attendance.records.say import Say
from attendance.records.tables import Draft
from attendance.rules.book import RuleBroken, RuleWatch
from bot.channels.telegram.account import TelegramAccount
from bot.channels.telegram.errors import FileGone
from bot.clock import Clock
from bot.dialogues.route import advance, expects_picture
from bot.dialogues.turn import DRAFT, Elapsed, Enrolling, State, Turn
from bot.events import Inbound as Message
from bot.events import Membership, Photo, Pressed, Video
from bot.faults import Faults
from bot.flood import Flood
from bot.media import MediaKeeper
from bot.reading import Reader, Reading
from bot.scene import Scene
from bot.steps import CheckInStep, Findings, Step, Steps

log = logging.getLogger(__name__)


class Handler:
    """Called with the id of an inbound row; None when the row is done, dead, or no business of ours."""

    def __init__(
        self,
        database: Database,
        reader: Reader,
        rules: RuleWatch,
        accounts: Mapping[str, TelegramAccount],
        media: MediaKeeper,
        steps: Steps,
        clock: Clock,
        wake_sender: Callable[[], None],
    ) -> None:
        self._database = database
        self._reader = reader
        self._rules = rules
        self._accounts = accounts
        self._media = media
        self._steps = steps
        self._clock = clock
        self._wake_sender = wake_sender
        self._faults = Faults(database, rules, clock)
        self._flood = Flood()
        self._undated = Flood()
        # How often in a row each was held up by something that could not be noted.
        self._held_up: dict[int, int] = {}

    async def __call__(self, inbound_id: int) -> timedelta | None:
        """How long the row rests before the next try; nothing is raised, as that would end the service for everybody.

        A row that cannot even be noted as failed stays in its place and is tried until it can.
        """
        try:
            rest = await self._tried(inbound_id)
        except Exception as error:  # noqa: BLE001 - the edge: other people's rows go on whatever this is
            times = self._held_up[inbound_id] = self._held_up.get(inbound_id, 0) + 1
            what = str(error) if isinstance(error, RuleBroken) else f"{type(error).__name__}\n{_where(error)}"
            log.critical("inbound %d is held up, %d times now: %s", inbound_id, times, what)
            return pause_after(times)
        self._held_up.pop(inbound_id, None)
        return rest

    async def _tried(self, inbound_id: int) -> timedelta | None:
        """Raises RuleBroken, which is no failure of the row, and what makes it impossible to note one."""
        try:
            await self._handle(inbound_id)
        except (AlreadyDone, AttemptMoved, PinChanged):
            # Somebody else did it, or changed what we saw: read again.
            return timedelta()
        except PromptUnderway:
            return REST
        except RuleBroken:
            raise
        except Exception as error:  # noqa: BLE001 - whatever broke is counted, five tries in all
            log.error("inbound %d failed: %s\n%s", inbound_id, type(error).__name__, _where(error))
            rest = await self._faults.note(inbound_id)
            self._wake_sender()
            return rest
        return None

    async def _handle(self, inbound_id: int) -> None:
        read = await self._reader.read(inbound_id)
        if read is None:
            return
        excess = self._excess(read)
        if excess:
            await self._write(read, read.event, _flooded(read, excess), None)
            return
        event = await self._with_picture(read)
        turn = advance(read.draft, event, read.scene.person)
        findings = await self._steps.prepare(turn.step, read.scene)
        await self._write(read, event, turn, findings)
        if isinstance(event, Pressed):
            await self._accounts[read.our_account].acknowledge(event.answer_to)

    def _excess(self, read: Reading) -> int:
        """Presses have no time but ours, and are counted apart: the two clocks are not compared."""
        if isinstance(read.event, Elapsed):
            return 0
        if read.sent_at is None:
            return self._undated.excess(read.account_id, read.received_at)
        return self._flood.excess(read.account_id, read.sent_at)

    async def _with_picture(self, read: Reading) -> Message | Elapsed:
        """The event with its picture or video on record, when the dialogue wants it."""
        event, person = read.event, read.scene.person
        if not isinstance(event, Photo | Video) or person.employee_id is None:
            return event
        if not expects_picture(read.draft, event, person):
            return event
        if read.media_id is not None:
            return replace(event, media_id=read.media_id)
        try:
            media_id = await self._media.keep(
                self._accounts[read.our_account],
                event.file,
                inbound_id=read.inbound_id,
                employee_id=person.employee_id,
                shows_id=read.draft.employee_id if isinstance(read.draft, Enrolling) else None,
                now=read.scene.now,
            )
        except FileGone:
            return replace(event, gone=True)
        return replace(event, media_id=media_id)

    async def _write(self, read: Reading, event: Message | Elapsed, turn: Turn, findings: Findings) -> None:
        """Done, draft, what is said and the rows of the step: all or nothing."""
        now = self._clock.now()
        scene = replace(read.scene, now=now)
        async with self._database.write(Priority.STEP) as session:
            await mark_done(session, read.inbound_id, now)
            if isinstance(event, Membership):
                await _note_membership(session, read.account_id, event, now)
            says = list(turn.says)
            if turn.step is not None:
                book = await self._rules.current(session)
                if book.version != scene.book.version:
                    # The rules changed since the person was loaded and the picture examined: look again.
                    raise AttemptMoved
                if not await _is_the_same(session, scene, turn.step):
                    raise AttemptMoved
                outcome = await self._steps.perform(session, turn.step, findings, scene)
                turn = advance(turn.draft, outcome, scene.person, event)
                says += turn.says
            if turn.draft != read.draft or read.draft_broken:
                await _save_draft(session, read, turn.draft, now)
            self._say(session, read, says, now)
        if says:
            self._wake_sender()

    def _say(self, session: AsyncSession, read: Reading, says: list[Say], now: datetime) -> None:
        for say in says:
            put(
                session,
                say,
                account_id=read.account_id,
                employee_id=read.scene.person.employee_id,
                inbound_id=read.inbound_id,
                now=now,
            )


async def _is_the_same(session: AsyncSession, scene: Scene, step: Step) -> bool:
    """Whether the person is who was looked at before: a role may have ended, the account been let go or suspended.

    A check-in needs no role, and looks again itself at whatever of it may have moved.
    """
    account, person = await session.get_one(ChatAccount, scene.account_id), scene.person
    if isinstance(step, CheckInStep):
        return (account.employee_id, account.suspended_at is not None) == (person.employee_id, person.suspended)
    return await load_person(session, account, scene.book, scene.now) == replace(person, awaits=None)


def _flooded(read: Reading, excess: int) -> Turn:
    """The first message too many is answered, the others are closed."""
    told = (Say("general-too-many-messages", {"minutes": 1}),) if excess == 1 else ()
    return Turn(read.draft, told)


def _where(error: Exception) -> str:
    """The lines of code it went through, without the message: that may hold what a person sent."""
    return "".join(traceback.format_tb(error.__traceback__))


async def _note_membership(session: AsyncSession, account_id: int, event: Membership, now: datetime) -> None:
    account = await session.get_one(ChatAccount, account_id)
    account.blocked_at = now if event.blocked else None


async def _save_draft(session: AsyncSession, read: Reading, state: State, now: datetime) -> None:
    draft = await session.get(Draft, read.account_id)
    if draft is None:
        draft = Draft(account_id=read.account_id, version=0)
        session.add(draft)
    elif draft.version != read.draft_version:
        raise AttemptMoved
    draft.state = DRAFT.dump_python(state, mode="json")
    draft.version += 1
    draft.updated_at = now

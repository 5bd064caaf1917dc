"""What must be known before an event is worked on: read in one snapshot."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from pydantic import ValidationError
from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.posing import awaited_of
from attendance.people.person import Person, load_person
from attendance.people.tables import ChatAccount
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.records.database import Database, Priority
from attendance.records.deadline import DeadlineKind
from attendance.records.inbound import CLOCK, InboundStatus, mark_done, unseal_raw
from attendance.records.tables import Deadline, Draft, Inbound, Media
from attendance.rules.book import RuleWatch
from attendance.vault.keyring import Keyring
from bot.channels.telegram.envelope import UpdateMalformed
from bot.channels.telegram.inbound import to_inbound
from bot.clock import Clock
from bot.dialogues.turn import DRAFT, Elapsed, Idle, State
from bot.events import Document, Elsewhere, Membership, Photo, Unsupported, Video
from bot.events import Inbound as Message
from bot.scene import Scene

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """An event and everything that must be known to work on it."""

    inbound_id: int
    channel: str
    our_account: str
    account_id: int
    event: Message | Elapsed
    scene: Scene
    draft: State
    draft_version: int
    draft_broken: bool  # what is stored cannot be read, counts as Idle, and is to be replaced
    sent_at: datetime | None  # by the platform, which dates no press and no deadline
    received_at: datetime
    media_id: int | None  # of an earlier try, which got as far as fetching the picture


class Reader:
    """Reads events; whoever writes for the first time gets an account row, and events of nobody are closed."""

    def __init__(self, database: Database, keyring: Keyring, rules: RuleWatch, clock: Clock, chance: Random) -> None:
        self._database = database
        self._keyring = keyring
        self._rules = rules
        self._clock = clock
        self._chance = chance

    async def read(self, inbound_id: int) -> Reading | None:
        """None when there is nothing to work on."""
        async with self._database.glance() as session:
            row, account, draft, media_id = (await session.execute(_EVENT, {"inbound_id": inbound_id})).one()
            if row.status != InboundStatus.QUEUED:
                return None
            if row.channel == CLOCK:
                return await self._scene(session, row, *(await session.execute(_about(row))).one(), None)
            if account is not None:
                return await self._scene(session, row, account, draft, media_id)
        await self._without_account(row)
        return await self.read(inbound_id)

    async def _scene(
        self, session: AsyncSession, row: Inbound, account: ChatAccount, draft: Draft | None, media_id: int | None
    ) -> Reading:
        now = self._clock.now()
        book = await self._rules.recent(session)
        person = await load_person(session, account, book, now)
        event = await _event(session, row, self._keyring)
        if isinstance(event, Photo | Video | Document):
            person = await _with_awaited(session, person)
        state = read_draft(draft)
        if state is None:
            log.error("the draft of account %d cannot be read and is given up", account.id)
        return Reading(
            inbound_id=row.id,
            channel=account.channel,
            our_account=account.our_account,
            account_id=account.id,
            event=event,
            scene=Scene(person, account.id, book, now, self._chance),
            draft=state or Idle(),
            draft_version=draft.version if draft else 0,
            draft_broken=state is None,
            sent_at=None if row.channel == CLOCK else row.sent_at,
            received_at=row.received_at,
            media_id=media_id,
        )

    async def _without_account(self, row: Inbound) -> None:
        """The first message of somebody, or an event of nobody."""
        now = self._clock.now()
        private = row.sender is not None and not isinstance(_message(row, self._keyring), Elsewhere | Membership)
        async with self._database.write(Priority.STEP) as session:
            if not private:
                await mark_done(session, row.id, now)
                return
            account = {
                "channel": row.channel,
                "our_account": row.our_account,
                "external_id": row.sender,
                "language": "id",
                "created_at": now,
                "failed_codes": 0,
                "menu": "",
            }
            await insert_ignoring_conflicts(session, ChatAccount, [account])


# An event with its account, the account's draft, and the picture of the event when an earlier try fetched it.
_EVENT = (
    select(Inbound, ChatAccount, Draft, Media.id)
    .outerjoin(
        ChatAccount,
        (ChatAccount.channel == Inbound.channel)
        & (ChatAccount.our_account == Inbound.our_account)
        & (ChatAccount.external_id == Inbound.sender),
    )
    .outerjoin(Draft, Draft.account_id == ChatAccount.id)
    .outerjoin(Media, (Media.inbound_id == Inbound.id) & (Media.frame == 0))
    .where(Inbound.id == bindparam("inbound_id"))
)


async def _with_awaited(session: AsyncSession, person: Person) -> Person:
    """What may be an answer to a challenge is told apart by what the open check-in waits for."""
    if person.employee_id is None or not person.enrolled:
        return person
    return replace(person, awaits=await awaited_of(session, person.employee_id))


def read_draft(draft: Draft | None) -> State | None:
    """None for what this version of the service cannot read, as after a step back from a later one."""
    if draft is None:
        return Idle()
    try:
        return DRAFT.validate_python(draft.state)
    except ValidationError:
        return None


def _about(row: Inbound) -> Select[ChatAccount, Draft | None]:
    """The account of a deadline, which names channel and account in one word."""
    channel, our_account = row.our_account.split(":", 1)
    return (
        select(ChatAccount, Draft)
        .outerjoin(Draft, Draft.account_id == ChatAccount.id)
        .where(
            ChatAccount.channel == channel,
            ChatAccount.our_account == our_account,
            ChatAccount.external_id == row.sender,
        )
    )


async def _event(session: AsyncSession, row: Inbound, keyring: Keyring) -> Message | Elapsed:
    if row.channel != CLOCK:
        return _message(row, keyring)
    deadline = await session.get_one(Deadline, int(row.external_id))
    return Elapsed(DeadlineKind(deadline.what), deadline.subject_id)


def _message(row: Inbound, keyring: Keyring) -> Message:
    """What cannot be read as an update is answered like anything else that we do not understand."""
    try:
        return to_inbound(unseal_raw(keyring, row))
    except UpdateMalformed as error:
        log.warning("inbound %d: %s", row.id, error)
        return Unsupported("malformed") if error.private else Elsewhere()

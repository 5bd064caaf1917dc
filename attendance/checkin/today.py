"""What a person may ask about himself: the day so far, and the last punches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.drawing import Drawn
from attendance.challenge.life import drawn_in
from attendance.checkin.attempt import (
    LIVING,
    AttemptStatus,
    Missing,
    Part,
    find_living,
    missing_part,
    missing_parts,
)
from attendance.checkin.challenges import challenge_of, missing
from attendance.checkin.conclude import open_question
from attendance.checkin.decide import AskKind
from attendance.checkin.desk import Desk
from attendance.checkin.tables import Attempt, Punch
from attendance.checkin.workday import read_work_day
from attendance.places.tables import Site
from attendance.time.schedule import Direction, Slot


@dataclass(frozen=True)
class ShowToday:
    """The step of /status."""


@dataclass(frozen=True)
class ShowHistory:
    """The step of Riwayat."""


@dataclass(frozen=True)
class ShowOpen:
    """The step of a text that no dialogue understood: what could be meant depends on what is open."""


@dataclass(frozen=True)
class OpenCheckIn:
    """What an attempt lacks, or the question it waits with; nothing of either when there is no attempt.

    `drawn`: the challenge that is to be answered.
    """

    missing: tuple[Part, ...] = ()
    question: AskKind | None = None
    drawn: Drawn | None = None


@dataclass(frozen=True)
class PunchShown:
    """A punch as its person reads it; `at` is in the zone of the place of duty. A human's punch may have no site."""

    direction: Direction
    at: datetime
    site: str | None


@dataclass(frozen=True)
class SlotShown:
    """An expected punch and the one that fills it; `now` tells whether its window is ahead, open or over."""

    slot: Slot
    punch: PunchShown | None
    now: datetime


@dataclass(frozen=True)
class Today:
    """The day so far. `held` and `pending` are times of messages that nobody has decided about yet."""

    date: date
    slots: tuple[SlotShown, ...]
    others: tuple[PunchShown, ...]  # outside of every slot
    held: tuple[datetime, ...]
    pending: tuple[datetime, ...]
    missing: Missing | None


@dataclass(frozen=True)
class History:
    """The newest punches first."""

    punches: tuple[PunchShown, ...]


HISTORY_LENGTH = 10


async def show_today(session: AsyncSession, desk: Desk) -> Today:
    attendee = desk.attendee
    day = await read_work_day(session, desk.book, attendee.scope, attendee.employee_id, attendee.timezone, desk.today)
    shown = await _shown(session, desk, day.punches)
    attempts = await _attempts(session, desk)
    return Today(
        date=desk.today,
        slots=tuple(SlotShown(slot, _filling(slot, shown), desk.now) for slot in day.slots),
        others=() if day.slots else shown,
        held=_times(desk, attempts, AttemptStatus.HELD),
        pending=_times(desk, attempts, AttemptStatus.PENDING),
        missing=await _missing(session, desk, attempts),
    )


async def show_open(session: AsyncSession, desk: Desk) -> OpenCheckIn:
    attempt = await find_living(session, desk.attendee.employee_id)
    if attempt is None or attempt.status == AttemptStatus.PENDING:
        return OpenCheckIn()
    challenge = await challenge_of(session, attempt) if attempt.awaits is not None else None
    drawn = drawn_in(challenge) if challenge is not None else None
    return OpenCheckIn(missing_parts(attempt), open_question(attempt), drawn)


async def show_history(session: AsyncSession, desk: Desk) -> History:
    newest = select(Punch).where(Punch.employee_id == desk.attendee.employee_id).order_by(Punch.at.desc())
    punches = (await session.scalars(newest.limit(HISTORY_LENGTH))).all()
    return History(await _shown(session, desk, punches))


async def _shown(session: AsyncSession, desk: Desk, punches: Sequence[Punch]) -> tuple[PunchShown, ...]:
    sites = {
        site.id: site.name
        for site in await session.scalars(select(Site).where(Site.id.in_({one.site_id for one in punches})))
    }
    return tuple(
        PunchShown(Direction(one.direction), desk.local(one.at), sites.get(one.site_id or 0)) for one in punches
    )


def _filling(slot: Slot, punches: tuple[PunchShown, ...]) -> PunchShown | None:
    """The first IN and the last OUT count."""
    mine = [punch for punch in punches if punch.direction is slot.direction]
    if not mine:
        return None
    return mine[0] if slot.direction is Direction.IN else mine[-1]


async def _attempts(session: AsyncSession, desk: Desk) -> list[Attempt]:
    undecided = select(Attempt).where(
        Attempt.employee_id == desk.attendee.employee_id,
        Attempt.work_date == desk.today,
        Attempt.status.in_((*LIVING, AttemptStatus.HELD)),
    )
    return list(await session.scalars(undecided.order_by(Attempt.id)))


def _times(desk: Desk, attempts: list[Attempt], status: AttemptStatus) -> tuple[datetime, ...]:
    return tuple(desk.local(one.first_message_at or one.created_at) for one in attempts if one.status == status)


async def _missing(session: AsyncSession, desk: Desk, attempts: list[Attempt]) -> Missing | None:
    """Of the attempt that lacks a part; there is one at most."""
    for attempt in attempts:
        part = missing_part(attempt)
        if attempt.status == AttemptStatus.OPEN and part is not None:
            return await missing(session, desk, attempt, part)
    return None

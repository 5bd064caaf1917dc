"""Somebody who is there vouches for somebody without a face record.

`problem_of` says who may be a witness of whom, where and when; a claim can ask it as well as a check-in.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attempt import Way
from attendance.checkin.tables import Attempt, Punch, Testimony
from attendance.people.access.roles import Action
from attendance.people.person import Person
from attendance.rules.kinds import WitnessRule
from attendance.rules.resolve import PersonScope
from attendance.time.schedule import Direction


class WitnessProblem(StrEnum):
    """Why somebody cannot vouch."""

    CODE_UNKNOWN = "code-unknown"
    """Of nobody who waits, or of somebody with whom the witness has nothing to do: the two are not told apart."""
    TOO_MANY_CODES = "too-many-codes"
    ABSENT = "absent"
    """Not on record as being at that site by an own face."""
    LIMIT = "limit"
    """For that many people on one day already."""
    RING = "ring"
    """The other vouched for the witness, directly or through others, in the same slot."""
    SAID_ALREADY = "said-already"


@dataclass(frozen=True, slots=True)
class Presence:
    """What is to be witnessed: that this person was at that site for that slot. `scope` is the person's."""

    scope: PersonScope
    work_date: date
    direction: Direction
    site_id: int

    @property
    def about_id(self) -> int:
        """Raises ValueError for a scope of nobody."""
        if self.scope.employee_id is None:
            raise ValueError("a presence is somebody's")
        return self.scope.employee_id


def is_official(witness: Person, presence: Presence) -> bool:
    return witness.may(Action.VOUCH, presence.scope)


def is_colleague(witness: Person, presence: Presence) -> bool:
    """Of the same unit; where there are none, of the same agency."""
    if witness.unit_id is not None or presence.scope.unit_id is not None:
        return witness.unit_id == presence.scope.unit_id
    return witness.agency_id is not None and witness.agency_id == presence.scope.agency_id


async def problem_of(
    session: AsyncSession, witness: Person, presence: Presence, rule: WitnessRule, now: datetime
) -> WitnessProblem | None:
    """Why this person cannot be the witness now; None when he can."""
    official = is_official(witness, presence) and rule.officials != "never"
    colleague = is_colleague(witness, presence) and rule.colleagues
    myself = witness.employee_id in (None, presence.about_id)
    if myself or not witness.trusted or not (official or colleague):
        return WitnessProblem.CODE_UNKNOWN
    anywhere = official and rule.officials == "anywhere"
    if not anywhere and not await _is_there(session, witness, presence, rule, now):
        return WitnessProblem.ABSENT
    most = rule.official_per_day if official else rule.per_day
    if await _vouched_for(session, witness, presence) >= most:
        return WitnessProblem.LIMIT
    return WitnessProblem.RING if await _is_ring(session, witness, presence) else None


async def _is_there(
    session: AsyncSession, witness: Person, presence: Presence, rule: WitnessRule, now: datetime
) -> bool:
    """By the newest punch of that day, which rests on an own face: nobody vouches on the word of another."""
    newest = (
        select(Punch.direction, Punch.at, Punch.site_id)
        .join(Attempt, Attempt.id == Punch.attempt_id)
        .where(Punch.employee_id == witness.employee_id, Punch.work_date == presence.work_date)
        .where(Attempt.way == Way.FACE)
        .order_by(Punch.at.desc(), Punch.id.desc())
        .limit(1)
    )
    row = (await session.execute(newest)).one_or_none()
    if row is None or row.site_id != presence.site_id:
        return False
    left = now - timedelta(minutes=rule.left_minutes)
    return bool(row.direction == Direction.IN or row.at >= left)


async def _vouched_for(session: AsyncSession, witness: Person, presence: Presence) -> int:
    """How many others on that day."""
    others = select(func.count(Testimony.about_id.distinct())).where(
        Testimony.witness_id == witness.employee_id,
        Testimony.work_date == presence.work_date,
        Testimony.about_id != presence.about_id,
        Testimony.yes,
    )
    return await session.scalar(others) or 0


async def _is_ring(session: AsyncSession, witness: Person, presence: Presence) -> bool:
    """Who vouched for the witness in this slot, who for those, and so on: is the person among them?"""
    seen, asked = set[int](), {witness.employee_id or 0}
    while asked:
        vouchers = select(Testimony.witness_id).where(
            Testimony.about_id.in_(asked),
            Testimony.work_date == presence.work_date,
            Testimony.direction == presence.direction,
            Testimony.yes,
        )
        asked = set(await session.scalars(vouchers)) - seen
        seen |= asked
    return presence.about_id in seen

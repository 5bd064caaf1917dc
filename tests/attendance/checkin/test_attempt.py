"""Which attempt a part belongs to, by the time of its message and not by when we get to it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.tables import Nonce
from attendance.checkin.attempt import (
    AttemptMoved,
    AttemptOpened,
    AttemptStatus,
    Missing,
    close,
    find_living,
    keep_time,
    move,
)
from attendance.checkin.attendee import Attendee
from attendance.checkin.desk import Desk
from attendance.checkin.placing import GRACE, Placed, open_prompted, place_part, watch
from attendance.checkin.tables import Attempt
from attendance.records.database import Database, Priority
from attendance.records.tables import Deadline
from attendance.rules.book import RuleBook
from attendance.rules.kinds import WindowsRule
from attendance.time.schedule import Direction
from tests.attendance.checkin.findings import AT

WINDOWS = WindowsRule()


def at(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def desk(budi: Attendee, now: datetime) -> Desk:
    return Desk(budi, RuleBook(), now, "telegram")


async def part(session: AsyncSession, budi: Attendee, sent: float, now: float | None = None) -> Placed:
    """A part sent at that second, dealt with at once or at `now`."""
    placed = await place_part(session, desk(budi, at(sent if now is None else now)), at(sent))
    keep_time(placed.attempt, at(sent), budi.timezone)
    await watch(session, placed, WINDOWS, at(sent if now is None else now), nudge=False)
    return placed


async def prompt(session: AsyncSession, budi: Attendee, delivered: float) -> Nonce:
    """Masuk was pressed and the prompt delivered."""
    opened = await open_prompted(session, desk(budi, at(delivered - 1)), Direction.IN, at(delivered - 1))
    assert isinstance(opened, AttemptOpened)
    nonce = await session.get_one(Nonce, opened.nonce_id)
    nonce.delivered_at = at(delivered)
    nonce.expires_at = at(delivered + WINDOWS.nonce_passive_s)
    await session.flush()
    return nonce


@pytest.mark.parametrize(("second", "together"), [(5, True), (600, True), (601, False), (-600, True), (-601, False)])
async def test_unprompted_parts_are_a_pair_within_ten_minutes(
    database: Database, budi: Attendee, second: float, together: bool
) -> None:
    async with database.write(Priority.STEP) as session:
        first, other = await part(session, budi, 0), await part(session, budi, second)
        assert (first.attempt.id == other.attempt.id) is together
        assert not other.late
        assert (first.attempt.status == AttemptStatus.OPEN) is together


async def test_a_pair_that_is_hours_old_waits_for_its_second_part_by_our_clock(
    database: Database, budi: Attendee
) -> None:
    async with database.write(Priority.STEP) as session:
        first = await part(session, budi, 0, now=7200)
        due = await session.scalar(select(Deadline.due_at).where(Deadline.subject_id == first.attempt.id))
        assert due == at(7800)


@pytest.mark.parametrize(("sent", "late"), [(1, False), (600, False), (601, True), (-5, False)])
async def test_a_part_answers_the_prompt_by_its_message_time(
    database: Database, budi: Attendee, sent: float, late: bool
) -> None:
    """Also one that was sent while the prompt was on its way, and one that we get to hours later."""
    async with database.write(Priority.STEP) as session:
        nonce = await prompt(session, budi, delivered=0)
        placed = await part(session, budi, sent, now=9000)
        assert placed.late is late
        assert (placed.nonce.id == nonce.id) is not late


@pytest.mark.parametrize(("sent", "answers"), [(-30, True), (5, True), (600, True), (601, False), (86_400, False)])
async def test_a_prompt_that_is_never_delivered_lives_as_long_as_if_it_had_been_at_once(
    database: Database, budi: Attendee, sent: float, answers: bool
) -> None:
    async with database.write(Priority.STEP) as session:
        opened = await open_prompted(session, desk(budi, at(0)), Direction.OUT, at(0))
        assert isinstance(opened, AttemptOpened)
        placed = await part(session, budi, sent, now=90_000)
        assert (placed.nonce.id == opened.nonce_id) is answers
        assert placed.attempt.direction == (Direction.OUT if answers else None)


async def test_a_press_of_yesterday_begins_an_attempt_of_yesterday(database: Database, budi: Attendee) -> None:
    """The service was down over night; press, selfie and position are dealt with the next morning."""
    async with database.write(Priority.STEP) as session:
        await open_prompted(session, desk(budi, at(82_000)), Direction.IN, at(0))
        placed = await part(session, budi, 20, now=82_001)
        assert (placed.attempt.direction, placed.attempt.work_date.isoformat()) == (Direction.IN, "2026-11-23")


async def test_a_prompt_answered_a_day_later_is_of_the_day_of_the_answer(database: Database, budi: Attendee) -> None:
    async with database.write(Priority.STEP) as session:
        await prompt(session, budi, delivered=80_000)
        placed = await part(session, budi, 80_300)
        assert placed.attempt.work_date.isoformat() == "2026-11-24"


async def test_who_waits_for_an_answer_is_answered_a_little_longer(database: Database, budi: Attendee) -> None:
    async with database.write(Priority.STEP) as session:
        nonce = await prompt(session, budi, delivered=0)
        first = await part(session, budi, 10)
        await move(session, first.attempt, AttemptStatus.WAITING)
        placed = await part(session, budi, 600 + GRACE.total_seconds())
        assert placed.nonce.id == nonce.id


async def test_what_is_pending_by_our_fault_takes_every_part(database: Database, budi: Attendee) -> None:
    async with database.write(Priority.STEP) as session:
        first = await part(session, budi, 0)
        await move(session, first.attempt, AttemptStatus.PENDING)
        assert (await part(session, budi, 5000)).attempt.id == first.attempt.id


async def test_pressing_masuk_again_closes_the_attempt_without_parts(database: Database, budi: Attendee) -> None:
    async with database.write(Priority.STEP) as session:
        await prompt(session, budi, delivered=0)
        await prompt(session, budi, delivered=60)
        statuses = (await session.scalars(select(Attempt.status).order_by(Attempt.id))).all()
        assert statuses == [AttemptStatus.DONE, AttemptStatus.OPEN]


async def test_pressing_masuk_after_a_part_names_what_is_missing_and_the_direction(
    database: Database, budi: Attendee
) -> None:
    async with database.write(Priority.STEP) as session:
        placed = await part(session, budi, 0)
        placed.attempt.position_at = at(0)
        answer = await open_prompted(session, desk(budi, at(5)), Direction.IN, at(5))
        assert answer == Missing(at(0), "selfie")
        assert placed.attempt.direction == Direction.IN


async def test_an_attempt_belongs_to_the_day_of_its_message_at_the_place_of_duty(
    database: Database, budi: Attendee
) -> None:
    """23:59:59 WITA, dealt with after midnight."""
    async with database.write(Priority.STEP) as session:
        placed = await part(session, budi, 16 * 3600 + 39 * 60 + 59, now=17 * 3600)
        assert placed.attempt.work_date.isoformat() == "2026-11-23"


async def test_the_database_allows_one_living_attempt_per_person(database: Database, budi: Attendee) -> None:
    async with database.write(Priority.STEP) as session:
        placed = await part(session, budi, 0)
        nonce = Nonce(
            employee_id=budi.employee_id,
            account_id=budi.account_id,
            prompted=False,
            level=0,
            created_at=at(0),
            asked_at=at(0),
            lives_s=600,
        )
        session.add(nonce)
        await session.flush()
        second = {
            "nonce_id": nonce.id,
            "employee_id": budi.employee_id,
            "account_id": budi.account_id,
            "work_date": placed.attempt.work_date,
            "created_at": at(0),
            "fixes": [],
            "asks": [],
            "face_failures": 0,
        }
        savepoint = await session.begin_nested()
        with pytest.raises(IntegrityError):
            await session.execute(insert(Attempt).values(**second, status=AttemptStatus.PENDING))
        await savepoint.rollback()
        await session.execute(insert(Attempt).values(**second, status=AttemptStatus.HELD))


async def test_a_change_of_state_that_somebody_else_made_is_noticed(database: Database, budi: Attendee) -> None:
    async with database.write(Priority.STEP) as session:
        await part(session, budi, 0)
    async with database.read() as session:
        seen = await find_living(session, budi.employee_id)
    assert seen is not None
    async with database.write(Priority.STEP) as session:
        await close(session, await session.get_one(Attempt, seen.id), at(1))
    async with database.write(Priority.STEP) as session:
        session.add(seen)
        with pytest.raises(AttemptMoved):
            await move(session, seen, AttemptStatus.HELD)
    async with database.read() as session:
        assert await session.scalar(select(Attempt.status)) == AttemptStatus.DONE


async def test_a_closed_attempt_leaves_no_deadline_behind(database: Database, budi: Attendee) -> None:
    async with database.write(Priority.STEP) as session:
        placed = await part(session, budi, 0)
        await watch(session, placed, WINDOWS, at(0), nudge=True)
        await close(session, placed.attempt, at(1))
        waiting = select(func.count()).select_from(Deadline).where(Deadline.fired_at.is_(None))
        assert await session.scalar(waiting) == 0

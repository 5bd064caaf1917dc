"""From a decision to its rows: a punch only by acceptance, one for an attempt, whoever else settles it."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from attendance.challenge.tables import Nonce
from attendance.checkin.attempt import AttemptMoved, AttemptStatus, find_living, keep_time
from attendance.checkin.attendee import Attendee
from attendance.checkin.decide import Accepted, Decided, NeedsReview, Rejected
from attendance.checkin.desk import Desk
from attendance.checkin.evidence import Reason
from attendance.checkin.placing import place_part, watch
from attendance.checkin.settle import Record, settle_attempt
from attendance.checkin.tables import Attempt, Decision, Punch
from attendance.records.database import Database, Priority
from attendance.records.deadline import DeadlineKind, set_deadlines
from attendance.records.tables import Deadline
from attendance.rules.book import RuleBook
from attendance.rules.kinds import WindowsRule
from attendance.time.schedule import Direction
from tests.attendance.checkin.findings import AT, selfie

WINDOWS = WindowsRule()
LATER = AT + timedelta(seconds=30)
RECORD = Record(Direction.IN, AT, None, "telegram")


@pytest.fixture
async def whole(database: Database, budi: Attendee) -> Attendee:
    """Both parts of Budi's check-in are there."""
    async with database.write(Priority.STEP) as session:
        placed = await place_part(session, Desk(budi, RuleBook(), AT, "telegram"), AT)
        attempt = placed.attempt
        keep_time(attempt, AT, budi.timezone)
        attempt.selfie_at = attempt.position_at = AT
        attempt.examination = selfie().model_dump(mode="json")
        await watch(session, placed, WINDOWS, AT, nudge=True)
    return budi


async def settled(database: Database, budi: Attendee, verdict: Decided) -> Attempt:
    async with database.write(Priority.STEP) as session:
        attempt = await find_living(session, budi.employee_id)
        assert attempt is not None
        await settle_attempt(session, attempt, verdict, RECORD, evidence_id=None, author_id=None, now=LATER)
    return attempt


async def everything(database: Database, table: type) -> list:
    async with database.read() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


async def test_acceptance_writes_the_decision_and_the_punch_and_uses_up_the_nonce(
    database: Database, whole: Attendee
) -> None:
    attempt = await settled(database, whole, Accepted((Reason.STATIC_POSITION,)))
    (decision,) = await everything(database, Decision)
    (punch,) = await everything(database, Punch)
    (nonce,) = await everything(database, Nonce)
    assert (decision.outcome, decision.reasons, decision.author_id) == ("accepted", ["static-position"], None)
    assert (punch.attempt_id, punch.decision_id, punch.direction, punch.at) == (attempt.id, decision.id, "in", AT)
    assert (punch.work_date.isoformat(), punch.source) == ("2026-11-23", "telegram")
    assert (attempt.status, attempt.direction, nonce.consumed_at) == (AttemptStatus.DONE, Direction.IN, LATER)


async def test_a_review_holds_the_attempt_and_writes_no_punch(database: Database, whole: Attendee) -> None:
    attempt = await settled(database, whole, NeedsReview((Reason.FACE_UNSURE,), (Reason.PICTURE_REUSED,)))
    (decision,) = await everything(database, Decision)
    (nonce,) = await everything(database, Nonce)
    assert (decision.outcome, decision.reasons) == ("needs_review", ["face-unsure", "picture-reused"])
    assert (attempt.status, nonce.consumed_at) == (AttemptStatus.HELD, LATER)
    assert await everything(database, Punch) == []


@pytest.mark.parametrize(
    ("reason", "failures"), [(Reason.TRIES_EXHAUSTED, 1), (Reason.FACE_UNSURE, 1), (Reason.NO_SITE, 0)]
)
async def test_the_failure_that_leads_to_a_review_counts(
    database: Database, whole: Attendee, reason: Reason, failures: int
) -> None:
    assert (await settled(database, whole, NeedsReview((reason,)))).face_failures == failures


async def test_outside_leaves_the_attempt_open_without_position_and_time(database: Database, whole: Attendee) -> None:
    attempt = await settled(database, whole, Rejected(Reason.OUTSIDE))
    (nonce,) = await everything(database, Nonce)
    assert (attempt.status, nonce.consumed_at) == (AttemptStatus.OPEN, None)
    assert (attempt.position_at, attempt.first_message_at) == (None, None)
    assert attempt.examination is not None
    assert await everything(database, Punch) == []


async def test_a_foreign_face_leaves_the_attempt_open_without_selfie_and_with_its_time(
    database: Database, whole: Attendee
) -> None:
    attempt = await settled(database, whole, Rejected(Reason.FACE_DIFFERENT))
    assert (attempt.status, attempt.face_failures) == (AttemptStatus.OPEN, 1)
    assert (attempt.examination, attempt.selfie_at, attempt.first_message_at) == (None, None, AT)
    assert await everything(database, Punch) == []


@pytest.mark.parametrize(
    "reason", [Reason.ALREADY_IN, Reason.NOT_ENROLLED, Reason.EARLY_OUT, Reason.FACE_HELD, Reason.TRIES_EXHAUSTED]
)
async def test_other_refusals_end_the_attempt(database: Database, whole: Attendee, reason: Reason) -> None:
    assert (await settled(database, whole, Rejected(reason))).status == AttemptStatus.DONE
    assert await everything(database, Punch) == []


@pytest.mark.parametrize(
    ("verdict", "left"),
    [
        (Accepted(), []),
        (NeedsReview((Reason.FACE_UNSURE,)), []),
        (Rejected(Reason.OUTSIDE), [DeadlineKind.EXPIRE]),
        (Rejected(Reason.FACE_DIFFERENT), [DeadlineKind.EXPIRE]),
        (Rejected(Reason.ALREADY_IN), []),
    ],
)
async def test_nobody_is_nudged_after_a_decision(
    database: Database, whole: Attendee, verdict: Decided, left: list[DeadlineKind]
) -> None:
    await settled(database, whole, verdict)
    waiting = [deadline.what for deadline in await everything(database, Deadline) if deadline.fired_at is None]
    assert waiting == left


async def test_settling_what_was_our_fault_ends_its_revivals(database: Database, whole: Attendee) -> None:
    async with database.write(Priority.STEP) as session:
        attempt = await find_living(session, whole.employee_id)
        assert attempt is not None
        attempt.status = AttemptStatus.PENDING
        await set_deadlines(session, 99, whole.account_id, {DeadlineKind.REVIVE: LATER + timedelta(minutes=5)})
    await settled(database, whole, Accepted())
    assert all(deadline.fired_at for deadline in await everything(database, Deadline))


async def test_two_who_saw_the_same_attempt_make_one_punch(database: Database, whole: Attendee) -> None:
    """A reviewer and the machine, or two processes: the second sees that it moved."""
    async with database.read() as session:
        seen = await find_living(session, whole.employee_id)
    assert seen is not None
    await settled(database, whole, Accepted())
    async with database.write(Priority.STEP) as session:
        session.add(seen)
        with pytest.raises(AttemptMoved):
            await settle_attempt(session, seen, Accepted(), RECORD, evidence_id=None, author_id=None, now=LATER)
        await session.rollback()
    assert len(await everything(database, Punch)) == 1
    assert len(await everything(database, Decision)) == 1


async def test_eight_at_the_same_time_make_one_punch(database: Database, whole: Attendee) -> None:
    async def one() -> str:
        try:
            async with database.write(Priority.STEP) as session:
                attempt = await find_living(session, whole.employee_id)
                if attempt is None:
                    return "nothing left"
                await settle_attempt(session, attempt, Accepted(), RECORD, evidence_id=None, author_id=None, now=LATER)
        except AttemptMoved:
            return "moved"
        return "settled"

    outcomes = await asyncio.gather(*(one() for _ in range(8)))
    assert outcomes.count("settled") == 1
    assert len(await everything(database, Punch)) == 1
